import type { Expr } from "../../src/cfg/expression.js";
import { everyExpression } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Span } from "../../src/image/image.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { calledIn } from "../../src/syntax/called.js";
import { type FieldAccess, fieldAccesses, isPlain, isStore } from "../models/accesses.js";

export const rereadAfterReadOnce: Rule = {
	meta: {
		id: "reread-after-read-once",
		family: "once",
		summary: "A value that was copied by `READ_ONCE()` is read again from memory that may have changed",
		rationale: `
\`p = READ_ONCE(x->p)\` takes one value for all that follows: what the function asks of the copy holds for
the copy alone. Where \`x->p\` is read again, it may be another value by then, one that nobody has
tested.

Reported is a plain read of the very place from which a variable got its value by \`READ_ONCE()\`, further
down in the same function. Left alone are reads under a lock or behind one that was released meanwhile,
reads that are compared with the copy to see whether it still holds, and functions that store the field
themselves.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-tested-copy", ok: "ok-read-again-under-lock" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		if (!calledIn(analysis.unit).has("READ_ONCE")) return;
		const accesses = fieldAccesses(analysis);
		const reported = new Set<number>();
		for (const copy of copiesIn(analysis, accesses)) {
			const same = accesses.filter(({ place }) => place === copy.from.place);
			// Who stores it too knows what it may find.
			if (same.some((access) => isStore(access) || access.kind === "address")) continue;
			const compared = comparedWith(copy.name, analysis);
			for (const access of same) {
				const { span } = access;
				if (!isPlain(access) || span.start < copy.from.span.end || reported.has(span.start)) continue;
				if (access.held.size > 0 || isRelockedBetween(copy.from, access)) continue;
				if (compared.has(spanKey(span))) continue;
				reported.add(span.start);
				yield report(copy, access);
			}
		}
	},
};

function report({ name, from }: Copy, access: FieldAccess): Report {
	return {
		at: access.span,
		message: `\`${access.text}\` is read again, and may be another value than \`${name}\`, which \`READ_ONCE()\` has read from it`,
		confidence: "likely",
		subject: access.field.name,
		object: null,
		trace: access.trace,
		ending: "it is read again here",
		related: [{ at: from.span, message: `\`${name}\` gets its value here` }],
	};
}

interface Copy {
	readonly name: string;
	readonly from: FieldAccess;
}

/** Variables that get their one value by `READ_ONCE()`. */
function copiesIn({ graph }: FunctionAnalysis, accesses: readonly FieldAccess[]): readonly Copy[] {
	const marked = accesses.filter(({ mark, kind }) => mark === "once" && kind === "read");
	if (marked.length === 0) return [];
	const bySpan = new Map(marked.map((access) => [spanKey(access.span), access]));
	const copies: Copy[] = [];
	const [once, twice] = [new Set<string>(), new Set<string>()];
	const note = (name: string, value: Expr | null) => {
		if (value) (once.has(name) ? twice : once).add(name);
		const from = value && bySpan.get(spanKey(value.span));
		if (from) copies.push({ name, from });
	};
	for (const { steps } of graph.blocks) {
		for (const step of steps) {
			if (step.kind === "declare") note(step.name, step.init);
			else if (step.kind === "expr" && step.expr.kind === "assign" && step.expr.target.kind === "name")
				note(step.expr.target.name, step.expr.value);
		}
	}
	return copies.filter(({ name }) => !twice.has(name));
}

/** What the function compares with the variable: to see whether it has changed. */
function comparedWith(name: string, { graph }: FunctionAnalysis): ReadonlySet<string> {
	const spans = new Set<string>();
	for (const expr of everyExpression(graph)) {
		if (expr.kind !== "binary") continue;
		const sides = [expr.left, expr.right];
		if (!sides.some((side) => side.kind === "name" && side.name === name)) continue;
		for (const { span } of sides) spans.add(spanKey(span));
	}
	return spans;
}

/** Whether a lock was released between the two: what is read behind it may be meant to be new. */
function isRelockedBetween(from: FieldAccess, access: FieldAccess): boolean {
	return access.released.some(({ start }) => start > from.span.start);
}

function spanKey({ start, end }: Span): string {
	return `${start} ${end}`;
}
