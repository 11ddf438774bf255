import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import { callsIn, expressionsOf, partsOf } from "../../src/cfg/walk.js";
import { zeroTests } from "../../src/cfg/zero-tests.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ObservedCall, Origin } from "../../src/flow/observed.js";
import type { Term } from "../../src/flow/term.js";
import { POSITIVE, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView } from "../../src/rules/rule.js";
import { emptinessQuestions, fullMasks, type ZeroSource, zeroSource } from "../knowledge/divide/sources.js";
import type { Division } from "./division.js";

/** Why a divisor can be 0. */
export interface Zero {
	/** The end of a sentence. */
	readonly why: string;
	/** False where it may go with something else that the engine does not see. */
	readonly isSure: boolean;
	/** Where the 0 comes from, if that is in another function of the file. */
	readonly origin: Origin | null;
	/** The function of the file that may give it, though perhaps not to this caller; null where none does. */
	readonly giver: string | null;
}

/** Why the divisor can be 0; null where nobody can tell. */
export function zeroOf(division: Division, analysis: FunctionAnalysis, file: FileView): Zero | null {
	const { call, divisor, text } = division;
	// Whoever writes it out means it.
	if (text === "0") return null;
	const set = call.valueOf(divisor);
	if (set === ZERO) {
		// A constant that is passed, and what the callee asks first, are its author's choice.
		if (call.via.length > 0 && (divisor.kind === "const" || call.undecided.length > 0)) return null;
		const origin = zeroReturn(division, analysis, file);
		// Of a callee that returns constants, one was the value itself.
		const given = analysis.results.find(
			(result) => sourceText(analysis.unit.image, result.call.span) === text,
		);
		const giver = given?.call.name ?? origin?.unit.name ?? null;
		return { why: "which is 0 here", isSure: true, origin, giver };
	}
	const source = analysis.originOf(divisor)?.call;
	if (source?.name) {
		const origin = returnOfZero(source.name, file);
		if (origin)
			return {
				why: `which \`${source.name}()\` may have returned as 0`,
				isSure: true,
				origin,
				giver: source.name,
			};
		const known = untestedSource(source, analysis, file);
		return known?.isPlain
			? { why: `which is 0 ${known.when}`, isSure: true, origin: null, giver: null }
			: null;
	}
	const isJoined = divisor.kind === "fresh" && !source && set === (ZERO | POSITIVE);
	if (!isJoined || isCompared(divisor, call)) return null;
	const origin = zeroReturn(division, analysis, file);
	return { why: "which is 0 on some of the paths here", isSure: false, origin, giver: null };
}

/** The source that the value comes from, where nothing in the file asks whether it gave 0. */
export function untestedSource(
	source: CallExpr,
	analysis: FunctionAnalysis,
	file: FileView,
): ZeroSource | null {
	const known = source.name === null ? null : zeroSource(source.name);
	if (!known || isNeverEmpty(source) || isAsked(source, analysis)) return null;
	return isTestedByOthers(known, analysis, file) ? null : known;
}

/** Code that compares a count with another knows something about it that is not seen here. */
function isCompared(divisor: Term, { facts }: ObservedCall): boolean {
	return facts.some(([term]) => term.kind === "op" && term.args.includes(divisor));
}

/** Where a function of the file that gives the divisor returns 0. */
function zeroReturn(division: Division, analysis: FunctionAnalysis, file: FileView): Origin | null {
	for (const name of givers(division, analysis)) {
		const origin = returnOfZero(name, file);
		if (origin) return origin;
	}
	return null;
}

/** Names of functions whose result the divisor is, or is assigned somewhere. */
function givers({ divisor, text }: Division, { graph, unit, originOf }: FunctionAnalysis): readonly string[] {
	const names = [originOf(divisor)?.call.name ?? null];
	for (const expr of expressionsOf(graph)) {
		if (expr.kind !== "assign" || expr.value.kind !== "call") continue;
		if (sourceText(unit.image, expr.target.span) === text) names.push(expr.value.name);
	}
	return names.flatMap((name) => (name === null ? [] : [name]));
}

function returnOfZero(name: string, file: FileView): Origin | null {
	const callee = file.analysisOf(name);
	const exit = callee?.exits.find(({ values }) => values === ZERO);
	return exit && callee ? { unit: callee.unit, span: exit.span } : null;
}

function isNeverEmpty(source: CallExpr): boolean {
	const isFull = (expr: Expr): boolean =>
		(expr.kind === "name" && fullMasks.has(expr.name)) ||
		(expr.kind === "call" && expr.name !== null && fullMasks.has(expr.name)) ||
		partsOf(expr).some(isFull);
	return source.args.some(isFull);
}

/** Whether the function asks about the mask or value that the source is given. */
function isAsked({ args }: CallExpr, { graph, unit }: FunctionAnalysis): boolean {
	for (const call of callsIn(graph)) {
		if (call.name !== null && emptinessQuestions.has(call.name)) return true;
	}
	const given = args.map((arg) => sourceText(unit.image, arg.span));
	return zeroTests(graph).some((test) => given.includes(sourceText(unit.image, test.span)));
}

/** Whether another function of the file tests such a result: who calls this one may know. */
function isTestedByOthers({ names }: ZeroSource, { unit }: FunctionAnalysis, file: FileView): boolean {
	return file.functions.some(({ name, image, bodySpan }) => {
		const text = image.text.slice(bodySpan.start, bodySpan.end);
		if (name === unit.name || !names.some((source) => text.includes(source))) return false;
		const other = file.analysisOf(name);
		const tests = other === null ? [] : zeroTests(other.graph);
		return tests.some((test) => test.kind === "call" && test.name !== null && names.includes(test.name));
	});
}
