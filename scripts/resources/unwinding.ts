import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import { type Block, type BlockId, type ControlFlowGraph, successors } from "../../src/cfg/graph.js";
import { callTargets, partsOf } from "../../src/cfg/walk.js";

/** A call, and another that undoes it where something later fails. */
export interface Undoing {
	readonly done: string;
	readonly undone: string;
	/** Where the first call shows what the second is given: `result`, `argument 0`, `out 1`; with a member behind it. */
	readonly by: string;
	/** Index of the argument of the second. */
	readonly argument: number;
}

/** A test that leaves the function on failure, and the calls made on the way out. */
interface Failure {
	readonly block: Block;
	/** The call whose failure it is, where it stands right before the test. */
	readonly call: CallExpr | null;
	readonly at: number;
	readonly region: ReadonlySet<BlockId>;
	readonly onward: BlockId;
	readonly calls: ReadonlyMap<string, CallExpr>;
}

/** Blocks on the way out. */
const MAX_REGION = 24;

/**
 * Pairs that the unwinding of a function shows: what a failure undoes and the failure before it did not
 * was done between the two.
 */
export function undoings(graph: ControlFlowGraph): {
	readonly later: readonly Undoing[];
	/** What is undone where the call itself has failed. */
	readonly own: readonly Undoing[];
} {
	const later: Undoing[] = [];
	const own: Undoing[] = [];
	const failures = failuresOf(graph);
	if (failures.length < 2) return { later, own };
	const targets = callTargets(graph);
	const onWayOut = new Set(failures.flatMap(({ region }) => [...region]));
	for (const [index, failure] of failures.entries()) {
		const before = failures[index - 1];
		if (!before || !reaches(graph, before.onward, failure.block.id)) continue;
		const added = [...failure.calls].filter(([text]) => !before.calls.has(text)).map(([, call]) => call);
		if (added.length === 0) continue;
		const made = callsBetween(
			graph,
			onWayOut,
			before.call?.span.start ?? before.at,
			failure.call?.span.start ?? failure.at,
		);
		for (const call of added) {
			const shown = made.flatMap((done) => [...pairsOf(done, call, targets)]);
			later.push(...shown);
			if (shown.length === 0 && failure.call) own.push(...pairsOf(failure.call, call, targets));
		}
	}
	return { later, own };
}

function* pairsOf(
	done: CallExpr,
	undone: CallExpr,
	targets: ReadonlyMap<CallExpr, Expr | string>,
): Iterable<Undoing> {
	if (done.name === null || undone.name === null || done.name === undone.name) return;
	for (const [argument, arg] of undone.args.entries()) {
		const by = shownBy(done, spelled(arg), targets.get(done));
		if (by !== null) yield { done: done.name, undone: undone.name, by, argument };
	}
}

function shownBy(done: CallExpr, text: string, target: Expr | string | undefined): string | null {
	const result = target === undefined ? "" : typeof target === "string" ? target : spelled(target);
	const inner = text.replace(/^&/, "");
	if (result !== "" && text === result) return "result";
	for (const [index, arg] of done.args.entries()) {
		const given = spelled(arg);
		if (given === text && /[a-z]/.test(given)) return `argument ${index}`;
		if (given === `&${text}`) return `out ${index}`;
	}
	if (result !== "" && inner.startsWith(`${result}->`)) return `result ${inner.slice(result.length + 2)}`;
	for (const [index, arg] of done.args.entries()) {
		const given = spelled(arg).replace(/^&/, "");
		if (!/^[a-z]\w*$/.test(given)) continue;
		if (spelled(arg) !== given && inner.startsWith(`${given}.`))
			return `out ${index} ${inner.slice(given.length + 1)}`;
		if (inner.startsWith(`${given}->`)) return `argument ${index} ${inner.slice(given.length + 2)}`;
	}
	return null;
}

function failuresOf(graph: ControlFlowGraph): Failure[] {
	const all: Failure[] = [];
	for (const block of graph.blocks) {
		const { end } = block;
		if (end.kind !== "branch" || end.then === end.else) continue;
		// The statement that a condition guards stands right behind it.
		const [guarded, onward] =
			offsetOf(graph.blocks[end.then]!) < offsetOf(graph.blocks[end.else]!)
				? [end.then, end.else]
				: [end.else, end.then];
		const region = wayOut(graph, guarded, onward);
		if (!region) continue;
		const calls = new Map<string, CallExpr>();
		for (const id of region) for (const call of callsOf(graph.blocks[id]!)) calls.set(textOf(call), call);
		all.push({ block, call: testedCall(block), at: end.span.start, region, onward, calls });
	}
	return all.sort((a, b) => a.at - b.at);
}

function offsetOf({ steps, end }: Block): number {
	const first = steps[0];
	if (first) return first.span.start;
	if (end.kind === "jump") return end.goto?.span.start ?? Number.POSITIVE_INFINITY;
	return end.kind === "unreachable" ? Number.POSITIVE_INFINITY : end.span.start;
}

/** The blocks that lead from one to the end, where they are few and do not go on to the other; else null. */
function wayOut(graph: ControlFlowGraph, from: BlockId, other: BlockId): ReadonlySet<BlockId> | null {
	const seen = new Set([from]);
	const open = [from];
	let returns = false;
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (id === other || seen.size > MAX_REGION) return null;
		const { end, isLoopHead } = graph.blocks[id]!;
		if (isLoopHead && id === from) return null;
		returns ||= end.kind === "return";
		for (const next of successors(end)) {
			if (seen.has(next)) continue;
			seen.add(next);
			open.push(next);
		}
	}
	return returns ? seen : null;
}

function testedCall({ steps, end }: Block): CallExpr | null {
	if (end.kind !== "branch") return null;
	const condition = end.condition;
	const inner = callIn(condition);
	if (inner && !/^(IS_ERR|WARN|unlikely|likely)/.test(inner.name ?? "")) return inner;
	const last = steps.at(-1);
	if (!last) return null;
	if (last.kind === "declare") return last.init ? callIn(last.init) : null;
	if (last.kind === "expr") return callIn(last.expr);
	return last.kind === "set-temp" ? callIn(last.value) : null;
}

function callIn(expr: Expr): CallExpr | null {
	if (expr.kind === "call") return expr;
	for (const part of partsOf(expr)) {
		const found = callIn(part);
		if (found) return found;
	}
	return null;
}

function reaches(graph: ControlFlowGraph, from: BlockId, to: BlockId): boolean {
	const seen = new Set([from]);
	const open = [from];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (id === to) return true;
		for (const next of successors(graph.blocks[id]!.end)) {
			if (!seen.has(next)) {
				seen.add(next);
				open.push(next);
			}
		}
	}
	return false;
}

function callsBetween(
	graph: ControlFlowGraph,
	without: ReadonlySet<BlockId>,
	from: number,
	to: number,
): readonly CallExpr[] {
	const found: CallExpr[] = [];
	for (const block of graph.blocks) {
		if (without.has(block.id)) continue;
		for (const call of callsOf(block)) {
			if (call.span.start >= from && call.span.start < to) found.push(call);
		}
	}
	return found;
}

function callsOf({ steps, end }: Block): CallExpr[] {
	const found: CallExpr[] = [];
	const look = (expr: Expr): void => {
		if (expr.kind === "call") found.push(expr);
		for (const part of partsOf(expr)) look(part);
	};
	for (const step of steps) {
		if (step.kind === "expr") look(step.expr);
		else if (step.kind === "set-temp") look(step.value);
		else if (step.kind === "declare" && step.init) look(step.init);
	}
	if (end.kind === "branch") look(end.condition);
	else if (end.kind === "return" && end.value) look(end.value);
	return found;
}

function textOf(call: CallExpr): string {
	return `${call.name ?? spelled(call.callee)}(${call.args.map(spelled).join(",")})`;
}

/** The expression in one spelling. */
export function spelled(expr: Expr): string {
	switch (expr.kind) {
		case "name":
			return expr.name;
		case "number":
			return String(expr.value);
		case "member":
			return `${spelled(expr.base)}${expr.arrow ? "->" : "."}${expr.field}`;
		case "index":
			return `${spelled(expr.base)}[${spelled(expr.index)}]`;
		case "unary":
			return `${expr.op}${spelled(expr.operand)}`;
		case "call":
			return textOf(expr);
		default:
			return "?";
	}
}
