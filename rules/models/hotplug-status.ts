import type { Transition } from "../../src/flow/model.js";

/** What a hotplug state, or an instance of one, is to the function that is walked. */
export enum HotplugStatus {
	Untouched = 0,
	/** Set up or added here. */
	Added = 1,
	/** The attempt to set it up or to add it failed: it is not there. */
	Failed = 2,
	/** Added and removed here. */
	Removed = 3,
	/** Removed here; others had added it. */
	Dropped = 4,
	/** Removed here and added again, on behalf of others. */
	Readded = 5,
	/** Removed here, or never added: paths of both kinds have met. */
	Settled = 6,
	Unknown = 7,
	/** Removed here, but whether it was there is not known. */
	Gone = 8,
	/** Not touched since code that is not shown. */
	Unseen = 9,
	/** A fault was found on this path: one cause is one finding. */
	Faulty = 10,
	/** Set up, as code believes that takes 0 for the number of a dynamic state: there is no such path. */
	Believed = 11,
}

export enum HotplugOperation {
	Add = 0,
	/** The attempt to add it, which failed. */
	Fail = 1,
	Remove = 2,
	/** Set up with a result that it never has; see {@link HotplugStatus.Believed}. */
	Believe = 3,
}

/** Added, or not, with nothing wrong about it. */
const ADD = "add";
export const FAIL = "fail";
/** Removed where this path has added it. */
export const REMOVE_ADDED = "remove-added";
/** Removed where adding it has failed; where it has been removed before. */
export const REMOVE_FAILED = "remove-failed";
export const REMOVE_AGAIN = "remove-again";
/** Removed where this path never touched it: others have added it, or nobody. */
export const REMOVE_UNTOUCHED = "remove-untouched";
/** Removed behind code that is not shown: evidence that it was there. */
export const REMOVE_UNSEEN = "remove-unseen";

/** As if this function had never touched it. */
export function isAbsent(status: HotplugStatus): boolean {
	return (
		status === HotplugStatus.Untouched || status === HotplugStatus.Removed || status === HotplugStatus.Settled
	);
}

/** Taken away here, whoever had put it there. */
export function isRemoved(status: HotplugStatus): boolean {
	return (
		status === HotplugStatus.Removed || status === HotplugStatus.Dropped || status === HotplugStatus.Gone
	);
}

export function to(status: HotplugStatus, says: string, event: string | null = null): Transition {
	return { status, event, says };
}

const REMOVED = "removed here: `%s`";

export function add(status: HotplugStatus, done: string): Transition {
	switch (status) {
		case HotplugStatus.Dropped:
		case HotplugStatus.Readded:
			return to(HotplugStatus.Readded, done);
		case HotplugStatus.Faulty:
			return to(status, "");
		default:
			return to(HotplugStatus.Added, done, ADD);
	}
}

export function fail(status: HotplugStatus, failed: string): Transition {
	switch (status) {
		case HotplugStatus.Untouched:
		case HotplugStatus.Failed:
		case HotplugStatus.Removed:
		case HotplugStatus.Settled:
		case HotplugStatus.Unseen:
			return to(HotplugStatus.Failed, failed, FAIL);
		case HotplugStatus.Faulty:
			return to(status, "");
		default:
			return to(HotplugStatus.Unknown, failed);
	}
}

export function remove(status: HotplugStatus): Transition {
	switch (status) {
		case HotplugStatus.Added:
		case HotplugStatus.Believed:
			return to(HotplugStatus.Removed, REMOVED, REMOVE_ADDED);
		case HotplugStatus.Failed:
			return to(HotplugStatus.Faulty, REMOVED, REMOVE_FAILED);
		case HotplugStatus.Removed:
		case HotplugStatus.Dropped:
			return to(HotplugStatus.Faulty, "removed again here: `%s`", REMOVE_AGAIN);
		case HotplugStatus.Untouched:
			return to(HotplugStatus.Dropped, REMOVED, REMOVE_UNTOUCHED);
		case HotplugStatus.Readded:
			return to(HotplugStatus.Dropped, REMOVED);
		case HotplugStatus.Settled:
			return to(HotplugStatus.Unknown, REMOVED);
		case HotplugStatus.Unseen:
			return to(HotplugStatus.Gone, REMOVED, REMOVE_UNSEEN);
		case HotplugStatus.Unknown:
		case HotplugStatus.Gone:
			return to(HotplugStatus.Gone, REMOVED);
		case HotplugStatus.Faulty:
			return to(status, "");
	}
}
