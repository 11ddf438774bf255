import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spellTerm } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { type Division, divisionsOf, divisionText } from "../models/division.js";
import { type Zero, zeroOf } from "../models/zero.js";

export const divideByZero: Rule = {
	meta: {
		id: "divide-by-zero",
		family: "divide",
		summary: "A value that can be 0 is divided by",
		rationale: `
Dividing by 0 stops most machines, and with them the kernel. The value is rarely a plain 0 in the
source: it is the weight of a mask that has run empty, or what a function of the same file returns when
it finds nothing.

The rule speaks where such a value reaches a division, here or in a function of the file that is given
it, and nothing on the path excludes 0. Tests, clamps, and emptiness tests of the mask exclude it. What a
function of the file returns is reported where the patch has begun it: its callers may know that they
never get the 0.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-empty-mask", ok: "ok-mask-tested" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<number>();
		for (const division of divisionsOf(analysis)) {
			if (!division.mayBeZero || reported.has(division.call.span.start)) continue;
			const zero = zeroOf(division, analysis, file);
			if (!zero?.isSure) continue;
			reported.add(division.call.span.start);
			const { giver } = zero;
			// Callers may know that they do not get it: only what the patch has begun tells.
			yield { ...reportOf(division, zero), ...(giver ? { unless: [giver] } : {}) };
		}
	},

	/** Functions of the file that have given a divisor as 0 already. */
	*evidence(analysis: FunctionAnalysis, file: FileView): Iterable<string> {
		for (const division of divisionsOf(analysis)) {
			const giver = division.mayBeZero ? zeroOf(division, analysis, file)?.giver : null;
			if (giver) yield giver;
		}
	},
};

function reportOf(division: Division, { why, origin }: Zero): Report {
	const { call, divisor } = division;
	return {
		at: call.span,
		message: `${divisionText(division)}, ${why}`,
		confidence: "likely",
		subject: spellTerm(divisor),
		object: null,
		trace: call.trace,
		origin: origin ?? call.origin,
		ending: "the division is made here",
	};
}
