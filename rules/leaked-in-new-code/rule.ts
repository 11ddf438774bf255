import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { isNamed, lostForGood, reportOf } from "../leaked-local/rule.js";
import { leaksOnFailure } from "../leaked-on-failure/rule.js";

export const leakedInNewCode: Rule = {
	meta: {
		id: "leaked-in-new-code",
		family: "leak",
		summary: "A function that the patch adds leaves without giving back what it acquired",
		rationale: `
The same as \`leaked-on-failure\` and \`leaked-local\`, for functions that a patch adds. Nothing shows what they
did before, and what they are given back by may come with the next patch of the series: a note to look at, no more.
A reference that is only asked for, as in \`if (of_find_node_by_path("/pony"))\`, is a note everywhere.
`,
		severity: "note",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-new-function", ok: "ok-new-function" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const isNew = file.isNew(analysis.unit);
		if (isNew) yield* leaksOnFailure(analysis);
		for (const lost of lostForGood(analysis)) if (isNew || !isNamed(lost.holding)) yield reportOf(lost);
	},
};
