import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR, POSITIVE, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { entriesOfEmptyLists } from "../knowledge/contracts.js";
import {
	allResultsIn,
	askedFor,
	isAskedMerged,
	isQuestion,
	isReturned,
	type Result,
	resultsIn,
} from "../models/result.js";

export const wrongErrorCheck: Rule = {
	meta: {
		id: "wrong-error-check",
		family: "errptr",
		summary: "A result is tested for NULL where the function returns an error pointer, or the reverse",
		rationale: `
Some functions return NULL when they fail, others an error pointer. Whoever tests for the wrong one
takes every failure for success, and the kernel crashes where the pointer is used. The compiler sees
nothing wrong, and tests that never fail do not either.

The rule knows how some thousands of functions fail, and works it out for those of the same file. It
speaks where nothing in the function asks for the failure that can be. A pointer whose NULL means that
an optional thing is absent is left alone.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-null-test", ok: "ok-right-test" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		yield* testsOfEntries(analysis);
		for (const result of resultsIn(analysis)) {
			const { failures } = result.contract;
			// Asked where it is known to be NULL, a question tells nothing any more.
			const questions = result.uses.filter((use) => isQuestion(use) && (use.values & POSITIVE) !== 0);
			const asked = questions.reduce((set, use) => set | askedFor(use), 0);
			const [first] = questions;
			const missed = failures & ~asked;
			if (!first || missed === 0) continue;
			const pointer = sourceText(analysis.unit.image, first.at);
			if (isAskedMerged(pointer, missed, analysis)) continue;
			const isOneOfTwo = failures === (ERROR | ZERO);
			// Whoever passes it on leaves the other test to its callers.
			if (isOneOfTwo && (result.contract.isLoose || isReturned(result, analysis))) continue;
			// The functions that are then given the pointer may take NULL as well.
			if (isOneOfTwo && missed === ZERO) continue;
			const isUsed = result.uses.some(({ kind, values }) => kind === "memory" && (values & missed) !== 0);
			// A table cannot know for what arguments which of the two comes.
			if (isOneOfTwo && !result.isOwn && !isUsed) continue;
			yield {
				at: first.span,
				message: messageOf(result, pointer, missed),
				confidence: isOneOfTwo ? "likely" : "certain",
				subject: `${result.name} ${pointer}`,
				object: null,
				trace: first.trace,
				ending: "the result is tested here",
			};
		}
	},
};

/** `list_first_entry()` of an empty list is what lies around the head, and never NULL. */
function* testsOfEntries(analysis: FunctionAnalysis): Iterable<Report> {
	for (const { name, uses } of allResultsIn(analysis)) {
		const test = entriesOfEmptyLists.has(name) ? uses.find(({ kind }) => kind === "null") : undefined;
		if (!test) continue;
		const pointer = sourceText(analysis.unit.image, test.at);
		yield {
			at: test.span,
			message: `\`${name}()\` never returns NULL, not even for an empty list: the test of \`${pointer}\` tells nothing`,
			confidence: "certain",
			subject: `${name} ${pointer}`,
			object: null,
			trace: test.trace,
			ending: "the result is tested here",
		};
	}
}

function messageOf({ name, contract }: Result, pointer: string, missed: number): string {
	const passes = `the test of \`${pointer}\` lets that through`;
	if (contract.failures === (ERROR | ZERO)) {
		const other = missed === ERROR ? "an error pointer" : "NULL";
		return `\`${name}()\` may also return ${other}: ${passes}`;
	}
	return missed === ERROR
		? `\`${name}()\` returns an error pointer when it fails, never NULL: ${passes}`
		: `\`${name}()\` returns NULL when it fails, never an error pointer: ${passes}`;
}
