import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent } from "../../src/flow/model.js";
import { spell } from "../../src/flow/term.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { instanceModel, objectText, stateModel } from "../models/hotplug.js";
import { isAskedAbout, isDecidedElsewhere } from "../models/hotplug-guard.js";
import { REMOVE_ADDED, REMOVE_AGAIN, REMOVE_FAILED, REMOVE_UNTOUCHED } from "../models/hotplug-status.js";

export const cpuhpRemoveNotAdded: Rule = {
	meta: {
		id: "cpuhp-remove-not-added",
		family: "cpuhp",
		summary: "A CPU hotplug instance or state is removed on a path where adding it failed",
		rationale: `
\`cpuhp_state_add_instance()\` that fails has already called the teardown callback for the CPUs that were
done, and has not put the node in the list. \`cpuhp_state_remove_instance()\` takes it out all the same:
\`hlist_del()\` of a node that is in no list writes through a NULL pointer. A state whose set-up failed may
belong to another driver, whose callbacks then go; the number of a dynamic one is an error code, and
removing that is a \`BUG()\`.

It happens where a failing step jumps to the label of the next one, which undoes too much, and where an
error branch undoes the very step that failed.

The rule speaks where the path itself has seen the attempt fail, or has removed the same object before.
Where something else decides whether to remove (a flag, \`hlist_unhashed()\`), it stays silent. A removal
on a path that never tried is reported only if a patch brought it about.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-jump-to-removing-label", ok: "ok-jump-behind-removal" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<number>();
		for (const event of eventsOf(analysis, [REMOVE_FAILED, REMOVE_AGAIN, REMOVE_UNTOUCHED])) {
			if (reported.has(event.span.start) || isAskedAbout(event, analysis)) continue;
			const report = event.kind === REMOVE_UNTOUCHED ? untouched(event) : faulty(event, analysis);
			if (!report) continue;
			reported.add(event.span.start);
			yield report;
		}
	},

	/** Objects that are added and removed, and never removed without. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const removals = eventsOf(analysis, [REMOVE_FAILED, REMOVE_AGAIN, REMOVE_UNTOUCHED]);
		const odd = new Set(removals.map(({ place }) => spell(place)));
		for (const { place } of eventsOf(analysis, [REMOVE_ADDED])) {
			if (!odd.has(spell(place))) yield balancedKey(spell(place));
		}
	},
};

function faulty(event: ModelEvent, analysis: FunctionAnalysis): Report | null {
	const object = objectText(event.place, event.before ?? event);
	if (event.kind === REMOVE_AGAIN) {
		return reportOf(event, `${object} is removed though this path has removed it before`);
	}
	if (isAlwaysDecidedElsewhere(event, analysis)) return null;
	const what = event.model === instanceModel ? "adding it failed" : "its set-up failed";
	return reportOf(event, `${object} is removed on a path where ${what}`);
}

/** Whether no removal of the failed attempt's object comes from the attempt alone. */
function isAlwaysDecidedElsewhere(event: ModelEvent, { calls }: FunctionAnalysis): boolean {
	const { span, place, model, before } = event;
	const attempts = calls.filter((call) => call.span.start === before?.span.start);
	const removals = calls.filter(
		(call) => call.span.start === span.start && call.tracked(model).get(place)?.span === before?.span,
	);
	return removals.length > 0 && removals.every((removal) => isDecidedElsewhere(removal, attempts));
}

function untouched(event: ModelEvent): Report {
	return {
		...reportOf(event, `${objectText(event.place, event)} is removed on a path that has not added it`),
		confidence: "likely",
		onlyIf: [balancedKey(spell(event.place))],
	};
}

function reportOf(event: ModelEvent, message: string): Report {
	return {
		at: event.span,
		message,
		confidence: event.before?.assumed ? "likely" : "certain",
		subject: spell(event.place),
		object: event.before,
		trace: event.trace,
		ending: "it is removed here",
	};
}

function eventsOf({ events }: FunctionAnalysis, kinds: readonly string[]): ModelEvent[] {
	return events.filter(
		({ model, kind }) => (model === stateModel || model === instanceModel) && kinds.includes(kind),
	);
}

function balancedKey(name: string): string {
	return `balanced ${name}`;
}
