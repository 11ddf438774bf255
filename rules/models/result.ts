import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ResultContract } from "../../src/flow/model.js";
import type { ValueOrigin } from "../../src/flow/origins.js";
import { lastBranch } from "../../src/flow/trace.js";
import type { PointerUse, UseKind } from "../../src/flow/uses.js";
import { ANYTHING, ERROR, type ValueSet, ZERO } from "../../src/flow/values.js";
import { type Span, sourceText } from "../../src/image/image.js";
import { variableTypes } from "../../src/syntax/types.js";

/** A call that may fail, and what the function does with the pointer it returns. */
export interface Result {
	readonly name: string;
	readonly span: Span;
	/** Where nothing is known of the function, anything is possible and nothing a failure. */
	readonly contract: ResultContract;
	/** Where its value is stored at once, as the source spells it. */
	readonly target: string | null;
	/** Whether the function stands in the same file. */
	readonly isOwn: boolean;
	/** {@link ValueOrigin.returned} */
	readonly returned: ValueSet;
	readonly call: CallExpr;
	/** In the order of the source, each as often as paths come by. */
	readonly uses: readonly PointerUse[];
}

const QUESTIONS: ReadonlySet<UseKind> = new Set(["null", "error", "either", "code-or-zero"]);

/** Whether the use asks if the pointer is valid. */
export function isQuestion({ kind }: PointerUse): boolean {
	return QUESTIONS.has(kind);
}

/** Whether the use asks if the pointer is an error. */
export function asksForError({ kind }: PointerUse): boolean {
	return kind === "error" || kind === "either";
}

/** Questions about the same pointer in front of the use. */
export function questionsBefore(
	{ pointer, span }: PointerUse,
	{ uses }: FunctionAnalysis,
): readonly PointerUse[] {
	return uses.filter(
		(other) => isQuestion(other) && other.pointer === pointer && other.span.start < span.start,
	);
}

/** Whether the question is the last condition on the way to the use. */
export function isLastCondition(question: PointerUse, { trace }: PointerUse): boolean {
	const last = lastBranch(trace);
	return last !== null && question.span.start >= last.span.start && question.span.end <= last.span.end;
}

/** What a question tells apart from valid pointers. */
export function askedFor({ kind }: PointerUse): number {
	if (kind === "null") return ZERO;
	return kind === "either" ? ERROR | ZERO : ERROR;
}

/** How the values read in a sentence. */
export function failureText(set: number): string {
	if (set === ZERO) return "NULL";
	return set === ERROR ? "an error pointer" : "NULL or an error pointer";
}

const memo = new WeakMap<FunctionAnalysis, readonly Result[]>();

/** The calls of the function that may fail, by what is known of them, in the order of the source. */
export function resultsIn(analysis: FunctionAnalysis): readonly Result[] {
	return allResultsIn(analysis).filter(({ contract }) => contract.failures !== 0);
}

/** The same with those of which nothing is known. */
export function allResultsIn(analysis: FunctionAnalysis): readonly Result[] {
	const results = memo.get(analysis) ?? findResults(analysis);
	memo.set(analysis, results);
	return results;
}

const UNKNOWN: ResultContract = { values: ANYTHING, failures: 0, isLoose: false };

function findResults(analysis: FunctionAnalysis): readonly Result[] {
	const { image } = analysis.unit;
	// A function of that name may return a number here.
	const numbers = variableTypes(analysis.unit);
	const isNumber = (target: Expr | null) => target?.kind === "name" && numbers.has(target.name);
	const uses = new Map<ValueOrigin, PointerUse[]>();
	for (const use of analysis.uses) {
		const origin = analysis.originOf(use.pointer);
		if (!origin) continue;
		const known = uses.get(origin);
		if (known) known.push(use);
		else uses.set(origin, [use]);
	}
	return analysis.results
		.flatMap((origin) => {
			const { call, contract, isOwn, returned, target } = origin;
			if (call.name === null || (typeof target === "string" ? numbers.has(target) : isNumber(target)))
				return [];
			const found = [...(uses.get(origin) ?? [])].sort((a, b) => a.span.start - b.span.start);
			return [
				{
					name: call.name,
					span: call.span,
					contract: contract ?? UNKNOWN,
					...{ isOwn, returned, call },
					target: target === null || typeof target === "string" ? target : sourceText(image, target.span),
					uses: found,
				},
			];
		})
		.sort((a, b) => a.span.start - b.span.start);
}

/**
 * Whether a pointer of that spelling is asked for one of the values where it may be several: what paths
 * that meet have stored in it.
 */
export function isAskedMerged(pointer: string | null, set: number, analysis: FunctionAnalysis): boolean {
	const { image } = analysis.unit;
	return analysis.uses.some(
		(use) =>
			use.pointer.kind === "fresh" &&
			analysis.originOf(use.pointer) === null &&
			isQuestion(use) &&
			(askedFor(use) & set) !== 0 &&
			sourceText(image, use.at) === pointer,
	);
}

/**
 * For what each function's results are tested, as keys: all results of the function, and those stored in
 * one place.
 */
export function* testedKeys(analysis: FunctionAnalysis): Iterable<string> {
	const tested = new Map<string, number>();
	for (const { name, target, uses } of allResultsIn(analysis)) {
		const set = uses.filter(isQuestion).reduce((all, use) => all | askedFor(use), 0);
		for (const key of [name, `${name} ${target}`]) tested.set(key, set & (tested.get(key) ?? set));
	}
	for (const [key, set] of tested) {
		if (set & ZERO) yield `${key} null`;
		if (set & ERROR) yield `${key} error`;
	}
}

/**
 * The keys of {@link testedKeys} that would say that this result should be tested for one of the values:
 * because every result of the function is, or only because the one stored in the same place is.
 */
export function keysOf({ name, target }: Result, set: number, isAnyTarget = true): readonly string[] {
	return [...(isAnyTarget ? [name] : []), `${name} ${target}`].flatMap((key) => [
		...(set & ZERO ? [`${key} null`] : []),
		...(set & ERROR ? [`${key} error`] : []),
	]);
}

/** Results that nothing tests, each with the test right behind the call that is about something else. */
export function misdirectedTests(analysis: FunctionAnalysis): ReadonlyMap<Result, PointerUse> {
	const found = new Map<Result, PointerUse>();
	const results = resultsIn(analysis);
	const { image } = analysis.unit;
	for (const result of results) {
		if ((result.contract.failures & ERROR) === 0 || result.uses.some(isQuestion)) continue;
		const test = analysis.uses.find((use) => asksForError(use) && use.behind?.span === result.span);
		if (!test || !isStale(test, result, analysis)) continue;
		if (result.target === sourceText(image, test.at)) continue;
		found.set(result, test);
	}
	return found;
}

/** Whether the pointer tested has been tested before, or is none that a call gave. */
function isStale(test: PointerUse, result: Result, analysis: FunctionAnalysis): boolean {
	const origin = analysis.originOf(test.pointer);
	if (!origin) return test.pointer.kind === "content";
	if (origin.call.span.start >= result.span.start) return false;
	return analysis.uses.some(
		(use) => isQuestion(use) && use.pointer === test.pointer && use.span.start < result.span.start,
	);
}

/** Whether the function returns the pointer, and not its error code, so that its callers have it to test. */
export function isReturned({ span, uses }: Result, analysis: FunctionAnalysis): boolean {
	if (uses.some(({ kind, isKept }) => kind === "code" && isKept)) return false;
	return analysis.exits.some(({ value }) => value !== null && analysis.originOf(value)?.call.span === span);
}
