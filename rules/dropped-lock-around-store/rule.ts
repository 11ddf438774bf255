import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import {
	accessesElsewhere,
	type FieldAccess,
	fieldAccesses,
	isLeftToCallers,
	isStore,
} from "../models/accesses.js";

export const droppedLockAroundStore: Rule = {
	meta: {
		id: "dropped-lock-around-store",
		family: "once",
		summary: "A field is stored without the lock under which it was stored before, and still is elsewhere",
		rationale: `
A counter or a flag that several functions change belongs to a lock. Where one of them changes it
without, two changes at a time may leave only one behind: \`n++\` reads, adds and writes, and the count
is off from then on.

Reported is a store that holds no lock at all, where on the other side of the patch the same function
did it under a lock, and another function of the file still stores the field under a lock of that name.
Left alone are functions that leave the lock to their callers by their name or say so by an assertion,
objects that nobody else has yet, constructors and destructors, and patches that touch the lock in other
functions too, which may have moved it there.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-counter", ok: "ok-lock-moved-to-caller" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const was = fieldAccesses(before.analysis).filter(isStore);
		if (was.every(({ held }) => held.size === 0)) return;
		for (const access of fieldAccesses(after.analysis)) {
			if (!isStore(access) || access.mark !== null || access.field.record === null) continue;
			if (access.held.size > 0 || access.isPrivate || isLeftToCallers(access)) continue;
			const lock = lockOf(was.filter(({ text }) => text === access.text));
			if (lock === null || isTouchedElsewhere(lock, after)) continue;
			const others = [...accessesElsewhere(access.field, after)];
			const other = others.find((store) => isStore(store) && !store.isPrivate && store.held.has(lock));
			if (other) yield report(access, lock, other);
		}
	},
};

/** The lock that all of the stores hold; null where there is none. */
function lockOf(stores: readonly FieldAccess[]): string | null {
	const [first, ...others] = stores;
	return [...(first?.held ?? [])].find((name) => others.every(({ held }) => held.has(name))) ?? null;
}

/** Whether the patch speaks of the lock outside of the function, where it may have gone. */
function isTouchedElsewhere(lock: string, { analysis: { unit } }: OneSide): boolean {
	const { text, changed } = unit.image;
	return changed.some(({ start, end }) => {
		const isInside = unit.span.start <= start && end <= unit.span.end;
		return !isInside && text.slice(start, end).includes(lock);
	});
}

function report(access: FieldAccess, lock: string, other: FieldAccess): Report {
	return {
		at: access.span,
		message: `\`${access.text}\` is changed without \`${lock}\`, under which \`${other.unit.name}()\` changes it`,
		confidence: "likely",
		subject: access.field.name,
		object: null,
		trace: access.trace,
		ending: `\`${access.text}\` is changed here, and no lock is held`,
		related: [{ at: other.span, message: `\`${other.text}\` is changed under \`${lock}\` here` }],
	};
}
