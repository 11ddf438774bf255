import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import type { Place } from "../../src/flow/term.js";
import { lockModel } from "../models/lock.js";
import { isHeld, isReleased, LockStatus } from "../models/lock-status.js";

/**
 * One lock under all its names: places that the source spells alike (what the rounds of a loop lock
 * by one name), and spellings that are one place.
 */
export interface Lock {
	readonly places: ReadonlySet<Place>;
	readonly names: ReadonlySet<string>;
}

/** The locks that some exit has something to say about. */
export function locksOf(analysis: FunctionAnalysis): readonly Lock[] {
	let locks: readonly Lock[] = [];
	for (const exit of analysis.exits) {
		for (const [place, { spelled }] of exit.tracked(lockModel)) {
			const isSame = (lock: Lock) => lock.places.has(place) || lock.names.has(spelled);
			const same = locks.filter(isSame);
			const joined = {
				places: new Set([place, ...same.flatMap((lock) => [...lock.places])]),
				names: new Set([spelled, ...same.flatMap((lock) => [...lock.names])]),
			};
			locks = [...locks.filter((lock) => !isSame(lock)), joined];
		}
	}
	return locks;
}

/** What an exit says of one of the places of a lock. */
export interface LockAtExit {
	readonly exit: Exit;
	readonly place: Place;
	readonly lock: Tracked;
}

/** The exits of a function by what has become of a lock. */
export interface SortedExits {
	readonly held: readonly LockAtExit[];
	/** Not held, whether it was ever taken or not. */
	readonly free: readonly Exit[];
	/** Taken and released. */
	readonly released: readonly LockAtExit[];
	/** Something may have changed the lock behind the function's back on some exit. */
	readonly unclear: boolean;
	/** Some path releases the lock for its caller: one that does not take it may return with it held. */
	readonly isCallers: boolean;
}

/** Sorts the exits by what has become of the lock. */
export function sortExits(analysis: FunctionAnalysis, { places }: Lock): SortedExits {
	const held: LockAtExit[] = [];
	const free: Exit[] = [];
	const released: LockAtExit[] = [];
	let unclear = false;
	let isCallers = false;
	for (const exit of analysis.exits) {
		const locks = [...exit.tracked(lockModel)]
			.filter(([place]) => places.has(place))
			.map(([place, lock]) => ({ exit, place, lock }));
		const heldHere = locks.find(({ lock }) => isHeld(lock.status));
		const others = locks.filter(({ lock }) => !isHeld(lock.status));
		const isClear = others.every(
			({ lock }) => lock.status === LockStatus.Untouched || isReleased(lock.status),
		);
		unclear ||= !isClear;
		isCallers ||= others.some(
			({ lock }) => lock.status === LockStatus.Dropped || lock.status === LockStatus.Retaken,
		);
		if (heldHere) held.push(heldHere);
		else if (isClear) {
			if (locks.length > 0 || !exit.isBehindGap) free.push(exit);
			released.push(...others.filter(({ lock }) => isReleased(lock.status)));
		}
	}
	return { held, free, released, unclear, isCallers };
}
