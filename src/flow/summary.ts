import type { ResourceSummary } from "./holding-summary.js";
import type { Model } from "./model.js";
import type { PassedCall, Requirement } from "./observed.js";
import type { Disturbance } from "./state.js";
import { container, type Place, spell, spellTerm, type Term } from "./term.js";
import type { ValueSet } from "./values.js";

/**
 * What a caller must know of a function: the ways it can end, told apart by what they do.
 *
 * `static bool get(struct p *p) { if (!p->on) return false; mutex_lock(&p->lock); return true; }`
 * has two: {result ZERO, no effects} and {result POSITIVE, `p->lock` acquired}.
 */
export interface FunctionSummary {
	readonly name: string;
	readonly parameters: readonly string[];
	/** Names that mean nothing outside the function, the parameters among them. */
	readonly locals: ReadonlySet<string>;
	readonly returnsPointer: boolean;
	/** Its parameters are the caller's expressions: what is assigned to them is assigned to these. */
	readonly isMacro: boolean;
	/** Empty where the function never returns. */
	readonly ways: readonly SummaryWay[];
	/** Whether some return statement gives 0 and nothing else. */
	readonly mayBeZero: boolean;
	/** Calls in it that rules want to see, also further down. */
	readonly calls: readonly PassedCall[];
	/** Null where it neither gives nor takes back any. */
	readonly resources: ResourceSummary | null;
}

/** Callees that can be looked into. */
export interface Callees {
	/** Summary of the function of that name as seen from this file; null where it is not known. */
	summaryOf(name: string): FunctionSummary | null;
	/** Whether the file itself defines the function or macro. */
	isOwn(name: string): boolean;
	/**
	 * Which of NULL and errors some return statement gives, and nothing else, of the function of that name,
	 * if it returns a pointer; also where its summary is not known. Nothing where it cannot be seen.
	 */
	failuresReturnedBy(name: string): ValueSet;
	/**
	 * Whether the file defines the function but has no summary of it, and it calls something that
	 * concerns a model: it may do anything.
	 */
	isOpaque(name: string): boolean;
	/** Whether the function may keep what its argument of that index points to; true where it is not known. */
	keeps(name: string, argument: number): boolean;
}

export interface SummaryWay {
	readonly result: ValueSet;
	/** The value returned, in the callee's terms, where all paths of this way agree on it. */
	readonly returns: Term | null;
	/** What must hold at entry for the function to end this way. */
	readonly requires: readonly Requirement[];
	readonly effects: readonly SummaryEffect[];
	readonly writes: readonly SummaryWrite[];
	/** Calls in it of which little is known. */
	readonly disturbances: readonly Disturbance[];
}

export interface SummaryEffect {
	readonly model: Model;
	/** In the callee's names. */
	readonly place: Place;
	/** What the callee did to the place, in order. */
	readonly operations: readonly number[];
	/** True where the callee left the place in a status that is not known. */
	readonly unknown: boolean;
	/** As the callee spells it. */
	readonly spelled: string;
	readonly detail: number;
	/** What the callee leaves in a register, in its own names; null for any other place. */
	readonly value: Term | null;
}

/** What the callee leaves in a place, both in its own names; the term is null where paths differ. */
export interface SummaryWrite {
	readonly place: Place;
	readonly term: Term | null;
	readonly set: ValueSet;
}

/** The summary as text: equal where a caller sees no difference, whatever the names of unknown values. */
export function describeSummary({ ways, calls, mayBeZero, resources }: FunctionSummary): string {
	const seen = calls.map(({ name, args, requires, taken, isConditional }) =>
		[
			`${isConditional ? "perhaps " : ""}sees ${name}`,
			...args.map((arg) => (arg ? spellTerm(arg) : "")),
			...taken.map(([, place]) => `with ${spell(place)}`),
			...requires.map(({ term, set }) => `requires ${spellTerm(term)} ${set}`),
		].join(" "),
	);
	const describe = (way: SummaryWay) =>
		[
			`result ${way.result} ${way.returns ? spellTerm(way.returns) : ""}`,
			...way.requires.map(({ term, set }) => `requires ${spellTerm(term)} ${set}`),
			...way.effects.map((effect) =>
				["effect", effect.model.id, spell(effect.place), ...effect.operations, effect.unknown].join(" "),
			),
			...way.writes.map(
				({ place, term, set }) => `writes ${spell(place)} ${term ? spellTerm(term) : ""} ${set}`,
			),
			...way.disturbances.map(({ name }) => `calls ${name}`),
		]
			.sort()
			.join("\n");
	const given = resources?.gives.map(
		({ kind, through, gained }) =>
			`gives ${kind.id} ${through === "result" ? through : "place" in through ? spell(through.place) : spellTerm(through.pointer)} ${gained}`,
	);
	const taken = resources?.takes.map(({ pointer, name }) => `takes ${spellTerm(pointer)} ${name}`);
	const others = [...seen, ...(given ?? []), ...(taken ?? []), `zero ${mayBeZero}`];
	return [...ways.map(describe), ...others].sort().join("\n\n");
}

/** Whether the function writes through the parameter of that index. */
export function leavesIn({ ways, parameters }: FunctionSummary, index: number): boolean {
	return ways.some((way) =>
		way.writes.some(({ place }) => {
			const root = container(place);
			if (root.kind !== "target" || root.pointer.kind !== "content") return false;
			return root.pointer.place.kind === "variable" && root.pointer.place.name === parameters[index];
		}),
	);
}
