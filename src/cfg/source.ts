import type { Span } from "../image/image.js";
import type { FunctionUnit, NodeId, ParsedFile, SyntaxTree } from "../syntax/syntax.js";

/** The syntax tree of the function at hand, read the way the lowering asks for it. */
export class FunctionSource {
	readonly tree: SyntaxTree;
	/** ERROR and MISSING nodes, in preorder. */
	private readonly broken: readonly NodeId[];

	constructor(
		readonly unit: FunctionUnit,
		readonly file: ParsedFile,
	) {
		this.tree = unit.tree();
		const broken: NodeId[] = [];
		for (let node = 0; node < this.tree.size; node++) if (this.tree.isBroken(node)) broken.push(node);
		this.broken = broken;
	}

	/** Whether an ERROR or MISSING node stands inside, however deep. */
	isDamaged(node: NodeId): boolean {
		let low = 0;
		let high = this.broken.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.broken[middle]! < node) low = middle + 1;
			else high = middle;
		}
		// A subtree is a run of preorder numbers: if the next broken node is outside, all others are.
		let at = this.broken[low] ?? -1;
		while (at > node) at = this.tree.parent(at);
		return at === node;
	}

	/** Named children, comments left out. */
	children(node: NodeId): NodeId[] {
		const found: NodeId[] = [];
		for (let child = this.tree.firstChild(node); child >= 0; child = this.tree.nextSibling(child)) {
			if (this.tree.isNamed(child) && this.tree.kind(child) !== "comment") found.push(child);
		}
		return found;
	}

	/** ERROR and MISSING nodes among the children. */
	brokenChildren(node: NodeId): NodeId[] {
		const found: NodeId[] = [];
		if (this.broken.length === 0) return found;
		for (let child = this.tree.firstChild(node); child >= 0; child = this.tree.nextSibling(child)) {
			if (this.tree.isBroken(child)) found.push(child);
		}
		return found;
	}

	firstNamed(node: NodeId): NodeId {
		return this.children(node)[0] ?? -1;
	}

	/** First child of that kind, an anonymous one such as `while` included, or -1. */
	childOfKind(node: NodeId, kind: string): NodeId {
		let child = this.tree.firstChild(node);
		while (child >= 0 && this.tree.kind(child) !== kind) child = this.tree.nextSibling(child);
		return child;
	}

	operator(node: NodeId): string {
		const field = this.tree.childByField(node, "operator");
		return field < 0 ? "" : this.tree.textOf(field);
	}

	/** Name of the function a call names directly. */
	calleeName(call: NodeId): string | null {
		let callee = this.tree.childByField(call, "function");
		while (callee >= 0 && this.tree.kind(callee) === "parenthesized_expression")
			callee = this.firstNamed(callee);
		return callee >= 0 && this.tree.kind(callee) === "identifier" ? this.tree.textOf(callee) : null;
	}

	argumentNodes(call: NodeId): NodeId[] {
		const list = this.tree.childByField(call, "arguments");
		return list < 0 ? [] : this.children(list);
	}

	/** The arguments of a macro that the dialect pass made a condition: `a, b, c` in parentheses. */
	commaItems(condition: NodeId): NodeId[] {
		const { tree } = this;
		const found: NodeId[] = [];
		let rest = condition;
		if (rest >= 0 && tree.kind(rest) === "parenthesized_expression") rest = this.firstNamed(rest);
		while (rest >= 0 && tree.kind(rest) === "comma_expression") {
			found.push(tree.childByField(rest, "left"));
			rest = tree.childByField(rest, "right");
		}
		if (rest >= 0) found.push(rest);
		return found;
	}

	/** Offset of the first character from there on that is no blank. */
	skipBlanks(offset: number): number {
		const { text } = this.tree.image;
		let at = offset;
		while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
		return at;
	}

	span(node: NodeId): Span {
		return { start: this.tree.start(node), end: this.tree.end(node) };
	}

	/** The last character: a closing brace or semicolon, where a scope ends. */
	endOf(node: NodeId): Span {
		return { start: this.tree.end(node) - 1, end: this.tree.end(node) };
	}
}
