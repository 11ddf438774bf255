import { zeroTests } from "../../src/cfg/zero-tests.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Term } from "../../src/flow/term.js";
import { sourceText } from "../../src/image/image.js";
import type { OneSide } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
import { type Division, divisionsOf, keysOf } from "./division.js";

/**
 * Divisions of `after` that may be by 0, and that `before` makes too, but safely on every path. Left out
 * is what the patch may have made safe in a way that is not seen: with a test of its own, or by leaving
 * the test to callers, which are looked at by themselves.
 */
export function* lostGuards(before: OneSide, after: OneSide): Iterable<Division> {
	const divisions = divisionsOf(after.analysis).filter(({ mayBeZero }) => mayBeZero);
	if (divisions.length === 0) return;
	const others = divisionsOf(before.analysis);
	const safe = safeKeys(others, before.analysis);
	const tests = newTests(before.analysis, after.analysis);
	for (const division of divisions) {
		const isKnown =
			keysOf(division, after.analysis).some((key) => safe.has(key)) ||
			others.some((other) => isGuardedForm(other, division) && safe.has(`by ${other.text}`));
		if (!isKnown || tests.some((test) => concerns(test, division))) continue;
		if (isLeftToCallers(division, after)) continue;
		yield division;
	}
}

function safeKeys(divisions: readonly Division[], analysis: FunctionAnalysis): ReadonlySet<string> {
	const [safe, unsafe] = [new Set<string>(), new Set<string>()];
	for (const division of divisions) {
		for (const key of keysOf(division, analysis)) (division.mayBeZero ? unsafe : safe).add(key);
	}
	for (const key of unsafe) safe.delete(key);
	return safe;
}

/** Whether the one divides by `n ?: 1` or `max(n, 1)` where the other divides by `n`. */
function isGuardedForm(guarded: Division, { call, text, over }: Division): boolean {
	if (guarded.mayBeZero || guarded.text === text || guarded.call.via.length + call.via.length > 0)
		return false;
	return guarded.call.name === call.name && guarded.over === over && hasWords(guarded.text, text);
}

function hasWords(text: string, words: string): boolean {
	for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
		const around = `${text[at - 1] ?? " "}${text[at + words.length] ?? " "}`;
		if (!/\w/.test(around)) return true;
	}
	return false;
}

/** Values that only the side after the patch asks whether they are 0. */
function newTests(before: FunctionAnalysis, after: FunctionAnalysis): readonly string[] {
	const known = new Set(testTexts(before));
	return testTexts(after).filter((text) => !known.has(text));
}

/** A comparison of two values or the outcome of a calculation says little of either. */
function testTexts({ graph, unit }: FunctionAnalysis): readonly string[] {
	return zeroTests(graph)
		.filter(({ kind }) => kind !== "binary" && kind !== "temp")
		.map(({ span }) => sourceText(unit.image, span));
}

/** Whether the test may be what keeps the divisor from being 0; that of a call may test anything. */
function concerns(test: string, { text, call }: Division): boolean {
	return call.via.length > 0 || test.includes("(") || hasWords(text, test) || hasWords(test, text);
}

/** Whether the divisor is what callers of the file give, who may know that it is not 0. */
function isLeftToCallers({ call, divisor }: Division, { analysis, file }: OneSide): boolean {
	const { unit } = analysis;
	if (call.via.length > 0 || !unit.isStatic || !isOfParameters(divisor, unit.parameters)) return false;
	return file.functions.some((other) => {
		return other !== unit && calledIn(other).has(unit.name);
	});
}

/** Whether the value is made of nothing but parameters and constants. */
function isOfParameters(term: Term, parameters: readonly string[]): boolean {
	if (term.kind === "op") return term.args.every((arg) => isOfParameters(arg, parameters));
	if (term.kind === "const" || term.kind === "symbol") return true;
	return term.kind === "content" && term.place.kind === "variable" && parameters.includes(term.place.name);
}
