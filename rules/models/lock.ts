import type { Custody, HeldObject, Model, Tracked, Transition, UnknownCall } from "../../src/flow/model.js";
import { mentions, type Place } from "../../src/flow/term.js";
import { lockRows } from "../knowledge/locks/index.js";
import type { LockRow } from "../knowledge/locks/row.js";
import { sameName, sameOwner, tellsOfLock } from "./lock-place.js";
import {
	acquire,
	acquireShared,
	afterRegister,
	BOTTOM_HALVES,
	DOUBLE_ACQUIRE,
	INTERRUPTS,
	isHeld,
	isReleased,
	LockOperation,
	LockStatus,
	RELEASE_NOT_HELD,
	RELEASE_UNSEEN,
	RESTORE_UNSAVED,
	release,
	SHARED,
	to,
} from "./lock-status.js";

/** Stands for the row of locks that are known by their names alone. */
const LEARNED: LockRow = {
	...{ kind: "lock known by its name", object: 0, acquire: [], release: [] },
	...{ shared: true, section: "passive", loose: true },
};
export const learnedRow = lockRows.length;

/** Rows by the number that effects give them: those of the table, that of learned pairs, and those of configurations. */
const numbered: LockRow[] = [...lockRows, LEARNED];
const numbers = new Map<string, number>();

/** The number of a row that the table lacks. Equal rows have one number, so that whoever configures often needs no more memory. */
export function numberOf(row: LockRow): number {
	const key = JSON.stringify(row);
	const known = numbers.get(key) ?? numbered.push(row) - 1;
	numbers.set(key, known);
	return known;
}

/** What the table says of the lock by which the status came about; null where it came from no row. */
export function rowOf({ detail }: { readonly detail: number }): LockRow | null {
	return numbered[detail] ?? null;
}

/** Whether only a change by a patch tells that the lock is left held or released twice by mistake. */
export function isLoose(lock: { readonly detail: number }): boolean {
	const row = rowOf(lock);
	return row !== null && (row.loose === true || row.handedOn === true);
}

/** Interrupts and bottom halves that are off because a lock is taken so: the lock is what counts. */
export function isBesideLock(place: Place, lock: { readonly detail: number }): boolean {
	if (place.kind !== "singleton" || (place.name !== INTERRUPTS && place.name !== BOTTOM_HALVES)) return false;
	const row = rowOf(lock);
	return row !== null && row.object !== place.name;
}

/** Singletons that are no lock but a state of this CPU. */
const TURNED_OFF = new Map([
	[INTERRUPTS, "interrupts off"],
	[BOTTOM_HALVES, "bottom halves off"],
	["preempt", "preemption off"],
]);

/** Words that announce the end of a section that is not the lock of one object, and more for some of them. */
const SECTION_WORDS = /unlock|relock/i;
const WORDS_OF_SECTION: Readonly<Record<string, RegExp>> = {
	[INTERRUPTS]: /irq_?(restore|enable|save)|restore_(flags|interrupts|irq)|_irq$/i,
	[BOTTOM_HALVES]: /(^|_)bh(_|$)/i,
	preempt: /preempt|(^|_)put_cpu|_restore/i,
};
/** Words in a function's name that announce a change of some lock. */
const LOCK_WORDS = /(^|_)(un|re|try)?lock(ing)?(_|$|\d)|unlock|relock|release|acquire/i;
/** Words that announce the end of something, which may include the lock of the very object. */
const END_WORDS =
	/(^|_)(put|drop|leave|exit|end|finish|complete|done|abort|relinquish|yield|suspend|unreserve|unclaim|unpin|free)(_|$)/i;

/** The model of locks: what taking and releasing them does. The rules read what came of it. */
export const lockModel: Model = {
	id: "lock",
	unknown: LockStatus.Unknown,
	unseen: LockStatus.Unseen,
	held: LockStatus.Held,
	unseenEvent: RELEASE_UNSEEN,

	apply(status: LockStatus, operation: LockOperation): Transition {
		if (status === LockStatus.Faulty) return to(status, "");
		switch (operation) {
			case LockOperation.Acquire:
				return acquire(status);
			case LockOperation.AcquireShared:
				return acquireShared(status);
			case LockOperation.Release:
				return release(status, false);
			case LockOperation.ReleaseShared:
				return release(status, true);
			case LockOperation.ReleaseIfHeld:
				return isHeld(status) || status === LockStatus.Retaken ? release(status, true) : to(status, "");
			case LockOperation.Forget:
				return to(LockStatus.Unknown, "");
		}
	},

	registers: [INTERRUPTS],
	onRegister: afterRegister,

	/** Released and untouched mean the same to the code behind a join: not held by this function. */
	mergeKey(status: LockStatus): number {
		return isReleased(status) ? 0 : status;
	},

	outcomeKey(status: number): number {
		return status === LockStatus.Retaken ? 0 : lockModel.mergeKey(status);
	},

	join(a: LockStatus, b: LockStatus): LockStatus {
		if (a === b) return a;
		const both = [a, b];
		return both.every((status) => status === LockStatus.Untouched || isReleased(status))
			? LockStatus.Settled
			: LockStatus.Unknown;
	},

	leavesEntry(status: LockStatus): boolean {
		// What the caller holds is held again; what was taken here was free at entry.
		const isLost = [LockStatus.Dropped, LockStatus.Gone, LockStatus.Unknown, LockStatus.Faulty];
		return !isLost.includes(status);
	},

	isFault(event: string): boolean {
		return event === DOUBLE_ACQUIRE || event === RELEASE_NOT_HELD || event === RESTORE_UNSAVED;
	},

	begins(operation: LockOperation): boolean {
		return operation === LockOperation.Acquire || operation === LockOperation.AcquireShared;
	},

	asOperations(status: LockStatus): readonly LockOperation[] {
		switch (status) {
			case LockStatus.Held:
				return [LockOperation.Acquire];
			case LockStatus.Shared:
			case LockStatus.SharedTwice:
			case LockStatus.SharedThrice:
				return SHARED.slice(0, SHARED.indexOf(status) + 1).map(() => LockOperation.AcquireShared);
			case LockStatus.Released:
				return [LockOperation.Acquire, LockOperation.Release];
			case LockStatus.Dropped:
				return [LockOperation.Release];
			case LockStatus.Retaken:
				return [LockOperation.Release, LockOperation.Acquire];
			default:
				return [];
		}
	},

	custody(status: LockStatus): Custody {
		if (isHeld(status)) return "held";
		switch (status) {
			case LockStatus.Retaken:
				return "taken-back";
			case LockStatus.Dropped:
				return "given-up";
			case LockStatus.Unknown:
			case LockStatus.Unseen:
			case LockStatus.Faulty:
				return "unknown";
			default:
				return "free";
		}
	},

	describe(place: Place, lock: Tracked): HeldObject {
		const state = place.kind === "singleton" ? TURNED_OFF.get(place.name) : undefined;
		if (state !== undefined) return { name: state, kind: null };
		// What is known by its name may be no part of its argument: `cgroup_attach_lock(true)`.
		const name = lock.spelled.replace(/^(?:true|false|NULL|\d\w*)->/, "");
		return { name, kind: rowOf(lock)?.kind ?? null };
	},

	isSuspect(name: string): boolean {
		return LOCK_WORDS.test(name) || END_WORDS.test(name);
	},

	mayBeSame: sameName,

	concerns(name: string): boolean {
		return LOCK_WORDS.test(name);
	},

	/** A release of what was never taken, while a lock of that name is held, may well release that. */
	ifAlias(
		status: LockStatus,
		operation: LockOperation,
		own: LockStatus,
		place: Place,
		other: Place,
	): LockStatus | null {
		const matters = this.begins(operation)
			? status === LockStatus.Dropped || status === LockStatus.Gone
			: isHeld(status) && !isHeld(own);
		return matters && sameName(place, other) ? LockStatus.Unknown : null;
	},

	/**
	 * A function whose name speaks of locking, on the lock itself, its owner or on nothing in
	 * particular; one that ends something, on the owner. Any other function is taken to leave locks as
	 * it found them, as kernel code does.
	 */
	mayDisturb(call: UnknownCall, place: Place, lock: Tracked): boolean {
		if (call.targets.includes(place)) return true;
		if (rowOf(lock)?.handedOn && call.targets.some((target) => mentions(place, target))) return true;
		if (call.targets.some(tellsOfLock)) return true;
		if (call.name === null) return false;
		if (place.kind === "singleton") {
			return SECTION_WORDS.test(call.name) || (WORDS_OF_SECTION[place.name]?.test(call.name) ?? false);
		}
		if (LOCK_WORDS.test(call.name)) {
			if (place.kind === "variable") return call.arguments === 0;
			return call.targets.some((target) => sameOwner(place, target));
		}
		return END_WORDS.test(call.name) && call.targets.some((target) => mentions(place, target));
	},
};
