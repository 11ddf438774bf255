import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import {
	isQuestion,
	misdirectedTests,
	type Result,
	resultsIn,
	usesOfMergedValues,
} from "../models/result.js";

/** Their results are good for each other whatever they are. Source: fs/debugfs/inode.c. */
const NEEDS_NO_TEST = /^debugfs_/;

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
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-check-dropped", ok: "ok-checked" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const misdirected = misdirectedTests(analysis);
		for (const result of resultsIn(analysis)) {
			if (misdirected.has(result)) continue;
			if (NEEDS_NO_TEST.test(result.name) || isTested(result, analysis) || isReturned(result, analysis))
				continue;
			const { name, contract } = result;
			const access = result.uses.find(
				({ kind, values }) => kind === "memory" && (values & contract.failures) !== 0,
			);
			const what =
				contract.failures === ZERO
					? "NULL"
					: contract.failures === ERROR
						? "an error pointer"
						: "NULL or an error pointer";
			yield {
				at: access?.span ?? result.span,
				message: `\`${name}()\` may return ${what}, and nothing tests its result${access ? " before it is dereferenced" : ""}`,
				confidence: "likely",
				subject: name,
				statement: sourceText(analysis.unit.image, result.span),
				object: null,
				trace: access?.trace ?? null,
				ending: access ? "it is dereferenced here" : "it is called here",
				onlyIf: [name],
			};
		}
	},

	/** Functions whose every result is tested. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const results = resultsIn(analysis);
		const untested = new Set(results.filter(({ uses }) => !uses.some(isQuestion)).map(({ name }) => name));
		for (const { name } of results) if (!untested.has(name)) yield name;
	},
};

/** Also where it may have become one with another value before it was tested. */
function isTested({ uses, span }: Result, analysis: FunctionAnalysis): boolean {
	return (
		uses.some(isQuestion) ||
		usesOfMergedValues(analysis).some((use) => isQuestion(use) && use.span.start > span.end)
	);
}

function isReturned({ span }: Result, analysis: FunctionAnalysis): boolean {
	return analysis.exits.some(({ value }) => value !== null && analysis.originOf(value)?.call.span === span);
}
