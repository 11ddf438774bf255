import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Holding, HoldingEnd } from "../../src/flow/holdings.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import {
	asTracked,
	endingOf,
	heldAt,
	isDeclined,
	isLoopLeft,
	isStillOwned,
	isTest,
	releasesOf,
	returnedOn,
} from "../models/resource.js";

export const leakedOnFailure: Rule = {
	meta: {
		id: "leaked-on-failure",
		family: "leak",
		summary: "A failure return keeps what the function acquired, while other ways out give it back",
		rationale: `
Memory that an error path forgets is lost until the next boot; a reference keeps its object alive, a clock or
regulator that stays on keeps the hardware powered. The caller was told of a failure, and has nothing to undo.

The rule speaks of what the function acquired and some other way out gives back. What was passed to another
function or stored on the way may have been taken over: it counts as still owned only if another path gives it
back behind the same calls, which would be wrong if they had taken it. What a function takes over when it
succeeds it need not take over when it fails: that the two are told apart by the result is followed.
\`devm_\` functions, \`__free()\` and what is returned are left alone.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-return-between", ok: "ok-released" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		if (!file.isNew(analysis.unit)) yield* leaksOnFailure(analysis);
	},
};

/** Failure returns that keep what other paths give back, each once. */
export function* leaksOnFailure(analysis: FunctionAnalysis): Iterable<Report> {
	if (isTest(analysis)) return;
	const reported = new Set<string>();
	for (const exit of analysis.exits) {
		if (endingOf(exit, analysis) !== "failure") continue;
		for (const holding of heldAt(exit)) {
			const ends = releasesOf(holding, analysis);
			const key = `${exit.span.start} ${holding.spelled} ${holding.kind.noun}`;
			if (ends.length === 0 || reported.has(key)) continue;
			if (!isStillOwned(holding, returnedOn(holding, analysis.exits), analysis)) continue;
			if (ends.some((end) => isDeclined(end, exit, analysis) || isLoopLeft(end, exit, analysis))) continue;
			reported.add(key);
			yield reportOf(holding, exit, ends);
		}
	}
}

function reportOf(holding: Holding, exit: Exit, [end]: readonly HoldingEnd[]): Report {
	const { kind, spelled, name } = holding;
	const isNamed = !spelled.endsWith("()");
	const object = isNamed ? `\`${spelled}\`` : `the ${kind.noun}`;
	return {
		at: exit.span,
		message: isNamed
			? `${object} is not given back on this failure: the ${kind.noun} that \`${name}()\` gave leaks`
			: `the ${kind.noun} that \`${name}()\` gave is not given back on this failure`,
		confidence: "likely",
		subject: spelled,
		object: asTracked(holding),
		trace: exit.trace,
		ending: `the function fails here and still owns ${object}`,
		related: end ? [{ at: end.span, message: "another path gives it back here" }] : [],
	};
}
