import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spellTerm } from "../../src/flow/term.js";
import type { LateCheck } from "../../src/flow/uses.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { divisionsOf, divisionText } from "../models/division.js";

export const zeroCheckTooLate: Rule = {
	meta: {
		id: "zero-check-too-late",
		family: "divide",
		summary: "A value is checked for 0 after it has been divided by",
		rationale: `
\`rate = clock / div; if (!div) return -EINVAL;\` crashes before it checks. It happens where a patch moves
the division up, into a declaration for one, or puts the check where another value was checked.

The rule speaks where the very value that a path has divided by is asked about later on that path, and
the patch has made it so.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-divided-first", ok: "ok-checked-first" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const { image } = analysis.unit;
		const divisions = divisionsOf(analysis);
		const reported = new Set<number>();
		for (const late of analysis.lateChecks) {
			const division = divisions.find(
				({ divisor, call }) => divisor === late.pointer && call.span.start < late.span.start,
			);
			if (late.isFatal || !division || reported.has(late.span.start)) continue;
			reported.add(late.span.start);
			yield {
				at: late.span,
				message: `the check for 0 comes too late: ${divisionText(division)} before`,
				confidence: "certain",
				subject: spellTerm(division.divisor),
				statement: sourceText(image, late.span),
				object: null,
				trace: late.trace,
				ending: "the value is checked here",
				related: [{ at: division.call.span, message: "it is divided by here" }],
				unless: [keyOf(late, analysis)],
			};
		}
	},

	/** Conditions that come too late already. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		for (const late of analysis.lateChecks) yield keyOf(late, analysis);
	},
};

function keyOf({ span }: LateCheck, { unit }: FunctionAnalysis): string {
	return `late ${sourceText(unit.image, span)}`;
}
