import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { isFreed } from "../models/lifetime.js";
import { objectName, subjectOf, usesOf, useText } from "../models/lifetime-use.js";

export const useAfterFree: Rule = {
	meta: {
		id: "use-after-free",
		family: "lifetime",
		summary: "Memory is used on a path that has freed it",
		rationale: `
What was freed may belong to somebody else the next moment: reading it gives anything, writing it corrupts
others. It happens where a statistic is updated from a buffer that was handed over, where
\`list_for_each_entry()\` goes on from an entry that its body has freed, where private data is used behind
\`free_netdev()\`, and where a callee has freed its argument on failure.

The rule follows the value of the pointer, not its name: only what was certainly freed on this very path
counts, and a pointer that is read from memory again only as long as nothing may have changed it. To print or
compare the pointer is no use, nor is \`sizeof\`. References that were dropped are left to \`use-after-put\`.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-read-behind-kfree", ok: "ok-read-in-front" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		for (const use of usesOf(analysis, isFreed)) {
			yield {
				at: use.span,
				message: `${useText(use, analysis)} though this path has freed ${objectName(use)}`,
				confidence: "certain",
				subject: subjectOf(use),
				object: use.object,
				trace: use.trace,
				ending: "it is used here",
			};
		}
	},
};
