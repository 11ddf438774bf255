import type { Expr } from "../cfg/expression.js";
import type { ControlFlowGraph } from "../cfg/graph.js";
import { expressionsOf, partsOf } from "../cfg/walk.js";

/**
 * Whether a function may keep, hand on or give back what a parameter points to: its value is used for anything
 * but to read and write through it, to compare it, and in calls that `borrows` knows to do no more.
 */
export function keepsParameter(
	graph: ControlFlowGraph,
	name: string,
	borrows: (callee: string, argument: number) => boolean,
): boolean {
	if (graph.hasGaps) return true;
	const visit = (expr: Expr): boolean => {
		switch (expr.kind) {
			case "name":
				return expr.name === name;
			case "member":
				return isName(expr.base, name) ? false : visit(expr.base);
			case "index":
				return (!isName(expr.base, name) && visit(expr.base)) || visit(expr.index);
			case "unary":
				if (expr.op === "&") return mentionsName(expr.operand, name);
				if (expr.op === "*" || expr.op === "!")
					return isName(expr.operand, name) ? false : visit(expr.operand);
				return visit(expr.operand);
			case "binary":
				return [expr.left, expr.right].some((side) =>
					COMPARES.has(expr.op) && isName(side, name) ? false : visit(side),
				);
			case "call": {
				const { name: callee } = expr;
				const isOpen = (arg: Expr, i: number) =>
					isPointerOf(arg, name) ? callee === null || !borrows(callee, i) : visit(arg);
				return (callee === null && visit(expr.callee)) || expr.args.some(isOpen);
			}
			default:
				return partsOf(expr).some(visit);
		}
	};
	for (const { end } of graph.blocks) {
		// `if (p)` only asks.
		if (end.kind === "branch" && isName(end.condition, name)) continue;
		const own = end.kind === "branch" ? end.condition : end.kind === "switch" ? end.value : null;
		if (own && visit(own)) return true;
		if (end.kind === "return" && end.value && visit(end.value)) return true;
	}
	const blocks = graph.blocks.map(({ id, steps, isLoopHead }) => ({
		...{ id, steps, isLoopHead },
		end: { kind: "unreachable" as const },
	}));
	return [...expressionsOf({ blocks })].some(visit);
}

const COMPARES: ReadonlySet<string> = new Set(["==", "!=", "<", ">", "<=", ">="]);

function isName(expr: Expr, name: string): boolean {
	return expr.kind === "name" && expr.name === name;
}

/** `p`, `p + n`. */
function isPointerOf(expr: Expr, name: string): boolean {
	if (isName(expr, name)) return true;
	return expr.kind === "binary" && expr.op === "+" && isName(expr.left, name);
}

function mentionsName(expr: Expr, name: string): boolean {
	return isName(expr, name) || partsOf(expr).some((part) => mentionsName(part, name));
}
