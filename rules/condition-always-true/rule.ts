import type { BinaryExpr, Expr } from "../../src/cfg/expression.js";
import type { Block, ControlFlowGraph } from "../../src/cfg/graph.js";
import { isSameExpression } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { negativeErrno, positiveErrno } from "../knowledge/errno.js";

export const conditionAlwaysTrue: Rule = {
	meta: {
		id: "condition-always-true",
		family: "return",
		summary: "`x != A || x != B` is always true, `x == A && x == B` never",
		rationale: `
A value is always different from one of two constants. \`if (ret != -ENOTSUPP || ret != -EOPNOTSUPP)\`
was meant to let two error codes pass and lets none; the fallback behind it is never reached. What was
meant is \`&&\` between two \`!=\`, or \`||\` between two \`==\`.

Both comparisons must be of the same variable or field with error codes or numbers that differ.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-or-of-unequal", ok: "ok-and-of-unequal" },
	},

	*check({ graph, unit }: FunctionAnalysis): Iterable<Report> {
		for (const block of graph.blocks) {
			const pair = joinedComparisons(block, graph);
			if (!pair) continue;
			const [first, second] = pair;
			const isTrue = first.op === "!=";
			const [left, right] = pair.map(({ span }) => unit.image.text.slice(span.start, span.end));
			const text = `${left} ${isTrue ? "||" : "&&"} ${right}`;
			yield {
				at: { start: first.span.start, end: second.span.end },
				message: `\`${text}\` is always ${isTrue ? "true" : "false"}: the value cannot be both`,
				confidence: "certain",
				subject: text,
				object: null,
				trace: null,
				ending: isTrue
					? "one of the two always differs"
					: "one of the two always differs, so both never hold",
			};
		}
	},
};

/** The two sides of `x != A || x != B` or `x == A && x == B`: two branches with a common way out. */
function joinedComparisons({ end }: Block, { blocks }: ControlFlowGraph): [BinaryExpr, BinaryExpr] | null {
	if (end.kind !== "branch" || end.condition.kind !== "binary") return null;
	const { condition: first } = end;
	if (first.op !== "!=" && first.op !== "==") return null;
	const [shortcut, next] = first.op === "!=" ? [end.then, end.else] : [end.else, end.then];
	const other = blocks[next]!;
	if (other.steps.length > 0 || other.end.kind !== "branch" || other.end.condition.kind !== "binary")
		return null;
	const { condition: second } = other.end;
	const isJoined = (first.op === "!=" ? other.end.then : other.end.else) === shortcut;
	if (!isJoined || second.op !== first.op || !isSameExpression(first.left, second.left)) return null;
	return areDifferentConstants(first.right, second.right) ? [first, second] : null;
}

function areDifferentConstants(a: Expr, b: Expr): boolean {
	if (a.kind === "number" && b.kind === "number") return a.value !== b.value;
	for (const errnoOf of [negativeErrno, positiveErrno]) {
		const [left, right] = [errnoOf(a), errnoOf(b)];
		if (left !== null && right !== null) return left !== right;
	}
	return false;
}
