import { type Effect, type Outcome, RESULT } from "../../src/flow/model.js";
import type { Term } from "../../src/flow/term.js";
import { ANYTHING, ERROR, NEGATIVE, POSITIVE, ZERO } from "../../src/flow/values.js";
import { instanceModel, stateModel } from "../models/hotplug.js";
import { HotplugOperation } from "../models/hotplug-status.js";
import { dynamicStates, type HotplugCall, hotplugCalls, NODE, STATE } from "./hotplug/calls.js";

/** What the state is, as far as the call tells. */
type StateKind = "dynamic" | "static" | "unknown";

function kindOf(state: Term | undefined): StateKind {
	if (state?.kind === "symbol") return dynamicStates.has(state.name) ? "dynamic" : "static";
	// Some of the enumerators are not all upper case.
	const isEnumerator =
		state?.kind === "content" && state.place.kind === "variable" && state.place.name.startsWith("CPUHP_");
	return isEnumerator ? "static" : "unknown";
}

/** The hotplug rows as outcomes of calls. */
export function hotplugOutcomes(): Map<string, readonly Outcome[]> {
	return new Map(hotplugCalls.map((row, detail) => [row.name, outcomesOf(row, detail)]));
}

function outcomesOf(row: HotplugCall, detail: number): readonly Outcome[] {
	if (row.what === "instance") {
		const on = (operation: HotplugOperation): readonly Effect[] => [
			{ model: instanceModel, operation, object: NODE, path: [], detail, registers: [] },
		];
		if (row.action === "remove") return [{ result: ANYTHING, effects: on(HotplugOperation.Remove) }];
		return [
			{ result: ZERO, effects: on(HotplugOperation.Add) },
			{ result: ERROR, effects: on(HotplugOperation.Fail), ifAsked: true },
		];
	}
	const on = (operation: HotplugOperation, object: number): readonly Effect[] => [
		{ model: stateModel, operation, object, path: [], detail, registers: [], byValue: true },
	];
	if (row.action === "remove") return [{ result: ANYTHING, effects: on(HotplugOperation.Remove, STATE) }];
	const given = (kind: StateKind) => (args: readonly Term[]) => kindOf(args[STATE]) === kind;
	const [dynamic, fixed] = [given("dynamic"), given("static")];
	return [
		{ applies: dynamic, result: POSITIVE, effects: on(HotplugOperation.Add, RESULT) },
		// Never 0; but code that takes 0 for success goes on behind, and what it does there must be seen.
		{ applies: dynamic, result: ZERO, effects: on(HotplugOperation.Believe, RESULT), ifAsked: true },
		{ applies: dynamic, result: ERROR, effects: on(HotplugOperation.Fail, RESULT), ifAsked: true },
		{ applies: fixed, result: ZERO, effects: on(HotplugOperation.Add, STATE) },
		{ applies: fixed, result: ERROR, effects: on(HotplugOperation.Fail, STATE), ifAsked: true },
		{ applies: given("unknown"), result: ANYTHING & ~NEGATIVE, effects: [] },
	];
}
