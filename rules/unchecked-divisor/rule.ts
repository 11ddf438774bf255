import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spellTerm } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { divisionsOf, divisionText } from "../models/division.js";
import { untestedSource } from "../models/zero.js";

export const uncheckedDivisor: Rule = {
	meta: {
		id: "unchecked-divisor",
		family: "divide",
		summary: "The result of a function that returns 0 at times is divided by unchecked",
		rationale: `
\`clk_get_rate()\` returns 0 for a clock whose rate nobody knows, and \`usb_endpoint_maxp()\` whatever the
device's descriptor says. Much code divides by them all the same, and on most machines nothing happens;
fixes that add the check come every month.

The rule speaks where such a result is divided by, nothing on the path excludes 0, and no function of the
file tests it. It cannot tell a clock that always runs from one that may not, and is therefore a preview.
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
			const source = mayBeZero ? (analysis.originOf(divisor)?.call ?? null) : null;
			if (!source || reported.has(call.span.start)) continue;
			const known = untestedSource(source, analysis, file);
			// The others are told by `divide-by-zero`.
			if (!known || known.isPlain) continue;
			reported.add(call.span.start);
			yield {
				at: call.span,
				message: `${divisionText(division)}, which \`${source.name}()\` returns as 0 ${known.when}`,
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
