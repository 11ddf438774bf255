import type { Outcome } from "../../src/flow/model.js";
import { ANYTHING } from "../../src/flow/values.js";
import { learnedRow, lockModel } from "../models/lock.js";
import { LockOperation } from "../models/lock-status.js";

/**
 * Pairs that no table knows, by their names alone: `foo_lock(x)` and `foo_unlock(x)`, `lock_foo(x)` and
 * `unlock_foo(x)`. What they lock is unknown, so it gets a name of its own; that one is left out on some
 * path tells only where a patch brought it about.
 */
export function learnedOutcomes(name: string, partner: (name: string) => boolean): readonly Outcome[] | null {
	const parts = /^(?:(.*)_)?(un)?lock(?:_(.*))?$/.exec(name);
	if (!parts) return null;
	const [, before, un, behind] = parts;
	if (before === undefined && behind === undefined) return null;
	if (VARIANT.test(behind ?? "") || VARIANT.test(before ?? "")) return null;
	const around = (word: string) => [before, word, behind].filter((part) => part !== undefined).join("_");
	if (!partner(around(un ? "lock" : "unlock"))) return null;
	const operation = un ? LockOperation.ReleaseShared : LockOperation.AcquireShared;
	const effect = { model: lockModel, operation, object: 0, path: [around("lock")], registers: [] };
	return [{ result: ANYTHING, effects: [{ ...effect, detail: learnedRow }] }];
}

/** Forms that may fail, or that are more than one lock. */
const VARIANT =
	/(^|_)(try|interruptible|killable|timeout|nested|irq|irqsave|irqrestore|bh|two|all|double|slow|fast)(_|$)/;
