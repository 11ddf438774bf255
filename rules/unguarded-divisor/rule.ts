import { spellTerm } from "../../src/flow/term.js";
import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import { divisionText } from "../models/division.js";
import { lostGuards } from "../models/lost-guard.js";
import { zeroOf } from "../models/zero.js";

export const unguardedDivisor: Rule = {
	meta: {
		id: "unguarded-divisor",
		family: "divide",
		summary: "A patch takes away what kept a divisor from being 0",
		rationale: `
Dividing by 0 stops most machines, and with them the kernel. A check such as \`if (!n) return\`, a
\`max(1, n)\` or an \`n ?: 1\` in front of a division says that its author knew of a case where the value
is 0. A patch that moves the division out of the check, weakens the check or drops it as needless has
to know better, and mostly does not.

The rule speaks where one side of the patch proves on every path that the divisor is not 0, and the
other side makes the same division, or another by the same value, with nothing that excludes it. The
proof may be a test, a clamp, a loop that runs only for a positive count, or what a function of the same
file returns or asks of what it is given.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-check-dropped", ok: "ok-check-moved-up" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const reported = new Set<number>();
		for (const division of lostGuards(before, after)) {
			const { call, divisor } = division;
			if (reported.has(call.span.start)) continue;
			// Told with its reason by `divide-by-zero`, or where the check is now.
			if (zeroOf(division, after.analysis, after.file)?.isSure) continue;
			if (after.analysis.lateChecks.some(({ pointer }) => pointer === divisor)) continue;
			reported.add(call.span.start);
			yield {
				at: call.span,
				message: `${divisionText(division)}, and nothing excludes 0 any more`,
				confidence: "likely",
				subject: spellTerm(divisor),
				object: null,
				trace: call.trace,
				origin: call.origin,
				ending: "the division is made here",
			};
		}
	},
};
