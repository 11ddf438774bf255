import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import { mentions } from "../../src/flow/term.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import {
	type Assertion,
	assertionKey,
	assertionsIn,
	assertionText,
	isAsserted,
	isTakenOnTheWay,
	locksAt,
	stepsOfAssertion,
} from "../models/assertion.js";
import { lockModel, rowOf } from "../models/lock.js";
import { ACQUIRE, isHeld, LockStatus } from "../models/lock-status.js";

export const assertNotHeld: Rule = {
	meta: {
		id: "assert-not-held",
		family: "lock",
		summary: "A function that asserts a lock is called where the lock is certainly not as it asserts",
		rationale: `
\`lockdep_assert_held(&p->lock)\` says what a function needs of its callers. A caller that unlocks first,
or takes the lock only behind the call, leaves what the function touches unprotected; the assertion tells
only on kernels that are built to check it, and only when the path is run.

The rule speaks where this path has released the lock before the call, has it for reading only where it
is asserted to be held for writing, or holds what is asserted not to be held. Where the path takes the
lock only behind the call, it cannot have held it: that is reported where a patch brought it about. What
callers may hold tells nothing, and neither does an assertion under a condition.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-unlock-moved-up", ok: "ok-call-under-lock" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<string>();
		for (const assertion of decided(analysis)) {
			const key = `${assertion.call.span.start} ${assertionKey(assertion)}`;
			const breach = breachOf(assertion) ?? tooEarly(assertion, analysis);
			if (!breach || reported.has(key)) continue;
			reported.add(key);
			const { call } = assertion;
			yield {
				at: call.span,
				message: `${assertionText(assertion)}, but ${breach.why}`,
				confidence: breach.lock?.assumed ? "likely" : "certain",
				subject: assertionKey(assertion),
				object: breach.lock,
				trace: call.trace,
				origin: call.origin,
				ending: `\`${call.via[0] ?? assertion.macro}()\` is called here`,
				related: [...stepsOfAssertion(assertion, analysis), ...breach.related],
				...(isTold(assertion, breach) ? { unless: [assertionKey(assertion)] } : {}),
			};
		}
	},

	/** What does not hold here either. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		for (const assertion of decided(analysis)) {
			if (breachOf(assertion) ?? tooEarly(assertion, analysis)) yield assertionKey(assertion);
		}
	},
};

/**
 * Whether the code may tell what the engine does not see: where the function itself asserts, that a call
 * before has changed the lock; where it takes the lock later, that something in between has released it.
 */
function isTold({ call }: Assertion, { isEarly }: Breach): boolean {
	return call.via.length === 0 || isEarly === true;
}

/** Assertions that are made whatever callees find in what they are given. */
function decided(analysis: FunctionAnalysis): readonly Assertion[] {
	return assertionsIn(analysis).filter((assertion) => {
		const { call, row } = assertion;
		const lock = typeof row.object === "number" ? call.args[row.object] : null;
		// That a pointer to it is valid goes without saying.
		const isOpen = call.undecided.some(({ term }) => !lock || !mentions(lock, term));
		return !call.isConditional && !isOpen && !isTakenOnTheWay(assertion);
	});
}

/** Why an assertion does not hold. */
interface Breach {
	readonly why: string;
	readonly lock: Tracked | null;
	readonly related: NonNullable<Report["related"]>;
	/** Whether only that the lock is taken behind it tells. */
	readonly isEarly?: boolean;
}

/** Why what the path has done to the lock contradicts the assertion; null where it does not. */
function breachOf(assertion: Assertion): Breach | null {
	const locks = locksAt(assertion);
	const { says } = assertion;
	if (says === "free") {
		const lock = locks.find(({ status }) => isHeld(status));
		return lock ? { why: "this path holds it", lock, related: [] } : null;
	}
	const [lock] = locks;
	if (!lock) return null;
	// What a loop has released in the round before may go by the name of what it has now.
	const isBefore = locks.every(({ span }) => span.start < assertion.call.span.start);
	if (isBefore && locks.every(isGone) && !mayGoByAnotherName(assertion))
		return { why: "this path has released it", lock, related: [] };
	const isForReading = says === "written" && locks.every(({ status }) => status === LockStatus.Shared);
	return isForReading ? { why: "this path holds it for reading only", lock, related: [] } : null;
}

/** Whether a lock that may be the same one in another name is held, or may be. */
function mayGoByAnotherName(assertion: Assertion): boolean {
	const tracked = [...assertion.call.tracked(lockModel)];
	const own = tracked.filter(([place]) => isAsserted(assertion, place));
	return tracked.some(([place, { status }]) => {
		const mayBeHeld = isHeld(status) || status === LockStatus.Retaken || status === LockStatus.Unknown;
		return mayBeHeld && own.some(([other]) => lockModel.mayBeSame(other, place));
	});
}

/** Whether the lock is certainly not held. */
function isGone(lock: Tracked): boolean {
	const row = rowOf(lock);
	switch (lock.status) {
		case LockStatus.Released:
		case LockStatus.ReleasedShared:
			// What nests may be held from further up.
			return !(row?.shared && typeof row.object === "string");
		case LockStatus.Dropped:
			return !row?.shared;
		default:
			return false;
	}
}

/** Whether the path takes the lock behind the assertion, and so did not hold it there. */
function tooEarly(assertion: Assertion, { events }: FunctionAnalysis): Breach | null {
	const { call, says } = assertion;
	if (says === "free" || locksAt(assertion).length > 0) return null;
	const taken = events.find(
		(event) =>
			event.model === lockModel &&
			event.kind === ACQUIRE &&
			event.before === null &&
			event.span.start > call.span.end &&
			isAsserted(assertion, event.place) &&
			leadsThrough(event.trace, call.trace),
	);
	if (!taken) return null;
	const related = [{ at: taken.span, message: `\`${taken.spelled}\` is taken only here` }];
	return { why: "this path takes it only behind the call", lock: null, related, isEarly: true };
}

/** Whether the path to the one passed the other. */
function leadsThrough(path: Assertion["call"]["trace"], passed: Assertion["call"]["trace"]): boolean {
	for (let node = path; node !== passed; node = node.before) if (node === null) return false;
	return true;
}
