import { allocators, pollers, type SleepingRow, sleepingCalls, sleepingFlags } from "./atomic/index.js";
import { type LockRow, lockRows } from "./locks/index.js";

/** Functions whose result depends on the context they run in: code that asks them decides for itself. */
const contextQuestions: ReadonlySet<string> = new Set([
	"in_atomic",
	"in_interrupt",
	"in_irq",
	"in_hardirq",
	"in_softirq",
	"in_serving_softirq",
	"in_nmi",
	"in_task",
	"irqs_disabled",
	"preemptible",
	"gfpflags_allow_blocking",
	"drm_can_sleep",
	"in_dbg_master",
	"faulthandler_disabled",
	"pagefault_disabled",
]);

export function asksContext(name: string): boolean {
	return contextQuestions.has(name);
}

const flags = new Map(allocators.map(({ name, gfp }) => [name, gfp]));

/** Index of the argument with the allocation flags, or null. */
export function flagsIndex(name: string): number | null {
	return flags.get(name) ?? null;
}

const waiting = new Set(sleepingFlags);

/** Whether an allocation with that flag may wait. */
export function mayWait(flag: string): boolean {
	return waiting.has(flag);
}

const reasons = sleepReasons(sleepingCalls, lockRows);

/** Functions that may sleep on every call, and why. */
export function sleepReasons(
	calls: readonly SleepingRow[],
	locks: readonly LockRow[],
): ReadonlyMap<string, string> {
	const known = new Map(calls.flatMap(({ names, why }) => names.map((name) => [name, why] as const)));
	for (const row of locks) {
		if (row.section !== "sleeping") continue;
		for (const name of [...row.acquire, ...(row.attempt?.zeroIfHeld ?? [])]) {
			// A name with "try" among them returns an error instead of waiting.
			if (!known.has(name) && !name.includes("try")) known.set(name, `may wait for a ${row.kind}`);
		}
	}
	return known;
}

/** Why the function may sleep on every call; null where it does not. */
export function whySleeps(name: string): string | null {
	return reasons.get(name) ?? null;
}

const polling = new Map(pollers.map(({ name, sleepArgument }) => [name, sleepArgument]));

/** Index of the argument that says how long to sleep between two looks; null for any other function. */
export function sleepArgument(name: string): number | null {
	return polling.get(name) ?? null;
}
