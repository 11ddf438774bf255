import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
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
} from "../models/accesses.js";

export const plainAccessToMarkedField: Rule = {
	meta: {
		id: "plain-access-to-marked-field",
		family: "once",
		summary:
			"A new plain access to a field that the rest of the file accesses by `READ_ONCE()` and `WRITE_ONCE()`",
		rationale: `
Where all code that reads a field without a lock does so by \`READ_ONCE()\`, and all code that stores it
by \`WRITE_ONCE()\`, the field is known to be written while it is read. A plain access beside them may be
torn, done twice or left out by the compiler, and it undoes what the markings of the others are for.

Reported is an access that the patch adds: a store if every other store of the file is marked and the
field is read by \`READ_ONCE()\` where the store's lock is not held; a read without a lock if stores are
marked, every other read without a lock is marked, and no function of the file calls this one, which
could hold the lock. Constructors, destructors and objects that nobody else has yet are left alone.
`,
		severity: "warning",
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-new-plain-store", ok: "ok-other-plain-stores" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const [was, now] = [before, after].map(({ analysis }) => fieldAccesses(analysis)) as [Accesses, Accesses];
		for (const access of now) {
			if (!isPlain(access) || access.isPrivate || access.field.record === null || !isChanged(access))
				continue;
			// What has lost its marking is another rule's business.
			if (countLike(access, isMarked, was) > countLike(access, isMarked, now)) continue;
			if (countLike(access, isPlain, now) <= countLike(access, isPlain, was)) continue;
			const others = otherAccesses(access, now, after).filter((other) => !other.isPrivate);
			const witness = isStore(access) ? againstStore(access, others) : againstRead(access, others, after);
			if (!witness) continue;
			const reason = `though \`${witness.unit.name}()\` and all others mark what they do to the field`;
			yield plainReport(access, reason, witness);
		}
	},
};

type Accesses = readonly FieldAccess[];

/** The marked read that a plain store spoils; null where others do not mark all they do. */
function againstStore(access: FieldAccess, others: Accesses): FieldAccess | null {
	const stores = others.filter(isStore);
	if (stores.length === 0 || !stores.every(isMarked)) return null;
	return others.find((other) => isMarked(other) && !isStore(other) && !excludes(other, access)) ?? null;
}

/** The marked store that a plain read may meet; null where others do not mark all they do. */
function againstRead(access: FieldAccess, others: Accesses, { file }: OneSide): FieldAccess | null {
	if (access.held.size > 0 || isLeftToCallers(access)) return null;
	const reads = others.filter((other) => !isStore(other) && other.held.size === 0);
	if (reads.filter(isMarked).length < 2 || reads.some(isPlain)) return null;
	if (file.functions.some((unit) => calledIn(unit).has(access.unit.name))) return null;
	return others.find((other) => isStore(other) && isMarked(other)) ?? null;
}
