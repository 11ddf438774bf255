import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { PointerUse } from "../../src/flow/uses.js";
import { POSITIVE, type ValueSet } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { askedFor, failureText, isLastCondition, questionsBefore } from "../models/result.js";

export const failedPointerUsed: Rule = {
	meta: {
		id: "failed-pointer-used",
		family: "errptr",
		summary: "A pointer is used on a path on which it was found to be NULL or an error pointer",
		rationale: `
The failure was seen, and the code goes on: a message is printed and the return forgotten, the
condition is turned round, or the branch falls through to code that needs the pointer. The kernel
crashes just where it had noticed that something was wrong.

The rule speaks where the path proves that the pointer is not valid, and where a result that was tested
is used although the branch for its failure leads there too.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-falls-through", ok: "ok-returns" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const { image } = analysis.unit;
		const reported = new Set<string>();
		for (const use of analysis.uses) {
			const possible = use.kind === "memory" ? failureAt(use, analysis) : 0;
			const pointer = sourceText(image, use.at);
			if (possible === 0 || reported.has(pointer)) continue;
			reported.add(pointer);
			const isProved = (use.values & POSITIVE) === 0;
			yield {
				at: use.span,
				message: `\`${pointer}\` ${isProved ? "is" : "may be"} ${failureText(possible)} here, and is dereferenced`,
				confidence: isProved ? "certain" : "likely",
				subject: pointer,
				object: null,
				trace: use.trace,
				ending: "it is dereferenced here",
			};
		}
	},
};

/** What the pointer may be that the code has asked about; 0 where it is valid, or nobody can tell. */
function failureAt(use: PointerUse, analysis: FunctionAnalysis): ValueSet {
	const asked = questionsBefore(use, analysis);
	// A condition in between may go with the answer in a way that the engine does not see.
	if (!asked.some((question) => isLastCondition(question, use))) return 0;
	if ((use.values & POSITIVE) === 0) return use.values;
	const failures = analysis.originOf(use.pointer)?.contract?.failures ?? 0;
	return use.values & failures & asked.reduce((set, question) => set | askedFor(question), 0);
}
