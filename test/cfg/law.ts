import type { Block, ControlFlowGraph, ScopedObject } from "../../src/cfg/graph.js";
import { successors } from "../../src/cfg/graph.js";

/** What holds for every graph; the sentences say where it does not. */
export function graphViolations(graph: ControlFlowGraph): string[] {
	const { blocks } = graph;
	const wrong: string[] = [];
	if (graph.entry !== 0) wrong.push("the entry is not block 0");
	const gaps = blocks.some((block) => block.steps.some((step) => step.kind === "gap"));
	if (gaps && !graph.hasGaps) wrong.push("a gap that the graph does not tell of");
	for (const [position, block] of blocks.entries()) {
		if (block.id !== position) wrong.push(`block ${position} calls itself ${block.id}`);
		for (const to of successors(block.end))
			if (!blocks[to]) wrong.push(`B${block.id} leads to B${to}, which is none`);
		wrong.push(...misplaced(graph, block));
	}
	for (const id of unmarkedCycle(blocks)) wrong.push(`B${id} lies on a cycle without a loop head`);
	return [...wrong, ...unbalancedScopes(graph)];
}

function misplaced(graph: ControlFlowGraph, block: Block): string[] {
	const { start, end } = graph.unit.span;
	return [...block.steps, block.end].flatMap((item) => {
		if (!("span" in item)) return [];
		const inside = item.span.start >= start && item.span.start <= item.span.end && item.span.end <= end;
		return inside ? [] : [`B${block.id}: ${item.kind} stands outside the function`];
	});
}

/** Blocks that stay when loop heads and whatever leads to no cycle are taken out, one after another. */
function unmarkedCycle(blocks: readonly Block[]): number[] {
	const reachable = new Set([0]);
	for (const id of reachable) for (const to of successors(blocks[id]!.end)) reachable.add(to);
	const left = new Set([...reachable].filter((id) => !blocks[id]!.isLoopHead));
	for (let before = -1; before !== left.size; ) {
		before = left.size;
		for (const id of [...left].reverse())
			if (!successors(blocks[id]!.end).some((to) => left.has(to))) left.delete(id);
	}
	return [...left];
}

/**
 * On a path through the graph, what is entered is left before the function returns, the last
 * first. Each block is walked once, on the first way that leads there.
 */
function unbalancedScopes(graph: ControlFlowGraph): string[] {
	const wrong: string[] = [];
	const seen = new Set([graph.entry]);
	const ways: { id: number; open: readonly ScopedObject[] }[] = [{ id: graph.entry, open: [] }];
	for (let way = ways.pop(); way; way = ways.pop()) {
		const block = graph.blocks[way.id]!;
		let { open } = way;
		for (const step of block.steps) {
			if (step.kind === "scope-enter") open = [...open, step.scope];
			// A goto may have jumped over the entry: then there is nothing to leave.
			if (step.kind === "scope-exit" && open.includes(step.scope)) {
				if (open.at(-1) !== step.scope) wrong.push(`B${block.id} leaves ${step.scope.class} out of order`);
				open = open.filter((scope) => scope !== step.scope);
			}
		}
		if (block.end.kind === "return" && open.length > 0)
			wrong.push(`B${block.id} returns with ${open[0]!.class} open`);
		for (const to of successors(block.end)) {
			if (seen.has(to)) continue;
			seen.add(to);
			ways.push({ id: to, open });
		}
	}
	return wrong;
}
