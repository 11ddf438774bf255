import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import {
	countLike,
	excludes,
	type FieldAccess,
	fieldAccesses,
	isChanged,
	isLeftToCallers,
	isMarked,
	isPlain,
	isStore,
	otherAccesses,
	plainReport,
	verbOf,
} from "../models/accesses.js";

export const droppedAccessMarking: Rule = {
	meta: {
		id: "dropped-access-marking",
		family: "once",
		summary: "An access marked by `READ_ONCE()` or `WRITE_ONCE()` has become a plain one",
		rationale: `
Memory that is written while others read it without a lock is accessed by \`READ_ONCE()\` and
\`WRITE_ONCE()\`: they keep the compiler from tearing the access, from doing it twice and from leaving it
out, and they tell KCSAN and the reader that the race is known. A plain access on either side undoes
that for both. It comes back when code is moved, cleaned up or rewritten.

Reported is an access that was marked on the other side of the patch and is plain now, while the file
still marks other accesses to the same member of the same structure: a read where no lock is held, a
store if the field is still read with \`READ_ONCE()\` where the store's lock is not held, or stored with
\`WRITE_ONCE()\` elsewhere. Objects that only this function has yet are left alone, and what constructors
and destructors do.

Where nothing else in the file marks the field, the marking was the only sign of somebody else, who is
in another file. That it is gone is reported as possible, if the whole file is known, no lock is held
and the access is the same but for the marking.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-store-made-plain", ok: "ok-read-under-lock" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const [was, now] = [before, after].map(({ analysis }) => fieldAccesses(analysis)) as [Accesses, Accesses];
		for (const access of now) {
			if (!isPlain(access) || access.isPrivate || !isChanged(access)) continue;
			const lost = countLike(access, isMarked, was) - countLike(access, isMarked, now);
			const gained = countLike(access, isPlain, now) - countLike(access, isPlain, was);
			if (lost <= 0 || gained <= 0) continue;
			const others = otherAccesses(access, now, after).filter(isMarked);
			if (isWrong(access, others)) yield report(access, others);
			else if (isAlone(access, others, was)) yield { ...report(access, others), confidence: "possible" };
		}
	},
};

type Accesses = readonly FieldAccess[];

/** Whether other marked accesses tell that somebody may be at the field at the same time. */
function isWrong(access: FieldAccess, marked: Accesses): boolean {
	const [reads, stores] = [marked.filter((other) => !isStore(other)), marked.filter(isStore)];
	if (isStore(access)) return reads.some((read) => !excludes(read, access)) || stores.length > 0;
	if (access.held.size > 0) return false;
	return reads.length > 0 || (stores.length > 0 && !isLeftToCallers(access));
}

/**
 * Whether the marking is all that tells of others, who may be in another file. The whole file must be known.
 * Where the access itself is another one now, so may be what it is to others; who adds a marking knows.
 */
function isAlone(access: FieldAccess, marked: Accesses, was: Accesses): boolean {
	const { field, text, held, unit } = access;
	if (unit.image.coverage !== "whole" || marked.length > 0) return false;
	if (unit.image.side === "pre") return true;
	if (!field.record || held.size > 0 || isLeftToCallers(access)) return false;
	return was.some((other) => isMarked(other) && other.text === text);
}

function report(access: FieldAccess, marked: Accesses): Report {
	// Who does the opposite in another function shows best what may meet.
	const rank = (other: FieldAccess) =>
		Number(isStore(other) === isStore(access)) + Number(other.unit === access.unit);
	const other = [...marked].sort((a, b) => rank(a) - rank(b))[0];
	const reason = other
		? `though it is ${verbOf(other)} by a marked access in \`${other.unit.name}()\``
		: access.unit.image.side === "pre"
			? "by which the patch does it"
			: "by which it was before";
	return { ...plainReport(access, reason, other ?? null), trace: null };
}
