import type { ValueSet } from "./values.js";

/** What the functions that give one kind of resource have in common. */
export interface ResourceKind {
	readonly id: number;
	/** What it is in messages: "memory", "reference", "clock". */
	readonly noun: string;
	/** Functions that take it back. */
	readonly ends: ReadonlySet<string>;
	/** Set where they are given this member of the structure that stands for it. */
	readonly member: string | null;
}

/** A resource that a call gives to its caller. */
export interface Acquisition {
	readonly kind: ResourceKind;
	/** It goes by the result, by an argument, or by what the call leaves where an argument points to. */
	readonly gives: "result" | { readonly argument: number } | { readonly out: number };
	/** Results with which the call has given it. */
	readonly gained: ValueSet;
	/** Whether the call returns its first argument, which it has counted once more. */
	readonly passesOn: boolean;
	/** Whether it counts an object of others once more. */
	readonly isCount: boolean;
}

/** What a function has to do with resources: nothing, no more than to take them back, or to get them. */
export type ResourceConcern = "none" | "takes" | "gives";

/** How a call is told what it takes back. */
export interface Taking {
	readonly argument: number;
	/** Set where the call is given this member of the object, or its address. */
	readonly member: string | null;
}

/** What a call of a function gives to its caller or takes back. */
export interface ResourceCall {
	readonly gives: readonly Acquisition[];
	readonly takes: readonly Taking[];
	/** Whether it takes back memory alone: not what the object refers to. */
	readonly isPlain: boolean;
}

/** An iterator macro whose variable holds a reference in the body of the loop. */
export interface LoopReference {
	readonly kind: ResourceKind;
	/** Index of the argument that is the variable. */
	readonly variable: number;
}

/** What is known of functions that give and take back resources. */
export interface ResourceKnowledge {
	callOf(name: string): ResourceCall | null;
	loopOf(macro: string): LoopReference | null;
	/** Whether the function only looks at what it is given there, and keeps no pointer to it. */
	borrows(name: string, argument: number, kind: ResourceKind | null): boolean;
	/** Whether it owns from then on what it is given there. */
	takesOver(name: string, argument: number): boolean;
	/** Index of the argument that the function tells of, by a result other than 0, that it was not acquired. */
	failureTest(name: string): number | null;
	/** Whether a function of that name may end or take over what its caller has switched on or taken a reference to. */
	mayEnd(name: string): boolean;
	/** Whether it may run a release callback, which takes apart the object around what the function is given. */
	mayRelease(name: string): boolean;
}
