import type { Expr } from "../../src/cfg/expression.js";
import { type ReturnStatement, returnStatements } from "../../src/cfg/returns.js";
import { everyExpression } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ObservedJump } from "../../src/flow/observed.js";
import type { TraceNode } from "../../src/flow/trace.js";
import { ANYTHING, ZERO } from "../../src/flow/values.js";
import type { Span } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { failureOf } from "./failure.js";

export const missingErrorCode: Rule = {
	meta: {
		id: "missing-error-code",
		family: "return",
		summary: "A failure branch leaves with the error variable still 0, so that the caller is told of success",
		rationale: `
\`p = devm_ioremap_resource(...); if (IS_ERR(p)) goto free;\` returns what \`ret\` happens to hold at
\`free:\`. Behind an earlier \`if (ret) goto free;\` that is 0: the caller goes on with an object that was
torn down. What is missing is \`ret = PTR_ERR(p);\` or \`ret = -ENOMEM;\`.

The rule reports what a patch takes away: a failure that left with a code leaves without one. In code that
is as it was it reports a branch on \`IS_ERR(p)\`, or on an allocation that gave NULL, where the variable that is
returned is known to be 0. For a jump to a label, another jump there must bring a failure code along.
`,
		severity: "error",
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-code-of-the-call-before", ok: "ok-code-set" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		if (!STATUS_TYPES.has(analysis.unit.returnType)) return;
		const statements = returnStatements(analysis.graph);
		const reported = new Set<number>();
		for (const jump of analysis.jumps) {
			const { span } = jump.goto;
			const variable = returnedFrom(jump, statements, analysis);
			const failure = failureOf(jump.trace, analysis);
			if (variable === null || failure === null || jump.imprecise || reported.has(span.start)) continue;
			const values = jump.returned.get(variable) ?? ANYTHING;
			// `ret = 0;` in the branch itself is meant so.
			const isMeant = isChanged(variable, failure.end, span.start, analysis);
			if ((values & ZERO) === 0 || isMeant) continue;
			reported.add(span.start);
			const found = report(span, variable, jump.trace);
			const isKnown = values === ZERO && failure.isCertain && bringsCode(jump.goto.label, variable, analysis);
			yield isKnown ? found : { ...found, message: LOST(variable), onlyIf: [failure.text] };
		}
		for (const { span, value, values, trace, imprecise } of analysis.exits) {
			if (value === null || values !== ZERO || imprecise || reported.has(span.start)) continue;
			const only = statements.find((statement) => statement.span.start === span.start)?.values[0];
			if (only?.kind !== "name" || !analysis.graph.locals.has(only.name)) continue;
			if (!failureOf(trace, analysis, span)?.isCertain) continue;
			reported.add(span.start);
			yield report(span, only.name, trace);
		}
	},

	/** Failures that leave with a code. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const statements = returnStatements(analysis.graph);
		for (const jump of analysis.jumps) {
			const variable = returnedFrom(jump, statements, analysis);
			const failure = failureOf(jump.trace, analysis);
			const isCode = variable !== null && ((jump.returned.get(variable) ?? ANYTHING) & ZERO) === 0;
			if (failure && isCode) yield failure.text;
		}
	},
};

const LOST = (variable: string) => `this failure no longer gives \`${variable}\` an error code`;

function report(at: Span, variable: string, trace: TraceNode | null): Report {
	return {
		at,
		message: `\`${variable}\` is still 0 on this failure: the caller is told of success`,
		confidence: "likely",
		subject: variable,
		object: null,
		trace,
		ending: `the function leaves here with \`${variable}\` 0`,
	};
}

/** The variable that is returned behind the label, if nothing gives it a value on the way there. */
function returnedFrom(
	{ goto: { target } }: ObservedJump,
	statements: readonly ReturnStatement[],
	{ graph }: FunctionAnalysis,
): string | null {
	const behind = statements.filter(({ span }) => span.start > target);
	const next = behind.reduce<ReturnStatement | null>(
		(first, item) => (first && first.span.start < item.span.start ? first : item),
		null,
	);
	const [value, another] = next?.values ?? [];
	if (!next || value?.kind !== "name" || another || !graph.locals.has(value.name)) return null;
	return isChanged(value.name, target, next.span.start, { graph }) ? null : value.name;
}

/** Whether anything between the two offsets may give the variable a value. */
function isChanged(
	variable: string,
	from: number,
	to: number,
	{ graph }: Pick<FunctionAnalysis, "graph">,
): boolean {
	return [...everyExpression(graph)].some(
		(expr) => expr.span.start > from && expr.span.start < to && mayChange(expr, variable),
	);
}

function mayChange(expr: Expr, variable: string): boolean {
	const changed =
		expr.kind === "assign" || expr.kind === "update"
			? expr.target
			: expr.kind === "unary" && expr.op === "&"
				? expr.operand
				: null;
	return changed?.kind === "name" && changed.name === variable;
}

/** Whether other jumps to the label come with a code. */
function bringsCode(label: string, variable: string, { jumps }: FunctionAnalysis): boolean {
	return jumps.some(
		(jump) => jump.goto.label === label && ((jump.returned.get(variable) ?? ZERO) & ZERO) === 0,
	);
}

/** Types in which a function returns 0 for success; what returns a pointer returns NULL for failure. */
const STATUS_TYPES: ReadonlySet<string> = new Set(["int", "long", "ssize_t"]);
