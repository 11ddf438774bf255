import { immediateDominators, isDominated } from "../../src/cfg/dominators.js";
import type { CallExpr } from "../../src/cfg/expression.js";
import type { BlockId, ControlFlowGraph } from "../../src/cfg/graph.js";
import { reachedFrom } from "../../src/cfg/paths.js";
import { callsIn } from "../../src/cfg/walk.js";
import { type WayOut, waysOut } from "../../src/cfg/ways-out.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { lockOutcomes } from "../knowledge/lock-outcomes.js";
import { prints } from "../knowledge/printing.js";
import { conditionText } from "./failure.js";
import { endingOf } from "./resource.js";

/** A failure that returns between two that jump to one cleanup. */
export interface SkippedCleanup {
	/** Where it returns. */
	readonly way: WayOut;
	readonly before: WayOut;
	readonly behind: WayOut;
	/** A call of the cleanup. */
	readonly undoes: CallExpr;
}

/**
 * Failures that return at once, though the failure in front of them and one behind them on the same way
 * jump to the same cleanup: what the one has to undo is there in between, unless it was undone and done
 * again.
 */
export function* skippedCleanups(analysis: FunctionAnalysis): Iterable<SkippedCleanup> {
	const { graph } = analysis;
	const ways = waysOut(graph);
	const jumps = ways.filter((way) => way.goto !== null && way.isApart && isForFailures(way, analysis));
	if (jumps.length < 2 || graph.hasGaps) return;
	const returns = ways.filter((way) => way.goto === null && isBareFailure(way, analysis));
	if (returns.length === 0) return;
	const dominators = immediateDominators(graph);
	for (const way of returns) {
		const found = jumps
			.filter(({ block }) => isDominated(way.block.id, block.id, dominators))
			.map((before) => ({ before, undoes: undoneBehind(before, way, graph) }))
			.find(({ undoes }) => undoes !== null);
		if (!found?.undoes) continue;
		const { before, undoes } = found;
		const behind = jumps.find(
			({ block, to }) =>
				isDominated(block.id, way.block.id, dominators) &&
				(to === before.to || reachedFrom(graph, to).has(before.to)),
		);
		if (behind) yield { way, before, behind, undoes };
	}
}

/** Whether all that comes behind the label returns a failure. */
function isForFailures({ to }: WayOut, analysis: FunctionAnalysis): boolean {
	const { blocks } = analysis.graph;
	const ends = [to, ...reachedFrom(analysis.graph, to)].map((id) => blocks[id]!.end);
	const spans = new Set(ends.flatMap((end) => (end.kind === "return" ? [end.span.start] : [])));
	const exits = analysis.exits.filter(({ span }) => spans.has(span.start));
	return exits.length > 0 && exits.every((exit) => endingOf(exit, analysis) === "failure");
}

/** Whether the way returns a failure and does nothing but tell of it. */
function isBareFailure({ steps, to, end }: WayOut, analysis: FunctionAnalysis): boolean {
	const { exits, graph } = analysis;
	const here = exits.filter(({ span }) => span.start === end.start);
	if (here.length === 0 || here.some((exit) => endingOf(exit, analysis) !== "failure")) return false;
	return [...callsIn({ ...graph, blocks: [{ ...graph.blocks[to]!, steps }] })].every(isReport);
}

/** Whether the call only tells of a failure, or makes a value of it. */
function isReport({ name }: CallExpr): boolean {
	return name !== null && (prints(name) || /^[A-Z0-9_]+$/.test(name));
}

/**
 * The first call that is made behind the label in any case and is neither an unlock nor a message. Null where
 * there is none, where nothing in front can be what it undoes, and where the function calls such between
 * the two as well.
 */
function undoneBehind(before: WayOut, way: WayOut, graph: ControlFlowGraph): CallExpr | null {
	const cleanup = cleanupOf(before.to, graph);
	const names = new Set(cleanup.map(({ name }) => name));
	const all = [...callsIn(graph)].filter((call) => !isReport(call));
	const isDoneBetween = all.some(
		({ name, span }) => names.has(name) && span.start > before.end.start && span.end < way.end.start,
	);
	// The last of these is the one that fails.
	const isAnythingDone = all.filter(({ span }) => span.end <= before.span.end).length > 1;
	if (isDoneBetween || !isAnythingDone) return null;
	const first = graph.blocks[before.to]!;
	const always = new Set(callsIn({ ...graph, blocks: [first] }));
	return cleanup.find((call) => always.has(call)) ?? null;
}

/**
 * Failures that return at once since the patch, where the same condition jumped to a cleanup before, though
 * neither what is done in front of it nor the cleanup has changed.
 */
export function* abandonedCleanups(
	before: FunctionAnalysis,
	after: FunctionAnalysis,
): Iterable<Omit<SkippedCleanup, "behind">> {
	if (before.graph.hasGaps || after.graph.hasGaps) return;
	if (waysOut(before.graph).every(({ goto }) => goto === null)) return;
	const [jumps, left] = [byKey(before), byKey(after)];
	for (const [key, jump] of jumps) {
		const way = left.get(key);
		if (!way || way.goto !== null || jump.goto === null) continue;
		if (!isBareFailure(way, after) || !isForFailures(jump, before)) continue;
		const cleanup = cleanupOf(jump.to, before.graph);
		const undoes = callsBehind(jump.goto.label, cleanup, after);
		if (!undoes || namesInFront(jump, before) !== namesInFront(way, after)) continue;
		yield { way, before: jump, undoes };
	}
}

/** The ways by their condition, how it comes out, and how many like it stand in front. */
function byKey(analysis: FunctionAnalysis): ReadonlyMap<string, WayOut> {
	const counts = new Map<string, number>();
	const found = new Map<string, WayOut>();
	for (const way of [...waysOut(analysis.graph)].sort((a, b) => a.span.start - b.span.start)) {
		const key = `${way.truth} ${conditionText(way, analysis)}`;
		const count = counts.get(key) ?? 0;
		counts.set(key, count + 1);
		found.set(`${count} ${key}`, way);
	}
	return found;
}

/** What is called in front of the way, each as often as it is. */
function namesInFront({ span }: WayOut, { graph }: FunctionAnalysis): string {
	const calls = [...callsIn(graph)].filter((call) => call.span.start < span.end && !isReport(call));
	return calls.map(({ name }) => name).join(" ");
}

/** A call of the cleanup where the label still stands in front of the same calls; null where it does not. */
function callsBehind(
	label: string,
	cleanup: readonly CallExpr[],
	{ graph }: FunctionAnalysis,
): CallExpr | null {
	const same = waysOut(graph).find(({ goto }) => goto?.label === label);
	if (!same) return null;
	const now = cleanupOf(same.to, graph);
	const names = (calls: readonly CallExpr[]) => calls.map(({ name }) => name).join(" ");
	return names(now) === names(cleanup) ? (now[0] ?? null) : null;
}

/** What is called behind the label, unlocks and messages apart. */
function cleanupOf(label: BlockId, graph: ControlFlowGraph): readonly CallExpr[] {
	const ids = reachedFrom(graph, label);
	const blocks = graph.blocks.filter(({ id }) => id === label || ids.has(id));
	return [...callsIn({ ...graph, blocks })].filter(
		(call) => !isReport(call) && call.name !== null && !lockOutcomes().has(call.name),
	);
}
