import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent, Tracked } from "../../src/flow/model.js";
import { type Place, spell } from "../../src/flow/term.js";
import { stepsOf } from "../../src/flow/trace.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import type { LockRow } from "../knowledge/locks/row.js";
import { isBesideLock, lockModel, rowOf } from "../models/lock.js";
import {
	ACQUIRE,
	BOTTOM_HALVES,
	INTERRUPTS,
	isHeld,
	isReleased,
	RELEASE_HELD,
	RELEASE_SHARED,
	RESTORE_UNSAVED,
} from "../models/lock-status.js";

export const lockVariant: Rule = {
	meta: {
		id: "lock-variant",
		family: "lock",
		summary: "A lock is released by another variant than it was taken by",
		rationale: `
\`spin_lock_irqsave()\` also turns interrupts off, and only its own counterpart turns them on again.
Behind \`spin_unlock()\` they stay off, on this CPU, for whatever runs next; \`spin_unlock_irq()\` inside
a section that had them off turns them on while the outer lock still relies on them to be off; and
\`spin_unlock_irqrestore()\` with a \`flags\` that nothing was saved in restores garbage. Likewise
\`read_lock()\` is not undone by \`write_unlock()\`.

Interrupts are followed as a state of their own, as are the variables that keep it: a function that
takes two locks and releases them in another order, or that releases the lock first and restores the
interrupts later, is right and is left alone.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-plain-unlock-of-irqsave", ok: "ok-interrupts-restored-later" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const [odd, reported] = [new Set<number>(), new Set<number>()];
		for (const event of analysis.events) {
			if (event.model !== lockModel || event.kind !== RESTORE_UNSAVED || !releasesLock(event)) continue;
			reported.add(event.span.start);
			yield unsaved(event);
		}
		for (const release of releasesOf(analysis)) {
			if (release.taken !== release.by) odd.add(release.event.span.start);
			// Whoever makes a release undo more than before knows how the lock was taken, out of sight.
			if (release.before.assumed && release.taken.interrupts !== "save") continue;
			const report =
				otherSide(release) ??
				interruptsStayOff(release, analysis) ??
				enabledUnderLock(release) ??
				neverDisabled(release);
			if (report && !reported.has(report.at.start)) yield report;
			if (report) reported.add(report.at.start);
		}
		yield* leftOff(analysis, odd);
	},

	/** Locks that are released as they were taken, wherever they are. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const odd = new Set<string>();
		const releases = [...releasesOf(analysis)];
		if (isBalanced(analysis)) yield BALANCED;
		for (const { event, taken, by } of releases) if (taken !== by) odd.add(event.spelled);
		for (const { event, taken, by } of releases) {
			if (taken === by && !odd.has(event.spelled)) yield pairKey(event);
		}
	},
};

/** A lock that the path holds is released. */
interface Release {
	readonly event: ModelEvent;
	readonly before: Tracked;
	readonly taken: LockRow;
	readonly by: LockRow;
}

function* releasesOf({ events }: FunctionAnalysis): Iterable<Release> {
	for (const event of events) {
		if (event.model !== lockModel || !event.before) continue;
		if (event.kind !== RELEASE_HELD && event.kind !== RELEASE_SHARED) continue;
		if (isBesideLock(event.place, event)) continue;
		const [taken, by] = [rowOf(event.before), rowOf(event)];
		if (taken && by) yield { event, before: event.before, taken, by };
	}
}

function pairKey({ spelled }: ModelEvent): string {
	return `pair ${spelled}`;
}

function reportOf({ event, before }: Release, message: string, more: Partial<Report> = {}): Report {
	return {
		at: event.span,
		message,
		confidence: before.assumed ? "likely" : "certain",
		subject: spell(event.place),
		object: before,
		trace: event.trace,
		ending: "it is released by another variant here",
		...more,
	};
}

/** Taken to read and released as if it had been taken to write, or the reverse. */
function otherSide(release: Release): Report | null {
	const { event, taken, by } = release;
	if ((taken.shared ?? false) === (by.shared ?? false) || taken.kind !== by.kind) return null;
	const [side, other] = taken.shared ? ["read", "write"] : ["write", "read"];
	return reportOf(
		release,
		`\`${event.spelled}\` was taken to ${side} and is released from the ${other} side`,
	);
}

/** Taken with interrupts turned off, and released without turning them on on any way to a return. */
function interruptsStayOff(release: Release, analysis: FunctionAnalysis): Report | null {
	const { event, taken, by } = release;
	const off = turnsOff(taken);
	if (off === null) return null;
	if (turnsOff(by) === off) return taken.interrupts === by.interrupts ? null : mixed(release);
	// The other pair of the two has said what there is to say.
	if (off === BOTTOM_HALVES && turnsOff(by) === INTERRUPTS) return null;
	// Only where it is the last that becomes of the lock: in between it may be released to wait.
	const ends = analysis.exits
		.filter((exit) => lastReleasedAt(exit, event) && !holdsAnother(exit))
		.map((exit) => statusNamed(exit.tracked(lockModel), off));
	const message = `\`${event.spelled}\` was taken with ${off} turned off and is released without turning them on`;
	if (ends.length > 0 && ends.every((item) => item && isHeld(item.status))) return reportOf(release, message);
	// Where nobody can tell, they may be turned on later; but not if the code before the patch did it here.
	if (isTakenAgain(release, analysis)) return null;
	if (!ends.some((item) => item && !isHeld(item.status) && !isOpen(item))) {
		return reportOf(release, message, { confidence: "likely", onlyIf: [pairKey(event)] });
	}
	return null;
}

/** Whether the lock is taken further down by the variant it is released by: released to wait for something. */
function isTakenAgain({ event, by }: Release, { events }: FunctionAnalysis): boolean {
	return events.some(
		(other) =>
			other.kind === ACQUIRE &&
			other.spelled === event.spelled &&
			other.span.start > event.span.start &&
			rowOf(other) === by,
	);
}

/** Another lock is kept, and interrupts with it. */
function holdsAnother(exit: Exit): boolean {
	return [...exit.tracked(lockModel)].some(
		([place, lock]) => place.kind !== "singleton" && isHeld(lock.status),
	);
}

function lastReleasedAt(exit: Exit, { span }: ModelEvent): boolean {
	return [...exit.tracked(lockModel).values()].some(
		(lock) => lock.span.start === span.start && !isHeld(lock.status),
	);
}

function isOpen({ status }: Tracked): boolean {
	return status === lockModel.unknown;
}

/** Saved and turned on, or turned off and restored. It may be meant so: to wait for something in between. */
function mixed(release: Release): Report {
	const { event } = release;
	const how = release.taken.interrupts === "save" ? "saved" : "turned off";
	const undone = release.by.interrupts === "save" ? "restored" : "turned on";
	return reportOf(
		release,
		`\`${event.spelled}\` was taken with interrupts ${how}, and they are ${undone} at its release`,
		{ confidence: "likely", onlyIf: [pairKey(event)] },
	);
}

/** All locks are released as they were taken, and still interrupts are off: what was saved is lost. */
function* leftOff(analysis: FunctionAnalysis, odd: ReadonlySet<number>): Iterable<Report> {
	const reported = new Set<number>();
	for (const exit of analysis.exits) {
		const locks = exit.tracked(lockModel);
		const interrupts = statusNamed(locks, INTERRUPTS);
		if (!interrupts || !isHeld(interrupts.status) || exit.imprecise || reported.has(exit.span.start))
			continue;
		const turnedOffBy = [...locks.values()].filter((lock) => lock !== interrupts && rowOf(lock)?.interrupts);
		// Turned off on its own is for `unbalanced-lock`; beside a lock that is not released, it is the lock's.
		if (rowOf(interrupts)?.object === INTERRUPTS || turnedOffBy.length === 0) continue;
		if (!turnedOffBy.every((lock) => isReleased(lock.status))) continue;
		// What an odd release has done is said there.
		if (stepsOf(exit.trace).some((step) => odd.has(step.span.start))) continue;
		reported.add(exit.span.start);
		yield {
			at: exit.span,
			message: "interrupts are still off on this return, though the locks are released that were taken so",
			confidence: "likely",
			subject: INTERRUPTS,
			onlyIf: [BALANCED],
			object: interrupts,
			trace: exit.trace,
			ending: "the function returns with interrupts off",
		};
	}
}

/** Evidence that a function never returns with interrupts off. */
const BALANCED = "interrupts balanced";

function isBalanced({ exits }: FunctionAnalysis): boolean {
	const states = exits.map((exit) => statusNamed(exit.tracked(lockModel), INTERRUPTS));
	return states.some((item) => item) && states.every((item) => !item || isReleased(item.status));
}

/** Interrupts are turned on while another lock is held that was taken with them off. */
function enabledUnderLock(release: Release): Report | null {
	const { event, before, taken, by } = release;
	if (by.interrupts === undefined || taken.interrupts !== by.interrupts) return null;
	const interrupts = statusNamed(event.others, INTERRUPTS);
	const outer = [...event.others].find(
		([place, lock]) =>
			place !== event.place &&
			isHeld(lock.status) &&
			rowOf(lock)?.interrupts &&
			!isSingleton(place, INTERRUPTS),
	)?.[1];
	if (!outer || !interrupts || !isHeld(interrupts.status)) return null;
	// Restoring gives back what was saved, which is "off" for the inner of two sections.
	if (by.interrupts === "save" || interrupts.span.start === before.span.start) return null;
	return reportOf(
		release,
		`\`${event.spelled}\` is released with interrupts turned on, while \`${outer.spelled}\` was taken to keep them off`,
		{ object: outer, ending: "interrupts are turned on here" },
	);
}

/** Interrupts are turned on, or restored, that the path has not turned off. */
function neverDisabled(release: Release): Report | null {
	const { event, taken, by } = release;
	if (by.interrupts === undefined || taken.interrupts !== undefined) return null;
	if (statusNamed(event.others, INTERRUPTS)) return null;
	const turns = by.interrupts === "off" ? "turns interrupts on" : "restores interrupts";
	return reportOf(
		release,
		`\`${event.spelled}\` was taken without touching interrupts, and its release ${turns}`,
		{ confidence: "likely", onlyIf: [pairKey(event)] },
	);
}

/** Whether a lock was released there that this path held: then its taking should have saved them. */
function releasesLock({ others, span }: ModelEvent): boolean {
	return [...others.values()].some((lock) => lock.span.start === span.start && isReleased(lock.status));
}

function unsaved(event: ModelEvent): Report {
	return {
		at: event.span,
		message: "interrupts are restored from a variable that this path has saved nothing in",
		confidence: "certain",
		subject: event.spelled,
		object: event.before,
		trace: event.trace,
		ending: "the variable is read here",
	};
}

/** What the lock keeps off beside being taken. */
function turnsOff(row: LockRow): typeof INTERRUPTS | typeof BOTTOM_HALVES | null {
	if (row.interrupts) return INTERRUPTS;
	return row.bottomHalves ? BOTTOM_HALVES : null;
}

function statusNamed(places: ReadonlyMap<Place, Tracked>, name: string): Tracked | null {
	for (const [place, item] of places) if (isSingleton(place, name)) return item;
	return null;
}

function isSingleton(place: Place, name: string): boolean {
	return place.kind === "singleton" && place.name === name;
}
