import type { Expr } from "../../src/cfg/expression.js";
import { partsOf } from "../../src/cfg/walk.js";
import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Place, Term } from "../../src/flow/term.js";
import type { PointerUse } from "../../src/flow/uses.js";
import { ERROR, type ValueSet, ZERO } from "../../src/flow/values.js";
import type { Span } from "../../src/image/image.js";
import type { FileView, OneSide } from "../../src/rules/rule.js";
import { allResultsIn, type Result } from "./result.js";

/** A failure that a function returns on one side of a patch only, and a use that does not expect it. */
export interface NewFailure {
	readonly values: ValueSet;
	readonly access: PointerUse;
	/** Where it is returned, if that is in the same file. */
	readonly related: readonly { readonly at: Span; readonly message: string }[];
}

/** The failure that the function of the result returns since the patch, where the caller runs into it. */
export function newFailure(result: Result, before: OneSide, after: OneSide): NewFailure | null {
	const known = knownBefore(result, before);
	if (known === null) return null;
	// Of functions that are known to give errors every result must be tested anyway.
	const tested = result.contract.failures & ERROR;
	const values = (result.returned | result.contract.failures) & ~known & ~tested;
	const access = result.uses.find((use) => use.kind === "memory" && (use.values & values) !== 0);
	if (values === 0 || !access) return null;
	const callee = after.file.analysisOf(result.name);
	const exits = (callee?.exits ?? []).filter((exit) => exit.values !== 0 && (exit.values & ~values) === 0);
	if (callee && !exits.some((exit) => mayHappen(exit, callee, result, after.analysis))) return null;
	const related = exits.slice(0, 1).map(({ span }) => ({
		at: span,
		message: `\`${result.name}()\` returns ${values & ZERO ? "NULL" : "an error"} here`,
	}));
	return { values: access.values & values, access, related };
}

/** What the function might return before, as far as that is known; null where there was none. */
function knownBefore({ name }: Result, { analysis, file }: OneSide): ValueSet | null {
	const same = allResultsIn(analysis).filter((other) => other.name === name);
	const callee = file.analysisOf(name);
	if (same.length === 0 && !callee) return null;
	const returned = same.reduce((set, other) => set | other.returned | other.contract.failures, 0);
	return returned | (callee ? failuresOf(callee, file) : 0);
}

/** Failures that some path of the function may return, by its own doing or by that of what it calls. */
function failuresOf({ exits, originOf }: FunctionAnalysis, _file: FileView): ValueSet {
	return exits.reduce((set, { value, values }) => {
		const origin = value && originOf(value);
		const passed = values & ((origin?.contract?.failures ?? 0) | (origin?.returned ?? 0));
		return set | passed | (values === ZERO || values === ERROR ? values : 0);
	}, 0);
}

/** Whether nothing that the caller passes or asks about decides that the function does not fail so. */
function mayHappen(
	exit: Exit,
	callee: FunctionAnalysis,
	{ call }: Result,
	caller: FunctionAnalysis,
): boolean {
	const { parameters } = callee.unit;
	return exit.facts.every(([term]) => {
		const fields = new Set<string>();
		const names = new Set<string>();
		gather(term, names, fields);
		if (
			[...fields].some((field) => asksAbout(caller, (expr) => expr.kind === "member" && expr.field === field))
		)
			return false;
		return [...names].every((name) => {
			const arg = call.args[parameters.indexOf(name)];
			// Only that the pointer which leads to a field is valid.
			if (!arg || fields.size > 0) return true;
			return (
				!isFixed(arg) &&
				!(arg.kind === "name" && asksAbout(caller, (expr) => expr.kind === "name" && expr.name === arg.name))
			);
		});
	});
}

/** Names of variables and of fields that a value is made of. */
function gather(whole: Term | Place, names: Set<string>, fields: Set<string>): void {
	switch (whole.kind) {
		case "variable":
			names.add(whole.name);
			break;
		case "field":
			fields.add(whole.name);
			gather(whole.base, names, fields);
			break;
		case "element":
			gather(whole.base, names, fields);
			gather(whole.index, names, fields);
			break;
		case "content":
		case "address":
			gather(whole.place, names, fields);
			break;
		case "target":
			gather(whole.pointer, names, fields);
			break;
		case "op":
			for (const arg of whole.args) gather(arg, names, fields);
			break;
		default:
	}
}

/** Whether the argument is the same whatever the caller is given. */
function isFixed(arg: Expr): boolean {
	if (arg.kind === "number" || arg.kind === "string") return true;
	if (arg.kind === "name")
		return /^[A-Z][A-Z0-9_]*$/.test(arg.name) || arg.name === "true" || arg.name === "false";
	return arg.kind === "unary" && (arg.op === "&" || isFixed(arg.operand));
}

/** Whether a condition of the function is made of something like that. */
function asksAbout({ graph }: FunctionAnalysis, isIt: (expr: Expr) => boolean): boolean {
	const has = (expr: Expr): boolean => isIt(expr) || partsOf(expr).some(has);
	return graph.blocks.some(({ end }) => end.kind === "branch" && has(end.condition));
}
