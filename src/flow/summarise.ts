import type { ControlFlowGraph } from "../cfg/graph.js";
import type { Exit, FunctionAnalysis } from "./analysis.js";
import { isConstantLike } from "./facts.js";
import { summariseResources } from "./holding-summary.js";
import type { Knowledge, Model } from "./model.js";
import type { ObservedCall, PassedCall } from "./observed.js";
import type { FunctionSummary, SummaryEffect, SummaryWay, SummaryWrite } from "./summary.js";
import type { Place, Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import { ANYTHING, type ValueSet, ZERO } from "./values.js";

/** Ways told apart in one summary; a function with more is not summarised. */
const MAX_WAYS = 6;

/**
 * Condenses an analysed function to what its callers must know, or null where that is not known.
 * Exits that do the same to every tracked place are one way.
 */
export function summarise(
	analysis: FunctionAnalysis,
	knowledge: Knowledge,
	isMacro = false,
): FunctionSummary | null {
	const { models } = knowledge;
	if (analysis.givenUp !== null || analysis.graph.hasGaps) return null;
	// What asks a question and does nothing is told apart by its answers.
	const major = models.filter((model) => !model.isMinor);
	const isPredicate = analysis.exits.every(
		(exit) => exit.value?.kind === "const" && effectsOf(exit, major).length === 0,
	);
	if (analysis.exits.some((exit) => exit.imprecise)) return null;
	const fine = groupsOf(analysis.exits, models, isPredicate);
	const groups = fine.length > MAX_WAYS ? groupsOf(analysis.exits, major, isPredicate) : fine;
	if (groups.length > MAX_WAYS) return null;
	const { parameters, name, returnType } = analysis.unit;
	return {
		name,
		returnsPointer: returnType.endsWith("*"),
		parameters,
		locals: analysis.graph.locals,
		isMacro,
		ways: groups.map(({ effects, exits }) => wayOf(effects, exits, isMacro ? parameters : [])),
		mayBeZero: analysis.exits.some((exit) => exit.values === ZERO),
		calls: passedCalls(analysis, knowledge),
		resources: summariseResources(analysis, isGiven),
	};
}

/** Exits that come to the same for a caller. */
interface Group {
	readonly effects: SummaryEffect[];
	readonly exits: Exit[];
}

function groupsOf(exits: readonly Exit[], models: readonly Model[], byResult: boolean): readonly Group[] {
	const groups = new Map<string, Group>();
	for (const exit of exits) {
		const effects = effectsOf(exit, models);
		const result = byResult ? `${exit.values}` : "";
		const key = [...effects.map(keyOf).sort(), result].join(";");
		const group = groups.get(key);
		if (group) group.exits.push(exit);
		else groups.set(key, { effects, exits: [exit] });
	}
	return [...groups.values()];
}

/** Whether callers have a name for the object: they gave it, or find it in what the function leaves them. */
function isKnownToCallers(place: Place, { value, writes }: Exit): boolean {
	if (isGivenPlace(place)) return true;
	if (place.kind !== "target") return false;
	const { pointer } = place;
	return (
		pointer === value ||
		[...writes].some(([at, term]) => term === pointer && isGivenPlace(at) && at.kind !== "variable")
	);
}

/** A call further down than that is not told of. */
const MAX_VIA = 3;

type CallSort = "call" | "division" | "assertion";

/** Calls of each sort that one function tells its callers of. */
const MAX_CALLS: Readonly<Record<CallSort, number>> = { call: 24, division: 8, assertion: 8 };

/** Whether what it divides by is the caller's, and no constant. */
function isForCallers(call: ObservedCall, index: number): boolean {
	const divisor = call.args[index] ?? null;
	return divisor !== null && isGiven(divisor) && !isConstantLike(divisor);
}

function passedCalls(analysis: FunctionAnalysis, { models, divisor, asserts }: Knowledge): PassedCall[] {
	const passed = new Map<string, PassedCall>();
	const counts = { call: 0, division: 0, assertion: 0 };
	const fatal = fatalConditions(analysis.graph);
	for (const call of analysis.calls) {
		const index = divisor(call.name);
		const sort = index !== null ? "division" : asserts(call.name) ? "assertion" : "call";
		if (call.via.length >= MAX_VIA || counts[sort] >= MAX_CALLS[sort]) continue;
		if (index !== null && !isForCallers(call, index)) continue;
		const known = call.facts.map(([term, set]) => ({ term, set }));
		const requires = [...known, ...call.undecided].filter(({ term }) => isGiven(term));
		const args = call.args.map((arg) => (arg && isGiven(arg) ? arg : null));
		if (sort === "assertion" && args.length > 0 && args.every((arg) => arg === null)) continue;
		const tracked = models.flatMap((model) =>
			[...call.tracked(model)].map(([place, { status }]) => [model, place, status] as const),
		);
		const lost = tracked.filter(([model, , status]) => !model.leavesEntry(status));
		const released = [...call.released, ...lost.map(([model, place]) => [model, place] as const)];
		const begun = tracked.filter(([model, , status]) => isBegun(model, status));
		// Only assertions are about what their own function has done.
		const taken =
			sort === "assertion" ? [...call.taken, ...begun.map(([model, place]) => [model, place] as const)] : [];
		const key = [
			...[call.name, ...call.via, ...args.map((arg) => arg?.id), "if"],
			...requires.map(({ term, set }) => `${term.id}:${set}`).sort(),
			...[...released, ...taken].map(([, place]) => place.id),
		].join(" ");
		const origin = call.origin ?? { unit: analysis.unit, span: call.span };
		if (!passed.has(key)) counts[sort]++;
		const { name, via, written } = call;
		const isConditional =
			sort === "assertion" &&
			(passed.get(key)?.isConditional ?? true) &&
			(call.isConditional || isDecided(call.trace, fatal));
		passed.set(key, { name, via, written, origin, args, requires, released, taken, isConditional });
	}
	return [...passed.values()];
}

/** Where the conditions begin that end the path one way: those of assertions. */
function fatalConditions({ blocks }: ControlFlowGraph): ReadonlySet<number> {
	const isDead = (block: number) => blocks[block]?.end.kind === "unreachable";
	return new Set(
		blocks.flatMap(({ end }) =>
			end.kind === "branch" && (isDead(end.then) || isDead(end.else)) ? [end.span.start] : [],
		),
	);
}

/** Whether a condition other than these has come out one way or the other. */
function isDecided(trace: TraceNode | null, fatal: ReadonlySet<number>): boolean {
	for (let node = trace; node; node = node.before) {
		if (node.step.kind === "branch" && !fatal.has(node.step.span.start)) return true;
	}
	return false;
}

/** Whether the function has begun something with the place that it is still to end. */
function isBegun(model: Model, status: number): boolean {
	const last = model.asOperations(status).at(-1);
	return last !== undefined && model.begins(last);
}

function effectsOf(exit: Exit, models: readonly Model[]): SummaryEffect[] {
	const effects: SummaryEffect[] = [];
	for (const model of models) {
		for (const [place, item] of exit.tracked(model)) {
			const { spelled, detail } = item;
			if (place.kind === "singleton" && model.registers.includes(place.name)) {
				const value = exit.writes.get(place);
				if (value) effects.push({ model, place, operations: [], unknown: false, spelled, detail, value });
				continue;
			}
			const operations = model.asOperations(item.status);
			const unknown = item.status === model.unknown;
			if (operations.length === 0 && !unknown) continue;
			if (model.isMinor && !isKnownToCallers(place, exit)) continue;
			effects.push({ model, place, operations, unknown, spelled, detail, value: null });
		}
	}
	return effects;
}

function keyOf(effect: SummaryEffect): string {
	const operations = `${effect.operations.join(",")}${effect.unknown ? "?" : ""}`;
	return `${effect.model.id} ${effect.place.id} ${operations} ${effect.detail} ${effect.value?.id ?? ""}`;
}

function wayOf(
	effects: readonly SummaryEffect[],
	exits: readonly Exit[],
	assignable: readonly string[],
): SummaryWay {
	let result: ValueSet = 0;
	for (const exit of exits) result |= exit.values;
	const first = exits[0]?.value ?? null;
	return {
		result,
		returns: exits.every((exit) => exit.value === first) ? first : null,
		requires: requirements(exits),
		effects,
		writes: writesOf(exits, assignable),
		disturbances: exits.flatMap((exit) => [...exit.disturbances]),
	};
}

/** Writes told of one way; a function that fills a large structure tells nothing of it. */
const MAX_WRITES = 12;

/** What the way leaves in places that its caller knows: memory, and what a macro is given to assign to. */
function writesOf(exits: readonly Exit[], assignable: readonly string[]): SummaryWrite[] {
	const places = new Set<Place>();
	for (const exit of exits) {
		for (const place of exit.writes.keys()) {
			// Registers are effects.
			const isOwn = place.kind === "variable" || place.kind === "answer" || place.kind === "singleton";
			const isAssigned = place.kind === "variable" && assignable.includes(place.name);
			if (isAssigned || (!isOwn && isGivenPlace(place))) places.add(place);
		}
	}
	if (places.size > MAX_WRITES) return [];
	return [...places].map((place) => {
		const terms = exits.map((exit) => exit.writes.get(place) ?? null);
		const [first] = terms;
		let set: ValueSet = 0;
		for (const [i, term] of terms.entries()) set |= term ? exits[i]!.valueOf(term) : ANYTHING;
		return { place, term: first && terms.every((term) => term === first) ? first : null, set };
	});
}

/** Facts about what the function was given that hold on every path of the way. */
function requirements(exits: readonly Exit[]): { term: Term; set: ValueSet }[] {
	const [first, ...others] = exits;
	const required: { term: Term; set: ValueSet }[] = [];
	for (const [term, set] of first?.facts ?? []) {
		if (!isGiven(term)) continue;
		let union = set;
		for (const exit of others) union |= exit.valueOf(term);
		if (union !== ANYTHING) required.push({ term, set: union });
	}
	return required;
}

/** Whether the term speaks only of parameters, globals and constants as they were at entry. */
function isGiven(term: Term): boolean {
	switch (term.kind) {
		case "content":
			return term.epoch === 0 && isGivenPlace(term.place);
		case "op":
			return term.args.every(isGiven);
		case "address":
			return isGivenPlace(term.place);
		case "fresh":
		case "large":
			return false;
		default:
			return true;
	}
}

function isGivenPlace(place: Place): boolean {
	switch (place.kind) {
		case "field":
			return isGivenPlace(place.base);
		case "element":
			return isGivenPlace(place.base) && isGiven(place.index);
		case "target":
			return isGiven(place.pointer);
		case "answer":
			return false;
		default:
			return true;
	}
}
