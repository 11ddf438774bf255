import type { CallExpr, Expr } from "./expression.js";
import type { ControlFlowGraph, Step } from "./graph.js";

/** The expressions of all steps and ends of blocks, outermost ones only. */
export function* expressionsOf({ blocks }: Pick<ControlFlowGraph, "blocks">): Iterable<Expr> {
	for (const { steps, end } of blocks) {
		for (const step of steps) {
			if (step.kind === "expr") yield step.expr;
			else if (step.kind === "set-temp") yield step.value;
			else if (step.kind === "declare" && step.init) yield step.init;
		}
		if (end.kind === "branch") yield end.condition;
		else if (end.kind === "switch") yield end.value;
		else if (end.kind === "return" && end.value) yield end.value;
	}
}

/** The expressions directly inside of one. */
export function partsOf(expr: Expr): readonly Expr[] {
	switch (expr.kind) {
		case "member":
			return [expr.base];
		case "index":
			return [expr.base, expr.index];
		case "unary":
			return [expr.operand];
		case "binary":
			return [expr.left, expr.right];
		case "assign":
			return [expr.target, expr.value];
		case "update":
			return [expr.target];
		case "call":
			return [expr.callee, ...expr.args];
		case "opaque":
			return expr.operands;
		default:
			return [];
	}
}

/** Names of variables that expressions in the blocks assign to. */
export function namesAssignedIn(blocks: ControlFlowGraph["blocks"]): ReadonlySet<string> {
	const names = new Set<string>();
	for (const expr of everyExpression({ blocks })) {
		if ((expr.kind === "assign" || expr.kind === "update") && expr.target.kind === "name") {
			names.add(expr.target.name);
		}
	}
	return names;
}

/** Every expression of the function, however deep. */
export function* everyExpression(graph: Pick<ControlFlowGraph, "blocks">): Iterable<Expr> {
	const stack = [...expressionsOf(graph)].reverse();
	for (let expr = stack.pop(); expr; expr = stack.pop()) {
		yield expr;
		stack.push(...[...partsOf(expr)].reverse());
	}
}

/** Whether two expressions read the same, side effects left out of account. */
export function isSameExpression(a: Expr, b: Expr): boolean {
	if (a.kind !== b.kind) return false;
	if (a.kind === "name" && b.kind === "name") return a.name === b.name;
	if (a.kind === "number" && b.kind === "number") return a.value === b.value;
	if (a.kind === "member" && b.kind === "member") {
		return a.field === b.field && a.arrow === b.arrow && isSameExpression(a.base, b.base);
	}
	if (a.kind === "index" && b.kind === "index") {
		return isSameExpression(a.base, b.base) && isSameExpression(a.index, b.index);
	}
	if (a.kind === "unary" && b.kind === "unary")
		return a.op === b.op && isSameExpression(a.operand, b.operand);
	if (a.kind === "binary" && b.kind === "binary") {
		return a.op === b.op && isSameExpression(a.left, b.left) && isSameExpression(a.right, b.right);
	}
	return false;
}

/** Names of variables that an assignment, or their declaration, gives a value other than 0. */
export function assignedNames(graph: ControlFlowGraph): ReadonlySet<string> {
	const names = new Set<string>();
	for (const expr of everyExpression(graph)) {
		if ((expr.kind === "assign" || expr.kind === "update") && expr.target.kind === "name") {
			if (expr.kind === "update" || !isZero(expr.value)) names.add(expr.target.name);
		}
	}
	for (const { steps } of graph.blocks) {
		for (const step of steps) {
			if (step.kind === "declare" && step.init && !isZero(step.init)) names.add(step.name);
		}
	}
	return names;
}

function isZero(expr: Expr): boolean {
	return (expr.kind === "number" && expr.value === 0) || (expr.kind === "name" && expr.name === "NULL");
}

/**
 * Calls whose value is returned, or stored in a variable or member. `passes` gives the index of the
 * argument that is the value of a call, or -1.
 */
export function keptCalls(graph: ControlFlowGraph, passes: (name: string) => number): ReadonlySet<CallExpr> {
	const kept = new Set<CallExpr>();
	const keep = (expr: Expr | null | undefined): void => {
		if (expr?.kind !== "call") return;
		kept.add(expr);
		if (expr.name !== null) keep(expr.args[passes(expr.name)]);
	};
	for (const expr of everyExpression(graph)) if (expr.kind === "assign") keep(expr.value);
	for (const { steps, end } of graph.blocks) {
		const returned = end.kind === "return" && end.value?.kind === "temp" ? end.value.temp : null;
		for (const step of steps) {
			if (step.kind === "declare") keep(step.init);
			else if (step.kind === "set-temp" && step.temp === returned) keep(step.value);
		}
	}
	return kept;
}

/** Where the values of calls are stored at once: an expression, or the name of a variable declared there. */
export function callTargets(graph: ControlFlowGraph): ReadonlyMap<CallExpr, Expr | string> {
	const targets = new Map<CallExpr, Expr | string>();
	for (const expr of everyExpression(graph)) {
		if (expr.kind === "assign" && expr.value.kind === "call") targets.set(expr.value, expr.target);
	}
	for (const { steps } of graph.blocks) {
		for (const step of steps) {
			if (step.kind === "declare" && step.init?.kind === "call") targets.set(step.init, step.name);
		}
	}
	return targets;
}

/** The call whose value the step stores, if that is all it does. */
export function storedCall(step: Step): CallExpr | null {
	if (step.kind === "declare") return step.init?.kind === "call" ? step.init : null;
	if (step.kind !== "expr" || step.expr.kind !== "assign") return null;
	return step.expr.value.kind === "call" ? step.expr.value : null;
}

/** Calls whose value nobody uses. */
export function statementCalls({ blocks }: ControlFlowGraph): ReadonlySet<CallExpr> {
	const steps = blocks.flatMap((block) => block.steps);
	return new Set(
		steps.flatMap((step) => (step.kind === "expr" && step.expr.kind === "call" ? [step.expr] : [])),
	);
}

/** All calls of the function, also those inside other expressions. */
export function* callsIn(graph: ControlFlowGraph): Iterable<CallExpr> {
	for (const expr of everyExpression(graph)) if (expr.kind === "call") yield expr;
}
