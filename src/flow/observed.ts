import type { Goto } from "../cfg/graph.js";
import type { Span } from "../image/image.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import type { Model, Tracked } from "./model.js";
import type { State } from "./state.js";
import type { Place, Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import type { ValueSet } from "./values.js";

/** What holds of a value wherever a call is reached. */
export interface Requirement {
	readonly term: Term;
	readonly set: ValueSet;
}

/**
 * A call that some rule wants to see ({@link Knowledge.observes}), on one path. A division is one of
 * the operator, `/` or `%`, on what it divides and what it divides by.
 */
export interface ObservedCall {
	readonly name: string;
	/** Functions of the file through which it is reached, outermost first; empty for a call made here. */
	readonly via: readonly string[];
	/** What it is given; null where that cannot be named here. */
	readonly args: readonly (Term | null)[];
	/** The arguments as they are written, in the callee that {@link origin} names if a callee makes the call. */
	readonly written: readonly Span[];
	/** The call in this function: of `name` itself, or of the first function in `via`. */
	readonly span: Span;
	/** Where the call of `name` itself stands, if a callee makes it. */
	readonly origin: Origin | null;
	/** State before it. */
	readonly trace: TraceNode | null;
	/** Places that a callee has released on the way there are left out. */
	tracked(model: Model): ReadonlyMap<Place, Tracked>;
	/** What the path knows of the value. */
	valueOf(term: Term): ValueSet;
	/** The same, with what was known before a call that may have changed it; see {@link State.valueBefore}. */
	valueBefore(term: Term): ValueSet;
	/** The constant that the value is on this path, or null. */
	constantOf(term: Term): Term | null;
	readonly facts: readonly (readonly [Term, ValueSet])[];
	/** Places whose status here does not last until the call, each with its model. */
	readonly released: readonly (readonly [Model, Place])[];
	/** Places that callees on the way have begun something with that lasts until the call, where it asserts. */
	readonly taken: readonly (readonly [Model, Place])[];
	/** Whether callees on the way decide whether it is made; told of calls that assert. */
	readonly isConditional: boolean;
	/**
	 * What a callee on the way asks of what it was given, and nobody here knows: the call is reached
	 * only if these hold too.
	 */
	readonly undecided: readonly Requirement[];
}

/** A `goto` on one path. */
export interface ObservedJump {
	readonly goto: Goto;
	readonly trace: TraceNode | null;
	/** True where paths were merged that should have been told apart. */
	readonly imprecise: boolean;
	/** What the path knows of the variables that the function returns, by name. */
	readonly returned: ReadonlyMap<string, ValueSet>;
}

/** A place in another function of the file. */
export interface Origin {
	readonly unit: FunctionUnit;
	readonly span: Span;
}

/** A call seen on its way, as a function's callers must know of it. */
export interface PassedCall {
	readonly name: string;
	readonly via: readonly string[];
	readonly origin: Origin;
	readonly written: readonly Span[];
	/** In the function's names. */
	readonly args: readonly (Term | null)[];
	readonly requires: readonly Requirement[];
	/** Places whose status at entry does not last until the call, each with its model. */
	readonly released: readonly (readonly [Model, Place])[];
	/** As {@link ObservedCall.taken}. */
	readonly taken: readonly (readonly [Model, Place])[];
	readonly isConditional: boolean;
}

/** The call as it stands in the state, with what is known there. */
export function observe(
	call: Omit<ObservedCall, "trace" | "tracked" | "valueOf" | "valueBefore" | "constantOf" | "facts">,
	state: State,
	models: readonly Model[],
): ObservedCall {
	// The state goes on to change; what it knows now is kept by a copy.
	const moment = state.clone();
	const tracked = new Map<Model, ReadonlyMap<Place, Tracked>>();
	return {
		...call,
		trace: state.trace,
		tracked: (model) => {
			const known =
				tracked.get(model) ?? without(call.released, model, moment.trackedOf(models.indexOf(model)));
			tracked.set(model, known);
			return known;
		},
		valueOf: (term) => moment.valueOf(term),
		valueBefore: (term) => moment.valueBefore(term),
		constantOf: (term) => moment.constantOf(term),
		get facts() {
			return [...moment.knownFacts()];
		},
	};
}

/** What the model says of places, those left out that are released on the way. */
function without(
	released: ObservedCall["released"],
	model: Model,
	all: ReadonlyMap<Place, Tracked>,
): ReadonlyMap<Place, Tracked> {
	const own = released.filter(([of]) => of === model);
	if (own.length === 0) return all;
	const places = new Map(all);
	for (const [, gone] of own) {
		// Where it goes by another name here, any that may be it.
		const others = places.has(gone) ? [] : places.keys();
		for (const place of others) if (model.mayBeSame(gone, place)) places.delete(place);
		places.delete(gone);
	}
	return places;
}
