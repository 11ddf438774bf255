import { setImmediate } from "node:timers/promises";
import { noResources } from "../../rules/knowledge/resource-calls.js";
import { FileAnalyzer, type FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Knowledge } from "../../src/flow/model.js";
import { ANYTHING, ERROR, NEGATIVE, POSITIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import type { FunctionUnit, ParsedFile } from "../../src/syntax/syntax.js";
import { ALL, type Classes, ERR, NULL, type Sources, VALID } from "./classes.js";
import {
	filesOf,
	type Macro,
	macroFile,
	macrosOf,
	parseText,
	pointerFunctions,
	readSource,
} from "./definitions.js";
import { returnedSources } from "./sources.js";

/** One definition of a function or macro that returns a pointer, and where what it returns comes from. */
export interface Definition {
	readonly name: string;
	readonly path: string;
	readonly kind: "function" | "static" | "inline" | "macro" | "alias";
	readonly sources: readonly (readonly [string, Classes])[];
	/** What the engine says that it can return at most. */
	readonly bound: Classes;
	/** It does nothing but return a constant. */
	readonly isTrivial: boolean;
}

interface Place {
	readonly path: string;
	readonly macro: Macro;
}

/** Every definition in the tree of what returns a pointer. */
export async function survey(tree: string): Promise<Definition[]> {
	const definitions: Definition[] = [];
	const macros: Place[] = [];
	let count = 0;
	for (const path of filesOf(tree)) {
		const text = readSource(tree, path);
		definitions.push(...detached(functionsOf(parseText(path, text), path)));
		if (path.endsWith(".h")) for (const macro of macrosOf(text)) macros.push({ path, macro });
		// Native trees are freed when the event loop turns.
		if (++count % 20 === 0) await setImmediate();
	}
	return [...definitions, ...(await macroDefinitions(macros, definitions))];
}

/** The macros that call one of the functions, or another such macro. */
async function macroDefinitions(
	macros: readonly Place[],
	functions: readonly Definition[],
): Promise<Definition[]> {
	const found: Definition[] = [];
	const known = new Set(functions.map(({ name }) => name));
	const seen = new Set(functions.map(({ path, name }) => `${path} ${name}`));
	for (let before = -1; before !== known.size; ) {
		before = known.size;
		for (const { path, macro } of macros) {
			const { name, alias, calls } = macro;
			const isOne = alias !== null ? known.has(alias) : calls.some((called) => known.has(called));
			if (!isOne || seen.has(`${path} ${name}`)) continue;
			seen.add(`${path} ${name}`);
			const definition = macroDefinition(path, macro);
			if (!definition) continue;
			found.push(...detached([definition]));
			known.add(name);
			if (found.length % 100 === 0) await setImmediate();
		}
	}
	return found;
}

/** Copies: parts of a string keep all of it in memory. */
function detached(definitions: readonly Definition[]): Definition[] {
	return JSON.parse(JSON.stringify(definitions)) as Definition[];
}

function functionsOf(file: ParsedFile, path: string): Definition[] {
	const units = pointerFunctions(file);
	if (units.length === 0) return [];
	const analyzer = new FileAnalyzer(file, knowledge);
	return units.map((unit) => {
		const kind = path.endsWith(".h") ? "inline" : unit.isStatic ? "static" : "function";
		return definitionOf(unit, path, kind, analyzer.analyse(unit));
	});
}

function macroDefinition(path: string, macro: Macro): Definition | null {
	const { name, alias } = macro;
	if (alias !== null) {
		return { name, path, kind: "alias", sources: [[`call ${alias}`, ALL]], bound: ALL, isTrivial: false };
	}
	const file = macroFile(path, macro);
	if (!file) return null;
	const unit = file.functions[0]!;
	return definitionOf(unit, path, "macro", new FileAnalyzer(file, knowledge).analyse(unit));
}

function definitionOf(
	unit: FunctionUnit,
	path: string,
	kind: Definition["kind"],
	analysis: FunctionAnalysis,
): Definition {
	const { name } = unit;
	if (analysis.givenUp !== null || !unit.clean || analysis.graph.hasGaps)
		return { name, path, kind, sources: [["other", ALL]], bound: ALL, isTrivial: false };
	const returned = returnedSources(analysis.graph);
	// Something gives the value that the graph does not show.
	const sources: Sources = returned.size > 0 ? returned : new Map([["other", ALL]]);
	let bound = 0;
	for (const exit of analysis.exits) bound |= classesOf(exit.values);
	// The engine may have taken the stub of a header for the function.
	// So may it where it says that nothing valid is ever returned.
	const isBarren = (bound & VALID) === 0 && [...sources.values()].some((classes) => (classes & VALID) !== 0);
	if (isBarren) bound = ALL;
	if (kind === "inline" && [...sources.keys()].some((source) => source.startsWith("call "))) bound = ALL;
	return { name, path, kind, sources: [...sources], bound, isTrivial: isTrivial(analysis, sources) };
}

function isTrivial({ graph, exits }: FunctionAnalysis, sources: Sources): boolean {
	const isConstant = [...sources.keys()].every((source) =>
		["null", "given", "error", "made"].includes(source),
	);
	return isConstant && exits.length === 1 && !graph.blocks.some(({ end }) => end.kind === "branch");
}

function classesOf(values: ValueSet): Classes {
	return (
		(values & ZERO ? NULL : 0) | (values & ERROR ? ERR : 0) | (values & (POSITIVE | NEGATIVE) ? VALID : 0)
	);
}

/** Nothing is known of any function by name: what calls return is followed from the sources. */
const knowledge: Knowledge = {
	models: [],
	outcomes: () => null,
	partners: () => [],
	consequences: () => null,
	learned: () => null,
	result: () => ANYTHING,
	contract: () => null,
	prints: () => false,
	sleeps: () => null,
	divisor: () => null,
	container: (name) => (name.startsWith("container_of") ? { pointer: 0, member: 2 } : null),
	observes: () => false,
	observesHere: () => false,
	asserts: () => false,
	resources: noResources,
	scopeClass: () => null,
};
