import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import { spellTerm, type Term } from "../../src/flow/term.js";
import type { ValueTest } from "../../src/flow/uses.js";
import { ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { stateModel } from "../models/hotplug.js";
import { bare } from "../models/hotplug-file.js";
import { keptNumbers } from "../models/hotplug-kept.js";
import { HotplugStatus } from "../models/hotplug-status.js";

export const cpuhpDynamicAsError: Rule = {
	meta: {
		id: "cpuhp-dynamic-as-error",
		family: "cpuhp",
		summary: "The number of a dynamic CPU hotplug state is taken for an error code",
		rationale: `
\`cpuhp_setup_state()\` returns 0 for a state that has a name of its own. For \`CPUHP_AP_ONLINE_DYN\` and
\`CPUHP_BP_PREPARE_DYN\` it returns the state that was found, a positive number. \`if (ret)\` behind it is
always true: every success is treated as a failure, and the callbacks stay registered. \`if (!ret)\` never
is: no failure is seen, or no success. Only \`ret < 0\` tells.

A function that used to return 0 and now returns what the set-up returned hands the mistake on to its
callers.

The rule speaks where the state is certainly a dynamic one and the path comes straight from its set-up.
A later test of the sign, as in \`if (!ret) ret = -EINVAL; if (ret < 0)\`, tells that the author knows.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-tested-against-zero", ok: "ok-sign-tested" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		yield* keptAsZero(analysis);
		const reported = new Set<number>();
		for (const test of analysis.tests) {
			if (!isZeroTest(test) || reported.has(test.span.start)) continue;
			if (isSignAsked(test, analysis)) continue;
			reported.add(test.span.start);
			const text = textOf(analysis, test.span);
			yield {
				at: test.span,
				message: `\`${text}\` is never 0: for a dynamic state \`${test.object.spelled}\` returns its number or a negative error`,
				confidence: "certain",
				subject: `${test.object.spelled} ${text}`,
				object: test.object,
				trace: test.trace,
				ending: "the number of the state is tested against 0 here",
			};
		}
		if (reported.size === 0) yield* returned(analysis);
	},

	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		for (const { test, kept } of keptNumbers(analysis)) if (test.asks === "sign") yield keptKey(kept);
		if (successes(analysis).some(({ exit }) => exit.values === ZERO)) yield RETURNS_ZERO;
	},
};

const RETURNS_ZERO = "returns 0 behind a dynamic set-up";

function isZeroTest({ model, asks, object }: ValueTest): boolean {
	return model === stateModel && asks === "zero" && object.status === HotplugStatus.Added;
}

/** Whether the sign of the same number has been asked for, or is what the path asks for next. */
function isSignAsked({ value, span }: ValueTest, { tests }: FunctionAnalysis): boolean {
	return tests.some((other) => {
		if (other.object.status !== HotplugStatus.Added) return false;
		if (other.asks !== "sign" || bare(other.value) !== bare(value)) return false;
		const last = other.trace?.step;
		return other.span.start < span.start || (last?.kind === "branch" && last.span.start === span.start);
	});
}

interface Success {
	readonly exit: Exit;
	readonly number: Term;
}

/** Ways out with a dynamic state set up. */
function successes({ exits }: FunctionAnalysis): readonly Success[] {
	return exits.flatMap((exit) =>
		[...exit.tracked(stateModel)].flatMap(([place, item]) =>
			item.status === HotplugStatus.Added && place.kind === "target" && place.pointer.kind === "fresh"
				? [{ exit, number: place.pointer }]
				: [],
		),
	);
}

/**
 * Where the set-up is not shown: a value that the code before the patch kept unless it was negative, as
 * the number of a state, is now kept only where it is 0.
 */
function* keptAsZero(analysis: FunctionAnalysis): Iterable<Report> {
	for (const { test, kept } of keptNumbers(analysis)) {
		if (test.asks !== "zero") continue;
		const text = textOf(analysis, test.span);
		yield {
			at: test.span,
			message: `\`${text}\` takes the number of a dynamic state for an error: \`${kept}\` would only ever be 0`,
			confidence: "likely",
			subject: `kept ${kept}`,
			object: null,
			trace: null,
			onlyIf: [keptKey(kept)],
		};
	}
}

function keptKey(kept: string): string {
	return `keeps ${kept} unless negative`;
}

/** A function that returned 0 before the patch returns the number: its callers take it for an error. */
function* returned(analysis: FunctionAnalysis): Iterable<Report> {
	const reported = new Set<number>();
	for (const { exit, number } of successes(analysis)) {
		if (!exit.value || bare(exit.value) !== number || exit.imprecise || reported.has(exit.span.start))
			continue;
		reported.add(exit.span.start);
		yield {
			at: exit.span,
			message: `\`${analysis.unit.name}()\` returns the number of a dynamic state, where it returned 0 for success`,
			confidence: "likely",
			subject: `returned ${spellTerm(number)}`,
			object: null,
			trace: exit.trace,
			onlyIf: [RETURNS_ZERO],
		};
	}
}

function textOf({ unit }: FunctionAnalysis, span: { readonly start: number; readonly end: number }): string {
	return sourceText(unit.image, span);
}
