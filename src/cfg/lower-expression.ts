import type { Span } from "../image/image.js";
import { GAP_NAME } from "../image/image.js";
import type { NodeId, SyntaxTree } from "../syntax/syntax.js";
import type { GraphBuilder } from "./builder.js";
import type { Expr } from "./expression.js";
import type { BlockId } from "./graph.js";
import { diverges, divergesIfTrue, isWarning, storeArguments, transparentArgument } from "./idioms.js";

/** What expressions need from statements: a statement expression holds a block. */
export interface StatementLowering {
	/** Lowers the statements of `({ ... })`; the value is that of its last expression statement. */
	blockValue(compound: NodeId): Expr | null;
}

/** Deepest nesting that is followed; beyond it (only hostile input is) an expression is opaque. */
const MAX_DEPTH = 200;

/** Lowers expressions into a graph in the making, turning what branches into blocks. */
export class ExpressionLowering {
	private depth = 0;

	constructor(
		private readonly tree: SyntaxTree,
		private readonly builder: GraphBuilder,
		private readonly statements: StatementLowering,
	) {}

	/** Evaluates the expression at `node` for its value. */
	value(node: NodeId): Expr {
		if (node < 0 || this.depth >= MAX_DEPTH) return { kind: "opaque", operands: [], span: this.span(Math.max(node, 0)) };
		this.depth++;
		try {
			return this.valueOf(node);
		} finally {
			this.depth--;
		}
	}

	/** Branches on the expression at `node`: every atomic condition becomes an edge of its own. */
	condition(node: NodeId, ifTrue: BlockId, ifFalse: BlockId): void {
		if (this.depth >= MAX_DEPTH) return this.choose([ifTrue, ifFalse], node);
		this.depth++;
		try {
			this.branch(node, ifTrue, ifFalse);
		} finally {
			this.depth--;
		}
	}

	private branch(node: NodeId, ifTrue: BlockId, ifFalse: BlockId): void {
		const { tree } = this;
		switch (tree.kind(node)) {
			case "parenthesized_expression": {
				const inner = this.firstNamed(node);
				if (tree.kind(inner) !== "compound_statement") return this.condition(inner, ifTrue, ifFalse);
				break;
			}
			case "unary_expression":
				if (this.operator(node) === "!") {
					return this.condition(tree.childByField(node, "argument"), ifFalse, ifTrue);
				}
				break;
			case "binary_expression": {
				const op = this.operator(node);
				if (op !== "&&" && op !== "||") break;
				const next = this.builder.newBlock();
				const left = tree.childByField(node, "left");
				if (op === "&&") this.condition(left, next, ifFalse);
				else this.condition(left, ifTrue, next);
				this.builder.continueAt(next);
				return this.condition(tree.childByField(node, "right"), ifTrue, ifFalse);
			}
			case "conditional_expression": {
				const consequence = tree.childByField(node, "consequence");
				if (consequence < 0) break;
				const [yes, no] = [this.builder.newBlock(), this.builder.newBlock()];
				this.condition(tree.childByField(node, "condition"), yes, no);
				this.builder.continueAt(yes);
				this.condition(consequence, ifTrue, ifFalse);
				this.builder.continueAt(no);
				return this.condition(tree.childByField(node, "alternative"), ifTrue, ifFalse);
			}
			case "comma_expression":
				this.effects(tree.childByField(node, "left"));
				return this.condition(tree.childByField(node, "right"), ifTrue, ifFalse);
			case "call_expression": {
				const args = this.argumentNodes(node);
				const index = transparentArgument(this.calleeName(node) ?? "");
				const through = args[index];
				if (through !== undefined) return this.condition(through, ifTrue, ifFalse);
				break;
			}
			case "identifier":
				if (tree.textOf(node) === GAP_NAME) return this.choose([ifTrue, ifFalse], node);
				break;
			default:
		}
		const condition = this.value(node);
		this.builder.end({ kind: "branch", condition, then: ifTrue, else: ifFalse, span: this.span(node) });
	}

	private choose(to: readonly BlockId[], node: NodeId): void {
		this.builder.end({ kind: "choice", to, span: this.span(node) });
	}

	/** Evaluates for the effects alone. */
	effects(node: NodeId): void {
		const { tree } = this;
		if (node < 0) return;
		if (tree.kind(node) === "comma_expression") {
			this.effects(tree.childByField(node, "left"));
			return this.effects(tree.childByField(node, "right"));
		}
		if (tree.kind(node) === "call_expression" && (this.endsPath(node) || this.swaps(node))) return;
		const expr = this.value(node);
		if (tree.kind(node) === "identifier" && tree.textOf(node) === GAP_NAME) return this.builder.gap(this.span(node));
		this.builder.emit({ kind: "expr", expr, span: this.span(node) });
	}

	/** `swap(a, b)` is three assignments. */
	private swaps(call: NodeId): boolean {
		const [a, b] = this.argumentNodes(call);
		if (this.calleeName(call) !== "swap" || a === undefined || b === undefined) return false;
		const span = this.span(call);
		const temp = this.builder.newTemp();
		const assign = (target: NodeId, value: Expr) =>
			this.builder.emit({
				kind: "expr",
				expr: { kind: "assign", op: "=", target: this.value(target), value, span },
				span,
			});
		this.builder.emit({ kind: "set-temp", temp, value: this.value(a), span });
		assign(a, this.value(b));
		assign(b, { kind: "temp", temp, span });
		return true;
	}

	/** `BUG()`, `BUG_ON(x)` and their kin. */
	private endsPath(call: NodeId): boolean {
		const name = this.calleeName(call) ?? "";
		if (diverges(name)) {
			this.builder.end({ kind: "unreachable" });
			return true;
		}
		const condition = this.argumentNodes(call)[0];
		if (condition === undefined) return false;
		// What a warning asserts is what the author relies on; `WARN_ON(1)` only marks a place.
		const asserts = isWarning(name) && this.tree.kind(condition) !== "number_literal";
		if (!asserts && !divergesIfTrue(name)) return false;
		const [dead, on] = [this.builder.newBlock(), this.builder.newBlock()];
		this.condition(condition, dead, on);
		this.builder.continueAt(on);
		return true;
	}

	private valueOf(node: NodeId): Expr {
		const { tree } = this;
		const span = this.span(node);
		const opaque = (): Expr => ({ kind: "opaque", operands: this.children(node).map((child) => this.value(child)), span });
		switch (tree.kind(node)) {
			case "identifier":
			case "field_identifier":
			case "type_identifier":
			case "true":
			case "false":
			case "null":
				return this.name(tree.textOf(node), span);
			case "number_literal":
				return number(tree.textOf(node), span);
			case "char_literal":
				return { kind: "opaque", operands: [], span };
			case "string_literal":
			case "concatenated_string":
				return { kind: "string", span };
			case "parenthesized_expression": {
				const inner = this.firstNamed(node);
				if (tree.kind(inner) !== "compound_statement") return this.value(inner);
				return this.statements.blockValue(inner) ?? { kind: "opaque", operands: [], span };
			}
			case "cast_expression":
				return this.value(tree.childByField(node, "value"));
			case "field_expression":
				return {
					kind: "member",
					base: this.value(tree.childByField(node, "argument")),
					field: tree.textOf(tree.childByField(node, "field")),
					arrow: tree.textOf(tree.childByField(node, "operator")) === "->",
					span,
				};
			case "subscript_expression":
				return {
					kind: "index",
					base: this.value(tree.childByField(node, "argument")),
					index: this.value(tree.childByField(node, "index")),
					span,
				};
			case "pointer_expression":
			case "unary_expression": {
				const op = this.operator(node);
				const operand = tree.childByField(node, "argument");
				if (op === "!" || op === "-" || op === "~" || op === "+" || op === "*" || op === "&") {
					return { kind: "unary", op, operand: this.value(operand), span };
				}
				return opaque();
			}
			case "binary_expression":
				return this.binary(node, span);
			case "conditional_expression":
				return this.conditional(node, span);
			case "assignment_expression":
				return this.assignment(node, span);
			case "update_expression":
				return {
					kind: "update",
					op: this.operator(node) === "++" ? "+" : "-",
					prefix: tree.field(tree.firstChild(node)) === "operator",
					target: this.value(tree.childByField(node, "argument")),
					span,
				};
			case "comma_expression":
				this.effects(tree.childByField(node, "left"));
				return this.value(tree.childByField(node, "right"));
			case "call_expression":
				return this.call(node, span);
			case "sizeof_expression":
			case "alignof_expression":
			case "offsetof_expression":
				return { kind: "opaque", operands: [], span };
			default:
				return opaque();
		}
	}

	private name(name: string, span: Span): Expr {
		if (name === "NULL" || name === "false") return { kind: "number", value: 0, span };
		if (name === "true") return { kind: "number", value: 1, span };
		return { kind: "name", name, span };
	}

	private binary(node: NodeId, span: Span): Expr {
		const op = this.operator(node);
		if (op === "&&" || op === "||") return this.truth(node, span);
		return {
			kind: "binary",
			op,
			left: this.value(this.tree.childByField(node, "left")),
			right: this.value(this.tree.childByField(node, "right")),
			span,
		};
	}

	/** The value 0 or 1 of a condition. */
	private truth(node: NodeId, span: Span): Expr {
		const { builder } = this;
		const temp = builder.newTemp();
		const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
		this.condition(node, yes, no);
		for (const [block, value] of [
			[yes, 1],
			[no, 0],
		] as const) {
			builder.continueAt(block);
			builder.emit({ kind: "set-temp", temp, value: { kind: "number", value, span }, span });
			builder.jump(join);
		}
		builder.continueAt(join);
		return { kind: "temp", temp, span };
	}

	/** `c ? a : b` and GNU's `a ?: b`. */
	private conditional(node: NodeId, span: Span): Expr {
		const { builder, tree } = this;
		const temp = builder.newTemp();
		const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
		const condition = tree.childByField(node, "condition");
		const consequence = tree.childByField(node, "consequence");
		if (consequence < 0) {
			const value = this.value(condition);
			builder.emit({ kind: "set-temp", temp, value, span });
			builder.end({ kind: "branch", condition: { kind: "temp", temp, span }, then: join, else: no, span });
		} else {
			this.condition(condition, yes, no);
			builder.continueAt(yes);
			builder.emit({ kind: "set-temp", temp, value: this.value(consequence), span });
			builder.jump(join);
		}
		builder.continueAt(no);
		builder.emit({ kind: "set-temp", temp, value: this.value(tree.childByField(node, "alternative")), span });
		builder.continueAt(join);
		return { kind: "temp", temp, span };
	}

	private assignment(node: NodeId, span: Span): Expr {
		const { tree } = this;
		const value = this.value(tree.childByField(node, "right"));
		const target = this.value(tree.childByField(node, "left"));
		const op = this.operator(node);
		return { kind: "assign", op: op === "=" ? "=" : op.slice(0, -1), target, value, span };
	}

	private call(node: NodeId, span: Span): Expr {
		const name = this.calleeName(node);
		const nodes = this.argumentNodes(node);
		const through = nodes[transparentArgument(name ?? "")];
		if (through !== undefined) return this.value(through);
		const args = nodes.map((arg) => this.value(arg));
		const store = storeArguments(name ?? "");
		const [target, value] = store ? [args[store[0]], args[store[1]]] : [];
		if (target && value) return { kind: "assign", op: "=", target, value, span };
		const callee = this.tree.childByField(node, "function");
		return { kind: "call", name, callee: this.value(callee), args, span };
	}

	/** Name of the function a call names directly. */
	calleeName(call: NodeId): string | null {
		let callee = this.tree.childByField(call, "function");
		while (callee >= 0 && this.tree.kind(callee) === "parenthesized_expression") callee = this.firstNamed(callee);
		return callee >= 0 && this.tree.kind(callee) === "identifier" ? this.tree.textOf(callee) : null;
	}

	argumentNodes(call: NodeId): NodeId[] {
		const list = this.tree.childByField(call, "arguments");
		return list < 0 ? [] : this.children(list);
	}

	/** Named children, comments left out. */
	children(node: NodeId): NodeId[] {
		const found: NodeId[] = [];
		for (let child = this.tree.firstChild(node); child >= 0; child = this.tree.nextSibling(child)) {
			if (this.tree.isNamed(child) && this.tree.kind(child) !== "comment") found.push(child);
		}
		return found;
	}

	firstNamed(node: NodeId): NodeId {
		return this.children(node)[0] ?? -1;
	}

	private operator(node: NodeId): string {
		const { tree } = this;
		const field = tree.childByField(node, "operator");
		return field < 0 ? "" : tree.textOf(field);
	}

	span(node: NodeId): Span {
		return { start: this.tree.start(node), end: this.tree.end(node) };
	}
}

/** A C integer literal; one that does not fit a double exactly is only known to be positive. */
function number(text: string, span: Span): Expr {
	const digits = text.replace(/[uUlL]+$/, "").replaceAll("'", "");
	const octal = /^0[0-7]+$/.test(digits);
	const value = Number(octal ? `0o${digits.slice(1)}` : digits);
	return Number.isSafeInteger(value) ? { kind: "number", value, span } : { kind: "opaque", operands: [], span };
}
