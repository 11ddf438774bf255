import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { FREE_AGAIN, lifeModel } from "../models/lifetime.js";
import { subjectOf } from "../models/lifetime-use.js";

export const doubleFree: Rule = {
	meta: {
		id: "double-free",
		family: "lifetime",
		summary: "Memory is freed that the same path has freed already",
		rationale: `
The second \`kfree()\` frees what may belong to somebody else by now, and corrupts the allocator. It happens
where a branch frees something and then jumps to the label that frees it too, and where a callee cleans up
behind its own failure and its caller does so once more. Functions that free a buffer when they fail, such as
\`skb_put_padto()\`, and those that take it over, such as \`netif_rx()\`, count like \`kfree_skb()\`.

The rule follows the value of the pointer: what was set to NULL or allocated anew is another one. What
a callee of the same file frees is taken into account for the results with which it does.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-freed-at-label-too", ok: "ok-set-to-null" },
	},

	*check({ events }: FunctionAnalysis): Iterable<Report> {
		const told = new Set<string>();
		for (const event of events) {
			if (event.model !== lifeModel || event.kind !== FREE_AGAIN) continue;
			const key = `${event.place.id} ${event.span.start}`;
			// Which rounds of a loop free what mostly hangs together, and so do the paths of a callee.
			if (told.has(key) || (event.before && event.span.start <= event.before.span.start)) continue;
			told.add(key);
			yield {
				at: event.span,
				message: `\`${event.spelled}\` is freed, though this path has freed it already`,
				confidence: "certain",
				subject: subjectOf(event),
				object: event.before,
				trace: event.trace,
			};
		}
	},
};
