import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spellTerm } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { type Division, divisionsOf, divisionText } from "../models/division.js";
import { untestedSource, zeroOf } from "../models/zero.js";

export const uncheckedDivisor: Rule = {
	meta: {
		id: "unchecked-divisor",
		family: "divide",
		summary: "A rate, size or counter that is 0 at times is divided by unchecked",
		rationale: `
\`clk_get_rate()\` returns 0 for a clock whose rate nobody knows, and \`usb_endpoint_maxp()\` whatever the
device's descriptor says. Much code divides by them all the same, and on most machines nothing happens;
fixes that add the check come every month.

The rule speaks where such a result is divided by, nothing on the path excludes 0, and no function of the
file tests it; and where a counter may not have been raised since it was 0. It cannot tell a clock that
always runs from one that may not, nor what else says that a loop has had a round, and is therefore a preview.
`,
		severity: "warning",
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-clock-rate", ok: "ok-clock-rate-tested" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<number>();
		for (const division of divisionsOf(analysis)) {
			const { call, divisor, mayBeZero } = division;
			const why = mayBeZero && !reported.has(call.span.start) ? whyZero(division, analysis, file) : null;
			if (why === null) continue;
			reported.add(call.span.start);
			yield {
				at: call.span,
				message: `${divisionText(division)}, ${why}`,
				confidence: "possible",
				subject: spellTerm(divisor),
				object: null,
				trace: call.trace,
				origin: call.origin,
				ending: "the division is made here",
			};
		}
	},
};

/** What `divide-by-zero` is not sure of: a counter that nothing may have raised, a rate that is 0 at times. */
function whyZero(division: Division, analysis: FunctionAnalysis, file: FileView): string | null {
	const zero = zeroOf(division, analysis, file);
	if (zero) return zero.isSure ? null : zero.why;
	const source = analysis.originOf(division.divisor)?.call;
	const known = source ? untestedSource(source, analysis, file) : null;
	return known && !known.isPlain ? `which \`${source?.name}()\` returns as 0 ${known.when}` : null;
}
