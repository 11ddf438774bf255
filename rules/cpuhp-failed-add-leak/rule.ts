import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import { type Place, spell, spellTerm } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { flagsIndex } from "../knowledge/atomic-calls.js";
import { cpuLoops, STATE, TEARDOWN } from "../knowledge/hotplug/calls.js";
import { callOf, instanceModel } from "../models/hotplug.js";
import { isFailure, leftAs } from "../models/hotplug-exits.js";
import { type HotplugUse, hotplugCall, hotplugUses } from "../models/hotplug-file.js";
import { HotplugStatus } from "../models/hotplug-status.js";

export const cpuhpFailedAddLeak: Rule = {
	meta: {
		id: "cpuhp-failed-add-leak",
		family: "cpuhp",
		summary: "Adding a CPU hotplug instance fails and nothing frees what its startup callback has allocated",
		rationale: `
\`cpuhp_state_add_instance()\` runs the startup callback for one CPU after the other. Where it fails for one,
it runs the teardown callback for those before. A state that was set up with \`NULL\` for a teardown has none:
what the startup callback allocated for the first CPUs is the caller's to free, with a loop over all CPUs.

The rule speaks where the set-up with \`NULL\` and a startup callback that allocates memory stand in the same
file, the path has seen the attempt fail, and it returns without a loop over CPUs.
`,
		severity: "warning",
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-nothing-cleaned-up", ok: "ok-loop-cleans-up" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		for (const leak of leaksOf(analysis, file)) yield reportOf(leak);
		yield* bySetUp(analysis, file);
	},

	/** States that are set up without a teardown callback. */
	*evidence({ calls }: FunctionAnalysis): Iterable<string> {
		for (const { name, args } of calls) {
			const teardown = hotplugCall(name)?.multi ? args[TEARDOWN] : null;
			const state = args[STATE];
			if (state && teardown?.kind === "const") yield bareKey(spellTerm(state));
		}
	},
};

/** An attempt that fails and leaves something behind. */
interface Leak {
	readonly node: Place;
	readonly item: Tracked;
	readonly exit: Exit;
	readonly setUp: HotplugUse;
}

function* leaksOf(analysis: FunctionAnalysis, file: FileView): Iterable<Leak> {
	const found = new Set<number>();
	for (const exit of analysis.exits) {
		if (exit.imprecise || !isFailure(exit, analysis)) continue;
		for (const [node, item] of leftAs(exit, HotplugStatus.Failed)) {
			const setUp = leakingSetUp(item, file);
			if (!setUp || found.has(item.span.start) || isCleanedUp(node, analysis)) continue;
			found.add(item.span.start);
			yield { node, item, exit, setUp };
		}
	}
}

/** A patch that takes the teardown callback away, and leaves the function that adds instances as it was. */
function* bySetUp({ unit, calls }: FunctionAnalysis, file: FileView): Iterable<Report> {
	const uses = hotplugUses(file);
	const setUps = uses.filter((use) => use.unit === unit && use.hasNoTeardown && use.call.multi);
	const { changed } = file.image;
	for (const { state, span } of setUps) {
		const call = calls.find((other) => other.span.start === span.start);
		const adder = uses.find(
			(use) => use.call.what === "instance" && use.state === state && use.unit !== unit,
		);
		if (!adder || !call?.args[STATE]) continue;
		const isTouched = changed.some(
			(part) => part.start < adder.unit.span.end && part.end > adder.unit.span.start,
		);
		const analysis = isTouched ? null : file.analysisOf(adder.unit.name);
		const [leak] = analysis ? leaksOf(analysis, file) : [];
		if (!leak) continue;
		yield {
			...reportOf(leak),
			at: span,
			object: null,
			trace: call.trace,
			ending: "the state is set up here, without a teardown callback",
			related: [{ at: leak.item.span, message: `\`${adder.unit.name}()\` adds the instance here` }],
			unless: [bareKey(spellTerm(call.args[STATE]))],
		};
	}
}

function bareKey(state: string): string {
	return `no teardown ${state}`;
}

function reportOf({ node, item, exit, setUp }: Leak): Report {
	return {
		at: item.span,
		message: `where adding \`${item.spelled}\` fails, nothing frees what \`${setUp.startup}()\` has allocated for other CPUs: the state has no teardown callback`,
		confidence: "likely",
		subject: spell(node),
		object: item,
		trace: exit.trace,
		related: [{ at: setUp.span, message: "the state is set up here, without a teardown callback" }],
	};
}

/** The set-up of the instance's state, if it leaves a failed attempt to the caller; null otherwise. */
function leakingSetUp(item: Tracked, file: FileView): HotplugUse | null {
	if (callOf(item)?.invokes !== true) return null;
	const uses = hotplugUses(file);
	const added = uses.find(({ span, call }) => call.what === "instance" && span.start === item.span.start);
	if (!added?.state) return null;
	const setUps = uses.filter(
		({ call, state }) => call.action === "add" && call.what === "state" && state === added.state,
	);
	const [setUp] = setUps;
	if (!setUp || setUps.length > 1 || !setUp.hasNoTeardown || setUp.startup === null) return null;
	return allocates(setUp.startup, file) ? setUp : null;
}

/** Whether the callback allocates memory, itself or through a callee of the file. */
function allocates(startup: string, file: FileView): boolean {
	return (file.analysisOf(startup)?.calls ?? []).some(({ name }) => flagsIndex(name) !== null);
}

/** Whether some path goes over the CPUs once the attempt has failed. */
function isCleanedUp(node: Place, { calls }: FunctionAnalysis): boolean {
	return calls.some(
		(call) =>
			cpuLoops.includes(call.name) && call.tracked(instanceModel).get(node)?.status === HotplugStatus.Failed,
	);
}
