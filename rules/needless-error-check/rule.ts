import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { resultsIn } from "../models/result.js";

export const needlessErrorCheck: Rule = {
	meta: {
		id: "needless-error-check",
		family: "errptr",
		summary: "IS_ERR_OR_NULL() tests a result that can be only one of the two",
		rationale: `
\`IS_ERR_OR_NULL()\` tells the reader that NULL and an error pointer both come. Where only one can, it
hides how the function fails, and \`PTR_ERR()\` behind it looks as if it could be 0.

It does no harm by itself, so this is a note.
`,
		severity: "note",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-either", ok: "ok-one" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		for (const { name, contract, uses, isOwn } of resultsIn(analysis)) {
			const use = uses.find(({ kind }) => kind === "either");
			if (!use || contract.failures === (ERROR | ZERO)) continue;
			// An assertion asks for both, whatever it is given.
			if (!sourceText(analysis.unit.image, use.span).startsWith("IS_ERR_OR_NULL")) continue;
			if ((contract.values & ZERO) !== 0 && contract.failures === ERROR) continue;
			const pointer = sourceText(analysis.unit.image, use.at);
			const [how, never, test] =
				contract.failures === ERROR
					? ["an error pointer", "NULL", `IS_ERR(${pointer})`]
					: ["NULL", "an error pointer", `!${pointer}`];
			yield {
				at: use.span,
				message: `\`${name}()\` returns ${how} when it fails, never ${never}: \`${test}\` is enough`,
				confidence: isOwn ? "certain" : "likely",
				subject: `${name} ${pointer}`,
				object: null,
				trace: use.trace,
				ending: "the result is tested here",
			};
		}
	},
};
