import type { Model, Tracked, Transition, UnknownCall } from "../../src/flow/model.js";
import { mentions, type Place } from "../../src/flow/term.js";
import { type HotplugCall, hotplugCalls } from "../knowledge/hotplug/calls.js";
import {
	add,
	fail,
	HotplugOperation,
	HotplugStatus,
	isAbsent,
	REMOVE_AGAIN,
	REMOVE_FAILED,
	REMOVE_UNSEEN,
	remove,
	to,
} from "./hotplug-status.js";

/** The call by which the status came about; null where no table says. */
export function callOf({ detail }: { readonly detail: number }): HotplugCall | null {
	return hotplugCalls[detail] ?? null;
}

/** Words in the name of a function that may set up or remove states of other files. */
const HOTPLUG_WORDS = /cpuhp|hotplug|(^|_)(cpu_)?hp(_|$)/i;
/** Words that announce the end of an object, and of its instance with it. */
const END_WORDS =
	/(^|_)(put|drop|exit|end|finish|abort|free|destroy|remove|release|cleanup|uninit|deinit|teardown|unregister|del|delete)(_|$)/i;

interface Kind {
	readonly id: string;
	/** Said of an operation that succeeded, and of one that failed; `%s` is the object. */
	readonly done: string;
	readonly failed: string;
	/** Whether two places may be one object by other names. */
	mayBeSame(a: Place, b: Place): boolean;
	mayDisturb(call: UnknownCall, place: Place): boolean;
}

function model(kind: Kind): Model {
	const { mayBeSame } = kind;
	const self: Model = {
		id: kind.id,
		unknown: HotplugStatus.Unknown,
		unseen: HotplugStatus.Unseen,
		held: HotplugStatus.Added,
		unseenEvent: REMOVE_UNSEEN,

		apply(status: HotplugStatus, operation: HotplugOperation): Transition {
			switch (operation) {
				case HotplugOperation.Add:
					return add(status, kind.done);
				case HotplugOperation.Fail:
					return fail(status, kind.failed);
				case HotplugOperation.Remove:
					return remove(status);
				case HotplugOperation.Believe:
					return to(HotplugStatus.Believed, kind.done);
			}
		},

		registers: [],
		onRegister: (status: HotplugStatus) => to(status, ""),
		mergeKey: (status: HotplugStatus) => (isAbsent(status) ? 0 : status),

		/** To a caller, what was not added is as absent as what was removed again. */
		outcomeKey(status: HotplugStatus): number {
			const isAsBefore = status === HotplugStatus.Failed || status === HotplugStatus.Readded;
			return isAsBefore ? 0 : self.mergeKey(status);
		},

		join(a: HotplugStatus, b: HotplugStatus): HotplugStatus {
			if (a === b) return a;
			return isAbsent(a) && isAbsent(b) ? HotplugStatus.Settled : HotplugStatus.Unknown;
		},

		isFault: (event) => event === REMOVE_FAILED || event === REMOVE_AGAIN,

		leavesEntry(status: HotplugStatus): boolean {
			const isLost = [HotplugStatus.Dropped, HotplugStatus.Gone, HotplugStatus.Unknown, HotplugStatus.Faulty];
			return !isLost.includes(status);
		},

		begins: (operation: HotplugOperation) => operation === HotplugOperation.Add,

		asOperations(status: HotplugStatus): readonly HotplugOperation[] {
			switch (status) {
				case HotplugStatus.Added:
					return [HotplugOperation.Add];
				case HotplugStatus.Failed:
					return [HotplugOperation.Fail];
				case HotplugStatus.Removed:
					return [HotplugOperation.Add, HotplugOperation.Remove];
				case HotplugStatus.Dropped:
					return [HotplugOperation.Remove];
				case HotplugStatus.Readded:
					return [HotplugOperation.Remove, HotplugOperation.Add];
				default:
					return [];
			}
		},

		isSuspect: (name) => HOTPLUG_WORDS.test(name),
		concerns: (name) => HOTPLUG_WORDS.test(name),
		mayBeSame,

		/** The removal of what was never added, while something of that name is there, may well be its removal. */
		ifAlias(
			status: HotplugStatus,
			operation: HotplugOperation,
			own: HotplugStatus,
			place: Place,
			other: Place,
		): HotplugStatus | null {
			if (operation === HotplugOperation.Fail || own === HotplugStatus.Added) return null;
			const matters =
				operation === HotplugOperation.Remove
					? status === HotplugStatus.Added
					: status === HotplugStatus.Dropped || status === HotplugStatus.Gone;
			return matters && mayBeSame(place, other) ? HotplugStatus.Unknown : null;
		},

		mayDisturb(call: UnknownCall, place: Place, _item: Tracked): boolean {
			if (call.targets.includes(place)) return true;
			return call.name !== null && kind.mayDisturb(call, place);
		},
	};
	return self;
}

/** A state goes by its name, or by the number that its set-up returned: no place, but named like one. */
function isNamedState(place: Place): boolean {
	return place.kind === "target" && place.pointer.kind === "symbol";
}

/** States of CPU hotplug: what setting them up and removing them does. */
export const stateModel: Model = model({
	id: "hotplug state",
	done: "set up here: `%s`",
	failed: "the set-up fails here: `%s`",
	// A state that has a name is never one of those that go by a number.
	mayBeSame: (a, b) => a === b || (!isNamedState(a) && !isNamedState(b)),
	mayDisturb: (call) => HOTPLUG_WORDS.test(call.name!),
});

/** Instances of states: the nodes of the objects that are added to them. */
export const instanceModel: Model = model({
	id: "hotplug instance",
	done: "added here: `%s`",
	failed: "adding it fails here: `%s`",
	mayBeSame: (a, b) => a === b || (a.kind === "field" && b.kind === "field" ? a.name === b.name : true),
	mayDisturb: (call, place) =>
		(HOTPLUG_WORDS.test(call.name!) || END_WORDS.test(call.name!)) &&
		call.targets.some((target) => mentions(place, target)),
});

/** How a message names the object. */
export function objectText(place: Place, item: Pick<Tracked, "spelled">): string {
	if (place.kind !== "target" || place.pointer.kind !== "fresh") return `\`${item.spelled}\``;
	return item.spelled.endsWith("()") ? `the state that \`${item.spelled}\` set up` : `\`${item.spelled}\``;
}
