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

A positive code that is returned counts only where the same function also returns a negative one: some
code deals in positive codes throughout, and negates them on its way out.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-sign-forgotten", ok: "ok-positive-throughout" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const { graph } = analysis;
		const statements = returnStatements(graph);
		if (statements.some(({ values }) => values.some((value) => negativeErrno(value) !== null))) {
			for (const { span, values } of statements) {
				const name = values.map(positiveErrnoOf).find((found) => found !== null);
				if (name) yield report(span, `\`${name}\` is returned without its minus sign`, name);
			}
		}
		for (const expr of everyExpression(graph)) {
			const name = errorOfPointer(expr);
			if (name) yield report(expr.span, `\`${name}\` lacks its minus sign: errors are negative`, name);
		}
	},
};

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
