import type { Span } from "../image/image.js";
import type { NodeId, SyntaxTree } from "./syntax.js";

/** The call that an expression is an argument of, with nothing but `!`, `&&`, `||` and parentheses in between. */
export interface EnclosingCall {
	readonly name: string;
	readonly span: Span;
	/** Whether an odd number of `!` stands in between. */
	readonly isNegated: boolean;
	/** `&&` or `||` where it is one of several conditions, all joined by these. */
	readonly joined: string | null;
}

/** Finds it for the call that spans that text; null where something else lies around it. */
export function enclosingCall(tree: SyntaxTree, span: Span): EnclosingCall | null {
	let node = callAt(tree, span);
	let isNegated = false;
	let joined: string | null = null;
	while (node >= 0) {
		node = tree.parent(node);
		switch (node < 0 ? "" : tree.kind(node)) {
			case "parenthesized_expression":
				break;
			case "unary_expression":
				// `!(a || b)` is another question.
				if (operatorOf(tree, node) !== "!" || joined !== null) return null;
				isNegated = !isNegated;
				break;
			case "binary_expression": {
				const operator = operatorOf(tree, node);
				if ((operator !== "&&" && operator !== "||") || (joined ?? operator) !== operator) return null;
				joined = operator;
				break;
			}
			case "argument_list": {
				const call = tree.parent(node);
				const callee = tree.childByField(call, "function");
				if (callee < 0) return null;
				const around = { start: tree.start(call), end: tree.end(call) };
				return { name: tree.textOf(callee), span: around, isNegated, joined };
			}
			default:
				return null;
		}
	}
	return null;
}

function callAt(tree: SyntaxTree, { start, end }: Span): NodeId {
	for (let node = 0; node < tree.size; node++) {
		if (tree.start(node) === start && tree.end(node) === end && tree.kind(node) === "call_expression")
			return node;
	}
	return -1;
}

function operatorOf(tree: SyntaxTree, node: NodeId): string {
	const operator = tree.childByField(node, "operator");
	return operator < 0 ? "" : tree.textOf(operator);
}
