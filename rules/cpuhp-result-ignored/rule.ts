import { statementCalls } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { Term } from "../../src/flow/term.js";
import { ZERO } from "../../src/flow/values.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { type HotplugCall, STARTUP, STATE } from "../knowledge/hotplug/calls.js";
import { functionName, hotplugCall, removersOf, stateName } from "../models/hotplug-file.js";

export const cpuhpResultIgnored: Rule = {
	meta: {
		id: "cpuhp-result-ignored",
		family: "cpuhp",
		summary: "Nobody looks whether a CPU hotplug state was set up or an instance added",
		rationale: `
\`cpuhp_state_add_instance()\` and \`cpuhp_setup_state()\` run the startup callback for every CPU that is
online, and fail if it fails for one. Then nothing is registered. Code that goes on as if it were removes
the instance later, which writes through a NULL pointer, or works with per-CPU data that was never made.

The rule speaks of instances; of a state with a startup callback that is run at once, where the file
also removes the state; and of any other where a patch dropped the test. Boot code that sets up a state
for good and does not care is left alone, and so are the \`_nocalls\` forms, which have nothing to fail.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-instance-unchecked", ok: "ok-instance-checked" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const ignored = ignoredCalls(analysis);
		const reported = new Set<number>();
		for (const call of analysis.calls) {
			const row = addingRow(call);
			if (!row || !ignored.has(call.span.start) || reported.has(call.span.start)) continue;
			reported.add(call.span.start);
			const matters = row.invokes && (row.what === "instance" || isRemovedLater(call, analysis, file));
			yield {
				at: call.span,
				message: `nobody looks at what \`${call.name}()\` returns; where it fails, nothing is ${row.what === "instance" ? "added" : "set up"}`,
				confidence: matters ? "certain" : "likely",
				subject: call.name,
				object: null,
				trace: call.trace,
				ending: "the result is dropped here",
				...(matters ? {} : { onlyIf: [checkedKey(call)] }),
			};
		}
	},

	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const ignored = ignoredCalls(analysis);
		for (const call of analysis.calls) {
			if (addingRow(call) && !ignored.has(call.span.start)) yield checkedKey(call);
		}
	},
};

/** Where the calls stand whose value nobody uses. */
function ignoredCalls({ graph, calls }: FunctionAnalysis): ReadonlySet<number> {
	if (!calls.some(addingRow)) return new Set();
	return new Set([...statementCalls(graph)].map(({ span }) => span.start));
}

function addingRow({ name, via }: ObservedCall): HotplugCall | null {
	const row = via.length > 0 ? null : hotplugCall(name);
	return row?.action === "add" ? row : null;
}

/** Whether the set-up can fail, and the file removes the state as if it could not. */
function isRemovedLater({ args }: ObservedCall, analysis: FunctionAnalysis, file: FileView): boolean {
	const name = stateName(args[STATE] ?? null, analysis);
	return (
		name !== null && mayFail(functionName(args[STARTUP] ?? null), file) && removersOf(name, file).length > 0
	);
}

/** Whether the callback returns something else than 0 on some path, as far as the file shows. */
function mayFail(startup: string | null, file: FileView): boolean {
	const callback = startup === null ? null : file.analysisOf(startup);
	return callback?.exits.some((exit) => exit.values !== ZERO) ?? false;
}

function checkedKey({ name, args }: ObservedCall): string {
	return `checked ${name} ${symbolText(args[STATE] ?? null)}`;
}

function symbolText(state: Term | null): string {
	return state?.kind === "symbol" ? state.name : "";
}
