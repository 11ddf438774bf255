import { type Block, type BlockId, type ControlFlowGraph, spanOf } from "../cfg/graph.js";
import { predecessors } from "../cfg/paths.js";
import type { FunctionAnalysis } from "../flow/analysis.js";
import { HELD, type Holding } from "../flow/custody.js";
import type { HeldObject } from "../flow/model.js";
import type { Side, SourceImage, Span } from "../image/image.js";

/** Which locks are held at the lines of one function, on one side of a patch. */
export interface FunctionLanes {
	readonly path: string;
	readonly side: Side;
	readonly function: string;
	/** Its first and last line, 1-based; with the hunks alone, of what is shown of it. */
	readonly firstLine: number;
	readonly lastLine: number;
	/** In the order in which they are first held. */
	readonly lanes: readonly Lane[];
}

/** One lock in one function. */
export interface Lane {
	/** As the source spells it, or what it is: `pool->lock`, `interrupts off`. */
	readonly name: string;
	/** What it is, such as "mutex"; null where that is not known. */
	readonly kind: string | null;
	/** Ordered, disjoint. On lines in none of them it is not held, or nothing is known. */
	readonly runs: readonly LaneRun[];
}

/** Lines at whose beginning the lock is held, on all paths that get there or on some of them. */
export interface LaneRun {
	readonly firstLine: number;
	readonly lastLine: number;
	readonly paths: "all" | "some";
}

type Held = ReadonlyMap<HeldObject, Holding>;

/** What is known at the beginning of a line; null: nothing. */
type LineStates = ReadonlyMap<number, Held | null>;

/** The lanes of a function that was analysed with an eye on what is held; null where it holds nothing. */
export function lanesOf(analysis: FunctionAnalysis): FunctionLanes | null {
	const { unit, heldPoints } = analysis;
	if (heldPoints.size === 0) return null;
	const { image, span } = unit;
	const states = filled(statesByLine(analysis), linesOf(image, unit.bodySpan));
	const lanes = new Map<HeldObject, LaneRun[]>();
	for (const [line, held] of [...states].sort(([a], [b]) => a - b)) {
		for (const [object, holding] of held ?? []) {
			if ((holding & HELD) === 0) continue;
			const runs = lanes.get(object) ?? [];
			lanes.set(object, runs);
			addLine(runs, line, holding === HELD ? "all" : "some");
		}
	}
	if (lanes.size === 0) return null;
	const lines = linesOf(image, span).flat();
	return {
		path: image.path,
		side: image.side,
		function: unit.name,
		firstLine: lines[0]!,
		lastLine: lines.at(-1)!,
		lanes: [...lanes].map(([{ name, kind }, runs]) => ({ name, kind, runs })),
	};
}

function addLine(runs: LaneRun[], line: number, paths: LaneRun["paths"]): void {
	const last = runs.at(-1);
	if (last?.lastLine === line - 1 && last.paths === paths)
		runs[runs.length - 1] = { ...last, lastLine: line };
	else runs.push({ firstLine: line, lastLine: line, paths });
}

/**
 * What is held as paths come to a line from another one. Steps further on in a line do not count:
 * `if (mutex_trylock(&p->lock) && ready(p))` begins without the lock.
 */
function statesByLine({ graph, heldPoints }: FunctionAnalysis): LineStates {
	const { image } = graph.unit;
	const states = new Map<number, Held | null>();
	/** Lines on which an expression goes on, and where it began. */
	const continued = new Map<number, number>();
	const ways: Ways = { entry: graph.entry, lastLines: lastLinesOf(graph), before: predecessors(graph) };
	for (const block of graph.blocks) {
		let before: ReadonlySet<number | null> = linesBefore(block.id, ways);
		for (const { step, span } of writtenIn(block)) {
			if (isSupplied(image, span)) continue;
			const line = image.lineAt(span.start);
			const held = heldPoints.get(step) ?? null;
			if (![...before].every((other) => other === line)) join(states, line, held);
			const end = image.lineAt(Math.max(span.start, span.end - 1));
			for (let more = line + 1; more <= end && step.kind !== "scope-exit"; more++) {
				if (!continued.has(more)) continued.set(more, line);
			}
			before = new Set([line]);
		}
	}
	for (const [line, beginning] of [...continued].sort(([a], [b]) => a - b)) {
		if (!states.has(line)) states.set(line, states.get(beginning) ?? null);
	}
	return states;
}

function join(states: Map<number, Held | null>, line: number, held: Held | null): void {
	const other = states.get(line);
	if (!held || !other) {
		if (held || !states.has(line)) states.set(line, held);
		return;
	}
	const both = new Map(other);
	for (const [object, holding] of held) both.set(object, (both.get(object) ?? 0) | holding);
	states.set(line, both);
}

type Written = { readonly step: Block["steps"][number] | Block["end"]; readonly span: Span };

/** Steps and end of a block that stand in the source. */
function writtenIn({ steps, end }: Block): readonly Written[] {
	const shown = steps.flatMap((step) => (step.kind === "gap" ? [] : [{ step, span: step.span }]));
	const last = spanOf(end);
	return last ? [...shown, { step: end, span: last }] : shown;
}

function lastLinesOf({ blocks, unit }: ControlFlowGraph): readonly (number | null)[] {
	return blocks.map((block) => {
		const last = writtenIn(block).at(-1);
		return last ? unit.image.lineAt(last.span.start) : null;
	});
}

interface Ways {
	readonly entry: BlockId;
	/** The line on which each block stops; null for one in which nothing is written. */
	readonly lastLines: readonly (number | null)[];
	/** The blocks that lead to each block. */
	readonly before: readonly (readonly BlockId[])[];
}

/** The lines from which paths come to a block; null among them for the beginning of the function. */
function linesBefore(id: BlockId, { entry, lastLines, before }: Ways): ReadonlySet<number | null> {
	const found = new Set<number | null>();
	const seen = new Set<BlockId>([id]);
	const queue = [id];
	for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
		if (at === entry) found.add(null);
		for (const from of before[at]!) {
			const line = lastLines[from]!;
			if (line !== null) found.add(line);
			else if (!seen.has(from)) {
				seen.add(from);
				queue.push(from);
			}
		}
	}
	return found;
}

/**
 * Lines of the span that the file has, in order of the text, in pieces: between two of them stands code
 * that is not shown.
 */
function linesOf(image: SourceImage, { start, end }: Span): readonly (readonly number[])[] {
	const pieces: number[][] = [[]];
	for (let at = start; at < end; ) {
		const newline = image.text.indexOf("\n", at);
		const next = newline < 0 ? end : newline + 1;
		if (!isSupplied(image, { start: at, end: next })) pieces.at(-1)!.push(image.lineAt(at));
		else if (pieces.at(-1)!.length > 0) pieces.push([]);
		at = next;
	}
	return pieces;
}

/** Braces, labels, comments and blank lines are as the code is that follows them. */
function filled(states: LineStates, pieces: readonly (readonly number[])[]): LineStates {
	const all = new Map<number, Held | null>();
	for (const piece of pieces) {
		let held: Held | null = null;
		for (const line of piece.toReversed()) {
			held = states.has(line) ? states.get(line)! : held;
			all.set(line, held);
		}
	}
	return all;
}

function isSupplied({ supplied }: SourceImage, { start }: Span): boolean {
	let [low, high] = [0, supplied.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (supplied[middle]!.end <= start) low = middle + 1;
		else high = middle;
	}
	return low < supplied.length && supplied[low]!.start <= start;
}
