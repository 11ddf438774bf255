import type { Span } from "../image/image.js";
import { GAP_NAME } from "../image/image.js";
import type { NodeId } from "../syntax/syntax.js";
import type { Expr } from "./expression.js";
import {
	assertedNot,
	diverges,
	divergesIfTrue,
	divergesUnlessTrue,
	isNegation,
	isUnevaluated,
	isWarning,
	storeArguments,
	transparentArgument,
} from "./idioms.js";
import { returnValue } from "./lower-jump.js";
import type { Lowering } from "./lowering.js";

/** Evaluates an expression for its effects alone. */
export function lowerEffects(low: Lowering, node: NodeId): void {
	const { source, builder } = low;
	const { tree } = source;
	switch (tree.kind(node)) {
		case "comma_expression":
			low.effects(tree.childByField(node, "left"));
			low.effects(tree.childByField(node, "right"));
			return;
		case "call_expression":
			if (lowersAsStatement(low, node)) return;
			break;
		case "identifier":
			if (tree.textOf(node) === GAP_NAME) {
				builder.gap(source.span(node));
				return;
			}
			break;
		default:
	}
	const expr = low.value(node);
	if (expr.kind === "temp" || (expr.kind === "opaque" && expr.operands.length === 0)) return;
	builder.emit({ kind: "expr", expr, span: source.span(node) });
}

/** A macro that has no value but is control flow or several assignments; true where it was one. */
export function lowersAsStatement(low: Lowering, call: NodeId): boolean {
	return checks(low, call) || assertsOfTest(low, call) || swaps(low, call) || returns(low, call);
}

/** `BUG_ON(x)`, `ASSERT(x)`, and `WARN_ON(x)` as a statement. */
function checks(low: Lowering, call: NodeId): boolean {
	const { source, builder } = low;
	const name = source.calleeName(call) ?? "";
	const condition = source.argumentNodes(call)[0];
	if (condition === undefined) return false;
	// What a warning asserts is what the author relies on; `WARN_ON(1)` only marks a place.
	const warns = isWarning(name) && source.tree.kind(condition) !== "number_literal";
	const asserts = divergesUnlessTrue(name);
	if (!warns && !asserts && !divergesIfTrue(name)) return false;
	const [dead, on] = [builder.newBlock(), builder.newBlock()];
	if (asserts) low.condition(condition, on, dead);
	else low.condition(condition, dead, on);
	builder.continueAt(on);
	return true;
}

/** `KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p)` ends the test where `IS_ERR_OR_NULL(p)`. */
function assertsOfTest(low: Lowering, call: NodeId): boolean {
	const { source, builder } = low;
	const name = assertedNot(source.calleeName(call) ?? "");
	const [, pointer] = source.argumentNodes(call);
	if (name === null || pointer === undefined) return false;
	const span = source.span(call);
	const [dead, on] = [builder.newBlock(), builder.newBlock()];
	const value = low.value(pointer);
	const callee: Expr = { kind: "name", name, span };
	if (name === "!") builder.branch(value, on, dead, span);
	else builder.branch({ kind: "call", name, callee, args: [value], span }, dead, on, span);
	builder.continueAt(on);
	return true;
}

/** `return_ACPI_STATUS(x);`, `return_ptr(x);` and their kin return; `return_buffers(x);` is a function. */
function returns(low: Lowering, call: NodeId): boolean {
	const { source } = low;
	if (!/^return_(?:[A-Z]|ptr$)/.test(source.calleeName(call) ?? "")) return false;
	returnValue(low, source.argumentNodes(call)[0] ?? -1, source.span(call));
	return true;
}

/** `swap(a, b)` is three assignments. */
function swaps(low: Lowering, call: NodeId): boolean {
	const { source, builder } = low;
	const nodes = source.argumentNodes(call);
	if (source.calleeName(call) !== "swap" || nodes.length !== 2) return false;
	// Lowered once each: statement expressions inside would double at every level of nesting.
	const [a, b] = [low.value(nodes[0]!), low.value(nodes[1]!)];
	const span = source.span(call);
	const temp = builder.newTemp();
	const assign = (target: Expr, value: Expr) =>
		builder.emit({ kind: "expr", expr: { kind: "assign", op: "=", target, value, span }, span });
	builder.emit({ kind: "set-temp", temp, value: a, span });
	assign(a, b);
	assign(b, { kind: "temp", temp, span });
	return true;
}

/** The value of a call. */
export function callValue(low: Lowering, node: NodeId, span: Span): Expr {
	const { source } = low;
	const name = source.calleeName(node);
	if (diverges(name ?? "")) {
		low.builder.end({ kind: "unreachable" });
		return { kind: "opaque", operands: [], span };
	}
	if (isUnevaluated(name ?? "")) return { kind: "opaque", operands: [], span };
	const nodes = source.argumentNodes(node);
	const through = nodes[transparentArgument(name ?? "")];
	if (through !== undefined) return low.value(through);
	if (isNegation(name ?? "") && nodes.length === 1)
		return { kind: "unary", op: "!", operand: low.value(nodes[0]!), span };
	const args = nodes.map((arg) => low.value(arg));
	const store = storeArguments(name ?? "");
	const [target, value] = store ? [args[store[0]], args[store[1]]] : [];
	if (target && value) return { kind: "assign", op: "=", target, value, span };
	return { kind: "call", name, callee: low.value(source.tree.childByField(node, "function")), args, span };
}
