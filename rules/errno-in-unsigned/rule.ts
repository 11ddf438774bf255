import type { Expr } from "../../src/cfg/expression.js";
import { returnStatements } from "../../src/cfg/returns.js";
import { everyExpression } from "../../src/cfg/walk.js";
import { waysOut } from "../../src/cfg/ways-out.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Span } from "../../src/image/image.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { variableTypes } from "../../src/syntax/types.js";
import { negativeErrno } from "../knowledge/errno.js";
import { errorCodeReport } from "../models/error-code.js";

export const errnoInUnsigned: Rule = {
	meta: {
		id: "errno-in-unsigned",
		family: "return",
		summary:
			"A negative error code is kept in an unsigned variable, or returned as a type that cannot hold it",
		rationale: `
An unsigned variable never is below 0: \`u32 ret = f(); if (ret < 0)\` tests nothing, and the failure of
\`f()\` goes unnoticed. In a \`u8\`, \`u16\` or \`bool\` the code does not even survive: a \`bool\` function that
returns \`-EINVAL\` returns true. Nor does it mean anything as an \`irqreturn_t\`, a \`vm_fault_t\`
or a \`__poll_t\`.

The rule reports a test for \`< 0\` of a local variable that gets its value from a call or an error
code, and an error code put in a type that cannot hold it, or returned as one.

That an \`int\` function returns error codes by way of an unsigned variable goes well as long as nobody
asks for the sign. It is reported where the patch brings it about: the variable was signed before, or
it is the first time that it holds an error code or the result of a function of the same file that
returns them.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-test-below-zero", ok: "ok-cast-before-test" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const { unit, graph } = analysis;
		const expressions = [...everyExpression(graph)];
		const stored = storedValues(analysis, expressions);
		if (NARROW.has(unit.returnType) || STATUS_TYPES.has(unit.returnType)) {
			for (const { span, values } of returnStatements(graph)) {
				const name = values.map(negativeErrno).find((found) => found !== null);
				if (name)
					yield report(
						span,
						`\`-${name}\` does not fit the \`${unit.returnType}\` that \`${unit.name}()\` returns`,
						name,
					);
			}
		}
		const types = variableTypes(unit);
		for (const [name, type] of types) {
			if (!isUnsigned(type)) continue;
			const values = stored.get(name) ?? [];
			yield* uselessTests(name, type, values, expressions, analysis);
			yield* lostCodes(name, type, values, analysis, file);
		}
	},

	*evidence(analysis: FunctionAnalysis, file: FileView): Iterable<string> {
		const stored = storedValues(analysis, [...everyExpression(analysis.graph)]);
		for (const [name, type] of variableTypes(analysis.unit)) {
			if (!isUnsigned(type)) yield `signed ${name}`;
			else if ((stored.get(name) ?? []).some((value) => isCode(value, file))) yield `codes in ${name}`;
		}
	},
};

/** What the variables are given, by name. */
function storedValues({ graph }: FunctionAnalysis, expressions: readonly Expr[]): Map<string, Expr[]> {
	const stored = new Map<string, Expr[]>();
	const add = (name: string, value: Expr) => stored.set(name, [...(stored.get(name) ?? []), value]);
	for (const { steps } of graph.blocks) {
		for (const step of steps) if (step.kind === "declare" && step.init) add(step.name, step.init);
	}
	for (const expr of expressions) {
		if (expr.kind === "assign" && expr.op === "=" && expr.target.kind === "name")
			add(expr.target.name, expr.value);
	}
	return stored;
}

/** `ret < 0`, `(ret = f()) < 0`. */
function* uselessTests(
	name: string,
	type: string,
	values: readonly Expr[],
	expressions: readonly Expr[],
	{ unit }: FunctionAnalysis,
): Iterable<Report> {
	if (!values.some((value) => value.kind === "call" || negativeErrno(value) !== null)) return;
	// A test of both bounds is about a range, and the upper one does it all.
	const isBounded = expressions.some(
		(expr) =>
			expr.kind === "binary" &&
			expr.op.startsWith(">") &&
			expr.left.kind === "name" &&
			expr.left.name === name,
	);
	if (isBounded) return;
	for (const expr of expressions) {
		if (expr.kind !== "binary" || expr.op !== "<") continue;
		const { left, right, span } = expr;
		const variable = left.kind === "assign" && left.op === "=" ? left.target : left;
		const isZero = right.kind === "number" && right.value === 0;
		if (!isZero || variable.kind !== "name" || variable.name !== name) continue;
		// Casts are gone from the expression: what stands in front of the variable may be one.
		const front = unit.image.text.slice(span.start, left.span.start);
		if (front !== "" && !(left.kind === "assign" && front === "(")) continue;
		yield report(span, `\`${name}\` is \`${type}\` and never below 0: this finds no failure`, name);
	}
}

/** Error codes that do not get through the variable, or only by luck. */
function* lostCodes(
	name: string,
	type: string,
	values: readonly Expr[],
	analysis: FunctionAnalysis,
	file: FileView,
): Iterable<Report> {
	const { unit, graph } = analysis;
	for (const value of values) {
		const code = negativeErrno(value);
		if (code && NARROW.has(type))
			yield report(value.span, `\`-${code}\` does not fit \`${name}\`, a \`${type}\``, name);
	}
	if (unit.returnType !== "int") return;
	const statement = returnStatements(graph).find(
		({ values: [only] }) => only?.kind === "name" && only.name === name,
	);
	if (!statement) return;
	const message = `\`${unit.name}()\` returns error codes by way of \`${name}\`, a \`${type}\``;
	const found = report(statement.span, message, name);
	if (values.some((value) => isCode(value, file))) yield { ...found, unless: [`codes in ${name}`] };
	else if (values.some(({ kind }) => kind === "call") && leavesOn(name, analysis))
		yield { ...found, confidence: "likely", onlyIf: [`signed ${name}`] };
}

/** `if (ret) return ret;` or a jump: what is not 0 is a failure. */
function leavesOn(name: string, { graph }: FunctionAnalysis): boolean {
	return waysOut(graph).some(
		({ condition, truth }) => truth && condition.kind === "name" && condition.name === name,
	);
}

function isCode(value: Expr, file: FileView): boolean {
	if (negativeErrno(value) !== null) return true;
	return value.kind === "call" && value.name !== null && returnsCodes(value.name, file);
}

function returnsCodes(callee: string, file: FileView): boolean {
	const analysis = file.analysisOf(callee);
	if (analysis?.unit.returnType !== "int") return false;
	return returnStatements(analysis.graph).some(({ values }) =>
		values.some((value) => negativeErrno(value) !== null),
	);
}

function report(at: Span, message: string, subject: string): Report {
	return errorCodeReport(at, message, subject, "the code is lost here");
}

/** Types in which an error code is another number, or just true. */
const NARROW: ReadonlySet<string> = new Set([
	"bool",
	"u8",
	"u16",
	"uint8_t",
	"uint16_t",
	"unsigned char",
	"unsigned short",
]);

/** Types with values of their own, of which an error code is none. */
const STATUS_TYPES: ReadonlySet<string> = new Set([
	"irqreturn_t",
	"vm_fault_t",
	"blk_status_t",
	"blk_qc_t",
	"__poll_t",
]);

const UNSIGNED: ReadonlySet<string> = new Set([
	"u32",
	"u64",
	"uint32_t",
	"uint64_t",
	"uint",
	"ulong",
	"size_t",
]);

function isUnsigned(type: string): boolean {
	return NARROW.has(type) || UNSIGNED.has(type) || type.split(" ").includes("unsigned");
}
