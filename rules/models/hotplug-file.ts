import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { Place, Term } from "../../src/flow/term.js";
import type { SourceImage, Span } from "../../src/image/image.js";
import type { FileView } from "../../src/rules/rule.js";
import { bodyText, calledIn } from "../../src/syntax/called.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import {
	type HotplugCall,
	hotplugCalls,
	NODE,
	STARTUP,
	STATE,
	TEARDOWN,
} from "../knowledge/hotplug/calls.js";
import { stateModel } from "./hotplug.js";

/** A call of the hotplug functions somewhere in a file. */
export interface HotplugUse {
	readonly call: HotplugCall;
	/** The state as all functions of the file know it; null where only this one does. */
	readonly state: string | null;
	/** The node of an instance, likewise; null of a state. */
	readonly node: string | null;
	readonly unit: FunctionUnit;
	readonly span: Span;
	/** Names of the callbacks of a set-up; null where there is none, or it is not named. */
	readonly startup: string | null;
	readonly teardown: string | null;
	/** Whether the set-up is certainly given no teardown callback. */
	readonly hasNoTeardown: boolean;
}

const rows = new Map(hotplugCalls.map((row) => [row.name, row]));

/** What the tables say of a hotplug function; null for any other. */
export function hotplugCall(name: string): HotplugCall | null {
	return rows.get(name) ?? null;
}

/** Without the marks of when it was read. */
export function bare(term: Term): Term {
	return term.kind === "op" && term.op === "reread" ? bare(term.args[0]!) : term;
}

/** Whether two terms are one value, provided that no call in between has changed what was read twice. */
export function isSameValue(a: Term, b: Term): boolean {
	const [left, right] = [bare(a), bare(b)];
	return (
		left === right || (left.kind === "content" && right.kind === "content" && left.place === right.place)
	);
}

/** How all functions of a file call a place: `hp_online`, `.node`; null for what is a function's own. */
function sharedName(place: Place, analysis: FunctionAnalysis): string | null {
	switch (place.kind) {
		case "variable":
			return analysis.graph.locals.has(place.name) ? null : place.name;
		case "field":
			return `.${place.name}`;
		case "element":
			return sharedName(place.base, analysis);
		default:
			return null;
	}
}

/** How all functions of the file call a state: by its name, or by where its number is kept. */
export function stateName(state: Term | null, analysis: FunctionAnalysis): string | null {
	const value = state && bare(state);
	if (value?.kind === "symbol") return value.name;
	if (value?.kind === "content") return sharedName(value.place, analysis);
	if (value?.kind !== "fresh") return null;
	for (const exit of analysis.exits) {
		for (const [place, term] of exit.writes) {
			const name = bare(term) === value ? sharedName(place, analysis) : null;
			if (name !== null) return name;
		}
	}
	return null;
}

/** How all functions of the file call an object of one of the two models. */
export function objectName(place: Place, analysis: FunctionAnalysis): string | null {
	return place.kind === "target" && isState(place, analysis)
		? stateName(place.pointer, analysis)
		: sharedName(place, analysis);
}

function isState(place: Place, { exits }: FunctionAnalysis): boolean {
	return exits.some((exit) => exit.tracked(stateModel).has(place));
}

const uses = new WeakMap<SourceImage, readonly HotplugUse[]>();

/** All calls of hotplug functions in the file, each once. */
export function hotplugUses(file: FileView): readonly HotplugUse[] {
	const known = uses.get(file.image);
	if (known) return known;
	const found = [...findUses(file)];
	uses.set(file.image, found);
	return found;
}

function* findUses(file: FileView): Iterable<HotplugUse> {
	for (const unit of file.functions) {
		if (!bodyText(unit).includes("cpuhp_")) continue;
		const analysis = file.analysisOf(unit.name);
		const seen = new Set<number>();
		for (const observed of analysis?.calls ?? []) {
			const call = hotplugCall(observed.name);
			if (!call || observed.via.length > 0 || seen.has(observed.span.start)) continue;
			seen.add(observed.span.start);
			yield useOf(observed, call, analysis!);
		}
	}
}

function useOf({ args, span }: ObservedCall, call: HotplugCall, analysis: FunctionAnalysis): HotplugUse {
	const isSetUp = call.action === "add" && call.what === "state";
	const callback = (index: number) => (isSetUp ? functionName(args[index] ?? null) : null);
	const teardown = args[TEARDOWN];
	return {
		call,
		state: stateName(resultAt(span, analysis) ?? args[STATE] ?? null, analysis),
		node: call.what === "instance" ? nodeName(args[NODE] ?? null, analysis) : null,
		unit: analysis.unit,
		span,
		startup: callback(STARTUP),
		teardown: callback(TEARDOWN),
		hasNoTeardown: isSetUp && teardown?.kind === "const" && teardown.value === 0,
	};
}

/** The number of the dynamic state that the call sets up; null where it is no such call. */
function resultAt(span: Span, { exits }: FunctionAnalysis): Term | null {
	for (const exit of exits) {
		for (const [place, item] of exit.tracked(stateModel)) {
			if (item.span.start !== span.start || place.kind !== "target") continue;
			if (place.pointer.kind === "fresh") return place.pointer;
		}
	}
	return null;
}

/** The function that the term is the address of; null where it is none. */
export function functionName(term: Term | null): string | null {
	if (term?.kind !== "content" && term?.kind !== "address") return null;
	return term.place.kind === "variable" ? term.place.name : null;
}

function nodeName(node: Term | null, analysis: FunctionAnalysis): string | null {
	return node?.kind === "address" ? sharedName(node.place, analysis) : null;
}

/** Removals of what goes by the name, in functions that do not only take back what they have added. */
export function removersOf(name: string, file: FileView): readonly HotplugUse[] {
	const uses = hotplugUses(file).filter(
		({ call, state, node }) => (call.what === "state" ? state : node) === name,
	);
	const adders = new Set(uses.filter(({ call }) => call.action === "add").map(({ unit }) => unit));
	return uses.filter(({ call, unit }) => call.action === "remove" && !adders.has(unit));
}

/** What each function of a file calls. */
type CallGraph = ReadonlyMap<string, ReadonlySet<string>>;

function callGraph({ functions }: FileView): CallGraph {
	return new Map(functions.map((unit) => [unit.name, calledIn(unit)]));
}

/** Whether the function of that name calls one of the others, perhaps through functions of the file. */
function reaches(
	from: string,
	targets: ReadonlySet<string>,
	graph: CallGraph,
	seen = new Set<string>(),
): boolean {
	if (seen.has(from)) return false;
	seen.add(from);
	const called = graph.get(from);
	if (!called) return false;
	return [...called].some((name) => targets.has(name) || reaches(name, targets, graph, seen));
}

/** Whether somebody in the file who calls the function also calls one of the others: to clean up behind it. */
export function isCleanedUpByCaller(
	unit: FunctionUnit,
	cleaners: ReadonlySet<string>,
	file: FileView,
): boolean {
	const graph = callGraph(file);
	for (const [caller, called] of graph) {
		if (caller === unit.name || !called.has(unit.name)) continue;
		if (cleaners.has(caller) || reaches(caller, cleaners, graph)) return true;
	}
	return false;
}

/** Whether another function of the file calls the one of that name. */
export function isCalled(name: string, file: FileView): boolean {
	return [...callGraph(file)].some(([caller, called]) => caller !== name && called.has(name));
}
