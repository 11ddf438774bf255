import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import { outwards, type Place, type Term } from "../../src/flow/term.js";
import { stepsOf } from "../../src/flow/trace.js";
import { ANYTHING, ERROR, NEGATIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
import { isBesideLock, isLoose, lockModel, rowOf } from "../models/lock.js";
import { isFromEarlierRound, isOneOfMany } from "../models/lock-place.js";
import {
	ACQUIRE,
	BOTTOM_HALVES,
	INTERRUPTS,
	isHeld,
	LockStatus,
	RELEASE_HELD,
	RELEASE_UNSEEN,
	RELEASE_UNTOUCHED,
} from "../models/lock-status.js";
import { type Lock, type LockAtExit, locksOf, sortExits } from "./exits.js";

export const unbalancedLock: Rule = {
	meta: {
		id: "unbalanced-lock",
		family: "lock",
		summary: "A lock taken in the function is still held on some of its returns, while others release it",
		rationale: `
The next one to take the lock waits forever, mostly long after the error path that left it held.
The usual cause is a \`return\`, or a \`goto\` past the unlock, added between lock and unlock.

Every path through the function is followed. The rule speaks where a path leaves the lock held
although another path of the same function releases it, so that holding it cannot be what the
function is for. Functions that leave a lock held on every return, exactly on success, or exactly
where they return a valid pointer are locking functions; they are left alone, and their callers are
checked as if they had taken the lock themselves.

A lock that a callee of another file might release, judging by its name, counts as unknown.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-return-in-section", ok: "ok-released-on-all-paths" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const faulty = new Set(
			analysis.events
				.filter((event) => event.model === lockModel && lockModel.isFault(event.kind))
				.map((event) => event.spelled),
		);
		for (const lock of locksOf(analysis)) {
			// A lock taken or released twice is unbalanced too: one cause is one finding.
			if ([...lock.names].some((name) => faulty.has(name))) continue;
			yield* checkLock(analysis, lock, file);
		}
	},

	/** Locks that are taken and never left held; those taken and left only by ways that are not shown. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const left = new Set<string>();
		for (const lock of locksOf(analysis)) {
			const { held, released, unclear } = sortExits(analysis, lock);
			if (held.length > 0 || unclear) for (const name of lock.names) left.add(name);
			else if (released.length > 0) yield* lock.names;
			// Whatever becomes of it elsewhere: at these returns it is released.
			const texts = new Set(released.map(({ exit }) => returnText(analysis, exit)));
			for (const { exit } of held) texts.delete(returnText(analysis, exit));
			for (const text of texts) for (const name of lock.names) yield returnKey(name, text);
		}
		for (const { model, kind, spelled } of analysis.events) {
			if (model === lockModel && kind === ACQUIRE && !left.has(spelled)) yield openKey(spelled);
		}
	},
};

function* checkLock(analysis: FunctionAnalysis, named: Lock, file: FileView): Iterable<Report> {
	const { held, free, released, isCallers } = sortExits(analysis, named);
	const reported = new Set<number>();
	for (const { exit, place, lock } of held) {
		if (isBesideLock(place, lock) || isReleasedByOtherName(analysis, place, lock)) continue;
		if (exit.imprecise || reported.has(exit.span.start) || isOneOfMany(place, lock, exit.trace)) continue;
		const isOld = isFromEarlierRound(place);
		// A path that holds another lock in its place has swapped one for the other on purpose.
		const sibling = released.find(
			(item) =>
				(place.kind !== "singleton" || rowOf(item.lock)?.object === rowOf(lock)?.object) &&
				(!isOld || isFromEarlierRound(item.place)) &&
				isSubset(heldNames(item.exit), heldNames(exit)),
		);
		if (isKeptOnRequest(exit, lock, released, analysis.unit.parameters)) continue;
		// What never took the lock does not tell what becomes of it.
		const comparable = free.filter(
			(item) =>
				released.some(
					(other) => other.exit === item && (isOld || other.lock.status !== LockStatus.Settled),
				) && isSubset(heldNames(item), heldNames(exit)),
		);
		const certain =
			sibling !== undefined &&
			// What code out of sight did is known from the other side alone.
			!lock.assumed &&
			!isCallers &&
			!mayBeMeant(analysis, exit, place, lock) &&
			!(place.kind === "singleton" && isEndedElsewhere(analysis, exit, lock, file)) &&
			breaksProtocol(exit, held, comparable, analysis.unit.returnType);
		if (isOld && !certain) continue;
		reported.add(exit.span.start);
		const name = lock.spelled;
		const isOpen = isOpenFailure(analysis, exit);
		const keys = [name, returnKey(name, returnText(analysis, exit))];
		const contrast = sibling
			? "though other paths release it"
			: "where the other side of the patch releases it";
		const where = certain || !isOpen ? `return, ${contrast}` : "failure return";
		yield {
			at: exit.span,
			message: `${heldText(lock)} on this ${where}`,
			confidence: certain ? "certain" : "likely",
			subject: name,
			object: lock,
			trace: exit.trace,
			ending: `the function returns, and ${heldText(lock)}`,
			...(certain ? {} : { onlyIf: isOpen ? [...keys, openKey(name)] : keys }),
			...(sibling
				? {
						related: [
							{ at: sibling.lock.span, message: `another path releases \`${sibling.lock.spelled}\` here` },
						],
					}
				: {}),
		};
	}
}

/**
 * Whether the lock, taken at one place, is kept or not at one return as a parameter says:
 * `if (!keep) unlock(); return ret;` is what the caller asked for.
 */
function isKeptOnRequest(
	exit: Exit,
	lock: Tracked,
	released: readonly LockAtExit[],
	parameters: readonly string[],
): boolean {
	const twins = released.filter(
		(item) =>
			item.exit.span.start === exit.span.start &&
			stepsOf(item.lock.trace).some((step) => step.span.start === lock.span.start),
	);
	return exit.facts.some(([term, set]) => {
		if (term.kind !== "content" || term.place.kind !== "variable" || !parameters.includes(term.place.name)) {
			return false;
		}
		const isOpposite = (item: LockAtExit) => {
			const there = item.exit.valueOf(term);
			return set === ZERO ? (there & ZERO) === 0 : (set & ZERO) === 0 && there === ZERO;
		};
		return twins.length > 0 && twins.every(isOpposite);
	});
}

/** Held, as far as the code before the patch tells; and this side releases one of its name. */
function isReleasedByOtherName({ events }: FunctionAnalysis, place: Place, lock: Tracked): boolean {
	return (
		lock.assumed &&
		events.some(
			(event) => RELEASES.has(event.kind) && event.place !== place && lockModel.mayBeSame(event.place, place),
		)
	);
}

const RELEASES: ReadonlySet<string> = new Set([RELEASE_HELD, RELEASE_UNTOUCHED, RELEASE_UNSEEN]);

/** What is wrong with a lock, or with what stands for one, that is held. */
function heldText(lock: Tracked): string {
	const object = rowOf(lock)?.object;
	if (object === INTERRUPTS || object === BOTTOM_HALVES) return `${object} are still off`;
	return `\`${lock.spelled}\` is still held`;
}

function returnKey(name: string, text: string): string {
	return `${name} at ${text}`;
}

/** The return statement, free of layout; at the closing brace that. */
function returnText({ unit }: FunctionAnalysis, { span }: Exit): string {
	return sourceText(unit.image, span);
}

function openKey(name: string): string {
	return `open ${name}`;
}

/**
 * A failure return while the rest of the function is not shown: no function keeps a lock for that,
 * so it is enough that the code before had no such return.
 */
function isOpenFailure({ graph, unit }: FunctionAnalysis, exit: Exit): boolean {
	return graph.hasGaps && exit.value !== null && (exit.values & ~failureOf(unit.returnType)) === 0;
}

/** What the function returns where it fails. */
function failureOf(returnType: string): ValueSet {
	return returnType.endsWith("*") ? ZERO | ERROR : ERROR | NEGATIVE;
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
	return [...part].every((name) => whole.has(name));
}

function heldNames(exit: Exit): Set<string> {
	const locks = [...exit.tracked(lockModel).values()];
	return new Set(locks.filter((lock) => isHeld(lock.status)).map((lock) => lock.spelled));
}

/**
 * Whether leaving the lock held here contradicts what the function does elsewhere, taking into
 * account functions that lock by result: held exactly where they succeed.
 */
function breaksProtocol(
	exit: Exit,
	held: readonly LockAtExit[],
	free: readonly Exit[],
	returnType: string,
): boolean {
	const failure = failureOf(returnType);
	const here = valuesOf(exit);
	if ((here & ~failure) === 0) return true;
	let heldOn = 0;
	for (const item of held) heldOn |= valuesOf(item.exit);
	let freeOn = 0;
	for (const item of free) freeOn |= valuesOf(item);
	if ((heldOn & freeOn) === 0) return false;
	// Held where it returns something that it never returns without the lock: by result, as far as can be told.
	return (here & freeOn & ~failure) !== 0 && (here & ~freeOn) === 0;
}

/** Annotations of linux/compiler_types.h for functions that return with a lock changed. */
const ANNOTATED = /\b__(cond_)?(acquires|releases)\w*\s*\(/;

/** A name that announces that the function returns with a lock held, at least sometimes. */
const LOCKING = /(^|_)((try|re)?lock|acquire|claim|reserve)(_|$)/;

/**
 * Whether the lock may be left held by design, as far as this one exit tells: it goes with the object
 * that is returned, to others who were given the object, or the function is called after it.
 */
function mayBeMeant({ unit }: FunctionAnalysis, exit: Exit, place: Place, lock: Tracked): boolean {
	if (isLoose(lock)) return true;
	// A function that is declared to change a lock does so on purpose.
	if (ANNOTATED.test(unit.image.text.slice(unit.span.start, unit.bodySpan.start))) return true;
	if (LOCKING.test(unit.name) && !unit.name.includes("unlock")) return true;
	const { value } = exit;
	return value !== null && pointersTo(place).some((pointer) => pointer === value);
}

/**
 * Whether another function of the file ends the section without having begun it: then this one may
 * begin it for that one, unless it fails.
 */
function isEndedElsewhere(
	{ unit }: FunctionAnalysis,
	exit: Exit,
	lock: Tracked,
	{ functions }: FileView,
): boolean {
	const row = rowOf(lock);
	if (!row || (valuesOf(exit) & ~failureOf(unit.returnType)) === 0) return false;
	const own = calledIn(unit);
	return functions.some((other) => {
		if (other === unit || own.has(other.name)) return false;
		const called = calledIn(other);
		return row.release.some((name) => called.has(name)) && !row.acquire.some((name) => called.has(name));
	});
}

/** The pointers by which the place is reached, innermost first. */
function pointersTo(place: Place): readonly Term[] {
	return [...outwards(place)].flatMap((part) => (part.kind === "target" ? [part.pointer] : []));
}

function valuesOf(exit: Exit): ValueSet {
	return exit.value ? exit.values : ANYTHING;
}
