import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import { type Place, spell } from "../../src/flow/term.js";
import { ANYTHING, ERROR, NEGATIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { isHeld, isReleased, lockModel } from "../models/lock.js";

interface HeldExit {
	readonly exit: Exit;
	readonly lock: Tracked;
}

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

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const places = new Set<Place>();
		for (const exit of analysis.exits) for (const place of exit.tracked(lockModel).keys()) places.add(place);
		for (const place of places) yield* checkLock(analysis, place);
	},
};

function* checkLock(analysis: FunctionAnalysis, place: Place): Iterable<Report> {
	const held: HeldExit[] = [];
	const free: Exit[] = [];
	const released: HeldExit[] = [];
	for (const exit of analysis.exits) {
		const lock = exit.tracked(lockModel).get(place);
		if (lock && isHeld(lock.status)) held.push({ exit, lock });
		else if (!lock || isReleased(lock.status)) {
			free.push(exit);
			if (lock) released.push({ exit, lock });
		}
	}
	const reported = new Set<number>();
	for (const { exit, lock } of held) {
		if (exit.imprecise || reported.has(exit.span.start)) continue;
		// A path that holds another lock in its place has swapped one for the other on purpose.
		const sibling = released.find((item) => isSubset(heldPlaces(item.exit), heldPlaces(exit)))?.lock;
		if (!sibling) continue;
		if (!breaksProtocol(exit, held, free, analysis.unit.returnType)) continue;
		reported.add(exit.span.start);
		yield {
			at: exit.span,
			message: `\`${lock.spelled}\` is still held on this return, though other paths release it`,
			confidence: lock.assumed ? "likely" : "certain",
			subject: spell(place),
			object: lock,
			trace: exit.trace,
			related: [{ at: sibling.span, message: `another path releases \`${sibling.spelled}\` here` }],
		};
	}
}

function isSubset(part: ReadonlySet<Place>, whole: ReadonlySet<Place>): boolean {
	return [...part].every((place) => whole.has(place));
}

function heldPlaces(exit: Exit): Set<Place> {
	return new Set([...exit.tracked(lockModel)].filter(([, lock]) => isHeld(lock.status)).map(([place]) => place));
}

/**
 * Whether leaving the lock held here contradicts what the function does elsewhere, taking into
 * account functions that lock by result: held exactly where they succeed.
 */
function breaksProtocol(exit: Exit, held: readonly HeldExit[], free: readonly Exit[], returnType: string): boolean {
	const failure = returnType.endsWith("*") ? ZERO | ERROR : ERROR | NEGATIVE;
	const here = valuesOf(exit);
	if ((here & ~failure) === 0) return true;
	let heldOn = 0;
	for (const item of held) heldOn |= valuesOf(item.exit);
	let freeOn = 0;
	for (const item of free) freeOn |= valuesOf(item);
	if ((heldOn & freeOn) === 0) return false;
	// Released on failures only, held where it may be success: by result, as far as can be told.
	return (here & freeOn & ~failure) !== 0;
}

function valuesOf(exit: Exit): ValueSet {
	return exit.value ? exit.values : ANYTHING;
}
