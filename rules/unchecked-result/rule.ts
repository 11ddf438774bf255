import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ANYTHING, ERROR, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
import { isAllocation } from "../knowledge/contracts.js";
import {
	allResultsIn,
	failureText,
	isAskedMerged,
	isQuestion,
	isReturned,
	keysOf,
	misdirectedTests,
	type Result,
	testedKeys,
} from "../models/result.js";

export const uncheckedResult: Rule = {
	meta: {
		id: "unchecked-result",
		family: "errptr",
		summary: "The result of a function that may fail is used without a test",
		rationale: `
Allocations fail under memory pressure, lookups when hardware or firmware is not what was expected. A
result that nothing tests is dereferenced all the same.

The rule speaks where the function dereferences the result of a call that may fail and nowhere asks
whether it did, and where the patch drops the test of a result that the code before it tested.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-check-dropped", ok: "ok-checked" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const misdirected = misdirectedTests(analysis);
		for (const result of allResultsIn(analysis)) {
			if (misdirected.has(result) || result.contract.isLoose) continue;
			if (result.uses.some(isQuestion) || isReturned(result, analysis)) continue;
			// It may have become one with another value before it was tested.
			if (isAskedMerged(result.target, ERROR | ZERO, analysis)) continue;
			const { name, contract } = result;
			// Where nothing is known of the function, whoever asked for an error knew that there may be one.
			const failures = contract.failures || (contract.values === ANYTHING ? ERROR : 0);
			if (failures === 0) continue;
			const access = result.uses.find(({ kind, values }) => kind === "memory" && (values & failures) !== 0);
			// What a lookup that found nothing is given to may well take NULL: only a test that is gone tells.
			const isLookup = failures === ZERO && !isAllocation(name);
			const isHandedOn = !access && isLookup;
			if (isLookup && isAskedElsewhere(result, analysis, file)) continue;
			yield {
				at: access?.span ?? result.span,
				message: `\`${name}()\` may return ${failureText(failures)}, and nothing tests its result${access ? " before it is dereferenced" : ""}`,
				confidence: "likely",
				subject: name,
				statement: sourceText(analysis.unit.image, result.span),
				object: null,
				trace: access?.trace ?? null,
				ending: access ? "it is dereferenced here" : "it is called here",
				...(access && mustBeTested(result, analysis)
					? {}
					: { onlyIf: keysOf(result, failures, !isHandedOn) }),
			};
		}
	},

	evidence: testedKeys,
};

/** Whether another function of the file tests the same lookup, so that what comes after it may rely on it. */
function isAskedElsewhere({ name, span }: Result, { unit }: FunctionAnalysis, file: FileView): boolean {
	const text = sourceText(unit.image, span);
	return file.functions.some((other) => {
		if (other === unit || !calledIn(other).has(name)) return false;
		const analysis = file.analysisOf(other.name);
		if (analysis === null) return false;
		return allResultsIn(analysis).some(
			(result) => sourceText(other.image, result.span) === text && result.uses.some(isQuestion),
		);
	});
}

/** Whether the failure is one of those that come in the field, whatever the arguments. */
function mustBeTested({ name, contract, span }: Result, { unit }: FunctionAnalysis): boolean {
	if (contract.failures & ERROR) return true;
	return isAllocation(name) && !sourceText(unit.image, span).includes("__GFP_NOFAIL");
}
