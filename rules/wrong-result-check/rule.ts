import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import { everyExpression, isSameExpression } from "../../src/cfg/walk.js";
import { type WayOut, waysOut } from "../../src/cfg/ways-out.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR, POSITIVE, ZERO } from "../../src/flow/values.js";
import { type Span, sourceText } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { numberContract } from "../knowledge/counts.js";
import { bringsCode, leavingsOf, saysError, storedIn } from "../models/failure.js";

export const wrongResultCheck: Rule = {
	meta: {
		id: "wrong-result-check",
		family: "return",
		summary: "A number that a function returned is tested for a failure that it never shows",
		rationale: `
\`irq_of_parse_and_map()\` returns 0 when it fails, and \`wait_for_completion_timeout()\` when the time has
run out: a test for \`< 0\` finds neither. \`platform_get_irq()\` returns an error code and never 0, so that
\`if (!irq)\` finds nothing. And \`if (ret)\` takes every success of \`i2c_transfer()\`, which returns how many
messages it has transferred, for a failure.

The rule knows what these functions return from a table. It reports the test right behind the call, where
nothing else in the function asks the right question about the same variable.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-never-negative", ok: "ok-right-test" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		for (const { end, steps } of analysis.graph.blocks) {
			if (end.kind !== "branch") continue;
			const question = questionIn(end.condition);
			const call = question && resultOf(question.value, steps);
			const contract = call ? numberContract(call) : null;
			if (!question || !call || !contract) continue;
			const isBelow = question.asks === "sign";
			if (isBelow && (contract.failures & ERROR) === 0 && !asksForZero(question.value, end.span, analysis)) {
				const never = contract.failures === ZERO ? "0 when it fails" : contract.counts;
				yield report(
					end.span,
					`\`${call.name}()\` returns ${never}, never an error code: this finds no failure`,
					call,
					analysis,
				);
			} else if (isBelow || asksForSign(question.value, end.span, analysis)) continue;
			else if (
				contract.failures === ERROR &&
				contract.success === POSITIVE &&
				leadsOut(end.span.start, false, analysis)
			) {
				yield report(
					end.span,
					`\`${call.name}()\` returns an error code when it fails, never 0: this finds no failure`,
					call,
					analysis,
				);
			} else if (contract.failures === ERROR && failsBy(end.span.start, true, analysis)) {
				yield report(
					end.span,
					`\`${call.name}()\` returns ${contract.counts}: this takes success for a failure`,
					call,
					analysis,
				);
			}
		}
	},
};

interface NumberQuestion {
	readonly value: Expr;
	readonly asks: "sign" | "zero";
}

/** `n < 0` asks for the sign, `n` and `n != 0` for zero. */
function questionIn(condition: Expr): NumberQuestion | null {
	if (condition.kind !== "binary") return { value: condition, asks: "zero" };
	const { left, right, op } = condition;
	if (right.kind !== "number" || right.value !== 0) return null;
	return op === "<" ? { value: left, asks: "sign" } : null;
}

/** The call whose value is asked about, there or right in front of the condition. */
function resultOf(value: Expr, steps: Parameters<typeof storedIn>[1]): CallExpr | null {
	if (value.kind === "call") return value;
	const stored = value.kind === "assign" ? value.value : storedIn(value, steps);
	return stored?.kind === "call" ? stored : null;
}

function targetOf(value: Expr): Expr {
	return value.kind === "assign" ? value.target : value;
}

/** Questions about the variable from the condition on, until it gets another value. */
function laterConditions(value: Expr, at: Span, { graph }: FunctionAnalysis): readonly Expr[] {
	const target = targetOf(value);
	const isSet = (expr: Expr) =>
		expr.kind === "assign" && expr.span.start > at.end && isSameExpression(expr.target, target);
	const next = [...everyExpression(graph)].filter(isSet).map(({ span }) => span.start);
	const end = Math.min(...next, Number.POSITIVE_INFINITY);
	return graph.blocks.flatMap((block) =>
		block.end.kind === "branch" && block.end.span.start > at.start && block.end.span.start < end
			? [block.end.condition]
			: [],
	);
}

function asksForZero(value: Expr, at: Span, analysis: FunctionAnalysis): boolean {
	const target = targetOf(value);
	return laterConditions(value, at, analysis).some(
		(condition) =>
			isSameExpression(condition, target) ||
			(condition.kind === "binary" && isSameExpression(condition.left, target)),
	);
}

/** Whether anything compares the value with something. */
function asksForSign(value: Expr, at: Span, analysis: FunctionAnalysis): boolean {
	const target = targetOf(value);
	return laterConditions(value, at, analysis).some(
		(condition) =>
			condition.kind === "binary" &&
			(isSameExpression(condition.left, target) || isSameExpression(condition.right, target)),
	);
}

/** Whether the condition, if it comes out so, leads out of the function. */
function leadsOut(condition: number, truth: boolean, { graph }: FunctionAnalysis): boolean {
	return waysOut(graph).some((way) => way.span.start === condition && way.truth === truth);
}

/** Whether it does so as failures do. */
function failsBy(condition: number, truth: boolean, analysis: FunctionAnalysis): boolean {
	const isIt = (way: WayOut) => way.span.start === condition && way.truth === truth;
	if (waysOut(analysis.graph).some((way) => isIt(way) && saysError(way))) return true;
	return leavingsOf(analysis).some((left) => isIt(left.way) && bringsCode(left));
}

function report(at: Span, message: string, call: CallExpr, { unit }: FunctionAnalysis): Report {
	return {
		at,
		message,
		confidence: "certain",
		subject: `${call.name} ${sourceText(unit.image, at)}`,
		object: null,
		trace: null,
		ending: "the result is tested here",
		related: [{ at: call.span, message: "the result comes from here" }],
	};
}
