import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent, Tracked } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import { type Place, spell } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { instanceModel } from "../models/hotplug.js";
import { leadsTo } from "../models/hotplug-exits.js";
import { type Freed, freedBy, holdsNode, isInPlace } from "../models/hotplug-freed.js";
import { REMOVE_ADDED, REMOVE_UNTOUCHED } from "../models/hotplug-status.js";

export const cpuhpFreedBeforeRemove: Rule = {
	meta: {
		id: "cpuhp-freed-before-remove",
		family: "cpuhp",
		summary: "An object is freed while its CPU hotplug instance is still in place",
		rationale: `
The node of an instance lies in the object. As long as the instance is there, a CPU that comes up or goes
down calls back with it, and \`cpuhp_state_remove_instance()\` itself writes to its neighbours in the list.
So the instance must go first, then the per-CPU memory that the callbacks use, then the object.

The rule speaks where the path has added the instance and frees the object, or frees the object and removes
the instance from it afterwards; and of per-CPU memory where a callback of the file uses it.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-object-freed-first", ok: "ok-instance-removed-first" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<number>();
		for (const freed of freedBy(analysis)) {
			const { call } = freed;
			if (reported.has(call.span.start)) continue;
			const report = whileAdded(freed, file) ?? beforeRemoval(freed, analysis, file);
			if (!report) continue;
			reported.add(call.span.start);
			yield report;
		}
	},
};

/** The object of an instance that this path has added. */
function whileAdded(freed: Freed, file: FileView): Report | null {
	for (const [node, item] of freed.call.tracked(instanceModel)) {
		if (!isInPlace(item) || !holdsNode(freed, node, file)) continue;
		return reportOf(freed, node, item, `while its CPU hotplug instance \`${item.spelled}\` is in place`);
	}
	return null;
}

/** The object of an instance that this path removes afterwards. */
function beforeRemoval(freed: Freed, { events }: FunctionAnalysis, file: FileView): Report | null {
	const removal = events.find(
		(event) => isRemoval(event) && isBehind(event, freed.call) && holdsNode(freed, event.place, file),
	);
	if (!removal) return null;
	return {
		...reportOf(
			freed,
			removal.place,
			null,
			`before its CPU hotplug instance \`${removal.spelled}\` is removed`,
		),
		related: [{ at: removal.span, message: "the instance is removed here" }],
	};
}

function isRemoval({ model, kind }: ModelEvent): boolean {
	return model === instanceModel && (kind === REMOVE_UNTOUCHED || kind === REMOVE_ADDED);
}

function isBehind({ span, trace, inLoop }: ModelEvent, call: ObservedCall): boolean {
	return !inLoop && call.span.start < span.start && leadsTo(call.trace, trace);
}

function reportOf(freed: Freed, node: Place, item: Tracked | null, when: string): Report {
	return {
		at: freed.call.span,
		message: `\`${freed.text}\` frees it ${when}`,
		confidence: "certain",
		subject: `${freed.call.name} ${spell(node)}`,
		object: item,
		trace: freed.call.trace,
		ending: "it is freed here",
	};
}
