import type { RegisterValue, Transition } from "../../src/flow/model.js";

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

export const SHARED = [LockStatus.Shared, LockStatus.SharedTwice, LockStatus.SharedThrice] as const;

export function isHeld(status: LockStatus): boolean {
	return status >= LockStatus.Held && status <= LockStatus.SharedThrice;
}

/** Not held now, and taken here before on at least some of the paths. */
export function isReleased(status: LockStatus): boolean {
	return (
		status === LockStatus.Released || status === LockStatus.ReleasedShared || status === LockStatus.Settled
	);
}

export function to(status: LockStatus, says: string, event: string | null = null): Transition {
	return { status, event, says };
}

const TAKEN = "`%s` is taken here";
const RELEASED = "`%s` is released here";
const TAKEN_AGAIN = "`%s` is taken again here";
const RELEASED_AGAIN = "`%s` is released again here";

export function acquire(status: LockStatus): Transition {
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

export function acquireShared(status: LockStatus): Transition {
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

export function release(status: LockStatus, shared: boolean): Transition {
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
export function afterRegister(status: LockStatus, value: RegisterValue): Transition {
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
