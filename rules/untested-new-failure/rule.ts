import { zeroTests } from "../../src/cfg/zero-tests.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import type { Span } from "../../src/image/image.js";
import { sourceText } from "../../src/image/image.js";
import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import { newFailure } from "../models/new-failure.js";
import {
	allResultsIn,
	failureText,
	isAskedMerged,
	isQuestion,
	isReturned,
	type Result,
} from "../models/result.js";

export const untestedNewFailure: Rule = {
	meta: {
		id: "untested-new-failure",
		family: "errptr",
		summary: "A function may fail since the patch, and a caller uses its result without a test",
		rationale: `
A lookup that could not fail learns to: the object may be gone, or is not there for a new kind of device.
The patch adds \`return NULL\` and repairs the callers that it knows of. One that is left dereferences
NULL, and no line of the diff shows it.

The rule compares both sides. It speaks where a function of the file, or an inline function of its
headers, returns NULL or an error on a path since the patch and on none before, and a caller dereferences
the result and never asks; and where the patch makes a function test the result of a call, and use that of
the very same call, elsewhere in it, without. It is silent where the failure depends on something that
the caller passes as a constant or asks about itself.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-lookup-may-fail", ok: "ok-caller-tests" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		for (const result of untested(after)) {
			const failure = newFailure(result, before, after);
			if (failure) {
				const { access, values } = failure;
				yield {
					...reportOf(result, after),
					at: access.span,
					message: `\`${result.name}()\` may return ${failureText(values)}, and nothing tests its result before it is dereferenced`,
					trace: access.trace,
					ending: "it is dereferenced here",
					related: failure.related,
				};
				continue;
			}
			const twin = testedTwin(result, after);
			if (!twin || isTestedBefore(result, before)) continue;
			yield {
				...reportOf(result, after),
				at: result.span,
				message: `the result of \`${result.name}()\` is tested elsewhere in \`${after.analysis.unit.name}()\`, but used without a test here`,
				ending: "it is called here",
				related: [{ at: twin.span, message: "the result of the same call is tested here" }],
			};
		}
	},
};

function reportOf({ name, span }: Result, { analysis }: OneSide): Omit<Report, "at" | "message"> {
	return {
		...{ confidence: "likely", subject: name, object: null, trace: null },
		statement: sourceText(analysis.unit.image, span),
	};
}

/** Results that nothing asks about, and that callers do not get to ask about either. */
function untested({ analysis }: OneSide): readonly Result[] {
	return allResultsIn(analysis).filter(
		(result) =>
			!result.uses.some(isQuestion) &&
			!isReturned(result, analysis) &&
			!isAskedMerged(result.target, ERROR | ZERO, analysis),
	);
}

/** The question about the result of the same call, stored in the same place; null where nothing asks. */
function testedTwin(result: Result, { analysis }: OneSide): { readonly span: Span } | null {
	const { image } = analysis.unit;
	if (result.target === null || result.call.args.length === 0) return null;
	const text = sourceText(image, result.span);
	for (const other of allResultsIn(analysis)) {
		if (other.span === result.span || other.target !== result.target) continue;
		const question = other.uses.find(isQuestion);
		if (question && sourceText(image, other.span) === text) return question;
	}
	return null;
}

/** Whether the function tested such a result before, or what was stored in the same place. */
function isTestedBefore({ name, target }: Result, { analysis }: OneSide): boolean {
	const { image } = analysis.unit;
	if (zeroTests(analysis.graph).some((test) => sourceText(image, test.span) === target)) return true;
	const asked = analysis.uses.filter(isQuestion);
	if (asked.some(({ at }) => sourceText(image, at) === target)) return true;
	return allResultsIn(analysis).some((other) => other.name === name && other.uses.some(isQuestion));
}
