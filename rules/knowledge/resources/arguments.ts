import { calls } from "./groups.js";
import { lendingCalls } from "./lending.js";
import { owningCalls } from "./owning.js";

/** Arguments by the name of the function. */
type Arguments = ReadonlyMap<string, ReadonlySet<number>>;

function byName(names: string): Arguments {
	const all = new Map<string, Set<number>>();
	for (const { name, argument } of calls(names)) {
		const known = all.get(name);
		if (known) known.add(argument);
		else all.set(name, new Set([argument]));
	}
	return all;
}

const owning = byName(owningCalls);
/** A name without an index stands for all arguments. */
const lending = new Set(lendingCalls.trim().split(/\s+/));

/**
 * Whether the function takes over what it is given there, a reference or memory, and its caller need not
 * give it back any more, whatever the function returns.
 */
export function takesOver(name: string, argument: number): boolean {
	return owning.get(name)?.has(argument) ?? false;
}

/** Whether the function keeps no pointer to what it is given there: its caller owns that as before. */
export function lends(name: string, argument: number): boolean {
	return lending.has(name) || lending.has(`${name}:${argument}`);
}

/** The functions that {@link takesOver} knows. */
export function ownersOf(): Iterable<string> {
	return owning.keys();
}

/** The functions that {@link lends} knows. */
export function lendersOf(): Iterable<string> {
	return new Set(calls(lendingCalls).map(({ name }) => name));
}
