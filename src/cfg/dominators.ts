import type { BlockId, ControlFlowGraph } from "./graph.js";
import { predecessors, reversePostorder } from "./paths.js";

/**
 * The immediate dominator of each block: the last one that every path from the entry to it passes. -1 for
 * the entry, and for blocks that no path reaches.
 *
 * Keith Cooper, Timothy Harvey, Ken Kennedy: A Simple, Fast Dominance Algorithm (2001).
 */
export function immediateDominators(graph: ControlFlowGraph): Int32Array {
	const { blocks, entry } = graph;
	const order = reversePostorder(graph);
	const reached = blocks.map(({ id }) => id).filter((id) => order[id]! >= 0);
	reached.sort((a, b) => order[a]! - order[b]!);
	const from = predecessors(graph);
	const found = new Int32Array(blocks.length).fill(-1);
	found[entry] = entry;
	const common = (left: BlockId, right: BlockId): BlockId => {
		let [a, b] = [left, right];
		while (a !== b) {
			while (order[a]! > order[b]!) a = found[a]!;
			while (order[b]! > order[a]!) b = found[b]!;
		}
		return a;
	};
	for (let changes = true; changes; ) {
		changes = false;
		for (const id of reached) {
			if (id === entry) continue;
			const known = from[id]!.filter((before) => found[before]! >= 0);
			const next = known.reduce(common);
			if (found[id] === next) continue;
			found[id] = next;
			changes = true;
		}
	}
	found[entry] = -1;
	return found;
}

/** Whether every path from the entry to `block` passes `by` first. */
export function isDominated(block: BlockId, by: BlockId, dominators: Int32Array): boolean {
	for (let id = dominators[block]!; id >= 0; id = dominators[id]!) if (id === by) return true;
	return false;
}
