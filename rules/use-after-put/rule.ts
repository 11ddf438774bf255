import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { isDropped } from "../models/lifetime.js";
import { objectName, subjectOf, usesOf, useText } from "../models/lifetime-use.js";

export const useAfterPut: Rule = {
	meta: {
		id: "use-after-put",
		family: "lifetime",
		summary: "An object is used on a path that has given back its reference to it",
		rationale: `
Behind \`of_node_put()\` or \`put_device()\` the object may be gone: the reference was what kept it. Often
somebody else holds another one, and nothing happens for years.

The rule speaks where the path itself got the object from a call, so that the reference it gives back is its
own, and then goes on to use it. That others hold a reference too cannot be seen, so a reader should judge.
`,
		severity: "warning",
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-name-behind-put", ok: "ok-put-last" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		for (const use of usesOf(analysis, isDropped)) {
			const pointer = use.place.kind === "target" ? use.place.pointer : null;
			if (!pointer || analysis.originOf(pointer) === null) continue;
			yield {
				at: use.span,
				message: `${useText(use, analysis)} though this path has given back its reference to ${objectName(use)}`,
				confidence: "possible",
				subject: subjectOf(use),
				object: use.object,
				trace: use.trace,
				ending: "it is used here",
			};
		}
	},
};
