import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Holding } from "../../src/flow/holdings.js";
import type { TraceNode } from "../../src/flow/trace.js";
import type { Span } from "../../src/image/image.js";
import type { FileView, OneSide, Report, Rule } from "../../src/rules/rule.js";
import { neverTakenOver } from "../knowledge/resources/borrowers.js";
import {
	asTracked,
	endingOf,
	heldAt,
	isHandedOnInLoop,
	isNoLongerReleased,
	isStillOwned,
	isTest,
	releasesOf,
	returnedOn,
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

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		if (file.isNew(analysis.unit)) return;
		for (const lost of lostForGood(analysis)) if (isNamed(lost.holding)) yield reportOf(lost);
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const reported = new Set([...lostForGood(after.analysis)].map(({ holding }) => holding.spelled));
		for (const lost of lostIn(after.analysis)) {
			const { spelled, kind, by } = lost.holding;
			const isNode = by !== "argument" && [...kind.ends].some((name) => neverTakenOver.has(name));
			if (!isNode || lost.holding.isStored || lost.holding.isKept || reported.has(spelled)) continue;
			if (!isNoLongerReleased(lost.holding, before, after)) continue;
			reported.add(spelled);
			yield reportOf(lost);
		}
	},
};

/** What is reported of the function without a look at the other side, each acquisition once. */
export function* lostForGood(analysis: FunctionAnalysis): Iterable<Lost> {
	const reported = new Set<string>();
	for (const lost of lostIn(analysis)) {
		const { holding, isFailure } = lost;
		if (!isKnownHereAlone(holding) || reported.has(holding.acquisition)) continue;
		// What is given back on a failure may be taken over on success.
		const isVoid = analysis.unit.returnType === "void" && holding.kind.noun === "reference";
		const tells = isFailure || isVoid || holding.by === "loop";
		if (!isStillOwned(holding, returnedOn(holding, tells ? analysis.exits : []), analysis)) continue;
		if (!isFailure && holding.by !== "loop" && isHandedOnInLoop(holding, lost.trace, analysis)) continue;
		// A declaration that is not shown may say `__free()`.
		if (analysis.graph.hasGaps && releasesOf(holding, analysis).length === 0) continue;
		reported.add(holding.acquisition);
		yield lost;
	}
}

/** Whether the function has a name for it: who only asks whether there is such a node cares little. */
export function isNamed({ spelled }: Holding): boolean {
	return !spelled.endsWith("()");
}

export function reportOf({ holding, span, trace, ending }: Lost): Report {
	const { spelled, kind, name } = holding;
	return {
		at: span,
		message: `\`${spelled}\` is lost here: the ${kind.noun} that \`${name}()\` gave is not given back`,
		confidence: "likely",
		subject: spelled,
		object: asTracked(holding),
		trace,
		ending,
	};
}

/** Whether the pointer is all there is: a number, a region or what is registered has other names. */
function isKnownHereAlone({ by, kind, isStored, isKept }: Holding): boolean {
	if (by === "argument" || by === "count" || isStored || isKept) return false;
	return kind.noun === "reference" || [...kind.ends].some((name) => MEMORY.has(name));
}

/** Functions that free memory which only the processor knows of. */
const MEMORY: ReadonlySet<string> = new Set([
	"kfree",
	"kvfree",
	"vfree",
	"free_percpu",
	"free_sched_domains",
]);

export interface Lost {
	readonly holding: Holding;
	readonly span: Span;
	readonly trace: TraceNode | null;
	readonly ending: string;
	readonly isFailure: boolean;
}

function* lostIn(analysis: FunctionAnalysis): Iterable<Lost> {
	if (isTest(analysis)) return;
	for (const { holding, span, trace, how } of analysis.holdingEnds) {
		if (how !== "overwritten") continue;
		yield {
			holding,
			span,
			trace,
			isFailure: false,
			ending: `\`${holding.spelled}\` gets its next value here`,
		};
	}
	for (const exit of analysis.exits) {
		const isFailure = endingOf(exit, analysis) === "failure";
		const { span, trace } = exit;
		for (const holding of heldAt(exit)) {
			// The other rule's affair.
			if (isFailure && releasesOf(holding, analysis).length > 0) continue;
			const ending = `the function leaves here and still owns \`${holding.spelled}\``;
			yield { holding, span, trace, isFailure, ending };
		}
	}
}
