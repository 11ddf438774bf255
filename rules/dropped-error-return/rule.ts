import type { CallExpr } from "../../src/cfg/expression.js";
import { returnStatements } from "../../src/cfg/returns.js";
import { statementCalls } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { kindOfStatementBehind } from "../../src/syntax/siblings.js";

/** Report an error and give it back, to be returned. Source: include/linux/dev_printk.h. */
const REPORTERS: ReadonlySet<string> = new Set(["dev_err_probe", "dev_err_cast_probe", "dev_err_ptr_probe"]);

export const droppedErrorReturn: Rule = {
	meta: {
		id: "dropped-error-return",
		family: "return",
		summary: "The result of `dev_err_probe()` was returned before the patch, and is dropped now",
		rationale: `
\`return dev_err_probe(dev, ret, "...");\` reports an error and returns it. Without the \`return\` the probe
goes on as if nothing had happened, with a resource it did not get, and a deferral is lost.

Code may well go on after such a message where the resource is optional. So the rule speaks only where
the function returned the result of the same message before the patch.
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

	*evidence({ graph, unit }: FunctionAnalysis): Iterable<string> {
		for (const { values } of returnStatements(graph)) {
			for (const value of values) {
				if (value.kind === "call" && REPORTERS.has(value.name ?? "")) yield messageOf(value, unit.image.text);
			}
		}
	},
};

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
