import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import { type Place, spell } from "../../src/flow/term.js";
import { ZERO } from "../../src/flow/values.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { callOf, objectText } from "../models/hotplug.js";
import { leftAs } from "../models/hotplug-exits.js";
import { hotplugUses, objectName, removersOf } from "../models/hotplug-file.js";
import { HotplugStatus, REMOVE_UNSEEN, REMOVE_UNTOUCHED } from "../models/hotplug-status.js";

export const cpuhpNeverRemoved: Rule = {
	meta: {
		id: "cpuhp-never-removed",
		family: "cpuhp",
		summary: "A module sets up a CPU hotplug state that its exit function does not remove",
		rationale: `
The callbacks of a state are code of the module. If they are still registered when the module is unloaded,
the next CPU that comes up or goes down jumps into memory that is gone.

The rule speaks where the file has both a \`module_init()\` and a \`module_exit()\` function, the first leaves
a state set up when it succeeds, and no function of the file removes it; and of an instance or state that a
patch stops to remove while other functions of the file still add it.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-exit-forgets", ok: "ok-exit-removes" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		yield* notRemoved(analysis, file);
		yield* noLongerRemoved(analysis, file);
	},

	/** What the function itself takes away, added by others, as the file calls it. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		for (const { kind, place, object } of analysis.events) {
			// What a callee removes is the callee's affair.
			if ((kind !== REMOVE_UNTOUCHED && kind !== REMOVE_UNSEEN) || object === null) continue;
			const name = objectName(place, analysis);
			if (name !== null) yield removesKey(name);
		}
	},
};

/** States that the module's first function leaves behind on success and nobody removes. */
function* notRemoved(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
	const reported = new Set<number>();
	for (const exit of analysis.exits) {
		if (exit.imprecise || (exit.values & ZERO) === 0) continue;
		for (const [place, item] of leftAs(exit, HotplugStatus.Added)) {
			if (callOf(item)?.what !== "state" || reported.has(item.span.start)) continue;
			if (!isLoadedAndUnloaded(analysis, file)) return;
			const name = objectName(place, analysis);
			if (name !== null && removersOf(name, file).length > 0) continue;
			reported.add(item.span.start);
			yield reportOf(place, item, name);
		}
	}
}

function reportOf(place: Place, item: Tracked, name: string | null): Report {
	const why = name === null ? "its number is not kept" : "no function of the file removes it";
	return {
		at: item.span,
		message: `${objectText(place, item)} stays when the module is unloaded: ${why}`,
		confidence: "likely",
		subject: spell(place),
		object: null,
		trace: item.trace,
		ending: "it is set up here",
	};
}

function isLoadedAndUnloaded({ unit }: FunctionAnalysis, { image, functions }: FileView): boolean {
	const argumentOf = (macro: string) =>
		new RegExp(`\\b${macro}\\s*\\(\\s*(\\w+)\\s*\\)`).exec(image.text)?.[1];
	const exit = argumentOf("module_exit");
	return argumentOf("module_init") === unit.name && functions.some(({ name }) => name === exit);
}

/** What the file adds and no function removes any more. */
function* noLongerRemoved({ unit }: FunctionAnalysis, file: FileView): Iterable<Report> {
	const names = new Map<string, Report>();
	for (const { call, state, node, unit: adder, span } of hotplugUses(file)) {
		const name = call.what === "state" ? state : node;
		if (call.action !== "add" || adder === unit || name === null || names.has(name)) continue;
		if (removersOf(name, file).length > 0) continue;
		names.set(name, {
			at: unit.nameSpan,
			message: `\`${unit.name}()\` no longer removes \`${name.replace(/^\./, "")}\`, and no other function of the file does`,
			confidence: "likely",
			subject: `no longer ${name}`,
			object: null,
			trace: null,
			onlyIf: [removesKey(name)],
			related: [{ at: span, message: `\`${adder.name}()\` sets it up here` }],
		});
	}
	yield* names.values();
}

function removesKey(name: string): string {
	return `removes ${name}`;
}
