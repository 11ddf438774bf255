import type { Span } from "../image/image.js";
import { GAP_NAME } from "../image/image.js";
import type { NodeId } from "../syntax/syntax.js";
import type { Expr } from "./expression.js";
import type { BlockId } from "./graph.js";
import { isNegation, transparentArgument } from "./idioms.js";
import type { Lowering } from "./lowering.js";

/** Turns `&&`, `||`, `!`, `?:` and comma into blocks, down to conditions that are atomic. */
export function lowerCondition(low: Lowering, node: NodeId, ifTrue: BlockId, ifFalse: BlockId): void {
	const { source, builder } = low;
	const { tree } = source;
	switch (tree.kind(node)) {
		case "parenthesized_expression": {
			const inner = source.firstNamed(node);
			if (tree.kind(inner) !== "compound_statement") {
				low.condition(inner, ifTrue, ifFalse);
				return;
			}
			break;
		}
		case "unary_expression":
			if (source.operator(node) !== "!") break;
			low.condition(tree.childByField(node, "argument"), ifFalse, ifTrue);
			return;
		case "binary_expression": {
			const op = source.operator(node);
			if (op !== "&&" && op !== "||") break;
			const next = builder.newBlock();
			const left = tree.childByField(node, "left");
			if (op === "&&") low.condition(left, next, ifFalse);
			else low.condition(left, ifTrue, next);
			builder.continueAt(next);
			low.condition(tree.childByField(node, "right"), ifTrue, ifFalse);
			return;
		}
		case "conditional_expression":
			if (tree.childByField(node, "consequence") < 0) break;
			conditionalBranch(low, node, ifTrue, ifFalse);
			return;
		case "comma_expression":
			low.effects(tree.childByField(node, "left"));
			low.condition(tree.childByField(node, "right"), ifTrue, ifFalse);
			return;
		case "call_expression": {
			const name = source.calleeName(node) ?? "";
			const nodes = source.argumentNodes(node);
			if (isNegation(name) && nodes.length === 1) {
				low.condition(nodes[0]!, ifFalse, ifTrue);
				return;
			}
			const through = nodes[transparentArgument(name)];
			if (through !== undefined) {
				low.condition(through, ifTrue, ifFalse);
				return;
			}
			break;
		}
		case "identifier":
			if (tree.textOf(node) !== GAP_NAME) break;
			builder.choose([ifTrue, ifFalse], source.span(node));
			return;
		default:
	}
	const condition = low.value(node);
	builder.branch(condition, ifTrue, ifFalse, source.span(node));
}

/** `c ? a : b` as a condition. */
function conditionalBranch(low: Lowering, node: NodeId, ifTrue: BlockId, ifFalse: BlockId): void {
	const { tree } = low.source;
	const [yes, no] = [low.builder.newBlock(), low.builder.newBlock()];
	low.condition(tree.childByField(node, "condition"), yes, no);
	low.builder.continueAt(yes);
	low.condition(tree.childByField(node, "consequence"), ifTrue, ifFalse);
	low.builder.continueAt(no);
	low.condition(tree.childByField(node, "alternative"), ifTrue, ifFalse);
}

/** The value 0 or 1 of a condition. */
export function truthValue(low: Lowering, node: NodeId, span: Span): Expr {
	const { builder } = low;
	const temp = builder.newTemp();
	const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
	low.condition(node, yes, no);
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

/** The value of `c ? a : b` and of GNU's `a ?: b`. */
export function conditionalValue(low: Lowering, node: NodeId, span: Span): Expr {
	const { builder, source } = low;
	const { tree } = source;
	const temp = builder.newTemp();
	const [no, join] = [builder.newBlock(), builder.newBlock()];
	const condition = tree.childByField(node, "condition");
	const consequence = tree.childByField(node, "consequence");
	if (consequence < 0) {
		builder.emit({ kind: "set-temp", temp, value: low.value(condition), span });
		builder.branch({ kind: "temp", temp, span }, join, no, span);
	} else {
		const yes = builder.newBlock();
		low.condition(condition, yes, no);
		builder.continueAt(yes);
		builder.emit({ kind: "set-temp", temp, value: low.value(consequence), span });
		builder.jump(join);
	}
	builder.continueAt(no);
	builder.emit({ kind: "set-temp", temp, value: low.value(tree.childByField(node, "alternative")), span });
	builder.continueAt(join);
	return { kind: "temp", temp, span };
}
