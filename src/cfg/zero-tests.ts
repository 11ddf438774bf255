import type { Expr } from "./expression.js";
import type { ControlFlowGraph } from "./graph.js";

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", ">", "<=", ">="]);

/**
 * Expressions that a condition of the function tells 0 from other values for: `n` in `if (!n)`, in
 * `if (n > 0)`, and in `n ? a / n : 0`.
 */
export function zeroTests({ blocks }: ControlFlowGraph): readonly Expr[] {
	return blocks.flatMap(({ end }) => (end.kind === "branch" ? [testedBy(end.condition)] : []));
}

function testedBy(condition: Expr): Expr {
	if (condition.kind === "unary" && condition.op === "!") return testedBy(condition.operand);
	if (condition.kind === "assign" && condition.op === "=") return testedBy(condition.target);
	if (condition.kind !== "binary" || !COMPARISONS.has(condition.op)) return condition;
	if (isZeroOrOne(condition.right)) return testedBy(condition.left);
	return isZeroOrOne(condition.left) ? testedBy(condition.right) : condition;
}

function isZeroOrOne(expr: Expr): boolean {
	return expr.kind === "number" && (expr.value === 0 || expr.value === 1);
}
