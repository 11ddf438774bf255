import type { Departure, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent, Tracked } from "../../src/flow/model.js";
import { type Place, spell } from "../../src/flow/term.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { isBesideLock, isLoose, lockModel, rowOf } from "../models/lock.js";
import { isOneOfMany } from "../models/lock-place.js";
import {
	ACQUIRE,
	ACQUIRE_SHARED,
	isHeld,
	isReleased,
	LockStatus,
	RELEASE_NOT_HELD,
	RELEASE_UNTOUCHED,
	RETAKE,
} from "../models/lock-status.js";

export const unlockNotHeld: Rule = {
	meta: {
		id: "unlock-not-held",
		family: "lock",
		summary: "A lock is released that this path has already released",
		rationale: `
Releasing a lock twice lets two others into the section it guards, or corrupts the lock. The usual
cause is an unlock in front of a \`goto\` to a label that unlocks as well, or a helper and its caller
that both release.

The rule speaks only where the path itself has released the lock before and nothing since may have
taken it again. A function that releases what its caller took is left alone.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-unlock-before-goto", ok: "ok-goto-behind-unlock" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		for (const event of analysis.events) {
			if (event.model !== lockModel || event.kind !== RELEASE_NOT_HELD) continue;
			if (isBesideLock(event.place, event) || isHandedBack(event)) continue;
			if (event.before && isOneOfMany(event.place, event.before, event.trace)) continue;
			yield {
				at: event.span,
				message: `\`${event.spelled}\` is released though this path has released it before`,
				confidence: event.before?.assumed ? "likely" : "certain",
				subject: spell(event.place),
				object: event.before,
				trace: event.trace,
				...(isLoose(event) || isCallers(event) ? { onlyIf: [takenKey(event), onceKey(event)] } : {}),
			};
		}
		yield* untouched(analysis);
		yield* departures(analysis);
	},

	/** Locks that are taken and never released without; what is touched at all; jumps to unlocking labels with a lock held. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const never = new Set(eventsOf(analysis, [RELEASE_UNTOUCHED]).map((event) => event.spelled));
		for (const event of eventsOf(analysis, [ACQUIRE, ACQUIRE_SHARED])) {
			if (!never.has(event.spelled)) yield takenKey(event);
		}
		const twice = new Set(eventsOf(analysis, [RELEASE_NOT_HELD]).map((event) => event.spelled));
		for (const event of eventsOf(analysis, [RELEASE_UNTOUCHED])) {
			if (!twice.has(event.spelled)) yield onceKey(event);
		}
		for (const { spelled } of eventsOf(analysis, [ACQUIRE, ACQUIRE_SHARED, RELEASE_UNTOUCHED])) {
			yield `touches ${spelled}`;
		}
		for (const departure of analysis.departures) {
			if (!UNLOCKING.test(departure.label)) continue;
			if (releasedAt(departure).length === 0) yield jumpKey(departure);
		}
	},
};

/**
 * An unlock on a path that has not taken the lock, in a function that takes it on others: a goto to
 * the unlocking label from before the lock, an unlock moved in front of it. It may also be the caller
 * that holds the lock on these paths, so the report counts only where the patch brought it about.
 */
function* untouched(analysis: FunctionAnalysis): Iterable<Report> {
	const taken = eventsOf(analysis, [ACQUIRE, ACQUIRE_SHARED, RETAKE]);
	const reported = new Set<number>();
	for (const event of eventsOf(analysis, [RELEASE_UNTOUCHED])) {
		if (isBesideLock(event.place, event) || event.object === null) continue;
		if (reported.has(event.span.start)) continue;
		reported.add(event.span.start);
		const held = heldInstead(event);
		if (held) {
			yield wrongObject(event, held);
			continue;
		}
		const other = taken.find(({ spelled }) => spelled === event.spelled);
		const related = other
			? [{ at: other.span, message: `\`${event.spelled}\` is taken here, on other paths` }]
			: [];
		// Where the function does not take it any more, the patch has left the unlock behind.
		if (other || !event.inLoop) yield { ...reportOf(event), onlyIf: [takenKey(event)], related };
		if (!other && isUneven(event, analysis)) {
			yield { ...reportOf(event), unless: [`touches ${event.spelled}`] };
		}
	}
}

/** A lock that the path holds and that goes by the same name in another object. */
function heldInstead({ place, others }: ModelEvent): Tracked | null {
	for (const [other, lock] of others) {
		if (isHeld(lock.status) && other !== place && lockModel.mayBeSame(place, other)) return lock;
	}
	return null;
}

/** It may be the same object by another name; but not where the code before the patch used but one name. */
function wrongObject(event: ModelEvent, held: Tracked): Report {
	return {
		...reportOf(event),
		message: `\`${event.spelled}\` is released, but what this path has taken is \`${held.spelled}\``,
		object: held,
		onlyIf: [`taken ${held.spelled}`],
		unless: [`touches ${event.spelled}`],
	};
}

function reportOf(event: ModelEvent): Report {
	return {
		at: event.span,
		message: `\`${event.spelled}\` is released though this path has not taken it`,
		confidence: "likely",
		subject: spell(event.place),
		object: null,
		trace: event.trace,
	};
}

/** Whether the function, which never takes the lock, releases it on some of its ways out and not on others. */
function isUneven({ place, inLoop }: ModelEvent, { exits, graph }: FunctionAnalysis): boolean {
	// A loop that unlocks whatever it comes by may come by nothing.
	if (inLoop || place.roots.length > 0) return false;
	const dropped = exits.filter((exit) => exit.tracked(lockModel).get(place)?.status === LockStatus.Dropped);
	const kept = exits.filter((exit) => !exit.tracked(lockModel).has(place));
	return !graph.hasGaps && dropped.length > 0 && kept.length > 0;
}

function eventsOf(analysis: FunctionAnalysis, kinds: readonly string[]): ModelEvent[] {
	return analysis.events.filter((event) => event.model === lockModel && kinds.includes(event.kind));
}

/** A page that others unlock, too: who had it in between is not seen. */
function isHandedBack(event: ModelEvent): boolean {
	return rowOf(event)?.handedOn === true && (event.object === null || isCallers(event));
}

/** Whether this function has not taken the lock: it may have been taken again by whoever had it. */
function isCallers({ before }: ModelEvent): boolean {
	return before?.status === LockStatus.Dropped || before?.status === LockStatus.Gone;
}

function onceKey(event: ModelEvent): string {
	return `once ${event.spelled}`;
}

function takenKey(event: ModelEvent): string {
	return `taken ${event.spelled}`;
}

/** Labels that say what they do. */
const UNLOCKING = /unlock/i;

/**
 * A jump to a label like `out_unlock` that is not shown, behind a release of the only lock in
 * sight. Counts where the same jump came with the lock held before the patch.
 */
function* departures(analysis: FunctionAnalysis): Iterable<Report> {
	for (const departure of analysis.departures) {
		const [lock, another] = releasedAt(departure);
		if (!UNLOCKING.test(departure.label) || !lock || another) continue;
		if (departure.tracked(lockModel).size > 1) continue;
		// One that is taken in sight may well be another than what the label releases.
		const isTakenInSight = eventsOf(analysis, [ACQUIRE]).some(({ spelled }) => spelled === lock[1].spelled);
		if (isTakenInSight) continue;
		yield {
			at: lock[1].span,
			message: `\`${lock[1].spelled}\` is released in front of a jump to \`${departure.label}\`, which releases it`,
			confidence: "likely",
			subject: spell(lock[0]),
			object: lock[1],
			trace: departure.trace,
			onlyIf: [jumpKey(departure)],
		};
	}
}

function releasedAt(departure: Departure): (readonly [Place, Tracked])[] {
	return [...departure.tracked(lockModel)].filter(
		([, lock]) =>
			isReleased(lock.status) || lock.status === LockStatus.Gone || lock.status === LockStatus.Dropped,
	);
}

function jumpKey(departure: Departure): string {
	return `goto ${departure.label}`;
}
