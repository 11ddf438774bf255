import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import { spell, type Term } from "../../src/flow/term.js";
import { ZERO } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";

/** A division on one path, by operator, macro or function, here or in a callee of the file. */
export interface Division {
	readonly call: ObservedCall;
	readonly divisor: Term;
	/** As the source writes it where the division stands. */
	readonly text: string;
	/** What it divides, likewise. */
	readonly over: string;
	/** False where the path, or a callee on the way to it, has excluded 0. */
	readonly mayBeZero: boolean;
}

/** Divisions by anything but constants, on every path that reaches them. */
export function divisionsOf(analysis: FunctionAnalysis): readonly Division[] {
	return analysis.calls.flatMap((call) => {
		const index = analysis.knowledge.divisor(call.name);
		const divisor = index === null ? null : call.args[index];
		const written = index === null ? null : call.written[index];
		if (!divisor || !written) return [];
		const { image } = call.origin?.unit ?? analysis.unit;
		const isExcluded =
			(call.valueBefore(divisor) & ZERO) === 0 ||
			call.undecided.some(({ term, set }) => term === divisor && (set & ZERO) === 0);
		const over = call.written.filter((_, i) => i !== index).map((span) => sourceText(image, span));
		const text = sourceText(image, written);
		return [{ call, divisor, text, over: over.join(", "), mayBeZero: !isExcluded }];
	});
}

/**
 * The value as both sides of a patch would call it: of calls what they are given, as written; null where
 * it has no such name.
 */
function valueText(term: Term, analysis: FunctionAnalysis): string | null {
	switch (term.kind) {
		case "const":
			return String(term.value);
		case "symbol":
			return term.name;
		case "content":
			return spell(term.place);
		case "fresh": {
			const call = analysis.originOf(term)?.call;
			return call ? sourceText(analysis.unit.image, call.span) : null;
		}
		case "op": {
			const args = term.args.map((arg) => valueText(arg, analysis));
			return args.includes(null) ? null : `${term.op}(${args.join(", ")})`;
		}
		default:
			return null;
	}
}

/**
 * By what the division is found again on the other side of a patch: the whole expression, its divisor,
 * the value that this is; where a callee makes it, the way there.
 */
export function keysOf({ call, divisor, text }: Division, analysis: FunctionAnalysis): readonly string[] {
	const value = valueText(divisor, analysis);
	const values = value === null ? [] : [`value ${value}`];
	if (call.via.length > 0) return [`in ${call.via.join(" ")} by ${text}`, ...values];
	return [`whole ${sourceText(analysis.unit.image, call.span)}`, `by ${text}`, ...values];
}

/** What is divided where, for a message: `x / n`, or the callee that divides. */
export function divisionText({ call, text }: Division): string {
	if (call.via.length > 0) return `\`${call.via.at(-1)}()\` divides by its \`${text}\``;
	return `\`${text}\` is divided by`;
}
