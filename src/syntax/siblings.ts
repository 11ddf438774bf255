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
