import type { Span } from "../image/image.js";
import type { Expr } from "./expression.js";
import type { ControlFlowGraph } from "./graph.js";

/** A `return` as the source has it, whether or not a path leads there. */
export interface ReturnStatement {
	readonly span: Span;
	/** What it may return: one expression, more for `a ? b : c`, none for `return;`. */
	readonly values: readonly Expr[];
}

/** The return statements of the function, each once; leaving by the closing brace is none. */
export function returnStatements({ blocks, unit }: ControlFlowGraph): readonly ReturnStatement[] {
	const computed = new Map<number, Expr[]>();
	for (const { steps } of blocks) {
		for (const step of steps) {
			if (step.kind !== "set-temp") continue;
			computed.set(step.temp, [...(computed.get(step.temp) ?? []), step.value]);
		}
	}
	const valuesOf = (expr: Expr): readonly Expr[] =>
		expr.kind === "temp" ? (computed.get(expr.temp) ?? []).flatMap(valuesOf) : [expr];
	const found = new Map<number, ReturnStatement>();
	for (const { end } of blocks) {
		if (end.kind !== "return" || end.span.start === closingBrace(unit).start) continue;
		found.set(end.span.start, { span: end.span, values: end.value ? valuesOf(end.value) : [] });
	}
	return [...found.values()];
}

/** Where a function ends that no return statement ends. */
export function closingBrace({ bodySpan: { end } }: ControlFlowGraph["unit"]): Span {
	return { start: end - 1, end };
}
