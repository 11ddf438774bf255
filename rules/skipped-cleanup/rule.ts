import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView, OneSide, Report, Rule } from "../../src/rules/rule.js";
import { leaksOnFailure } from "../leaked-on-failure/rule.js";
import { abandonedCleanups, type SkippedCleanup, skippedCleanups } from "../models/cleanup.js";
import { isTest } from "../models/resource.js";

export const skippedCleanup: Rule = {
	meta: {
		id: "skipped-cleanup",
		family: "leak",
		summary: "A failure returns at once, between two that jump to the same cleanup",
		rationale: `
In a function that unwinds by labels, a new check is easily written as \`return ret;\` where it must be
\`goto err_power;\`. What the failures around it undo then stays as it is.

The rule knows nothing of what the cleanup does. It speaks where every path to the return has passed a failure
that jumps to a label, where another failure behind the return jumps to that label or one in front of it, where
only failures get there, and where nothing that the cleanup calls is called in between; and where a patch makes
a return of such a jump, and changes neither the cleanup nor what is done in front. Labels that only unlock are
left to the rules about locks.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-return-between", ok: "ok-goto" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		if (file.isNew(analysis.unit) || isTest(analysis)) return;
		for (const { behind, ...skipped } of skippedCleanups(analysis)) {
			const steps = [
				{ at: skipped.before.end, message: "a failure in front of it jumps to the cleanup here" },
				{ at: behind.end, message: "a failure behind it does so here" },
			];
			yield* reportOf(skipped, analysis, steps);
		}
	},

	*compare({ analysis: before }: OneSide, { analysis: after }: OneSide): Iterable<Report> {
		if (isTest(after)) return;
		const abandoned = [...abandonedCleanups(before, after)];
		if (abandoned.length === 0) return;
		const told = new Set([...skippedCleanups(after)].map(({ way }) => way.end.start));
		for (const skipped of abandoned) {
			if (!told.has(skipped.way.end.start)) yield* reportOf(skipped, after, []);
		}
	},
};

function* reportOf(
	{ way, before, undoes }: Omit<SkippedCleanup, "behind">,
	analysis: FunctionAnalysis,
	steps: NonNullable<Report["related"]>,
): Iterable<Report> {
	const { image } = analysis.unit;
	// What is known of the resource itself says more.
	if ([...leaksOnFailure(analysis)].some(({ at }) => at.start === way.end.start)) return;
	const exit = analysis.exits.find(({ span }) => span.start === way.end.start);
	const label = before.goto!.label;
	yield {
		at: way.end,
		message: `this failure returns without the cleanup at \`${label}\`${steps.length > 0 ? ", to which those around it jump" : ""}`,
		confidence: "likely",
		subject: label,
		statement: `${sourceText(image, way.span)} ${sourceText(image, way.end)}`,
		object: null,
		trace: exit?.trace ?? null,
		ending: "the function returns here",
		related: [...steps, { at: undoes.span, message: "the cleanup undoes this" }],
	};
}
