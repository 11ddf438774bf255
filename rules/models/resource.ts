import { successors } from "../../src/cfg/graph.js";
import { behindJumps, loopsOf, reachedFrom, reversePostorder } from "../../src/cfg/paths.js";
import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import { type Holding, type HoldingEnd, isMember, type Lend } from "../../src/flow/holdings.js";
import type { Tracked } from "../../src/flow/model.js";
import { leadsTo, type Term } from "../../src/flow/term.js";
import { stepsOf, type TraceNode, type TraceStep } from "../../src/flow/trace.js";
import { ANYTHING, NEGATIVE, POSITIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import { type Span, sourceText } from "../../src/image/image.js";
import type { FileView, OneSide } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
import { declaredTypes } from "../../src/syntax/types.js";
import { STATUS_TYPES } from "./failure.js";

/** One acquisition, on both sides of a patch. */
function acquisitionKey({ name, spelled, kind }: Holding): string {
	return `${kind.noun} ${name} ${spelled}`;
}

/** Where the resource is given back, on any path; not where krealloc() puts a larger one in its place. */
export function releasesOf(holding: Holding, { holdingEnds }: FunctionAnalysis): readonly HoldingEnd[] {
	const { acquisition, by, isStored, span } = holding;
	return holdingEnds.filter(
		(end) =>
			end.how === "released" &&
			end.holding.acquisition === acquisition &&
			(by === "loop" || !isStored || end.span.start !== span.start),
	);
}

/**
 * Tells with which results of a call, or behind a store, the resource is given back on some path: whoever
 * got it there has not taken it over. 0 where there is no such path.
 */
export type Returned = (site: number, lend: Lend) => ValueSet;

/** By the paths that end so. */
export function returnedOn(holding: Holding, exits: readonly Exit[]): Returned {
	const known = exits.flatMap(({ returned }) => returned.get(holding.acquisition) ?? []);
	return (site) => known.reduce((set, lends) => set | (lends.get(site) ?? 0), 0);
}

/** Whether nobody that the resource was lent to can have taken it over. */
export function isStillOwned(holding: Holding, returned: Returned, { unit }: FunctionAnalysis): boolean {
	return [...holding.lends].every(([site, lend]) => {
		const known = returned(site, lend);
		if (known !== 0 && (lend.set & ~known) === 0) return true;
		// What is not taken over by a call that succeeds is not by one that fails.
		return (known & ZERO) !== 0 && (lend.set & ZERO) === 0 && isStatus(lend, unit);
	});
}

/** Whether the result of the call is 0 or an error code. */
function isStatus({ target }: Lend, unit: FunctionAnalysis["unit"]): boolean {
	return target !== null && STATUS_TYPES.has(declaredTypes(unit).get(target) ?? "");
}

/** What a way out tells its caller. */
export type Ending = "failure" | "other";

/** Codes that tell of work that goes on, and keeps what it was given. */
const GOES_ON: ReadonlySet<string> = new Set(["EINPROGRESS", "EIOCBQUEUED", "EALREADY"]);

export function endingOf(exit: Exit, { unit }: FunctionAnalysis): Ending {
	const { value, values } = exit;
	if (value === null || codesOf(value, exit).some((name) => GOES_ON.has(name))) return "other";
	if (unit.returnType.endsWith("*")) return (values & (POSITIVE | NEGATIVE)) === 0 ? "failure" : "other";
	if (!STATUS_TYPES.has(unit.returnType)) return "other";
	// `if (ret) return ret;` tells no more than that it is not 0.
	const isStatus = unit.returnType === "int" && value.kind === "fresh";
	const possible = isStatus ? values & ~POSITIVE : values;
	return (possible & (ZERO | POSITIVE)) === 0 && possible !== 0 ? "failure" : "other";
}

/** Names of the codes that the value is, or has been found to equal. */
function codesOf(value: Term, { facts, constant }: Exit): readonly string[] {
	const found = facts.flatMap(([term, set]) => {
		if (term.kind !== "op" || term.op !== "==" || !term.args.includes(value) || (set & ZERO) !== 0) return [];
		return term.args.flatMap(namesOf);
	});
	return [...namesOf(value), ...(constant ? namesOf(constant) : []), ...found];
}

function namesOf(term: Term): readonly string[] {
	if (term.kind === "symbol") return [term.name];
	return term.kind === "op" ? term.args.flatMap(namesOf) : [];
}

/** Whether the function is a test: what it leaves behind where an assertion fails matters to nobody. */
export function isTest({ unit }: FunctionAnalysis): boolean {
	return [...calledIn(unit)].some((name) => name.startsWith("KUNIT_"));
}

/** What is held at a way out, and does not leave by its value. */
export function heldAt(exit: Exit): readonly Holding[] {
	if (exit.imprecise) return [];
	return exit.holdings.filter((holding) => {
		const { pointer, proof } = holding;
		const value = exit.value && timeless(exit.value);
		if (value && (leadsTo(value, pointer) || isMember(value, holding))) return false;
		if (proof === null) return true;
		if ((exit.valueOf(proof.term) & proof.set) === 0) return false;
		// Functions that are given a pointer use it, and do not ask whether it was got.
		return proof.term === pointer || !isAsked(proof.term, exit);
	});
}

/** Whether the path has asked something of the value that may have told more of it than its sign. */
function isAsked(value: Term, exit: Exit): boolean {
	const { facts, writes } = exit;
	const isCompared = facts.some(
		([term]) => term.kind === "op" && term.op === "==" && term.args.includes(value),
	);
	return (
		isCompared ||
		[...writes].some(
			([place, answer]) =>
				place.kind === "answer" && place.args.includes(value) && exit.valueOf(answer) !== ANYTHING,
		)
	);
}

function timeless(term: Term): Term {
	return term.kind === "op" && term.op === "reread" ? timeless(term.args[0]!) : term;
}

/** Whether the path has come by a condition right around what gives back the resource, which came out against it. */
export function isDeclined(
	{ span, holding }: HoldingEnd,
	{ trace }: Exit,
	{ graph }: FunctionAnalysis,
): boolean {
	const block = graph.blocks.find((other) => hasStepAt(other, span));
	// Behind it both ways go on together: `if (p->on) clk_disable(p->clk);`.
	const next = block?.end.kind === "jump" ? behindJumps(graph, block.end.to) : -1;
	const around = graph.blocks.flatMap(({ end }) => {
		if (end.kind !== "branch" || !block) return [];
		const other = end.then === block.id ? end.else : end.else === block.id ? end.then : null;
		return other !== null && joins(other, next, graph) ? [end] : [];
	});
	const isAround = around.some((branch) =>
		stepsOf(trace).some(
			(step) =>
				step.kind === "branch" &&
				step.span.start === branch.span.start &&
				step.truth !== (branch.then === block?.id),
		),
	);
	return (
		isAround ||
		(block !== undefined &&
			holding.by !== "loop" &&
			stepsOf(trace).some((step) => skips(step, block.id, graph)))
	);
}

/** Whether the condition came out for passing over code, with that block in it, behind which all goes on together. */
function skips(step: TraceStep, block: number, graph: FunctionAnalysis["graph"]): boolean {
	if (step.kind !== "branch") return false;
	return graph.blocks.some(({ end }) => {
		if (end.kind !== "branch" || end.span.start !== step.span.start || end.then === end.else) return false;
		// What a `goto` passes over is not left out by a condition around it.
		const next = behindJumps(graph, step.truth ? end.then : end.else, false);
		const other = behindJumps(graph, step.truth ? end.else : end.then, false);
		if (other === next) return false;
		const inside = new Set([other, ...reachedFrom(graph, other, next)]);
		return inside.has(block) && [...inside].every((id) => successors(graph.blocks[id]!.end).length > 0);
	});
}

/** Whether the path has come by a loop whose rounds hand on the resource, and may have been through none of them. */
export function isHandedOnInLoop(
	{ acquisition }: Holding,
	trace: TraceNode | null,
	{ graph, holdingEnds }: FunctionAnalysis,
): boolean {
	const handed = holdingEnds.filter(
		({ how, holding }) => how === "handed" && holding.acquisition === acquisition,
	);
	if (handed.length === 0) return false;
	const left = new Set(stepsOf(trace).flatMap(({ kind, span }) => (kind === "branch" ? [span.start] : [])));
	return [...loopsOf(graph, reversePostorder(graph))].some(([head, body]) => {
		const { end } = graph.blocks[head]!;
		if (end.kind !== "branch" || !left.has(end.span.start)) return false;
		return handed.some(({ span }) => [...body].some((id) => hasStepAt(graph.blocks[id]!, span)));
	});
}

function hasStepAt({ steps }: FunctionAnalysis["graph"]["blocks"][number], span: Span): boolean {
	return steps.some((step) => step.span.start <= span.start && span.end <= step.span.end);
}

/** Whether the block leads straight there, with something to do before or not. */
function joins(id: number, next: number, graph: FunctionAnalysis["graph"]): boolean {
	const { end } = graph.blocks[id]!;
	return behindJumps(graph, id) === next || (end.kind === "jump" && behindJumps(graph, end.to) === next);
}

/** Whether the path has left the loop, which gives back one resource a round, by its condition. */
export function isLoopLeft(
	{ holding, span }: HoldingEnd,
	{ trace }: Exit,
	{ graph }: FunctionAnalysis,
): boolean {
	const blockOf = (at: Span) =>
		graph.blocks.find(({ steps, end }) =>
			[...steps, ...("span" in end ? [end] : [])].some(
				(step) => step.span.start <= at.start && at.end <= step.span.end,
			),
		)?.id ?? -1;
	const [acquired, released] = [blockOf(holding.span), blockOf(span)];
	if (acquired < 0 || released < 0) return false;
	const round = reachedFrom(graph, released, acquired);
	if (!round.has(released)) return false;
	return stepsOf(trace).some((step) => {
		const at = step.kind === "branch" ? blockOf(step.span) : -1;
		return round.has(at) && reachedFrom(graph, at, acquired).has(released);
	});
}

/** As the object of a report, whose acquisition is the first step of the witness. */
export function asTracked({ spelled, span, trace, order }: Holding): Tracked {
	return { status: 0, spelled, span, trace, detail: -1, order, assumed: false };
}

/** Whether the function gave back the resource before the patch on every path, behind the same calls, and nobody else does now. */
export function isNoLongerReleased(
	holding: Holding,
	{ analysis: before, file: fileBefore }: OneSide,
	{ analysis: after, file: fileAfter }: OneSide,
): boolean {
	const key = acquisitionKey(holding);
	const ends = before.holdingEnds.filter(
		(end) => end.how === "released" && acquisitionKey(end.holding) === key,
	);
	const isLostBefore = before.exits.some((exit) =>
		heldAt(exit).some((other) => acquisitionKey(other) === key),
	);
	if (ends.length === 0 || isLostBefore || before.graph.hasGaps || after.graph.hasGaps) return false;
	const known = new Set(
		ends.flatMap(({ holding: { lends } }) =>
			[...lends.values()].map(({ span }) => sourceText(before.unit.image, span)),
		),
	);
	if (![...holding.lends.values()].every(({ span }) => known.has(sourceText(after.unit.image, span))))
		return false;
	const { ends: names } = holding.kind;
	return releasersIn(fileAfter, after, names) <= releasersIn(fileBefore, before, names);
}

/** Count of the other functions of the file that call any of these. */
function releasersIn(
	{ functions }: FileView,
	{ unit }: FunctionAnalysis,
	names: ReadonlySet<string>,
): number {
	return functions.filter((other) => other !== unit && [...calledIn(other)].some((name) => names.has(name)))
		.length;
}
