import type { Tracked } from "../../src/flow/model.js";
import { outwards, type Place } from "../../src/flow/term.js";
import { stepsOf, type TraceNode, type TraceStep } from "../../src/flow/trace.js";

/** Whether the lock was reached by a value that a loop has made anew since: those sites are negative. */
export function isFromEarlierRound(place: Place): boolean {
	return place.roots.some((root) => root < 0);
}

/**
 * Whether the lock is an element of an array and the path has gone around a loop since its status
 * was set: locks of an array may be taken one after the other and held all together.
 */
export function isOneOfMany(place: Place, lock: Tracked, trace: TraceNode | null): boolean {
	if (!hasElement(place)) return false;
	const steps = stepsOf(trace);
	const since = steps.slice(steps.lastIndexOf(lock.trace?.step as TraceStep) + 1);
	return since.some((step) => step.kind === "branch" && step.span.start < lock.span.start);
}

function hasElement(place: Place): boolean {
	return [...outwards(place)].some((part) => part.kind === "element");
}

/** Whether the two could be one object: the same field, or plain pointers that tell nothing. */
export function sameName(a: Place, b: Place): boolean {
	if (a.kind === "target" || b.kind === "target") return a.kind !== "singleton" && b.kind !== "singleton";
	if (a.kind === "element" && b.kind === "element") return true;
	return a.kind === "field" && b.kind === "field" && a.name === b.name;
}

/** Whether both are parts of one object, or reached from one. */
export function sameOwner(a: Place, b: Place): boolean {
	const owners = new Set(outwards(a));
	return [...outwards(b)].some((owner) => owners.has(owner));
}

/** Whether it is a variable by which a callee tells that it has released a lock: `&locked`. */
export function tellsOfLock(target: Place): boolean {
	return target.kind === "variable" && /(^|_)(un)?locked$|^got_lock$/.test(target.name);
}
