import type { Span } from "../image/image.js";
import { GAP_NAME } from "../image/image.js";
import type { NodeId } from "../syntax/syntax.js";
import type { Expr } from "./expression.js";
import { callValue, lowersAsStatement } from "./lower-call.js";
import { conditionalValue, truthValue } from "./lower-condition.js";
import type { Lowering } from "./lowering.js";

/** The expression at `node` with its control flow turned into blocks. */
export function lowerValue(low: Lowering, node: NodeId): Expr {
	const { source } = low;
	const { tree } = source;
	const span = source.span(node);
	switch (tree.kind(node)) {
		case "identifier":
		case "field_identifier":
		case "type_identifier":
		case "true":
		case "false":
		case "null":
			return name(tree.textOf(node), span);
		case "number_literal":
			return number(tree.textOf(node), span);
		case "char_literal":
			return character(tree.textOf(node), span);
		case "string_literal":
		case "concatenated_string":
			return { kind: "string", span };
		case "parenthesized_expression": {
			const inner = source.firstNamed(node);
			if (tree.kind(inner) !== "compound_statement") return low.value(inner);
			return statementExpression(low, inner) ?? { kind: "opaque", operands: [], span };
		}
		case "cast_expression":
			return low.value(tree.childByField(node, "value"));
		case "field_expression":
		case "subscript_expression":
			return part(low, node, span);
		case "pointer_expression":
		case "unary_expression":
			return unary(low, node, span);
		case "binary_expression":
			return binary(low, node, span);
		case "conditional_expression":
			return conditionalValue(low, node, span);
		case "assignment_expression":
			return assignment(low, node, span);
		case "update_expression":
			return {
				kind: "update",
				op: source.operator(node) === "++" ? "+" : "-",
				prefix: tree.field(tree.firstChild(node)) === "operator",
				target: low.value(tree.childByField(node, "argument")),
				span,
			};
		case "comma_expression":
			low.effects(tree.childByField(node, "left"));
			return low.value(tree.childByField(node, "right"));
		case "call_expression":
			return callValue(low, node, span);
		case "gnu_asm_expression":
			return assembler(low, node, span);
		case "compound_statement":
			return blockArgument(low, node, span);
		case "sizeof_expression":
		case "alignof_expression":
		case "offsetof_expression":
		case "type_descriptor":
		case "field_designator":
			return { kind: "opaque", operands: [], span };
		default:
			return opaque(low, node, span);
	}
}

function opaque(low: Lowering, node: NodeId, span: Span): Expr {
	return { kind: "opaque", operands: low.source.children(node).map((child) => low.value(child)), span };
}

function name(text: string, span: Span): Expr {
	if (text === "NULL" || text === "false") return { kind: "number", value: 0, span };
	if (text === "true") return { kind: "number", value: 1, span };
	// What stands in code that is not shown is no variable: each time it may be another value.
	if (text === GAP_NAME) return { kind: "opaque", operands: [], span };
	return { kind: "name", name: text, span };
}

/** A C integer literal; one that does not fit a double exactly is opaque. */
export function number(text: string, span: Span): Expr {
	const digits = text.replace(/[uUlL]+$/, "").replaceAll("'", "");
	const octal = /^0[0-7]+$/.test(digits);
	const value = Number(octal ? `0o${digits.slice(1)}` : digits);
	return Number.isSafeInteger(value)
		? { kind: "number", value, span }
		: { kind: "opaque", operands: [], span };
}

/** A character that is written as itself, or the one that ends strings; the others are opaque. */
function character(text: string, span: Span): Expr {
	if (text === "'\\0'") return { kind: "number", value: 0, span };
	const code = text.length === 3 ? text.charCodeAt(1) : 0;
	if (code > 0 && code < 128) return { kind: "number", value: code, span };
	return { kind: "opaque", operands: [], span };
}

/** `p->field`, `s.field`, `a[i]`. */
function part(low: Lowering, node: NodeId, span: Span): Expr {
	const { tree } = low.source;
	const base = low.value(tree.childByField(node, "argument"));
	if (tree.kind(node) === "subscript_expression") {
		return { kind: "index", base, index: low.value(tree.childByField(node, "index")), span };
	}
	const field = tree.textOf(tree.childByField(node, "field"));
	return { kind: "member", base, field, arrow: low.source.operator(node) === "->", span };
}

function unary(low: Lowering, node: NodeId, span: Span): Expr {
	const op = low.source.operator(node);
	switch (op) {
		case "!":
		case "-":
		case "~":
		case "+":
		case "*":
		case "&":
			return { kind: "unary", op, operand: low.value(low.source.tree.childByField(node, "argument")), span };
		default:
			return opaque(low, node, span);
	}
}

function binary(low: Lowering, node: NodeId, span: Span): Expr {
	const { source } = low;
	const op = source.operator(node);
	if (op === "&&" || op === "||") return truthValue(low, node, span);
	const left = low.value(source.tree.childByField(node, "left"));
	return { kind: "binary", op, left, right: low.value(source.tree.childByField(node, "right")), span };
}

function assignment(low: Lowering, node: NodeId, span: Span): Expr {
	const { source } = low;
	const value = low.value(source.tree.childByField(node, "right"));
	const target = low.value(source.tree.childByField(node, "left"));
	const op = source.operator(node);
	return { kind: "assign", op: op === "=" ? "=" : op.slice(0, -1), target, value, span };
}

/** `({ ... })`; the value is that of its last expression statement, null where there is none. */
function statementExpression(low: Lowering, compound: NodeId): Expr | null {
	const { source, builder } = low;
	const statements = source.children(compound);
	const last = statements.at(-1) ?? -1;
	builder.enterScope(source.span(compound));
	for (const statement of statements.slice(0, -1)) low.statement(statement);
	const inner = last >= 0 && source.tree.kind(last) === "expression_statement" ? source.firstNamed(last) : -1;
	let value: Expr | null = null;
	if (inner < 0) low.statement(last);
	else if (source.tree.kind(inner) !== "call_expression" || !lowersAsStatement(low, inner)) {
		const span = source.span(inner);
		const temp = builder.newTemp();
		builder.emit({ kind: "set-temp", temp, value: low.value(inner), span });
		value = { kind: "temp", temp, span };
	}
	builder.leaveScope(source.endOf(compound));
	return value;
}

/** `wait(q, x, if (done(x)) break;)`: a macro may run the block it is given, and what leaves it leaves the macro. */
function blockArgument(low: Lowering, compound: NodeId, span: Span): Expr {
	const { builder } = low;
	const [run, after] = [builder.newBlock(), builder.newBlock()];
	builder.choose([run, after], span);
	builder.continueAt(run);
	low.targets.push({ breakTo: after, continueTo: after, depth: builder.scopeDepth });
	low.statement(compound);
	low.targets.pop();
	builder.continueAt(after);
	return { kind: "opaque", operands: [], span };
}

/** Reads its inputs, writes its outputs, and with `goto` may go on at any of its labels. */
function assembler(low: Lowering, node: NodeId, span: Span): Expr {
	const { source, builder } = low;
	const listed = (field: string) => {
		const list = source.tree.childByField(node, field);
		return list < 0 ? [] : source.children(list);
	};
	const values = (operands: readonly NodeId[]) =>
		operands.map((operand) => low.value(source.tree.childByField(operand, "value")));
	const unknown = (operands: readonly Expr[] = []): Expr => ({ kind: "opaque", operands, span });
	builder.emit({ kind: "expr", expr: unknown(values(listed("input_operands"))), span });
	for (const target of values(listed("output_operands"))) {
		builder.emit({ kind: "expr", expr: { kind: "assign", op: "=", target, value: unknown(), span }, span });
	}
	const labels = listed("goto_labels");
	if (labels.length > 0) {
		const [next, ...ways] = [builder.newBlock(), ...labels.map(() => builder.newBlock())];
		builder.choose([next, ...ways], span);
		for (const [i, way] of ways.entries()) {
			builder.continueAt(way);
			builder.jumpToLabel(source.tree.textOf(labels[i]!), span);
		}
		builder.continueAt(next);
	}
	return unknown();
}
