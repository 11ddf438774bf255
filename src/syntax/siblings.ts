import type { Span } from "../image/image.js";
import type { NodeId, SyntaxTree } from "./syntax.js";

/** Kind of the statement behind the one that ends at the offset, in the same block; null where none follows. */
export function kindOfStatementBehind(tree: SyntaxTree, offset: number): string | null {
	let statement: NodeId = -1;
	for (let node = 0; node < tree.size; node++) {
		if (tree.kind(node) === "expression_statement" && tree.start(node) < offset && tree.end(node) >= offset) {
			statement = node;
		}
	}
	if (statement < 0) return null;
	let next = tree.nextSibling(statement);
	while (next >= 0 && (!tree.isNamed(next) || tree.kind(next) === "comment")) next = tree.nextSibling(next);
	return next < 0 ? null : tree.kind(next);
}

/** Statements by which a block goes on elsewhere. */
const LEAVES: ReadonlySet<string> = new Set([
	"return_statement",
	"goto_statement",
	"break_statement",
	"continue_statement",
]);

/** Whether the statement in the span is cast to `void`, stands behind a label, or in a branch that leaves. */
export function leavesBehind(tree: SyntaxTree, { start, end }: Span): boolean {
	let block: NodeId = -1;
	for (let node = 0; node < tree.size && tree.start(node) < end; node++) {
		const kind = tree.kind(node);
		if (kind === "labeled_statement" && tree.start(node) < start) return true;
		if (tree.end(node) < end || tree.start(node) > start) continue;
		if (kind === "cast_expression") return true;
		if (kind === "compound_statement") block = node;
	}
	const parent = block < 0 ? -1 : tree.parent(block);
	if (parent < 0 || tree.kind(parent) === "function_definition") return false;
	let last: NodeId = -1;
	for (let child = tree.firstChild(block); child >= 0; child = tree.nextSibling(child)) {
		if (tree.isNamed(child) && tree.kind(child) !== "comment") last = child;
	}
	return last >= 0 && LEAVES.has(tree.kind(last));
}
