import type { Model, RegisterValue, Tracked, Transition, UnknownCall } from "../../src/flow/model.js";
import { mentions, type Place } from "../../src/flow/term.js";
import { stepsOf, type TraceNode, type TraceStep } from "../../src/flow/trace.js";
import { lockRows } from "../knowledge/locks/index.js";
import type { LockRow } from "../knowledge/locks/row.js";

/** What a lock is to the function that is walked. */
export enum LockStatus {
	Untouched = 0,
	/** Taken here, exclusively. */
	Held = 1,
	/** Taken here, shared or in a way that nests; the count follows. */
	Shared = 2,
	SharedTwice = 3,
	SharedThrice = 4,
	/** Taken and released here. */
	Released = 5,
	ReleasedShared = 6,
	/** The caller held it and it was released here. */
	Dropped = 7,
	/** The caller held it, it was released and taken again here. */
	Retaken = 8,
	/** Released here, or never taken: paths of both kinds have met. */
	Settled = 9,
	Unknown = 10,
	/** Released here, but who had taken it is not known. */
	Gone = 11,
	/** Not touched since code that is not shown. */
	Unseen = 12,
	/** A fault was found on this path: one cause is one finding, nothing more is said of the lock. */
	Faulty = 13,
}

export enum LockOperation {
	Acquire = 0,
	/** The read side, and locks that nest such as RCU. */
	AcquireShared = 1,
	Release = 2,
	ReleaseShared = 3,
	/** The end of a guard's scope: releases what the guard took, unless the code did before. */
	ReleaseIfHeld = 4,
	/** The end of a protocol that the model does not follow. */
	Forget = 5,
}

/** Events: taken while held here; released while not held. */
export const DOUBLE_ACQUIRE = "double-acquire";
export const RELEASE_NOT_HELD = "release-not-held";
/** Taken, with nothing wrong about it. */
export const ACQUIRE = "acquire";
export const ACQUIRE_SHARED = "acquire-shared";
/** Taken again for the caller, whose it was. */
export const RETAKE = "retake";
/** Released where this path has taken it; and where it never touched it, so that its caller holds it, or nobody. */
export const RELEASE_HELD = "release-held";
export const RELEASE_UNTOUCHED = "release-untouched";
/** Released behind code that is not shown: evidence that it was held there. */
export const RELEASE_UNSEEN = "release-unseen";
/** Released where this path holds it shared. */
export const RELEASE_SHARED = "release-shared";
/** Interrupts get back a state that was never saved. */
export const RESTORE_UNSAVED = "restore-unsaved";

/** The register that says whether interrupts of this CPU are off: 1 where they are. */
export const INTERRUPTS = "interrupts";
/** The lock that stands for bottom halves being off; it nests. */
export const BOTTOM_HALVES = "bottom halves";

/** Stands for the row of locks that are known by their names alone. */
const LEARNED: LockRow = {
	...{ kind: "lock known by its name", object: 0, acquire: [], release: [] },
	...{ shared: true, section: "passive", loose: true },
};
export const learnedRow = lockRows.length;

/** What the table says of the lock by which the status came about; null where it came from no row. */
export function rowOf({ detail }: { readonly detail: number }): LockRow | null {
	return detail === learnedRow ? LEARNED : (lockRows[detail] ?? null);
}

/** Whether only a change by a patch tells that the lock is left held or released twice by mistake. */
export function isLoose(lock: { readonly detail: number }): boolean {
	const row = rowOf(lock);
	return row !== null && (row.loose === true || row.handedOn === true);
}

const SHARED = [LockStatus.Shared, LockStatus.SharedTwice, LockStatus.SharedThrice] as const;

export function isHeld(status: LockStatus): boolean {
	return status >= LockStatus.Held && status <= LockStatus.SharedThrice;
}

/** Not held now, and taken here before on at least some of the paths. */
export function isReleased(status: LockStatus): boolean {
	return (
		status === LockStatus.Released || status === LockStatus.ReleasedShared || status === LockStatus.Settled
	);
}

function to(status: LockStatus, says: string, event: string | null = null): Transition {
	return { status, event, says };
}

const TAKEN = "`%s` is taken here";
const RELEASED = "`%s` is released here";
const TAKEN_AGAIN = "`%s` is taken again here";
const RELEASED_AGAIN = "`%s` is released again here";

function acquire(status: LockStatus): Transition {
	switch (status) {
		case LockStatus.Held:
		case LockStatus.Shared:
		case LockStatus.SharedTwice:
		case LockStatus.SharedThrice:
		case LockStatus.Retaken:
			return to(LockStatus.Faulty, TAKEN_AGAIN, DOUBLE_ACQUIRE);
		case LockStatus.Dropped:
			return to(LockStatus.Retaken, TAKEN, RETAKE);
		case LockStatus.Gone:
		case LockStatus.Unknown:
			// Held now, but perhaps on behalf of the caller.
			return to(LockStatus.Unknown, TAKEN);
		default:
			return to(LockStatus.Held, TAKEN, ACQUIRE);
	}
}

function acquireShared(status: LockStatus): Transition {
	switch (status) {
		case LockStatus.Held:
			return to(LockStatus.Faulty, TAKEN_AGAIN, DOUBLE_ACQUIRE);
		case LockStatus.Shared:
			return to(LockStatus.SharedTwice, TAKEN);
		case LockStatus.SharedTwice:
			return to(LockStatus.SharedThrice, TAKEN);
		case LockStatus.SharedThrice:
		case LockStatus.Retaken:
		case LockStatus.Gone:
		case LockStatus.Unknown:
			return to(LockStatus.Unknown, TAKEN);
		case LockStatus.Dropped:
			return to(LockStatus.Retaken, TAKEN, RETAKE);
		default:
			return to(LockStatus.Shared, TAKEN, ACQUIRE_SHARED);
	}
}

function release(status: LockStatus, shared: boolean): Transition {
	switch (status) {
		case LockStatus.Held:
			return to(LockStatus.Released, RELEASED, RELEASE_HELD);
		case LockStatus.Shared:
			return to(LockStatus.ReleasedShared, RELEASED, RELEASE_SHARED);
		case LockStatus.SharedTwice:
			return to(LockStatus.Shared, RELEASED);
		case LockStatus.SharedThrice:
			return to(LockStatus.SharedTwice, RELEASED);
		case LockStatus.Untouched:
			return to(LockStatus.Dropped, RELEASED, RELEASE_UNTOUCHED);
		case LockStatus.Retaken:
			return to(LockStatus.Dropped, RELEASED);
		case LockStatus.Released:
		case LockStatus.ReleasedShared:
			return to(LockStatus.Faulty, RELEASED_AGAIN, RELEASE_NOT_HELD);
		case LockStatus.Dropped:
			// The caller may hold twice what nests.
			if (shared) return to(LockStatus.Unknown, RELEASED);
			return to(LockStatus.Faulty, RELEASED_AGAIN, RELEASE_NOT_HELD);
		case LockStatus.Settled:
			return to(LockStatus.Unknown, RELEASED);
		case LockStatus.Unknown:
			return to(LockStatus.Gone, RELEASED);
		case LockStatus.Unseen:
			return to(LockStatus.Gone, RELEASED, RELEASE_UNSEEN);
		case LockStatus.Faulty:
			return to(status, "");
		case LockStatus.Gone:
			if (shared) return to(LockStatus.Unknown, RELEASED);
			return to(LockStatus.Faulty, RELEASED_AGAIN, RELEASE_NOT_HELD);
	}
}

const DISABLED = "interrupts are disabled here";
const ENABLED = "interrupts are enabled here";

/** The status of the interrupts, which are "held" while this function has them off. */
function afterRegister(status: LockStatus, value: RegisterValue): Transition {
	if (status === LockStatus.Faulty) return to(status, "");
	const isCallers = status === LockStatus.Dropped || status === LockStatus.Retaken;
	switch (value) {
		case "unknown":
			return to(LockStatus.Unknown, "");
		case "unset":
			return to(LockStatus.Faulty, "", RESTORE_UNSAVED);
		case "initial":
			return to(status === LockStatus.Untouched ? LockStatus.Settled : LockStatus.Released, ENABLED);
		case "set":
			if (status === LockStatus.Unknown || status === LockStatus.Gone)
				return to(LockStatus.Unknown, DISABLED);
			return to(isCallers ? LockStatus.Retaken : LockStatus.Held, DISABLED);
		case "cleared":
			if (status === LockStatus.Unseen || status === LockStatus.Gone) return to(LockStatus.Gone, ENABLED);
			if (status === LockStatus.Unknown) return to(LockStatus.Unknown, ENABLED);
			return to(
				isCallers || status === LockStatus.Untouched ? LockStatus.Dropped : LockStatus.Released,
				ENABLED,
			);
	}
}

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

/** Whether it is a variable by which a callee tells that it has released a lock: `&locked`. */
function tellsOfLock(target: Place): boolean {
	return target.kind === "variable" && /(^|_)(un)?locked$|^got_lock$/.test(target.name);
}

/** Interrupts and bottom halves that are off because a lock is taken so: the lock is what counts. */
export function isBesideLock(place: Place, lock: { readonly detail: number }): boolean {
	if (place.kind !== "singleton" || (place.name !== INTERRUPTS && place.name !== BOTTOM_HALVES)) return false;
	const row = rowOf(lock);
	return row !== null && row.object !== place.name;
}

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
function sameName(a: Place, b: Place): boolean {
	if (a.kind === "target" || b.kind === "target") return a.kind !== "singleton" && b.kind !== "singleton";
	if (a.kind === "element" && b.kind === "element") return true;
	return a.kind === "field" && b.kind === "field" && a.name === b.name;
}

/** Whether both are parts of one object, or reached from one. */
function sameOwner(a: Place, b: Place): boolean {
	const owners = new Set(outwards(a));
	return [...outwards(b)].some((owner) => owners.has(owner));
}

/** The place, what it is a part of, and what the pointers lie in by which it is reached. */
function* outwards(place: Place): Iterable<Place> {
	for (let at: Place | null = place; at; ) {
		yield at;
		if (at.kind === "field" || at.kind === "element") at = at.base;
		else if (at.kind === "target" && (at.pointer.kind === "content" || at.pointer.kind === "address"))
			at = at.pointer.place;
		else at = null;
	}
}
