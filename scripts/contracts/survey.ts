import { setImmediate } from "node:timers/promises";
import { FileAnalyzer, type FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Knowledge } from "../../src/flow/model.js";
import { ANYTHING, ERROR, NEGATIVE, POSITIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import type { FunctionUnit, ParsedFile } from "../../src/syntax/syntax.js";
import {
	filesOf,
	type Macro,
	macroFile,
	macrosOf,
	parseText,
	pointerFunctions,
	readSource,
} from "./definitions.js";
import { ALL, type Classes, ERR, NULL, returnedSources, type Sources, VALID } from "./sources.js";

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

/** Every definition in the tree of what returns a pointer. */
export async function survey(tree: string, results: (name: string) => Classes): Promise<Definition[]> {
	const definitions: Definition[] = [];
	const macros: { readonly path: string; readonly macro: Macro }[] = [];
	let count = 0;
	for (const path of filesOf(tree)) {
		const text = readSource(tree, path);
		const file = parseText(path, text);
		definitions.push(...detached(functionsOf(file, path, results)));
		const isShared = path.endsWith(".h");
		if (isShared) for (const macro of macrosOf(text)) macros.push({ path, macro });
		// Native trees are freed when the event loop turns.
		if (++count % 20 === 0) await setImmediate();
	}
	const known = new Set(definitions.map(({ name }) => name));
	for (let before = -1; before !== known.size; ) {
		before = known.size;
		for (const { path, macro } of macros) {
			const isOne =
				macro.alias !== null ? known.has(macro.alias) : macro.calls.some((name) => known.has(name));
			if (!isOne || definitions.some((item) => item.path === path && item.name === macro.name)) continue;
			const definition = macroDefinition(path, macro, results);
			if (!definition) continue;
			definitions.push(...detached([definition]));
			known.add(macro.name);
			if (++count % 20 === 0) await setImmediate();
		}
	}
	return definitions;
}

/** Copies: parts of a string keep all of it in memory. */
function detached(definitions: readonly Definition[]): Definition[] {
	return JSON.parse(JSON.stringify(definitions)) as Definition[];
}

function functionsOf(file: ParsedFile, path: string, results: (name: string) => Classes): Definition[] {
	const units = pointerFunctions(file);
	if (units.length === 0) return [];
	const analyzer = new FileAnalyzer(file, knowledgeOf(results));
	return units.map((unit) => {
		const kind = path.endsWith(".h") ? "inline" : unit.isStatic ? "static" : "function";
		return definitionOf(unit, path, kind, analyzer.analyse(unit));
	});
}

function macroDefinition(path: string, macro: Macro, results: (name: string) => Classes): Definition | null {
	const { name, alias } = macro;
	if (alias !== null) {
		return { name, path, kind: "alias", sources: [[`call ${alias}`, ALL]], bound: ALL, isTrivial: false };
	}
	const file = macroFile(path, macro);
	if (!file) return null;
	const unit = file.functions[0]!;
	return definitionOf(unit, path, "macro", new FileAnalyzer(file, knowledgeOf(results)).analyse(unit));
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
	const sources = returnedSources(analysis.graph);
	let bound = 0;
	for (const exit of analysis.exits) bound |= classesOf(exit.values);
	// The engine may have taken the stub of a header for the function.
	if (kind === "inline" && [...sources.keys()].some((source) => source.startsWith("call "))) bound = ALL;
	return { name, path, kind, sources: [...sources], bound, isTrivial: isTrivial(analysis, sources) };
}

function isTrivial({ graph, exits }: FunctionAnalysis, sources: Sources): boolean {
	const isConstant = [...sources.keys()].every((source) => source === "null" || source === "error");
	return isConstant && exits.length === 1 && !graph.blocks.some(({ end }) => end.kind === "branch");
}

export function classesOf(values: ValueSet): Classes {
	return (
		(values & ZERO ? NULL : 0) | (values & ERROR ? ERR : 0) | (values & (POSITIVE | NEGATIVE) ? VALID : 0)
	);
}

function valuesOf(classes: Classes): ValueSet {
	if (classes === ALL) return ANYTHING;
	return (classes & NULL ? ZERO : 0) | (classes & ERR ? ERROR : 0) | (classes & VALID ? POSITIVE : 0);
}

/** Knowledge of nothing but what functions return. */
function knowledgeOf(results: (name: string) => Classes): Knowledge {
	return {
		models: [],
		outcomes: () => null,
		partners: () => [],
		learned: () => null,
		result: (name) => valuesOf(results(name)),
		contract: () => null,
		prints: () => false,
		container: (name) => (name.startsWith("container_of") ? { pointer: 0, member: 2 } : null),
		observes: () => false,
		scopeClass: () => null,
	};
}
