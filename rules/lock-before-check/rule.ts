import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { container, type Place, spellTerm, type Term } from "../../src/flow/term.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { lockModel } from "../models/lock.js";

export const lockBeforeCheck: Rule = {
	meta: {
		id: "lock-before-check",
		family: "lock",
		summary: "A lock inside an object is taken before the pointer to the object is checked",
		rationale: `
\`mutex_lock(&p->lock);\` in front of \`if (!p)\` makes the check worthless: where \`p\` is NULL or an
error pointer, the kernel crashes at the lock already. It happens when a patch moves a lock up, or
puts the check where it was needed for something else.

The rule speaks where the very value that a lock was reached through on this path is asked about
later on it, with no assignment in between. Assertions such as \`WARN_ON(!p)\` are left alone.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-lock-in-front-of-check", ok: "ok-checked-first" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<number>();
		for (const late of analysis.lateChecks) {
			if (late.isFatal || reported.has(late.span.start)) continue;
			const used = [...late.tracked(lockModel)].find(([place]) => isReachedThrough(place, late.pointer));
			if (!used) continue;
			reported.add(late.span.start);
			const [, lock] = used;
			const { image } = analysis.unit;
			const condition = sourceText(image, late.span);
			yield {
				at: late.span,
				message: `\`${pointerText(lock.spelled)}\` is checked too late: \`${lock.spelled}\` has been used before on this path`,
				confidence: "certain",
				subject: `${lock.spelled} ${spellTerm(late.pointer)}`,
				object: lock,
				trace: late.trace,
				ending: "the pointer is checked here",
				// A needless check does no harm; one that a patch makes needless was meant to do good.
				unless: [`late ${condition}`],
				staysHere: true,
			};
		}
	},

	/** Conditions that come too late already. */
	*evidence({ lateChecks, unit }: FunctionAnalysis): Iterable<string> {
		for (const { span } of lateChecks) {
			yield `late ${sourceText(unit.image, span)}`;
		}
	},
};

/** `p` of `p->lock`, as the source spells it. */
function pointerText(spelled: string): string {
	const arrow = spelled.lastIndexOf("->");
	return arrow < 0 ? spelled : spelled.slice(0, arrow);
}

function isReachedThrough(place: Place, pointer: Term): boolean {
	const root = container(place);
	return root.kind === "target" && root !== place && root.pointer === pointer;
}
