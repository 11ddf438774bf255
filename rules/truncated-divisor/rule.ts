import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spellTerm } from "../../src/flow/term.js";
import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import { castTypes, declaredTypes } from "../../src/syntax/types.js";
import { isAlwaysWide, takesNarrowDivisor, widthOf } from "../knowledge/divide/widths.js";
import { type Division, divisionsOf } from "../models/division.js";

export const truncatedDivisor: Rule = {
	meta: {
		id: "truncated-divisor",
		family: "divide",
		summary: "A divisor of 64 bits is cut to 32 before the division",
		rationale: `
\`do_div()\` and \`div_u64()\` take a divisor of 32 bits. Of a wider value they see the lower half, which is
0 for every multiple of 4 GiB: the division gives nonsense, or stops the machine, though the value itself
was tested. The same goes for a cast.

The rule speaks where a patch begins it: where the function itself declares the divisor with a type of 64
bits on every machine and the patch gives it to a function that takes 32, or adds the cast. Most values
fit all the same, so code that was there before is left alone, and values that the path has compared with a bound.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-wide-variable", ok: "ok-wide-division" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const cutBefore = new Set(truncated(before.analysis).map(({ division }) => division.text));
		const whole = new Set(
			divisionsOf(before.analysis).flatMap(({ text }) => (cutBefore.has(text) ? [] : [text])),
		);
		for (const { division, type, cut } of truncated(after.analysis)) {
			const isNew = cut === null && isAlwaysWide(type) && !cutBefore.has(division.text);
			if (isNew || whole.has(division.text)) yield reportOf(division, type, cut);
		}
	},
};

interface Truncated {
	readonly division: Division;
	/** Type of the divisor. */
	readonly type: string;
	/** Type it is cast to; null where the function it is given to cuts it. */
	readonly cut: string | null;
}

/** Divisions by a variable of the function that is cut before, each once. */
function truncated(analysis: FunctionAnalysis): readonly Truncated[] {
	const divisions = divisionsOf(analysis).filter(({ call }) => call.via.length === 0);
	if (divisions.length === 0) return [];
	const [types, casts] = [declaredTypes(analysis.unit), castTypes(analysis.unit)];
	const found = new Map<number, Truncated>();
	for (const division of divisions) {
		const { call, text } = division;
		const [index, type] = [analysis.knowledge.divisor(call.name), types.get(text)];
		if (index === null || type === undefined || widthOf(type) !== 64 || isBounded(division)) continue;
		const cast = casts.get(call.written[index]!.start);
		const isNarrow = cast !== undefined && (widthOf(cast) ?? 64) < 64;
		if (isNarrow) found.set(call.span.start, { division, type, cut: cast });
		else if (cast === undefined && takesNarrowDivisor(call.name))
			found.set(call.span.start, { division, type, cut: null });
	}
	return [...found.values()];
}

/** Operations that leave little of their operand. */
const BOUNDING: ReadonlySet<string> = new Set(["&", "%", "/", ">>", "min", "clamp"]);

/** Whether the path knows a bound of the divisor; that it is not 0, or not negative, is none. */
function isBounded({ call, divisor }: Division): boolean {
	if (divisor.kind === "op" && BOUNDING.has(divisor.op)) return true;
	return call.facts.some(([term]) => {
		if (term.kind !== "op" || term.op !== "<") return false;
		const other = term.args[term.args[0] === divisor ? 1 : 0]!;
		return term.args.includes(divisor) && !(other.kind === "const" && other.value <= 1);
	});
}

function reportOf({ call, divisor, text }: Division, type: string, cut: string | null): Report {
	const by = cut === null ? `\`${call.name}()\` takes 32 bits of it` : `is cast to \`${cut}\` before`;
	return {
		at: call.span,
		message: `\`${text}\` has 64 bits as \`${type}\`, but ${by}: the division is by another value where \`${text}\` needs more`,
		confidence: "possible",
		subject: spellTerm(divisor),
		object: null,
		trace: call.trace,
		ending: "the division is made here",
	};
}
