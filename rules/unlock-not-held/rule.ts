import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spell } from "../../src/flow/term.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { lockModel, RELEASE_NOT_HELD } from "../models/lock.js";

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
			yield {
				at: event.span,
				message: `\`${event.spelled}\` is released though this path has released it before`,
				confidence: event.before?.assumed ? "likely" : "certain",
				subject: spell(event.place),
				object: event.before,
				trace: event.trace,
			};
		}
	},
};
