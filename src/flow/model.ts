import type { Expr } from "../cfg/expression.js";
import type { Span } from "../image/image.js";
import type { ResourceKnowledge } from "./resources.js";
import type { Place, Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import type { ValueSet } from "./values.js";

/**
 * What a status means to a reader who asks what is held here. `given-up`: the caller held it, and it was
 * released here; `taken-back`: it was taken again for the caller.
 */
export type Custody = "held" | "free" | "given-up" | "taken-back" | "unknown";

/** An object as a reader knows it: all places that the source spells alike are one. */
export interface HeldObject {
	/** As the source spells it where it is first met, or what it is: `pool->lock`, `interrupts off`. */
	readonly name: string;
	/** What it is, such as "mutex"; null where that is not known. */
	readonly kind: string | null;
}

/**
 * A property that the engine tracks for places: the model knows what locks (states, resources) do,
 * the rules read what came of it. Statuses and operations are numbers of the model's own closed
 * enumerations; status 0 always means "not touched in this function".
 */
export interface Model {
	readonly id: string;
	/** Next status, and what there is to say of the operation. */
	apply(status: number, operation: number): Transition;
	/** Status of a place that something may have changed. */
	readonly unknown: number;
	/** Status of a place that has not been touched since code that is not shown. */
	readonly unseen: number;
	/** Status that code which is not shown must have left, where `unseenEvent` tells that it did. */
	readonly held: number;
	readonly unseenEvent: string;
	/** Statuses with the same key may merge at a join; with different keys their paths stay apart. */
	mergeKey(status: number): number;
	/** Statuses with the same key come to the same for whoever called: held as before, or not held as before. */
	outcomeKey(status: number): number;
	/** Defined for statuses of one merge key. */
	join(a: number, b: number): number;
	/** Whether an event of that kind is an error of the code, not just something to know. */
	isFault(event: string): boolean;
	/** Whether a place of that status is, for the caller, still as the function found it. */
	leavesEntry(status: number): boolean;
	/** Whether the operation is one that the code must undo again. */
	begins(operation: number): boolean;
	/** Singletons whose value programs save in variables and restore from them; see {@link RegisterEffect}. */
	readonly registers: readonly string[];
	/** Next status of a register that got a value of that kind. */
	onRegister(status: number, value: RegisterValue): Transition;
	/** The operations a caller sees of a callee that leaves an untouched place in that status. */
	asOperations(status: number): readonly number[];
	/** Whether a call that nothing is known of may change the status of the place. */
	mayDisturb(call: UnknownCall, place: Place, item: Tracked): boolean;
	/** Whether callers must be told of an unknown call in this function, going by its name. */
	isSuspect(name: string): boolean;
	/** Whether two places, perhaps of different functions, may be one object by other names. */
	mayBeSame(a: Place, b: Place): boolean;
	/** Whether a call by that name can concern the places of the model at all. */
	concerns(name: string): boolean;
	/**
	 * The status that a place gets when an operation goes to another one that may be the same object
	 * under another name; null where that makes no difference. `own` is the status of the other one.
	 */
	ifAlias(status: number, operation: number, own: number, place: Place, other: Place): number | null;
	/** Its paths stay apart only while there are few of them, and of its own it keeps no summary from being made. */
	readonly isMinor?: boolean;
	/** The operation in place of another, by how the pointer is known. */
	variant?(operation: number, pointer: PointerKnown): number;
	/** Status of a place once a call has {@link mayDisturb disturbed} it; {@link unknown} without it. */
	disturbed?(status: number): number;
	/** What the status means to a reader who asks what is held; models without it are shown to none. */
	custody?(status: number): Custody;
	/** How such a reader knows the object: a lock as the source spells it, a state by what it is. */
	describe?(place: Place, item: Tracked): HeldObject;
	/** The tracked place that what is done to this one is shown to rules as done to; null where they need not see it. */
	touched?(place: Place, tracked: ReadonlyMap<Place, Tracked>): Place | null;
}

/** How a pointer is known that an operation is given. */
export interface PointerKnown {
	/** It was read from memory for the operation, and not kept in a variable; null where the operation says. */
	readonly isInMemory: boolean | null;
	/** It was read again since the place got its status, behind a call that may have changed it. */
	readonly isReread: boolean;
}

export interface Transition {
	readonly status: number;
	/** One of the model's event kinds, or null where nothing is wrong. */
	readonly event: string | null;
	/** Sentence for the witness; `%s` stands for the place as the source spells it. Empty: not worth a step. */
	readonly says: string;
}

export interface UnknownCall {
	readonly name: string | null;
	/** Count of arguments in the source. */
	readonly arguments: number;
	/** Places that the arguments point to, as far as they are known. */
	readonly targets: readonly Place[];
}

/** In the place of an argument's index: the object goes by what the call returns. */
export const RESULT = -1;

/** An operation of a model on an argument of a call. */
export interface Effect {
	readonly model: Model;
	readonly operation: number;
	/** Index of the argument that points to the object, {@link RESULT}, or the object there is only one of. */
	readonly object: number | string;
	/** The value is a number that stands for the object, not a pointer to it: 0 and errors are values like others. */
	readonly byValue?: boolean;
	/** Members that lead from there to the object itself; `null` follows the pointer reached. */
	readonly path: readonly (string | null)[];
	/** What the model's own table says of the operation: an index, or -1. */
	readonly detail: number;
	/** What else it does. */
	readonly registers: readonly RegisterEffect[];
}

/**
 * What a call does to a register, a piece of machine state such as whether interrupts are off: saves
 * it in a variable, gives it a constant, or gives it back what a variable holds.
 */
export type RegisterEffect =
	| { readonly action: "save" | "restore"; readonly register: string; readonly variable: number }
	| { readonly action: "set"; readonly register: string; readonly value: 0 | 1 };

/**
 * `initial`: what it was at first. `set` and `cleared`: 1 and 0. `unset`: what lies in a variable that
 * nothing was ever put in.
 */
export type RegisterValue = "initial" | "set" | "cleared" | "unset" | "unknown";

/** One way a call can end. The ways of a call are told apart by what it returns. */
export interface Outcome {
	readonly result: ValueSet;
	readonly effects: readonly Effect[];
	/** Whether a call that is given these values can end so; without it any can. */
	readonly applies?: (args: readonly Term[]) => boolean;
	/** A failure: whoever does not use the result relies on it not to happen. */
	readonly ifAsked?: boolean;
}

export interface ContainerMacro {
	/** Index of the argument that points to the member. */
	readonly pointer: number;
	/** Index of the argument that names the member, or its name. */
	readonly member: number | string;
}

/** What a function that returns a pointer promises of it. */
export interface ResultContract {
	/** All that it may return, in any configuration. */
	readonly values: ValueSet;
	/** Those that tell its caller of a failure; others, such as the NULL of an optional clock, may go on. */
	readonly failures: ValueSet;
	/** Whether it fails so rarely, or so harmlessly, that most callers do not look. */
	readonly isLoose: boolean;
}

/** What is known of functions by name. */
export interface Knowledge {
	readonly models: readonly Model[];
	/** Ways a call can end, or null where the function is not known. */
	outcomes(name: string): readonly Outcome[] | null;
	/** Functions that undo what the one of that name does, or the reverse; empty where nothing is known. */
	partners(name: string): readonly string[];
	/**
	 * The same for a function that nothing is known of but its name. `partner` tells whether the function
	 * at hand also calls the one of the name given, without using what it returns.
	 */
	learned(name: string, partner: (name: string) => boolean): readonly Outcome[] | null;
	/**
	 * What a call does beside all else that it may do: unlike {@link outcomes} it says nothing of the rest.
	 * Null where nothing is known.
	 */
	consequences(name: string): readonly Outcome[] | null;
	/** What a call may return; the whole set where nothing is known. */
	result(name: string): ValueSet;
	/**
	 * What a function of another file promises; null where nothing is known. Unlike {@link result} it
	 * does not end paths: code that asks for what cannot be is what some rules look for.
	 */
	contract(name: string): ResultContract | null;
	/** Whether a function of that name that is given a text prints it, and does nothing else. */
	prints(name: string): boolean;
	/** How a macro like `container_of` leads from a member to what it lies in; null for any other name. */
	container(name: string): ContainerMacro | null;
	/** Whether rules want to see calls of the function. */
	observes(name: string): boolean;
	/** Whether a call of that name only asserts what holds; rules see those calls, too. */
	asserts(name: string): boolean;
	/** Why the function may sleep on every call, as half a sentence; null where it does not. */
	sleeps(name: string): string | null;
	/** Index of the argument that the function or operator divides by; null where it divides by none. */
	divisor(name: string): number | null;
	/** The same for calls, and for iterator macros, that only matter to the function in which they stand. */
	observesHere(name: string): boolean;
	readonly resources: ResourceKnowledge;
	/** The functions that a guard class or `__free` name runs at entry and exit of its scope. */
	scopeClass(name: string): { readonly enter: string | null; readonly exit: string | null } | null;
}

/** A place's status on a path, and how it came about. */
export interface Tracked {
	readonly status: number;
	/** Place as the source spelled it at the operation. */
	readonly spelled: string;
	/** Where the operation that led to the status stands. */
	readonly span: Span;
	readonly trace: TraceNode | null;
	/** {@link Effect.detail} of that operation; -1 where there was none. */
	readonly detail: number;
	/** Count of branches taken before it; see {@link State.order}. */
	readonly order: number;
	/** True where the status was assumed of code that is not shown. */
	readonly assumed: boolean;
	/** The pointer by which the operation was given the place, as it was read; kept for minor models. */
	readonly pointer?: Term | null;
}

/** Something a model found worth saying at an operation. */
export interface ModelEvent {
	readonly model: Model;
	readonly kind: string;
	readonly place: Place;
	/** As spelled at this operation. */
	readonly spelled: string;
	readonly span: Span;
	/** The argument that names the object, or the object there is only one of; null inside a callee. */
	readonly object: Expr | string | null;
	/** {@link Effect.path} and {@link Effect.detail} of the operation. */
	readonly path: Effect["path"];
	readonly detail: number;
	readonly operation: number;
	/** State before the operation. */
	readonly before: Tracked | null;
	/** Whether the function may come by here again. */
	readonly inLoop: boolean;
	/** What the model says of all places before the operation. */
	readonly others: ReadonlyMap<Place, Tracked>;
	readonly trace: TraceNode | null;
}

/** A status to be assumed behind a gap of a function; see `compare/assume.ts`. */
export interface Assumption {
	readonly model: Model;
	/** Counts the gaps of a function from its head, from 0. */
	readonly gap: number;
	/** The object, evaluated behind the gap. */
	readonly object: Expr | string;
	/** Members that lead from what `object` points to to the place. */
	readonly path: readonly (string | null)[];
	readonly status: number;
	/** {@link Tracked.detail} of the operation that must have led there. */
	readonly detail: number;
	readonly spelled: string;
}
