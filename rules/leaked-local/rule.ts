import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Holding } from "../../src/flow/holdings.js";
import type { TraceNode } from "../../src/flow/trace.js";
import type { Span } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import {
	acquisitionKey,
	asTracked,
	endingOf,
	heldAt,
	isStillOwned,
	releasesOf,
	returnedBy,
} from "../models/resource.js";

export const leakedLocal: Rule = {
	meta: {
		id: "leaked-local",
		family: "leak",
		summary: "Only this function knows of a reference or memory, and it leaves without giving it back",
		rationale: `
\`np = of_find_compatible_node(...)\` gives a reference, and so does \`for_each_child_of_node()\` to the body of
its loop: who leaves it by \`break\` or \`return\` has the reference of the round. Where the only pointer to
such an object is a local variable, the end of the function, or the next value of the variable, loses it for good.

The rule speaks where the pointer was neither stored nor returned, and each function that was given it only
looks at it by all that is known, or gives it back to this function on another path.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-break-in-loop", ok: "ok-put" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<number>();
		for (const { holding, span, trace, ending } of lostIn(analysis)) {
			if (holding.by === "argument" || holding.isStored || holding.isKept) continue;
			if (reported.has(holding.span.start)) continue;
			const ends = releasesOf(analysis).get(acquisitionKey(holding)) ?? [];
			if (!isStillOwned(holding, returnedBy(ends, analysis), analysis)) continue;
			// A declaration that is not shown may say `__free()`.
			if (ends.length === 0 && analysis.graph.hasGaps) continue;
			reported.add(holding.span.start);
			yield {
				at: span,
				message: `\`${holding.spelled}\` is lost here: the ${holding.kind.noun} that \`${holding.name}()\` gave is not given back`,
				confidence: "likely",
				subject: holding.spelled,
				object: asTracked(holding),
				trace,
				ending,
			};
		}
	},
};

interface Lost {
	readonly holding: Holding;
	readonly span: Span;
	readonly trace: TraceNode | null;
	readonly ending: string;
}

function* lostIn(analysis: FunctionAnalysis): Iterable<Lost> {
	for (const exit of analysis.exits) {
		const isFailure = endingOf(exit, analysis) === "failure";
		const releases = isFailure ? releasesOf(analysis) : null;
		for (const holding of heldAt(exit)) {
			// The other rule's affair.
			if (releases?.has(acquisitionKey(holding))) continue;
			const { span, trace } = exit;
			yield { holding, span, trace, ending: `the function leaves here and still owns \`${holding.spelled}\`` };
		}
	}
	for (const { holding, span, trace, how } of analysis.holdingEnds) {
		if (how === "overwritten")
			yield { holding, span, trace, ending: `\`${holding.spelled}\` gets its next value here` };
	}
}
