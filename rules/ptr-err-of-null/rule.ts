import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { lastBranch } from "../../src/flow/trace.js";
import type { PointerUse } from "../../src/flow/uses.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { isLastCondition, isQuestion, questionsBefore } from "../models/result.js";

export const ptrErrOfNull: Rule = {
	meta: {
		id: "ptr-err-of-null",
		family: "errptr",
		summary: "The error code is taken of a pointer that may be NULL, so that a failure returns 0",
		rationale: `
\`PTR_ERR(NULL)\` is 0. Behind \`if (IS_ERR_OR_NULL(p))\` or \`if (!p)\` it turns a failure into success: the
caller goes on with what was never set up.

The rule speaks where the path has shown that the pointer is NULL or an error, and the code is returned
or stored. Code that looks at the 0 afterwards, as \`PTR_ERR(p) ?: -ENOENT\` does, is left alone, and so
are functions that return NULL for an optional thing that is absent.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-null-returns-success", ok: "ok-code-for-null" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<number>();
		for (const use of analysis.uses) {
			if (use.kind !== "code" || !use.isKept || reported.has(use.span.start)) continue;
			if ((use.values & ~(ZERO | ERROR)) !== 0 || !mayBeNull(use, analysis)) continue;
			if (isDeliberate(use, analysis)) continue;
			reported.add(use.span.start);
			const pointer = sourceText(analysis.unit.image, use.at);
			const isAlways = use.values === ZERO;
			yield {
				at: use.span,
				message: `\`${pointer}\` ${isAlways ? "is" : "may be"} NULL here, and its error code 0: the failure looks like success`,
				confidence: isAlways ? "certain" : "likely",
				subject: pointer,
				object: null,
				trace: use.trace,
				ending: "the error code is taken here",
			};
		}
	},
};

/** By what the code in front of it takes to be possible. */
function mayBeNull(use: PointerUse, analysis: FunctionAnalysis): boolean {
	if (use.pointer.kind === "const") return true;
	const questions = questionsBefore(use, analysis);
	// A value that paths have set to NULL or left an error, and that nobody has asked about, is meant so.
	if (questions.length === 0) return false;
	return use.values !== ERROR || questions.every(({ kind }) => kind === "either");
}

/** Whether NULL is no failure, or the code asks afterwards whether there is an error. */
function isDeliberate(use: PointerUse, analysis: FunctionAnalysis): boolean {
	const { pointer, values, span } = use;
	const origin = analysis.originOf(pointer);
	const contract = origin?.contract;
	// Set to NULL, but not because it has failed: 0 is meant.
	if (pointer.kind === "const" && !isBehindFailure(use, analysis)) return true;
	// A function of the file that gives NULL as well as errors means "nothing there" by it.
	if (origin?.isOwn && contract?.failures === (ERROR | ZERO)) return true;
	if (contract) {
		const { failures, values: possible } = contract;
		if ((possible & ZERO) !== 0 && (failures & ZERO) === 0) return true;
		// Who tests for NULL in vain has made another mistake.
		if (values === ZERO && (possible & ZERO) === 0) return true;
	}
	return analysis.uses.some(
		(other) => other.kind === "null" && other.pointer === pointer && other.span.start >= span.start,
	);
}

/** Whether the last condition on the way has found the pointer of that name to be an error. */
function isBehindFailure(use: PointerUse, analysis: FunctionAnalysis): boolean {
	if (!lastBranch(use.trace)?.truth) return false;
	const { image } = analysis.unit;
	const isAbout = ({ at }: PointerUse) => sourceText(image, at) === sourceText(image, use.at);
	return analysis.uses.some(
		(other) => other.kind !== "null" && isQuestion(other) && isLastCondition(other, use) && isAbout(other),
	);
}
