import type { NodeId } from "../syntax/syntax.js";
import type { BlockId } from "./graph.js";
import { number } from "./lower-expression.js";
import type { Lowering } from "./lowering.js";
import type { FunctionSource } from "./source.js";

/** A conditional group inside a function is a branch on its condition; `#if 0` is not there at all. */
export function lowerConditionalGroup(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const { tree } = source;
	const condition = tree.childByField(node, "condition");
	const alternative = tree.childByField(node, "alternative");
	const known = condition < 0 ? null : constantTruth(low, condition);
	if (known !== null) {
		if (known) low.sequence(node);
		else low.statement(alternative);
		return;
	}
	const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
	if (condition >= 0) branch(low, condition, yes, no);
	else {
		const directive = tree.kind(tree.firstChild(node));
		const isNegated = directive === "#ifndef" || directive === "#elifndef";
		ask(low, tree.childByField(node, "name"), isNegated ? no : yes, isNegated ? yes : no);
	}
	builder.continueAt(yes);
	low.sequence(node);
	builder.jump(join);
	builder.continueAt(no);
	low.statement(alternative);
	builder.continueAt(join);
}

/** What a condition without any symbol that matters comes to; null where it is for the build to say. */
function constantTruth(low: Lowering, node: NodeId): boolean | null {
	const { source } = low;
	const { tree } = source;
	switch (tree.kind(node)) {
		case "number_literal": {
			const literal = number(tree.textOf(node), source.span(node));
			return literal.kind === "number" ? literal.value !== 0 : null;
		}
		case "parenthesized_expression":
			return constantTruth(low, source.firstNamed(node));
		case "unary_expression": {
			const truth =
				source.operator(node) === "!" ? constantTruth(low, tree.childByField(node, "argument")) : null;
			return truth === null ? null : !truth;
		}
		case "binary_expression": {
			const op = source.operator(node);
			if (op !== "&&" && op !== "||") return null;
			const sides = [tree.childByField(node, "left"), tree.childByField(node, "right")];
			const [left, right] = sides.map((side) => constantTruth(low, side));
			const decisive = op === "||";
			if (left === decisive || right === decisive) return decisive;
			return left === null || right === null ? null : !decisive;
		}
		default:
			return null;
	}
}

/**
 * Branches on a condition that is for the build to say. `A || B` is asked as a whole, unlike in an
 * `if`: where the paths of A and of B meet, all that would be left of them is that nothing is known,
 * and the same condition further down would no longer come out the same.
 */
function branch(low: Lowering, node: NodeId, yes: BlockId, no: BlockId): void {
	const { source } = low;
	const { tree } = source;
	const kind = tree.kind(node);
	const isNegated = kind === "unary_expression" && source.operator(node) === "!";
	const open = kind === "binary_expression" ? openSide(low, node) : null;
	if (kind === "parenthesized_expression") branch(low, source.firstNamed(node), yes, no);
	else if (isNegated) branch(low, tree.childByField(node, "argument"), no, yes);
	else if (open !== null) branch(low, open, yes, no);
	else ask(low, node, yes, no);
}

/** Of `1 && A` and `0 || A`, that is `A`; null where both sides count. */
function openSide(low: Lowering, node: NodeId): NodeId | null {
	const { tree } = low.source;
	const op = low.source.operator(node);
	if (op !== "&&" && op !== "||") return null;
	const [left, right] = [tree.childByField(node, "left"), tree.childByField(node, "right")];
	if (constantTruth(low, left) !== null) return right;
	return constantTruth(low, right) === null ? null : left;
}

function ask({ source, builder }: Lowering, node: NodeId, yes: BlockId, no: BlockId): void {
	const span = source.span(node);
	const condition = { kind: "config", text: configText(source, node), span } as const;
	builder.branch(condition, yes, no, span);
}

/**
 * `defined(CONFIG_X)`, `IS_ENABLED(CONFIG_X)` and `#ifdef CONFIG_X` ask the same: they stand for the
 * symbol. Any other condition stands for itself.
 */
function configText(source: FunctionSource, node: NodeId): string {
	const { tree } = source;
	const kind = tree.kind(node);
	const name = kind === "call_expression" ? source.calleeName(node) : null;
	const asked =
		kind === "preproc_defined"
			? source.firstNamed(node)
			: name !== null && CONFIG_QUESTIONS.has(name)
				? (source.argumentNodes(node)[0] ?? node)
				: node;
	return tree.textOf(asked).split(/\s+/).join(" ");
}

const CONFIG_QUESTIONS: ReadonlySet<string> = new Set(["IS_ENABLED", "IS_BUILTIN", "IS_REACHABLE"]);
