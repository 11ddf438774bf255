import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import { type Place, spell } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { driverUnregister, STATE } from "../knowledge/hotplug/calls.js";
import { callOf, instanceModel, objectText, stateModel } from "../models/hotplug.js";
import { hotplugCall, hotplugUses, isSameValue, objectName } from "../models/hotplug-file.js";
import { HotplugStatus, isRemoved } from "../models/hotplug-status.js";

export const cpuhpRemovedInUse: Rule = {
	meta: {
		id: "cpuhp-removed-in-use",
		family: "cpuhp",
		summary: "A CPU hotplug state is removed while instances are still added to it",
		rationale: `
\`cpuhp_remove_multi_state()\` takes the callbacks away, but not the instances: the kernel warns that some
are left, and their later removal works on a state that may already be somebody else's. So everything is
undone in the reverse order: first the instances, or the driver whose devices add them, then the state.

The rule speaks where the path itself has added an instance to the very state and not removed it, and where
a function removes the state and then unregisters the driver, while other functions of the file add
instances to it.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-state-before-driver", ok: "ok-driver-before-state" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<number>();
		for (const call of analysis.calls) {
			if (call.via.length > 0) continue;
			const report = driverUnregister.test(call.name)
				? beforeDriver(call, analysis, file)
				: beforeInstance(call, analysis);
			if (!report || reported.has(report.at.start)) continue;
			reported.add(report.at.start);
			yield report;
		}
	},
};

/** The state is removed, and an instance that this path has added to it is still there. */
function beforeInstance(call: ObservedCall, { calls }: FunctionAnalysis): Report | null {
	const row = hotplugCall(call.name);
	const state = call.args[STATE];
	if (row?.action !== "remove" || row.what !== "state" || !state) return null;
	for (const [node, item] of call.tracked(instanceModel)) {
		if (item.status !== HotplugStatus.Added) continue;
		const isOfState = calls.some(
			({ span, args }) => span.start === item.span.start && args[STATE] && isSameValue(args[STATE], state),
		);
		if (!isOfState) continue;
		return {
			at: call.span,
			message: `the state is removed while the instance \`${item.spelled}\` is still added to it`,
			confidence: item.assumed ? "likely" : "certain",
			subject: `${call.name} ${spell(node)}`,
			object: item,
			trace: call.trace,
			ending: "the state is removed here",
		};
	}
	return null;
}

/** A driver is unregistered behind the removal of the state that its devices add instances to. */
function beforeDriver(call: ObservedCall, analysis: FunctionAnalysis, file: FileView): Report | null {
	for (const [place, item] of call.tracked(stateModel)) {
		if (!isRemoved(item.status) || callOf(item)?.multi !== true) continue;
		if (!isUsedElsewhere(place, analysis, file)) continue;
		return reportOf(call, place, item);
	}
	return null;
}

function reportOf(call: ObservedCall, place: Place, item: Tracked): Report {
	return {
		at: item.span,
		message: `${objectText(place, item)} is removed before \`${call.name}()\`, while devices of the driver have instances of it`,
		confidence: "likely",
		subject: `${call.name} ${spell(place)}`,
		object: null,
		trace: item.trace,
		ending: "the state is removed here",
		related: [{ at: call.span, message: "the driver is unregistered here" }],
	};
}

function isUsedElsewhere(place: Place, analysis: FunctionAnalysis, file: FileView): boolean {
	const name = objectName(place, analysis);
	return (
		name !== null &&
		hotplugUses(file).some(
			({ call, state, unit }) =>
				call.action === "add" && call.what === "instance" && state === name && unit !== analysis.unit,
		)
	);
}
