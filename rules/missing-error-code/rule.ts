import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ZERO } from "../../src/flow/values.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { mayGiveUp } from "../knowledge/teardown.js";
import {
	bringsCode,
	conditionText,
	hasNoCode,
	isSetInFront,
	type Leaving,
	leavingsOf,
	returnsCodes,
	STATUS_TYPES,
	saysDetail,
	setsVariable,
} from "../models/failure.js";

export const missingErrorCode: Rule = {
	meta: {
		id: "missing-error-code",
		family: "return",
		summary: "A failure branch leaves without an error code, so that the caller is told of success",
		rationale: `
\`p = devm_ioremap_resource(...); if (IS_ERR(p)) goto free;\` returns what \`ret\` happens to hold at
\`free:\`. Behind an earlier \`if (ret) goto free;\` that is 0: the caller goes on with an object that was
torn down. What is missing is \`ret = PTR_ERR(p);\` or \`ret = -ENOMEM;\`. \`if (len > MAX) return ret;\` is
the same in another place.

In code that is as it was, the rule reports a branch on \`IS_ERR(p)\`, on an allocation that gave NULL or on
\`copy_from_user()\`, where the variable that is returned is known to be 0 and other failures of the function,
by the same label if there is one, return a code. Beside the code before the patch it also reports a branch
that left with a code and leaves with 0, and a new branch at which the variable is still 0, with a negative
result, or with an error message and a \`goto\` to a label that only failures come by. That \`return -EIO;\` has become \`return 0;\` counts only where an error is
printed all the same or memory is missing, and not in functions such as \`remove()\`, of which nobody can
make use of a code.

A variable that is set to 0 in the branch itself, or right in front of the condition, is meant so.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-code-of-the-call-before", ok: "ok-code-set" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const { unit } = analysis;
		if (!STATUS_TYPES.has(unit.returnType)) return;
		const leavings = leavingsOf(analysis);
		const mayBeMeant = mayGiveUp(unit.name);
		for (const left of leavings) {
			if (left.imprecise || (left.values & ZERO) === 0) continue;
			if (left.variable !== null) yield* variableLeft(left, left.variable, leavings, analysis);
			else if (!mayBeMeant && (left.evidence === "said" || left.evidence === "memory"))
				yield constantLeft(left);
		}
	},

	/** Failures that leave with a code, and all conditions. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		for (const left of leavingsOf(analysis)) if (bringsCode(left)) yield* keysOf(left);
		for (const { end } of analysis.graph.blocks) {
			if (end.kind === "branch") yield `asked ${conditionText(end, analysis)}`;
		}
	},
};

/** By what the failure is known on the other side. */
function keysOf({ key, callKey }: Leaving): readonly string[] {
	return [key, ...(callKey === null ? [] : [callKey])].map((text) => `code ${text}`);
}

function* variableLeft(
	left: Leaving,
	variable: string,
	leavings: readonly Leaving[],
	analysis: FunctionAnalysis,
): Iterable<Report> {
	const { way, values, evidence } = left;
	if (setsVariable(way, variable)) return;
	const isCertain = evidence === "memory" || evidence === "pointer";
	const found = report(
		left,
		variable,
		`\`${variable}\` is still 0 on this failure: the caller is told of success`,
	);
	const isJudged = values === ZERO && !isSetInFront(way, variable) && hasSiblings(left, leavings, analysis);
	if (isJudged && isCertain && !saysDetail(way)) yield found;
	else if (isCertain || hasNoCode(left, variable, analysis)) {
		const message = `this failure no longer gives \`${variable}\` an error code`;
		yield { ...found, message, onlyIf: keysOf(left) };
	}
	// A message alone may go with a label that success comes by, too.
	if (isJudged && (evidence === "negative" || (evidence === "said" && way.isApart)))
		yield { ...found, unless: [`asked ${conditionText(way, analysis)}`, ...keysOf(left)] };
}

/** `return -EIO;` that has become `return 0;`. */
function constantLeft(left: Leaving): Report {
	const message = "this failure no longer returns an error code: the caller is told of success";
	return { ...report(left, "0", message), onlyIf: keysOf(left) };
}

/** Whether other failures, by the same label if there is one, bring a code. */
function hasSiblings(
	{ way, variable }: Leaving,
	leavings: readonly Leaving[],
	analysis: FunctionAnalysis,
): boolean {
	if (!way.goto) return returnsCodes(analysis);
	const { label } = way.goto;
	return leavings.some(
		(other) => other.way.goto?.label === label && other.variable === variable && bringsCode(other),
	);
}

function report({ way, key, trace }: Leaving, subject: string, message: string): Report {
	return {
		at: way.end,
		message,
		confidence: "likely",
		subject,
		statement: key,
		object: null,
		trace,
		ending: `the function leaves here with ${subject === "0" ? "0" : `\`${subject}\` 0`}`,
	};
}
