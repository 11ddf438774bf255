import type { Expr } from "../../src/cfg/expression.js";
import type { Block, ControlFlowGraph, Terminator } from "../../src/cfg/graph.js";
import { everyExpression, isSameExpression } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { lastBranch, type TraceNode } from "../../src/flow/trace.js";
import type { Span } from "../../src/image/image.js";
import { isAllocation } from "../knowledge/contracts.js";

/** A test that came out so that something has failed. */
export interface Failure {
	/** The condition, by which the same failure is known on the other side of the patch. */
	readonly text: string;
	/** Offset behind the condition. */
	readonly end: number;
	/** True where nobody could take it for anything but a failure. */
	readonly isCertain: boolean;
}

/** What the last decision of the path tells, if it is a failure; with `leaves`, only just in front of that return. */
export function failureOf(
	trace: TraceNode | null,
	{ graph, unit }: FunctionAnalysis,
	leaves?: Span,
): Failure | null {
	const last = lastBranch(trace);
	if (!last) return null;
	const { span, truth } = last;
	const text = unit.image.text.slice(span.start, span.end);
	for (const block of graph.blocks) {
		const { end } = block;
		if (end.kind !== "branch" || end.span.start !== span.start || end.span.end !== span.end) continue;
		const behind = graph.blocks[truth ? end.then : end.else]!.end;
		if (leaves && !(behind.kind === "return" && behind.span.start === leaves.start)) continue;
		const isCertain = tellsFailure(end, truth, block, graph);
		if (isCertain !== null) return { text, end: span.end, isCertain };
	}
	return null;
}

/** Whether it is certain; null where the outcome tells of no failure. */
function tellsFailure(
	{ condition }: Extract<Terminator, { kind: "branch" }>,
	truth: boolean,
	{ steps }: Block,
	graph: ControlFlowGraph,
): boolean | null {
	if (condition.kind === "call") {
		const [pointer] = condition.args;
		// What was found out elsewhere may well be optional here.
		return condition.name === "IS_ERR" && truth && pointer ? isGotHere(pointer, graph) : null;
	}
	if (truth) return null;
	for (const step of steps) {
		if (step.kind !== "expr" || step.expr.kind !== "assign") continue;
		const { target, value } = step.expr;
		if (value.kind === "call" && isSameExpression(target, condition)) return isAllocation(value.name ?? "");
	}
	return null;
}

function isGotHere(pointer: Expr, graph: ControlFlowGraph): boolean {
	const { locals, unit } = graph;
	if (pointer.kind === "name" && locals.has(pointer.name) && !unit.parameters.includes(pointer.name))
		return true;
	return [...everyExpression(graph)].some(
		(expr) => expr.kind === "assign" && isSameExpression(expr.target, pointer),
	);
}
