import type { Model, Tracked, Transition, UnknownCall } from "../../src/flow/model.js";
import { container, type Place, type Term } from "../../src/flow/term.js";
import { endings, interiors, keepers } from "../knowledge/frees.js";

/** What has become of an object, by the pointer to it. */
export enum LifeStatus {
	Untouched = 0,
	/** Freed on this path, or given to someone who frees it. */
	Freed = 1,
	/** The same, but where the pointer was read from there may be another by now. */
	FreedBefore = 2,
	/** A reference to it was dropped, which may have been the last. */
	Dropped = 3,
	DroppedBefore = 4,
	Unknown = 5,
	/** Freed twice: one cause is one finding. */
	Faulty = 6,
	/** Somebody else holds a reference that this path has taken. */
	Kept = 7,
}

export enum LifeOperation {
	/** The pointer was read from memory for it. */
	Free = 0,
	/** Likewise, behind a call that may have changed it since the object was freed. */
	FreeReread = 1,
	/** A variable has kept the pointer, so that memory may hold another. */
	FreeValue = 2,
	FreeValueReread = 3,
	Drop = 4,
	Keep = 5,
}

export const FREE = "free";
export const FREE_AGAIN = "free-again";

/** Freed for certain, or only a reference to it gone. */
export function isFreed({ status }: { readonly status: number }): boolean {
	return status === LifeStatus.Freed || status === LifeStatus.FreedBefore;
}

export function isDropped({ status }: { readonly status: number }): boolean {
	return status === LifeStatus.Dropped || status === LifeStatus.DroppedBefore;
}

function to(status: LifeStatus, event: string | null = null, says = ""): Transition {
	return { status, event, says };
}

const FREED = "freed here: `%s`";
const FREED_AGAIN = "freed again here: `%s`";

function free(status: LifeStatus, isReread: boolean, isInMemory: boolean): Transition {
	const freed = to(isInMemory ? LifeStatus.Freed : LifeStatus.FreedBefore, FREE, FREED);
	const again = to(LifeStatus.Faulty, FREE_AGAIN, FREED_AGAIN);
	switch (status) {
		case LifeStatus.Freed:
			return again;
		case LifeStatus.FreedBefore:
			return isReread ? freed : again;
		case LifeStatus.Faulty:
		case LifeStatus.Kept:
			return to(status);
		default:
			return freed;
	}
}

function drop(status: LifeStatus): Transition {
	const isOpen = status === LifeStatus.Untouched || status === LifeStatus.Unknown;
	return isOpen ? to(LifeStatus.Dropped, null, "a reference is dropped here: `%s`") : to(status);
}

const known = new Set([...endings, ...keepers].map(({ name }) => name));

/** Words of functions that end or switch off something, and give nobody anything new. */
const END_WORDS =
	/(^|_)(k?v?free|put|drop|del|delete|remove|release|destroy|unregister|disable|unprepare|cancel|stop|exit|cleanup|unlock|unmap|iounmap|complete|wake_up|sync|flush|deinit|uninit|detach|clear|dealloc)(_|$)/;

/** Objects that are freed, by what points to them. */
export const lifeModel: Model = {
	id: "life",
	isMinor: true,
	unknown: LifeStatus.Unknown,
	unseen: LifeStatus.Untouched,
	held: LifeStatus.Unknown,
	unseenEvent: "",

	apply(status: LifeStatus, operation: LifeOperation): Transition {
		switch (operation) {
			case LifeOperation.Free:
				return free(status, false, true);
			case LifeOperation.FreeReread:
				return free(status, true, true);
			case LifeOperation.FreeValue:
				return free(status, false, false);
			case LifeOperation.FreeValueReread:
				return free(status, true, false);
			case LifeOperation.Drop:
				return drop(status);
			case LifeOperation.Keep:
				return to(LifeStatus.Kept);
		}
	},

	registers: [],
	onRegister: (status) => to(status),
	mergeKey: (status: LifeStatus) =>
		status === LifeStatus.Freed || status === LifeStatus.FreedBefore ? 1 : status === LifeStatus.Kept ? 2 : 0,
	outcomeKey: (status) => status,

	join(a: LifeStatus, b: LifeStatus): LifeStatus {
		if (a === b) return a;
		return isFreed({ status: a }) && isFreed({ status: b }) ? LifeStatus.FreedBefore : LifeStatus.Unknown;
	},

	isFault: (event) => event === FREE_AGAIN,
	leavesEntry: () => true,
	begins: () => false,

	asOperations(status: LifeStatus): readonly LifeOperation[] {
		if (status === LifeStatus.Freed) return [LifeOperation.Free];
		return status === LifeStatus.FreedBefore ? [LifeOperation.FreeValue] : [];
	},

	isSuspect: () => false,
	concerns: () => false,
	mayBeSame: (a, b) => a === b,
	ifAlias: () => null,
	variant(operation: LifeOperation, { isReread, isInMemory }): LifeOperation {
		if (operation !== LifeOperation.Free && operation !== LifeOperation.FreeValue) return operation;
		if (isInMemory ?? operation === LifeOperation.Free)
			return isReread ? LifeOperation.FreeReread : LifeOperation.Free;
		return isReread ? LifeOperation.FreeValueReread : LifeOperation.FreeValue;
	},

	mayDisturb({ name, targets }: UnknownCall, place: Place, _item: Tracked): boolean {
		if (name === null) return true;
		if (known.has(name)) return false;
		return !END_WORDS.test(name) || targets.some((target) => isReachedFrom(place, target));
	},

	disturbed(status: LifeStatus): LifeStatus {
		if (status === LifeStatus.Freed) return LifeStatus.FreedBefore;
		return status === LifeStatus.Dropped ? LifeStatus.DroppedBefore : status;
	},

	touched(place: Place, tracked: ReadonlyMap<Place, Tracked>): Place | null {
		const root = container(place);
		const item = tracked.get(root);
		if (item && (isFreed(item) || isDropped(item))) return root;
		if (root.kind !== "target") return null;
		for (const [other, { status }] of tracked) {
			if (other.kind !== "target" || !isFreed({ status })) continue;
			if (isInside(root.pointer, other.pointer)) return other;
		}
		return null;
	},
};

/** Whether the pointer leads into what the other points to. */
function isInside(pointer: Term, outer: Term): boolean {
	if (pointer === outer) return true;
	if (pointer.kind === "address") {
		const root = container(pointer.place);
		return root.kind === "target" && isInside(root.pointer, outer);
	}
	if (pointer.kind === "op" && interiors.has(pointer.op)) return isInside(pointer.args[0]!, outer);
	return outer.kind === "op" && outer.op.startsWith("container_of ") && isInside(pointer, outer.args[0]!);
}

/** Whether whoever is given the target can get at what holds the pointer to the place. */
function isReachedFrom(place: Place, target: Place): boolean {
	const root = container(target);
	for (let at: Place | null = container(place); at?.kind === "target"; ) {
		if (at === root) return true;
		const { pointer }: { pointer: Term } = at;
		at = pointer.kind === "content" ? container(pointer.place) : null;
		if (at === root) return true;
	}
	return false;
}
