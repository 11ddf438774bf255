import type { Span } from "../image/image.js";
import type { Expr } from "./expression.js";
import type { Block, BlockId, ControlFlowGraph, Goto, Step, Terminator } from "./graph.js";
import { predecessors } from "./paths.js";

/**
 * An outcome of a condition that leads straight to a `goto` or a return, with no other way there.
 *
 * For `if (!p) { warn(); goto free; }` it is the outcome false of `p`, with `warn()` on the way. Of a
 * `switch` the labels are conditions, and its value, which comes out false for `default:`.
 */
export interface WayOut {
	/** The block that ends in the condition. */
	readonly block: Block;
	readonly condition: Expr;
	/** Of the condition. */
	readonly span: Span;
	readonly truth: boolean;
	/** What is done between the condition and the end, in order. */
	readonly steps: readonly Step[];
	/** The `goto` or return statement. */
	readonly end: Span;
	/** Null for a return. */
	readonly goto: Goto | null;
	/** The last block of the way: that which returns, or the one with the label. */
	readonly to: BlockId;
	/** Whether the label of the `goto` is one that only jumps lead to, as those for failures are. */
	readonly isApart: boolean;
}

const memo = new WeakMap<ControlFlowGraph, readonly WayOut[]>();

/** All of the function; two for a block that either of two conditions leads to. */
export function waysOut(graph: ControlFlowGraph): readonly WayOut[] {
	const known = memo.get(graph) ?? findWaysOut(graph);
	memo.set(graph, known);
	return known;
}

function findWaysOut(graph: ControlFlowGraph): readonly WayOut[] {
	const from = predecessors(graph);
	const found: WayOut[] = [];
	for (const block of graph.blocks) {
		for (const { condition, span, truth, to } of outcomesOf(block.end)) {
			const way = follow(to, graph, from);
			if (way) found.push({ block, condition, span, truth, ...way });
		}
	}
	return found;
}

type Outcome = Pick<WayOut, "condition" | "span" | "truth"> & { readonly to: BlockId };

function outcomesOf(end: Terminator): readonly Outcome[] {
	if (end.kind === "branch" && end.then !== end.else) {
		const { condition, span } = end;
		return [
			{ condition, span, truth: true, to: end.then },
			{ condition, span, truth: false, to: end.else },
		];
	}
	if (end.kind !== "switch") return [];
	const labels = end.cases.map(({ values: [label], to }) => ({
		condition: label!,
		span: label!.span,
		truth: true,
		to,
	}));
	return [...labels, { condition: end.value, span: end.value.span, truth: false, to: end.otherwise }];
}

/** Blocks whose ends decide which way to go. */
const DECISIONS: ReadonlySet<Terminator["kind"]> = new Set(["branch", "switch"]);

function follow(
	first: BlockId,
	graph: ControlFlowGraph,
	from: readonly (readonly BlockId[])[],
): Pick<WayOut, "steps" | "end" | "goto" | "to" | "isApart"> | null {
	const { blocks } = graph;
	// Conditions of one `if` may share their outcome; what anything else leads to is a join.
	if (from[first]!.some((id) => !DECISIONS.has(blocks[id]!.end.kind))) return null;
	const steps: Step[] = [];
	for (let id = first; ; ) {
		const block = blocks[id]!;
		steps.push(...block.steps);
		const { end } = block;
		if (end.kind === "return") return { steps, end: end.span, goto: null, to: id, isApart: false };
		if (end.kind !== "jump") return null;
		if (end.goto) {
			const isApart = isJumpedTo(end.to, graph, from);
			return { steps, end: end.goto.span, goto: end.goto, to: end.to, isApart };
		}
		if (from[end.to]!.length !== 1) return null;
		id = end.to;
	}
}

/** Whether every path to the block goes by a `goto`, to its label or to one in front of it. */
function isJumpedTo(
	block: BlockId,
	{ blocks, entry }: ControlFlowGraph,
	from: readonly (readonly BlockId[])[],
): boolean {
	const seen = new Set<BlockId>([block]);
	const stack = [block];
	for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
		if (id === entry) return false;
		for (const before of from[id]!) {
			const { end } = blocks[before]!;
			if (seen.has(before) || (end.kind === "jump" && end.goto)) continue;
			seen.add(before);
			stack.push(before);
		}
	}
	return true;
}
