import { type BlockId, type ControlFlowGraph, successors } from "./graph.js";

/** A way out of a branch, as one number, so that what was learned on it can name it cheaply. */
export type BranchEdge = number;

export function edgeOf(block: BlockId, truth: boolean): BranchEdge {
	return 2 * block + (truth ? 1 : 0);
}

/** The block that ends in the branch. */
export function sourceOf(edge: BranchEdge): BlockId {
	return edge >> 1;
}

function truthOf(edge: BranchEdge): boolean {
	return (edge & 1) === 1;
}

/** Whether a path from the entry reaches the block without taking the branch edge. */
export function reachesWithout(graph: ControlFlowGraph, edge: BranchEdge, target: BlockId): boolean {
	const seen = new Set<BlockId>([graph.entry]);
	const stack: BlockId[] = [graph.entry];
	for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
		if (id === target) return true;
		const { end } = graph.blocks[id]!;
		const next =
			end.kind === "branch" && sourceOf(edge) === id
				? [truthOf(edge) ? end.else : end.then]
				: successors(end);
		for (const to of next) {
			if (seen.has(to)) continue;
			seen.add(to);
			stack.push(to);
		}
	}
	return false;
}

/** Position of each block such that, loops aside, a block comes behind all that lead to it; -1 where none does. */
export function reversePostorder(graph: ControlFlowGraph): number[] {
	const order = new Array<number>(graph.blocks.length).fill(-1);
	const seen = new Uint8Array(graph.blocks.length);
	const finished: BlockId[] = [];
	const stack: { id: BlockId; next: readonly BlockId[]; at: number }[] = [];
	const enter = (id: BlockId) => {
		seen[id] = 1;
		stack.push({ id, next: successors(graph.blocks[id]!.end), at: 0 });
	};
	enter(graph.entry);
	for (let top = stack.at(-1); top; top = stack.at(-1)) {
		const to = top.next[top.at++];
		if (to === undefined) {
			finished.push(top.id);
			stack.pop();
		} else if (!seen[to]) enter(to);
	}
	finished.reverse().forEach((id, position) => {
		order[id] = position;
	});
	return order;
}

/** The loops by their heads, each with the blocks that a path can come by twice: those of all loops of one head. */
export function loopsOf(
	graph: ControlFlowGraph,
	order: readonly number[],
): ReadonlyMap<BlockId, ReadonlySet<BlockId>> {
	const before: BlockId[][] = graph.blocks.map(() => []);
	for (const block of graph.blocks) {
		if (order[block.id]! < 0) continue;
		for (const to of successors(block.end)) before[to]!.push(block.id);
	}
	const loops = new Map<BlockId, ReadonlySet<BlockId>>();
	for (const head of graph.blocks) {
		const stack = before[head.id]!.filter((from) => order[from]! >= order[head.id]!);
		if (stack.length === 0) continue;
		const body = new Set<BlockId>([head.id]);
		for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
			if (body.has(id)) continue;
			body.add(id);
			stack.push(...before[id]!);
		}
		loops.set(head.id, body);
	}
	return loops;
}

/** The blocks from which each is reached. */
export function predecessors({ blocks }: ControlFlowGraph): readonly (readonly BlockId[])[] {
	const from: BlockId[][] = blocks.map(() => []);
	for (const { id, end } of blocks) for (const to of successors(end)) from[to]!.push(id);
	return from;
}

/** Blocks behind one, on paths that do not come by another. The block itself is among them if a loop leads back to it. */
export function reachedFrom(
	{ blocks }: ControlFlowGraph,
	id: BlockId,
	barrier: BlockId | null = null,
): ReadonlySet<BlockId> {
	const seen = new Set<BlockId>();
	const open = [id];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		for (const next of successors(blocks[at]!.end)) {
			if (next === barrier || seen.has(next)) continue;
			seen.add(next);
			open.push(next);
		}
	}
	return seen;
}

/** The block that is reached through blocks which only jump on, by a `goto` too or not. */
export function behindJumps({ blocks }: ControlFlowGraph, id: BlockId, followsGoto = true): BlockId {
	let at = id;
	for (let hops = 0; hops < blocks.length; hops++) {
		const { steps, end } = blocks[at]!;
		if (steps.length > 0 || end.kind !== "jump" || (end.goto && !followsGoto)) break;
		at = end.to;
	}
	return at;
}
