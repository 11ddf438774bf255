import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { lastBranch } from "../../src/flow/trace.js";
import type { PointerUse } from "../../src/flow/uses.js";
import { ERROR, POSITIVE, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { asksForError, isLastCondition, misdirectedTests } from "../models/result.js";

export const wrongErrorVariable: Rule = {
	meta: {
		id: "wrong-error-variable",
		family: "errptr",
		summary: "One pointer has failed, and another is tested for it or asked for its error code",
		rationale: `
It comes of copied code: \`b = get_b(); if (IS_ERR(a))\`, or \`if (IS_ERR(b)) return PTR_ERR(a);\`. The first
misses every failure of \`get_b()\`; the second returns the low bits of a valid pointer, or 0, as an error code.

The rule speaks where the path knows that the pointer at hand is no error while another one is, and where
the test right behind a call is about a pointer that has nothing to do with it, while nothing tests the
result.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-code-of-another", ok: "ok-each-its-own" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		yield* codesOfOthers(analysis);
		yield* testsOfOthers(analysis);
	},
};

/** `PTR_ERR(a)` where it is `b` that failed. */
function* codesOfOthers(analysis: FunctionAnalysis): Iterable<Report> {
	const { image } = analysis.unit;
	const reported = new Set<number>();
	for (const use of analysis.uses) {
		if (use.kind !== "code" || reported.has(use.span.start)) continue;
		const failed = (use.lastError && questionOf(use.lastError, use, analysis)) ?? lastQuestion(use, analysis);
		if (!failed || !isAnother(use, failed, analysis)) continue;
		reported.add(use.span.start);
		const [asked, taken] = [sourceText(image, failed.at), sourceText(image, use.at)];
		if (asked === taken) continue;
		yield {
			at: use.span,
			message: `the error code of \`${taken}\` is taken, but it is \`${asked}\` that failed`,
			confidence: (use.values & ERROR) === 0 ? "certain" : "likely",
			subject: `${taken} ${asked}`,
			object: null,
			trace: use.trace,
			ending: "the error code is taken here",
		};
	}
}

/** Where the pointer was found to be an error. */
function questionOf(
	pointer: PointerUse["pointer"],
	use: PointerUse,
	{ uses }: FunctionAnalysis,
): PointerUse | null {
	const asked = uses.filter(
		(other) => asksForError(other) && other.pointer === pointer && other.span.start < use.span.start,
	);
	return asked.at(-1) ?? null;
}

/** Where the last branch on the way asked for an error, and there was one. */
function lastQuestion(use: PointerUse, { uses }: FunctionAnalysis): PointerUse | null {
	if (!lastBranch(use.trace)?.truth) return null;
	return uses.find((other) => asksForError(other) && isLastCondition(other, use)) ?? null;
}

/** Whether the use cannot be meant for the pointer at hand. */
function isAnother(use: PointerUse, failed: PointerUse, analysis: FunctionAnalysis): boolean {
	if (use.pointer === failed.pointer || use.values === ERROR) return false;
	// Where the code of the failed one is printed, too, somebody knew that it may be either.
	const isBeside = ({ kind, pointer, trace }: PointerUse) =>
		kind === "code" && pointer === failed.pointer && trace === use.trace;
	if (!use.isKept && analysis.uses.some(isBeside)) return false;
	// NULL where an error is expected is another rule's business.
	if ((use.values & ERROR) === 0) return (use.values & POSITIVE) !== 0;
	if (use.values === (ZERO | ERROR)) return false;
	// It may have been got anew since.
	const origin = analysis.originOf(use.pointer);
	return !origin || origin.call.span.start < failed.span.start;
}

/** `b = get_b(); if (IS_ERR(a))`, and nothing asks about `b`. */
function* testsOfOthers(analysis: FunctionAnalysis): Iterable<Report> {
	const { image } = analysis.unit;
	for (const [result, test] of misdirectedTests(analysis)) {
		const pointer = sourceText(image, test.at);
		yield {
			at: test.span,
			message: `\`${pointer}\` is tested, but it is the result of \`${result.name}()\` that may be an error here`,
			confidence: "likely",
			subject: `${pointer} ${result.name}`,
			object: null,
			trace: test.trace,
			ending: "the wrong pointer is tested here",
			related: [{ at: result.span, message: "nothing tests this result" }],
		};
	}
}
