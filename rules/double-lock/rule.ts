import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spell } from "../../src/flow/term.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { isBesideLock, isLoose, lockModel } from "../models/lock.js";
import { isOneOfMany } from "../models/lock-place.js";
import { ACQUIRE, DOUBLE_ACQUIRE } from "../models/lock-status.js";

export const doubleLock: Rule = {
	meta: {
		id: "double-lock",
		family: "lock",
		summary: "A lock is taken that the same path already holds",
		rationale: `
Kernel mutexes and spinlocks do not nest: the second attempt waits for the first, which waits for
the second. It happens where an unlock was meant, in a retry loop that jumps back behind the unlock,
and where a callee of the same file takes the lock that its caller holds.

The rule speaks only where the lock is certainly held: taken on this very path, the same object by
the same pointer, with nothing in between that may have released it. Read locks, RCU and other
sections that nest are left alone.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-locked-twice", ok: "ok-relocked-in-loop" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		for (const event of analysis.events) {
			if (event.model !== lockModel || event.kind !== DOUBLE_ACQUIRE) continue;
			if (isBesideLock(event.place, event)) continue;
			if (event.before && isOneOfMany(event.place, event.before, event.trace)) continue;
			yield {
				at: event.span,
				message: `\`${event.spelled}\` is taken while this path already holds it`,
				confidence: event.before?.assumed ? "likely" : "certain",
				subject: spell(event.place),
				object: event.before,
				trace: event.trace,
				...(isLoose(event) ? { onlyIf: [event.spelled] } : {}),
			};
		}
	},

	/** Locks that are taken, and never while they are held. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const events = analysis.events.filter((event) => event.model === lockModel);
		const faulty = new Set(
			events.filter(({ kind }) => lockModel.isFault(kind)).map(({ spelled }) => spelled),
		);
		for (const { kind, spelled } of events) if (kind === ACQUIRE && !faulty.has(spelled)) yield spelled;
	},
};
