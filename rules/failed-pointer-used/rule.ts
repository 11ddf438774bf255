import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { POSITIVE } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { askedFor, failureText, isQuestion, resultsIn } from "../models/result.js";

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
		const open = new Map(
			resultsIn(analysis)
				.filter(({ uses }) => uses.some(isQuestion))
				.flatMap(({ uses, contract }) => {
					const asked = uses.filter(isQuestion).reduce((set, use) => set | askedFor(use), 0);
					return uses.map((use) => [use, contract.failures & asked] as const);
				}),
		);
		const reported = new Set<string>();
		for (const use of analysis.uses) {
			if (use.kind !== "memory") continue;
			const isProved = (use.values & POSITIVE) === 0;
			const possible = isProved ? use.values : use.values & (open.get(use) ?? 0);
			const pointer = sourceText(image, use.at);
			if (possible === 0 || reported.has(pointer)) continue;
			reported.add(pointer);
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
