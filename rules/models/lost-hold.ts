import { callsIn } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Place, Term } from "../../src/flow/term.js";
import type { Span } from "../../src/image/image.js";
import type { FileView, OneSide } from "../../src/rules/rule.js";
import { bodyText, calledIn } from "../../src/syntax/called.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import { type Assertion, assertionKey, assertionsIn, isTakenOnTheWay, locksAt } from "./assertion.js";
import { lockModel, rowOf } from "./lock.js";
import { ACQUIRE, ACQUIRE_SHARED, isHeld, LockStatus, RETAKE } from "./lock-status.js";

/** A call of a function that asserts a lock, which its caller does not hold any more. */
export interface LostHold {
	/** As its own function makes it. */
	readonly assertion: Assertion;
	/** The call that leads there. */
	readonly call: Span;
	/** What the caller took the lock by before, as the source spelled it. */
	readonly takenBy: string;
}

/** The part of an assertion that says which locks it may be about, in whatever function. */
interface LockName {
	/** The singleton, or the last member of the way to it; null where it has none. */
	readonly name: string | null;
	readonly kinds: readonly string[];
}

/**
 * Calls in `after` that reach an assertion of a lock which `before` held there, and which nothing in
 * `after` takes any more. The function is one that nobody else can have taken it for: all its callers
 * stand in the file, none of them may have held the lock before, and none takes it now.
 */
export function* lostHolds(before: OneSide, after: OneSide): Iterable<LostHold> {
	const { unit } = after.analysis;
	if (!isCalledByNameOnly(unit, after.file)) return;
	for (const call of callsIn(after.analysis.graph)) {
		const callee = call.name === null || call.name === unit.name ? null : after.file.analysisOf(call.name);
		if (!callee || !calledIn(before.analysis.unit).has(callee.unit.name)) continue;
		for (const assertion of ownAssertions(callee)) {
			const lock = lockName(assertion);
			const takenBy = lock && holderBefore(lock, assertion, before);
			if (!takenBy || !isStale(assertion, before)) continue;
			if (isTakenHere(lock, assertion, after) || isTakenInstead(lock, before, after)) continue;
			yield { assertion, call: call.span, takenBy };
		}
	}
}

/** What the function itself asserts to be held, once each. */
export function ownAssertions(analysis: FunctionAnalysis): readonly Assertion[] {
	const seen = new Set<number>();
	return assertionsIn(analysis).filter(({ call, says, span }) => {
		if (call.via.length > 0 || says === "free" || seen.has(span.start)) return false;
		return seen.add(span.start);
	});
}

function lockName({ row, call }: Assertion): LockName | null {
	if (typeof row.object === "string") return { name: row.object, kinds: [] };
	if (row.kinds) return { name: null, kinds: row.kinds };
	const arg = call.args[row.object];
	const name = row.members?.[0]?.split(".").at(-1) ?? (arg ? lastName(arg) : null);
	return name === null ? null : { name, kinds: [] };
}

/** The last member of what a pointer leads to, or the global it is. */
function lastName(pointer: Term): string | null {
	if (pointer.kind !== "address") return null;
	const { place } = pointer;
	return place.kind === "field" || place.kind === "variable" ? place.name : null;
}

function isOfName({ name, kinds }: LockName, place: Place, lock: { readonly detail: number }): boolean {
	if (kinds.length > 0) return kinds.includes(rowOf(lock)?.kind ?? "");
	return (
		(place.kind === "field" || place.kind === "variable" || place.kind === "singleton") && place.name === name
	);
}

/** Something in a function that takes a lock of that name. */
interface Taker {
	readonly span: Span;
	readonly text: string;
}

/** What the function takes the lock by: itself, or by another that leaves it held. */
function takersIn(lock: LockName, analysis: FunctionAnalysis, file: FileView): readonly Taker[] {
	const calls = [...callsIn(analysis.graph)].map((call) => ({
		call,
		callee: call.name === null ? null : file.analysisOf(call.name),
	}));
	// What a function of the file does for a moment is its own business.
	const seen = new Set(calls.flatMap(({ call, callee }) => (callee ? [call.span.start] : [])));
	const own = analysis.events.flatMap((event) => {
		const isTaken = [ACQUIRE, ACQUIRE_SHARED, RETAKE].includes(event.kind) && event.model === lockModel;
		const isHere = event.object !== null || !seen.has(event.span.start);
		return isTaken && isHere && isOfName(lock, event.place, event)
			? [{ span: event.span, text: event.spelled }]
			: [];
	});
	const others = calls.flatMap(({ call, callee }) =>
		callee && leavesHeld(lock, callee) ? [{ span: call.span, text: `${call.name}()` }] : [],
	);
	return [...own, ...others];
}

/** Whether some way out of the function leaves the lock held that it has taken. */
function leavesHeld(lock: LockName, { exits }: FunctionAnalysis): boolean {
	return exits.some((exit) =>
		[...exit.tracked(lockModel)].some(
			([place, item]) => isHeld(item.status) && !item.assumed && isOfName(lock, place, item),
		),
	);
}

/** What the function holds the lock by that the callee asserts; null where it need not hold it. */
function holderBefore(lock: LockName, assertion: Assertion, { analysis, file }: OneSide): string | null {
	const { name } = assertion.unit;
	const call = [...callsIn(analysis.graph)].find((other) => other.name === name);
	const takers = takersIn(lock, analysis, file).filter(({ span }) => call && span.end <= call.span.start);
	const taker = takers.at(-1);
	if (!call || !taker) return null;
	const reached = reachedThrough(lock, name, analysis);
	if (reached.length > 0) return reached.every(isHeldAt) ? taker.text : null;
	const isReleased = analysis.events.some(
		(event) =>
			event.kind.startsWith("release") &&
			isOfName(lock, event.place, event) &&
			event.span.start > taker.span.end &&
			event.span.end <= call.span.start,
	);
	return isReleased ? null : taker.text;
}

/** The assertions about the lock that the function sees its callee make: paths know more than the order of the source. */
function reachedThrough(lock: LockName, callee: string, analysis: FunctionAnalysis): readonly Assertion[] {
	return assertionsIn(analysis).filter(
		(assertion) =>
			assertion.call.via.length === 1 &&
			assertion.call.via[0] === callee &&
			lock.name !== null &&
			lockName(assertion)?.name === lock.name,
	);
}

/** Whether the function takes the lock itself, on the way to the callee. */
function isTakenHere(lock: LockName, { unit }: Assertion, { analysis, file }: OneSide): boolean {
	const takers = takersIn(lock, analysis, file);
	const reached = reachedThrough(lock, unit.name, analysis);
	if (reached.length === 0) return takers.length > 0;
	// One that takes it behind the call is told of by what it does.
	if (takers.some(({ span }) => reached.some(({ call }) => span.start > call.span.start))) return true;
	return reached.every((assertion) => locksAt(assertion).length > 0 || isTakenOnTheWay(assertion));
}

function isHeldAt(assertion: Assertion): boolean {
	const locks = locksAt(assertion);
	return locks.some(({ status, assumed }) => !assumed && (isHeld(status) || status === LockStatus.Retaken));
}

/** Whether the callee asserted the same before. */
function isStale(assertion: Assertion, { file }: OneSide): boolean {
	const callee = file.analysisOf(assertion.unit.name);
	const key = assertionKey(assertion);
	return callee !== null && ownAssertions(callee).some((other) => assertionKey(other) === key);
}

/** Whether a function that the patch changes, or one that is newly called, may take the lock instead. */
function isTakenInstead(lock: LockName, before: OneSide, after: OneSide): boolean {
	const { unit } = after.analysis;
	const known = calledIn(before.analysis.unit);
	const isHidden = [...calledIn(unit)].some(
		(name) =>
			!known.has(name) &&
			(SCOPES.has(name) || (lockModel.isSuspect(name) && after.file.analysisOf(name) === null)),
	);
	return isHidden || after.file.functions.some((other) => takesMore(lock, other, before.file, after.file));
}

/** Macros that take a lock for a scope, of whatever class; those of the tables have been seen. */
const SCOPES: ReadonlySet<string> = new Set([
	"guard",
	"scoped_guard",
	"scoped_cond_guard",
	"CLASS",
	"ACQUIRE",
]);

function takesMore(lock: LockName, unit: FunctionUnit, before: FileView, after: FileView): boolean {
	const { name } = unit;
	const old = before.functions.filter((other) => other.name === name);
	if (old.some((other) => bodyText(other) === bodyText(unit))) return false;
	const [then, now] = [before.analysisOf(name), after.analysisOf(name)];
	if (!now || now.givenUp !== null) return true;
	const count = (analysis: FunctionAnalysis | null, file: FileView) =>
		analysis ? takersIn(lock, analysis, file).length : 0;
	return count(now, after) > count(then, before);
}

/** Whether all who call the function stand in the file: it is static, and its address is not taken. */
function isCalledByNameOnly(
	{ name, isStatic, nameSpan }: FunctionUnit,
	{ image: { text } }: FileView,
): boolean {
	if (!isStatic) return false;
	for (const { index } of text.matchAll(new RegExp(`\\b${name}\\b(?!\\s*\\()`, "g"))) {
		if (index !== nameSpan.start && !isInComment(text, index)) return false;
	}
	return true;
}

function isInComment(text: string, offset: number): boolean {
	return text.lastIndexOf("/*", offset) > text.lastIndexOf("*/", offset);
}
