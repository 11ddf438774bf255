import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import type { Step } from "../../src/cfg/graph.js";
import { returnStatements } from "../../src/cfg/returns.js";
import { everyExpression, isSameExpression, partsOf } from "../../src/cfg/walk.js";
import { type WayOut, waysOut } from "../../src/cfg/ways-out.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { TraceNode } from "../../src/flow/trace.js";
import { ANYTHING, ERROR, NOTHING, type ValueSet, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import { isAllocation } from "../knowledge/contracts.js";
import { leavesRemainder } from "../knowledge/counts.js";
import { printsDetail, printsError } from "../knowledge/printing.js";

/**
 * What shows that a condition that came out so is a failure, the strongest first. `memory`: there was none
 * to allocate or to copy from. `pointer`: a pointer is an error. `said`: an error is printed. `negative`: a
 * result is below 0. `open`: nothing.
 */
export type Evidence = "memory" | "pointer" | "said" | "negative" | "open";

/** A condition that leads out of the function, and what is returned then. */
export interface Leaving {
	readonly way: WayOut;
	/** The condition and how it came out, by which it is known on the other side of the patch. */
	readonly key: string;
	/** The same for the call whose result the condition asks about, however it is kept; null where it is no call's. */
	readonly callKey: string | null;
	readonly evidence: Evidence;
	/** The variable that is returned; null where it is a constant. */
	readonly variable: string | null;
	/** What the paths that go there return. */
	readonly values: ValueSet;
	/** Whether one of them is not known well enough. */
	readonly imprecise: boolean;
	readonly trace: TraceNode | null;
}

const memo = new WeakMap<FunctionAnalysis, readonly Leaving[]>();

/** The ways out of the function whose value is a variable or a constant. */
export function leavingsOf(analysis: FunctionAnalysis): readonly Leaving[] {
	const known = memo.get(analysis) ?? findLeavings(analysis);
	memo.set(analysis, known);
	return known;
}

/** Whether only error codes are returned there. */
export function bringsCode({ values }: Pick<Leaving, "values">): boolean {
	return values !== NOTHING && (values & ZERO) === 0 && (values & ERROR) !== 0;
}

/** Whether the function tells of a failure by an error code, as far as its paths show. */
export function returnsCodes({ exits, unit }: FunctionAnalysis): boolean {
	if (!STATUS_TYPES.has(unit.returnType)) return false;
	return exits.some(bringsCode);
}

/** Types in which a function returns 0 for success; what returns a pointer returns NULL for failure. */
export const STATUS_TYPES: ReadonlySet<string> = new Set(["int", "long", "ssize_t", "s32"]);

/** The text of a condition by which it is found again where it has another layout. */
export function conditionText({ span }: Pick<WayOut, "span">, { unit }: FunctionAnalysis): string {
	return sourceText(unit.image, span);
}

/** The call in `f()`, `f() < 0`, `(n = f()) < 0`, or in front of `n` and `n < 0`. */
function callAskedBy({ condition, block }: WayOut): CallExpr | null {
	const isCompared =
		condition.kind === "binary" && condition.right.kind === "number" && condition.right.value === 0;
	const asked = isCompared ? condition.left : condition;
	const value = asked.kind === "assign" ? asked.value : asked;
	const call = value.kind === "call" ? value : storedIn(value, block.steps);
	return call?.kind === "call" ? call : null;
}

function findLeavings(analysis: FunctionAnalysis): readonly Leaving[] {
	const found: Leaving[] = [];
	const behind = new Map<number, string | null>();
	const variableBehind = (target: number) => {
		if (!behind.has(target)) behind.set(target, returnedBehind(target, analysis));
		return behind.get(target)!;
	};
	for (const way of waysOut(analysis.graph)) {
		const left = way.goto ? byGoto(way, variableBehind(way.goto.target), analysis) : byReturn(way, analysis);
		if (!left || left.values === NOTHING) continue;
		const key = `${conditionText(way, analysis)} ${way.truth}`;
		const call = callAskedBy(way);
		const { image } = analysis.unit;
		const callKey = call && `call ${sourceText(image, call.span)} ${way.truth}`;
		found.push({ way, key, callKey, evidence: evidenceOf(way, analysis), ...left });
	}
	return found;
}

type Left = Pick<Leaving, "variable" | "values" | "imprecise" | "trace">;

function byGoto({ end }: WayOut, variable: string | null, analysis: FunctionAnalysis): Left | null {
	if (variable === null) return null;
	const jumps = analysis.jumps.filter((jump) => jump.goto.span.start === end.start);
	return {
		variable,
		values: jumps.reduce((set, { returned }) => set | (returned.get(variable) ?? ANYTHING), NOTHING),
		imprecise: jumps.some((jump) => jump.imprecise),
		trace: jumps[0]?.trace ?? null,
	};
}

function byReturn({ end }: WayOut, { exits, graph }: FunctionAnalysis): Left | null {
	const [value, another] = returnStatements(graph).find(({ span }) => span.start === end.start)?.values ?? [];
	if (!value || another) return null;
	const there = exits.filter(({ span }) => span.start === end.start);
	return {
		variable: value.kind === "name" && graph.locals.has(value.name) ? value.name : null,
		values: there.reduce((set, { values }) => set | values, NOTHING),
		imprecise: there.some((exit) => exit.imprecise),
		trace: there[0]?.trace ?? null,
	};
}

/** The variable that is returned behind the label, if nothing gives it a value on the way there. */
function returnedBehind(target: number, { graph }: FunctionAnalysis): string | null {
	const [next] = returnStatements(graph)
		.filter(({ span }) => span.start > target)
		.sort((a, b) => a.span.start - b.span.start);
	const [value, another] = next?.values ?? [];
	if (!next || value?.kind !== "name" || another || !graph.locals.has(value.name)) return null;
	const { name } = value;
	const isChanged = [...everyExpression(graph)].some(
		(expr) => expr.span.start > target && expr.span.start < next.span.start && mayChange(expr, name),
	);
	return isChanged ? null : name;
}

/** Whether the way gives the variable a value: what it is then is meant so. */
export function setsVariable({ steps }: WayOut, variable: string): boolean {
	return steps.some((step) => [...expressionsIn(step)].some((expr) => mayChange(expr, variable)));
}

/** Whether nothing suggests that the variable returned holds a code that it got elsewhere. */
export function hasNoCode(
	{ way, values, evidence }: Leaving,
	variable: string,
	analysis: FunctionAnalysis,
): boolean {
	if (values === ZERO || isNeverSet(variable, way, analysis)) return true;
	// A result that is too small may still be what the caller is to know.
	if (mentions(way.condition, variable)) return false;
	if (storedIn({ kind: "name", name: variable, span: way.span }, way.block.steps)) return false;
	return evidence === "said" || (values & ERROR) === 0;
}

function mentions(expr: Expr, variable: string): boolean {
	if (expr.kind === "name") return expr.name === variable;
	return partsOf(expr).some((part) => mentions(part, variable));
}

/** `ret = 0; if (IS_ERR(p)) goto out;` is meant so. */
export function isSetInFront({ block }: WayOut, variable: string): boolean {
	return block.steps.some(
		(step) =>
			step.kind === "expr" &&
			step.expr.kind === "assign" &&
			step.expr.target.kind === "name" &&
			step.expr.target.name === variable &&
			step.expr.value.kind === "number",
	);
}

/** Whether nothing in front of the condition gives the variable a value. */
function isNeverSet(variable: string, { span }: WayOut, { graph }: FunctionAnalysis): boolean {
	const isSet = (expr: Expr) => expr.span.start < span.start && mayChange(expr, variable);
	const isDeclaredSet = graph.blocks.some(({ steps }) =>
		steps.some((step) => step.kind === "declare" && step.name === variable && step.init !== null),
	);
	return !isDeclaredSet && ![...everyExpression(graph)].some(isSet);
}

function mayChange(expr: Expr, variable: string): boolean {
	const changed =
		expr.kind === "assign" || expr.kind === "update"
			? expr.target
			: expr.kind === "unary" && expr.op === "&"
				? expr.operand
				: null;
	return changed?.kind === "name" && changed.name === variable;
}

function expressionsIn(step: Step): Iterable<Expr> {
	return everyExpression({
		blocks: [{ id: 0, steps: [step], end: { kind: "unreachable" }, isLoopHead: false }],
	});
}

function evidenceOf(way: WayOut, analysis: FunctionAnalysis): Evidence {
	if (isLackOfMemory(way)) return "memory";
	if (isErrorPointer(way, analysis)) return "pointer";
	if (saysError(way)) return "said";
	return isBelowZero(way) ? "negative" : "open";
}

/** Whether an error is printed on the way. */
export function saysError({ steps }: WayOut): boolean {
	return steps.some(
		(step) => step.kind === "expr" && step.expr.kind === "call" && printsError(step.expr.name ?? ""),
	);
}

/** Whether something is printed on the way that is no error: the function goes without. */
export function saysDetail({ steps }: WayOut): boolean {
	return steps.some(
		(step) => step.kind === "expr" && step.expr.kind === "call" && printsDetail(step.expr.name ?? ""),
	);
}

function isLackOfMemory({ condition, truth, block }: WayOut): boolean {
	const call = condition.kind === "call" ? condition : storedIn(condition, block.steps);
	if (call?.kind !== "call" || call.name === null) return false;
	return truth ? leavesRemainder(call.name) : call !== condition && isAllocation(call.name);
}

function isErrorPointer({ condition, truth }: WayOut, analysis: FunctionAnalysis): boolean {
	if (!truth || condition.kind !== "call" || condition.name !== "IS_ERR") return false;
	const [pointer] = condition.args;
	// What was found out elsewhere may well be optional here.
	return !!pointer && isGotHere(pointer, analysis);
}

/** What the block stored last in the expression. */
export function storedIn(target: Expr, steps: readonly Step[]): Expr | null {
	for (const step of [...steps].reverse()) {
		if (step.kind === "declare" && target.kind === "name" && step.name === target.name) return step.init;
		if (step.kind !== "expr" || step.expr.kind !== "assign") continue;
		if (isSameExpression(step.expr.target, target)) return step.expr.value;
	}
	return null;
}

/** Whether the result of a call is found to be below 0. */
function isBelowZero(way: WayOut): boolean {
	const { condition, truth } = way;
	return truth && condition.kind === "binary" && condition.op === "<" && callAskedBy(way) !== null;
}

function isGotHere(pointer: Expr, { graph, unit }: FunctionAnalysis): boolean {
	if (pointer.kind === "name" && graph.locals.has(pointer.name) && !unit.parameters.includes(pointer.name))
		return !isOnlyCopied(pointer.name, graph);
	return [...everyExpression(graph)].some(
		(expr) => expr.kind === "assign" && isSameExpression(expr.target, pointer),
	);
}

/** Whether the variable only ever holds what lay elsewhere before. */
function isOnlyCopied(variable: string, graph: FunctionAnalysis["graph"]): boolean {
	const inits = graph.blocks.flatMap(({ steps }) =>
		steps.flatMap((step) => (step.kind === "declare" && step.name === variable ? [step.init] : [])),
	);
	const isOther = (expr: Expr) =>
		mayChange(expr, variable) && !(expr.kind === "assign" && expr.value.kind === "member");
	const isRead = inits.length > 0 && inits.every((init) => init === null || init.kind === "member");
	return isRead && inits.some((init) => init !== null) && ![...everyExpression(graph)].some(isOther);
}
