import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";

export const errPtrOfZero: Rule = {
	meta: {
		id: "err-ptr-of-zero",
		family: "errptr",
		summary: "ERR_PTR() is given a code that may be 0, so that NULL is returned for an error",
		rationale: `
\`ERR_PTR(0)\` is NULL, which \`IS_ERR()\` takes for a valid pointer. Where the code may still be 0, the
caller crashes on the failure that it just tested for.

Many functions return \`ERR_PTR(ret)\` on purpose, with NULL for "nothing there". So the rule speaks only
where the patch lets 0 through: the code before it made sure that there was an error.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-guard-dropped", ok: "ok-null-on-purpose" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<string>();
		for (const use of analysis.uses) {
			const code = sourceText(analysis.unit.image, use.at);
			if (use.kind !== "made" || use.pointer.kind === "const" || (use.values & ZERO) === 0) continue;
			if (reported.has(code)) continue;
			reported.add(code);
			yield {
				at: use.span,
				message: `\`${code}\` may be 0 here, and \`ERR_PTR(0)\` is NULL: the caller takes it for success`,
				confidence: "likely",
				subject: code,
				object: null,
				trace: use.trace,
				ending: "the error pointer is made here",
				onlyIf: [code],
			};
		}
	},

	/** Codes that are certainly errors wherever a pointer is made of them. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const made = analysis.uses.filter(({ kind }) => kind === "made");
		const textOf = ({ at }: (typeof made)[number]) => sourceText(analysis.unit.image, at);
		const open = new Set(made.filter(({ values }) => (values & ZERO) !== 0).map(textOf));
		for (const use of made) if (!open.has(textOf(use))) yield textOf(use);
	},
};
