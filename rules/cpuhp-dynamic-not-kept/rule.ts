import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { Term } from "../../src/flow/term.js";
import { ZERO } from "../../src/flow/values.js";
import type { SourceImage } from "../../src/image/image.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { dynamicStates, STATE } from "../knowledge/hotplug/calls.js";
import { bare, hotplugCall } from "../models/hotplug-file.js";

export const cpuhpDynamicNotKept: Rule = {
	meta: {
		id: "cpuhp-dynamic-not-kept",
		family: "cpuhp",
		summary: "A dynamic CPU hotplug state is removed or used by something else than its number",
		rationale: `
\`CPUHP_AP_ONLINE_DYN\` asks for any free state; which one it is only the return value of
\`cpuhp_setup_state()\` tells. \`cpuhp_remove_state(CPUHP_AP_ONLINE_DYN)\` removes the first of the range,
which belongs to whoever came first: the callbacks of another driver go, one's own stay, and once the
module is unloaded the next CPU that comes up calls into nothing.

A variable that is meant to keep the number but is never assigned holds 0, which is no state:
\`cpuhp_remove_state(0)\` is a \`BUG()\`.

The rule speaks where one of the two names itself is given to a function that wants a number, where the
path knows the number to be 0, and where a \`static\` variable of the file is given that no code of the
file assigns.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-range-removed", ok: "ok-number-kept" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<number>();
		for (const call of analysis.calls) {
			const row = hotplugCall(call.name);
			const state = call.args[STATE];
			if (!row || !state || call.via.length > 0 || reported.has(call.span.start)) continue;
			// A set-up is what the names are for.
			if (row.action === "add" && row.what === "state") continue;
			const fault = faultOf(state, call, file);
			if (!fault) continue;
			reported.add(call.span.start);
			yield {
				at: call.span,
				message: `\`${call.name}()\` is given ${fault}`,
				confidence: "certain",
				subject: `${call.name} ${fault}`,
				object: null,
				trace: call.trace,
				ending: `\`${call.name}()\` is called here`,
			};
		}
	},
};

function faultOf(state: Term, call: ObservedCall, file: FileView): string | null {
	const value = bare(state);
	if (value.kind === "symbol" && dynamicStates.has(value.name)) {
		return `\`${value.name}\`, which stands for a range of states, not the number that the set-up returned`;
	}
	// The number of a set-up is 0 only to code that takes 0 for success, which is another mistake.
	if (value.kind !== "fresh" && call.valueOf(state) === ZERO)
		return "a state that is 0 on this path, which is none";
	if (value.kind !== "content" || value.place.kind !== "variable") return null;
	const { name } = value.place;
	if (!isNeverAssigned(name, file.image)) return null;
	return `\`${name}\`, which no code of the file assigns: it is still 0`;
}

/** Whether it is a variable that the file keeps to itself, begins as 0, and stays so. */
function isNeverAssigned(name: string, { text, coverage }: SourceImage): boolean {
	if (coverage !== "whole") return false;
	const isOwn = new RegExp(`^static\\s+(?:\\w+\\s+)*${name}\\s*(?:=\\s*0\\s*)?;`, "m").test(text);
	const isTouched = new RegExp(
		`(?<!\\w\\s)\\b${name}\\s*([-+|&]?=[^=]|\\+\\+|--)|&\\s*${name}\\b|module_param\\w*\\(${name}`,
	);
	const body = text.replace(new RegExp(`^static\\s+(?:\\w+\\s+)*${name}\\s*(?:=\\s*0\\s*)?;`, "m"), "");
	return isOwn && !isTouched.test(body);
}
