import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ANYTHING, ERROR, NEGATIVE } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { frees } from "../knowledge/frees.js";
import { asksForError } from "../models/result.js";

export const errorPointerFreed: Rule = {
	meta: {
		id: "error-pointer-freed",
		family: "errptr",
		summary: "A pointer that may be an error pointer is freed",
		rationale: `
\`kfree()\` takes NULL, but not an error pointer: it crashes, or corrupts the allocator. It happens where a
failed \`memdup_user()\` or the like jumps to the label that frees everything, and where a function that
returned NULL was replaced by one that returns an error pointer.

The rule speaks where all that the pointer can be at this point is known, an error among it, and the
function asks elsewhere whether it is one. \`__free()\` and functions that ask themselves are left alone.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-shared-label", ok: "ok-own-label" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const { image } = analysis.unit;
		const reported = new Set<number>();
		for (const call of analysis.calls) {
			const index = frees.get(call.name);
			const pointer = index === undefined ? null : call.args[index];
			const written = index === undefined ? undefined : call.written[index];
			if (!pointer || !written || reported.has(call.span.start)) continue;
			const values = call.valueBefore(pointer) & (analysis.originOf(pointer)?.contract?.values ?? ANYTHING);
			if ((values & ERROR) === 0 || (values & NEGATIVE) !== 0) continue;
			const text = sourceText(image, written);
			const asked = analysis.uses.find(
				(use) => asksForError(use) && use.span.start < call.span.start && sourceText(image, use.at) === text,
			);
			if (!asked) continue;
			reported.add(call.span.start);
			yield {
				at: call.span,
				message: `\`${text}\` ${values === ERROR ? "is" : "may be"} an error pointer here, which \`${call.name}()\` does not take`,
				confidence: values === ERROR ? "certain" : "likely",
				subject: text,
				object: null,
				trace: call.trace,
				ending: "it is freed here",
				related: [{ at: asked.span, message: "the failure is seen here" }],
			};
		}
	},
};
