import type { CallExpr } from "../../src/cfg/expression.js";
import { callsIn, statementCalls } from "../../src/cfg/walk.js";
import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView, OneSide, Report, Rule } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
import { leavesBehind } from "../../src/syntax/siblings.js";

export const ignoredNewError: Rule = {
	meta: {
		id: "ignored-new-error",
		family: "errptr",
		summary: "A function returns an error since the patch, and a caller in the file still ignores it",
		rationale: `
A function that always succeeded learns to fail: it was \`void\`, or returned 0 whatever came, and now gives
an error code. Callers that the patch does not visit go on as if it had succeeded.

The rule compares both sides, and speaks where another caller in the file uses the result, so that it
matters, and where the caller that drops it could pass it on: it returns error codes itself, and the call
does not stand where something is undone, behind a label, in a branch that leaves, or in a function that
tears down.
`,
		severity: "warning",
		state: "preview",
		since: "0.1.0",
		examples: { bad: "bad-one-caller-left", ok: "ok-all-callers-ask" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const { analysis, file } = after;
		if (!mayPassOn(analysis)) return;
		for (const call of statementCalls(analysis.graph)) {
			const failure = call.name === null ? null : newErrorOf(call.name, before.file, file);
			if (!failure || isUndoing(call, analysis) || !isUsedElsewhere(call.name!, analysis, file)) continue;
			yield {
				at: call.span,
				message: `\`${call.name}()\` may fail, which other callers look at, and its error is dropped here`,
				confidence: "possible",
				subject: call.name!,
				statement: sourceText(analysis.unit.image, call.span),
				object: null,
				trace: null,
				ending: "the result is dropped here",
				related: [{ at: failure.span, message: `\`${call.name}()\` returns an error here` }],
			};
		}
	},
};

/** Where the function returns an error since the patch that was none, or always gave 0; null where it does not. */
function newErrorOf(name: string, before: FileView, after: FileView): Exit | null {
	const [then, now] = [before.analysisOf(name), after.analysisOf(name)];
	if (!then || !now || then.givenUp !== null || then.graph.hasGaps || now.unit.returnsValue !== true)
		return null;
	const isSure = then.unit.returnsValue === false || then.exits.every(({ values }) => values === ZERO);
	return isSure ? (now.exits.find(({ values }) => values === ERROR) ?? null) : null;
}

/** Whether the function returns error codes of its own. */
function mayPassOn({ unit, exits }: FunctionAnalysis): boolean {
	return unit.returnType.endsWith("int") && exits.some(({ values }) => (values & ERROR) !== 0);
}

/** Names of functions that end what others began, and can do nothing about a failure. */
const UNDOES =
	/(^|_)(remove|exit|clean\w*|free|destroy|stop|disable|release|shut\w*|suspend|un\w+|put|close|reset|teardown|deinit|del\w*|fini|abort|cancel|off|down|detach|disconnect|flush|kill)(_|$)/;

/** Whether the call is part of what a failure or an end undoes. */
function isUndoing({ name, span }: CallExpr, { unit }: FunctionAnalysis): boolean {
	return UNDOES.test(unit.name) || UNDOES.test(name!) || leavesBehind(unit.tree(), span);
}

/** Whether another function of the file uses what the function returns. */
function isUsedElsewhere(name: string, { unit }: FunctionAnalysis, file: FileView): boolean {
	return file.functions.some((other) => {
		const analysis = other !== unit && calledIn(other).has(name) ? file.analysisOf(other.name) : null;
		if (!analysis) return false;
		const dropped = statementCalls(analysis.graph);
		return [...callsIn(analysis.graph)].some((call) => call.name === name && !dropped.has(call));
	});
}
