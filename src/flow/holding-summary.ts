import type { Exit, FunctionAnalysis } from "./analysis.js";
import type { Holding } from "./holdings.js";
import type { ResourceKind } from "./resources.js";
import type { Place, Term } from "./term.js";
import { ANYTHING, ERROR, NEGATIVE, NONZERO, POSITIVE, type ValueSet } from "./values.js";

/** What callers of a function must know of the resources that it gives them and takes back, in its own names. */
export interface ResourceSummary {
	readonly gives: readonly GivenResource[];
	readonly takes: readonly TakenResource[];
}

export interface GivenResource {
	readonly kind: ResourceKind;
	/** It goes by the result, by what the function leaves in a place, or by something that it was given. */
	readonly through: "result" | { readonly place: Place } | { readonly pointer: Term };
	readonly by: Holding["by"];
	/** Values with which it was given, of the result, or of what goes by it where the result does not tell. */
	readonly gained: ValueSet;
	readonly toldBy: "result" | "pointer";
	/** The function that it comes from in the end. */
	readonly name: string;
}

export interface TakenResource {
	readonly pointer: Term;
	/** The call that took it back in the end. */
	readonly name: string;
}

/** Whether the term speaks only of what the function was given; see `summarise.ts`. */
type IsGiven = (term: Term) => boolean;

export function summariseResources(analysis: FunctionAnalysis, isGiven: IsGiven): ResourceSummary | null {
	const { exits } = analysis;
	const takes = takenOn(exits, isGiven);
	const gives = [
		...returnedOn(analysis),
		...leftBehindOn(exits),
		...heldOn(exits, isGiven, analysis.unit.returnType),
	];
	return takes.length + gives.length > 0 ? { gives, takes } : null;
}

/** What every path gives back that has it. */
function takenOn(exits: readonly Exit[], isGiven: IsGiven): TakenResource[] {
	const [first] = exits.filter(({ drops }) => drops.size > 0);
	return [...(first?.drops ?? [])]
		.filter(
			([pointer]) =>
				isGiven(pointer) &&
				exits.every((exit) => exit.drops.has(pointer) || (exit.valueOf(pointer) & POSITIVE) === 0),
		)
		.map(([pointer, name]) => ({ pointer, name }));
}

/** What the function returns, if every path that returns anything returns one kind of resource, which nobody else knows. */
function returnedOn({ exits, unit }: FunctionAnalysis): GivenResource[] {
	if (!unit.returnType.endsWith("*")) return [];
	const valid = exits.filter(({ values }) => (values & POSITIVE) !== 0);
	const held = valid.map(({ value, holdings }) =>
		holdings.find((holding) => value !== null && isSame(value, holding.pointer) && isOwnAlone(holding)),
	);
	const kind = commonKind(held);
	if (!kind) return [];
	const { name, by } = held[0]!;
	return [{ kind, through: "result", by, gained: NONZERO & ~ERROR, toldBy: "result", name }];
}

/** What paths leave where a parameter points to: the same kind of resource on each, or nothing. */
function leftBehindOn(exits: readonly Exit[]): GivenResource[] {
	const places = new Set(exits.flatMap(({ writes }) => [...writes.keys()].filter(isOut)));
	return [...places].flatMap((place): GivenResource[] => {
		const held: (Holding | undefined)[] = [];
		let [gained, lost] = [0, 0];
		for (const exit of exits) {
			const value = exit.writes.get(place);
			const holding =
				value && exit.holdings.find((item) => isSame(value, item.pointer) && isOnlyStored(item, exit, place));
			if (holding) gained |= exit.values;
			else lost |= exit.values;
			if (holding) held.push(holding);
			else if (value ? (exit.valueOf(value) & POSITIVE) !== 0 : !isFailure(exit)) return [];
		}
		const kind = commonKind(held);
		if (!kind) return [];
		const { name } = held[0]!;
		const given = { kind, through: { place }, by: "result", name } as const;
		return [
			(gained & lost) === 0
				? { ...given, gained, toldBy: "result" }
				: { ...given, gained: NONZERO & ~ERROR, toldBy: "pointer" },
		];
	});
}

/** What the function switches on or counts of what it was given, told by its result. */
function heldOn(exits: readonly Exit[], isGiven: IsGiven, returnType: string): GivenResource[] {
	const given = new Map<Term, Holding>();
	for (const { holdings } of exits) {
		for (const holding of holdings) {
			const isOfOthers = holding.by === "argument" || holding.by === "count";
			if (isOfOthers && isGiven(holding.pointer) && isLentToNobody(holding))
				given.set(holding.pointer, holding);
		}
	}
	return [...given].flatMap(([pointer, { kind, by, name }]): GivenResource[] => {
		let [gained, lost] = [0, 0];
		for (const { holdings, values, value, ...exit } of exits) {
			const held = holdings.find((other) => other.pointer === pointer && other.kind === kind);
			// What a getter returns that nobody asks is what it was given.
			const isUnasked = by === "count" && held?.proof && exit.valueOf(held.proof.term) === ANYTHING;
			const proof = isUnasked ? null : held?.proof;
			if (proof && proof.term !== value) return [];
			// What the call returned that told, the function returns.
			const told = held ? values & (proof?.set ?? values) : 0;
			gained |= told;
			lost |= values & ~told;
		}
		if (returnType === "void" ? lost !== 0 : (gained & lost) !== 0) return [];
		return [
			{ kind, through: { pointer }, by, gained: lost === 0 ? ANYTHING : gained, toldBy: "result", name },
		];
	});
}

/** But to the call that gave it. */
function isLentToNobody({ lends, span }: Holding): boolean {
	return [...lends.values()].every((lend) => lend.span === span);
}

function isFailure({ values }: Exit): boolean {
	return (values & ~(ERROR | NEGATIVE)) === 0;
}

/** `*p` of a parameter `p`. */
function isOut(place: Place): boolean {
	if (place.kind !== "target" || place.pointer.kind !== "content") return false;
	return place.pointer.place.kind === "variable" && place.pointer.epoch === 0;
}

function isSame(value: Term, pointer: Term): boolean {
	if (value === pointer) return true;
	return value.kind === "op" && value.op === "reread" && isSame(value.args[0]!, pointer);
}

function isOwnAlone({ by, lends, isStored, isKept }: Holding): boolean {
	return (by === "result" || by === "loop") && lends.size === 0 && !isStored && !isKept;
}

/** Whether the place is all where others find it. */
function isOnlyStored(holding: Holding, { writes }: Exit, place: Place): boolean {
	if (holding.by !== "result" || holding.isKept || holding.lends.size > 1) return false;
	if ([...holding.lends.values()].some(({ result }) => result !== null)) return false;
	return [...writes].every(
		([other, value]) =>
			other === place ||
			other.kind === "variable" ||
			other.kind === "answer" ||
			!isSame(value, holding.pointer),
	);
}

function commonKind(held: readonly (Holding | undefined)[]): ResourceKind | null {
	const [first] = held;
	return first && held.every((holding) => holding?.kind === first.kind) ? first.kind : null;
}
