import type { Expr } from "../../src/cfg/expression.js";
import { returnStatements } from "../../src/cfg/returns.js";
import { everyExpression } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Span } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { negativeErrno, positiveErrno as positiveErrnoOf } from "../knowledge/errno.js";
import { errorCodeReport } from "../models/error-code.js";

export const positiveErrno: Rule = {
	meta: {
		id: "positive-errno",
		family: "return",
		summary: "An error code lacks its minus sign",
		rationale: `
Kernel functions return \`-EINVAL\`. Who returns \`EINVAL\` returns a positive number, which callers that
test \`< 0\` take for success; \`ERR_PTR(EINVAL)\` is a small address that \`IS_ERR()\` does not know; and
\`PTR_ERR(p) == ENOENT\` is never true.

A positive code that is returned, or put in a variable that is returned, counts only where the same function
also returns a negative one, or returned this very code negative before the patch: some code deals in
positive codes throughout, and negates them on its way out.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-sign-forgotten", ok: "ok-positive-throughout" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const { graph } = analysis;
		const codes = codesGiven(analysis);
		const isMixed = codes.some(({ value }) => negativeErrno(value) !== null);
		// Who negates a code on the way out holds positive ones.
		const isNegated = codes.some(
			({ value }) => value.kind === "unary" && value.op === "-" && positiveErrnoOf(value.operand) === null,
		);
		for (const { at, value, how } of codes) {
			const name = positiveErrnoOf(value);
			if (name === null || isNegated) continue;
			const found = report(at, `\`${name}\` is ${how} without its minus sign`, name);
			yield isMixed ? found : { ...found, onlyIf: [name] };
		}
		for (const expr of everyExpression(graph)) {
			const name = errorOfPointer(expr);
			if (name) yield report(expr.span, `\`${name}\` lacks its minus sign: errors are negative`, name);
		}
	},

	/** Codes that the function returns as they should be. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		for (const { value } of codesGiven(analysis)) {
			const name = negativeErrno(value);
			if (name) yield name;
		}
	},
};

interface GivenCode {
	readonly at: Span;
	readonly value: Expr;
	readonly how: "returned" | "set";
}

/** What the function returns, at once or by way of a variable. */
function codesGiven({ graph }: FunctionAnalysis): readonly GivenCode[] {
	const statements = returnStatements(graph);
	const returned = statements.flatMap(({ span, values }) =>
		values.map((value) => ({ at: span, value, how: "returned" as const })),
	);
	const variables = new Set(
		returned.flatMap(({ value }) =>
			value.kind === "name" && graph.locals.has(value.name) ? [value.name] : [],
		),
	);
	const set: GivenCode[] = [];
	for (const expr of everyExpression(graph)) {
		if (expr.kind !== "assign" || expr.op !== "=" || expr.target.kind !== "name") continue;
		if (variables.has(expr.target.name)) set.push({ at: expr.span, value: expr.value, how: "set" });
	}
	for (const { steps } of graph.blocks) {
		for (const step of steps) {
			if (step.kind === "declare" && step.init && variables.has(step.name))
				set.push({ at: step.span, value: step.init, how: "set" });
		}
	}
	return [...returned, ...set];
}

/** The code in `ERR_PTR(EINVAL)` and in `PTR_ERR(p) == EINVAL`. */
function errorOfPointer(expr: Expr): string | null {
	if (expr.kind === "call" && expr.name === "ERR_PTR" && expr.args[0]) return positiveErrnoOf(expr.args[0]);
	if (expr.kind !== "binary" || (expr.op !== "==" && expr.op !== "!=")) return null;
	const isPtrErr = expr.left.kind === "call" && expr.left.name === "PTR_ERR";
	return isPtrErr ? positiveErrnoOf(expr.right) : null;
}

function report(at: Span, message: string, subject: string): Report {
	return errorCodeReport(at, message, subject, "the code is positive here");
}
