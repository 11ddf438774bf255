import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import type { ControlFlowGraph } from "../../src/cfg/graph.js";
import { type ReturnStatement, returnStatements } from "../../src/cfg/returns.js";
import { expressionsOf, partsOf, statementCalls } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import { kindOfStatementBehind } from "../../src/syntax/siblings.js";
import { mayGiveUp } from "../knowledge/teardown.js";
import { STATUS_TYPES } from "../models/failure.js";

/** Report an error and give it back, to be returned. Source: include/linux/dev_printk.h. */
const REPORTERS: ReadonlySet<string> = new Set(["dev_err_probe", "dev_err_cast_probe", "dev_err_ptr_probe"]);

export const droppedErrorReturn: Rule = {
	meta: {
		id: "dropped-error-return",
		family: "return",
		summary: "What may be an error code was returned before the patch, and is dropped now",
		rationale: `
\`return dev_err_probe(dev, ret, "...");\` reports an error and returns it. Without the \`return\` the probe
goes on as if nothing had happened, with a resource it did not get, and a deferral is lost.

Code may well go on after such a message where the resource is optional. So the rule speaks only where
the function returned the result of the same message before the patch.

The same goes for a last \`return ret;\` that has become \`return 0;\`: it is reported where \`ret\` may hold an
error code there, and the patch changes nothing else about \`ret\`, such as to print it. Functions that take
something down may ignore errors on purpose.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-return-dropped", ok: "ok-returned-later" },
	},

	*check({ graph, unit }: FunctionAnalysis): Iterable<Report> {
		for (const call of statementCalls(graph)) {
			if (call.name === null || !REPORTERS.has(call.name)) continue;
			if (LEAVES.has(kindOfStatementBehind(unit.tree(), call.span.end) ?? "")) continue;
			yield {
				at: call.span,
				message: `the result of \`${call.name}()\` was returned and is dropped now: the function goes on after the error`,
				confidence: "likely",
				subject: messageOf(call, unit.image.text),
				object: null,
				trace: null,
				ending: "nothing is returned here",
				onlyIf: [messageOf(call, unit.image.text)],
			};
		}
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const { unit, graph } = after.analysis;
		if (!STATUS_TYPES.has(unit.returnType) || mayGiveUp(unit.name)) return;
		for (const [was, is] of pairedReturns(before.analysis.graph, graph)) {
			const variable = onlyName(was, before.analysis.graph);
			const [value, another] = is.values;
			if (variable === null || another || value?.kind !== "number" || value.value !== 0) continue;
			if (!mayFail(was, before.analysis) || !isUsedAlike(variable, before.analysis, after.analysis)) continue;
			yield {
				at: is.span,
				message: `\`${variable}\`, which may be an error code, was returned and is dropped now`,
				confidence: "likely",
				subject: variable,
				object: null,
				trace: null,
				ending: "0 is returned here",
			};
		}
	},

	*evidence({ graph, unit }: FunctionAnalysis): Iterable<string> {
		for (const { values } of returnStatements(graph)) {
			for (const value of values) {
				if (value.kind === "call" && REPORTERS.has(value.name ?? "")) yield messageOf(value, unit.image.text);
			}
		}
	},
};

/** The return statements one by one; of different numbers of them only the last. */
function pairedReturns(
	before: ControlFlowGraph,
	after: ControlFlowGraph,
): readonly [ReturnStatement, ReturnStatement][] {
	const [was, is] = [before, after].map((graph) =>
		[...returnStatements(graph)].sort((a, b) => a.span.start - b.span.start),
	) as [ReturnStatement[], ReturnStatement[]];
	if (was.length === is.length) return was.map((item, index) => [item, is[index]!]);
	const [last, now] = [was.at(-1), is.at(-1)];
	return last && now ? [[last, now]] : [];
}

function onlyName(
	{ values: [value, another] }: ReturnStatement,
	{ locals }: ControlFlowGraph,
): string | null {
	return value?.kind === "name" && !another && locals.has(value.name) ? value.name : null;
}

function mayFail({ span }: ReturnStatement, { exits }: FunctionAnalysis): boolean {
	const there = exits.filter((exit) => exit.span.start === span.start);
	return there.some(({ values }) => values & ERROR) && !there.some(({ imprecise }) => imprecise);
}

/** Whether the patch leaves all alone that the function does with the variable but to return it once. */
function isUsedAlike(variable: string, before: FunctionAnalysis, after: FunctionAnalysis): boolean {
	const [was, is] = [usesOf(variable, before), usesOf(variable, after)];
	const at = was.indexOf(variable);
	if (at >= 0) was.splice(at, 1);
	return is.some((text) => text !== variable) && was.join("\n") === is.join("\n");
}

/** Expressions with the variable, as the source spells them, but for what makes it 0. */
function usesOf(variable: string, { graph, unit }: FunctionAnalysis): string[] {
	const declared = graph.blocks.flatMap(({ steps }) =>
		steps.flatMap((step) =>
			step.kind === "declare" && step.name === variable && step.init ? [step.init] : [],
		),
	);
	const found = [...expressionsOf(graph)].filter((expr) => holds(expr, variable));
	return [...declared, ...found]
		.filter((expr) => !(expr.kind === "number" || (expr.kind === "assign" && expr.value.kind === "number")))
		.map(({ span }) => sourceText(unit.image, span))
		.sort();
}

function holds(expr: Expr, variable: string): boolean {
	return (
		(expr.kind === "name" && expr.name === variable) || partsOf(expr).some((part) => holds(part, variable))
	);
}

/** Statements by which the function goes on to where it ends. */
const LEAVES: ReadonlySet<string> = new Set([
	"return_statement",
	"goto_statement",
	"break_statement",
	"continue_statement",
]);

/** The text that is reported, which tells the calls of one function apart. */
function messageOf(call: CallExpr, text: string): string {
	const format = call.args.find(({ kind }) => kind === "string");
	return format ? text.slice(format.span.start, format.span.end) : "";
}
