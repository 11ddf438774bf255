import type { State } from "./state.js";
import type { Term } from "./term.js";
import { ANYTHING, atLeast, below, ERROR, NONZERO, POSITIVE, ZERO } from "./values.js";

/**
 * Takes the path on which the condition came out so; false where there is no such path. Not only
 * the condition is known then but also what follows for its parts: `a == b` tells of both.
 */
export function assume(state: State, term: Term, truth: boolean): boolean {
	if (term.kind === "op") {
		const [a, b] = term.args;
		if (term.op === "!" && a) return assume(state, a, !truth);
		if (term.op === "==" && a && b) return assumeEqual(state, term, a, b, truth);
		if (term.op === "<" && a && b) return assumeBelow(state, term, a, b, truth);
		if (term.op === "IS_ERR" && a) return state.narrow(a, truth ? ERROR : ANYTHING & ~ERROR);
		if (term.op === "is power of 2" && a && truth && !state.narrow(a, NONZERO)) return false;
		if (term.op === "IS_ERR_OR_NULL" && a) {
			return state.narrow(a, truth ? ERROR | ZERO : ANYTHING & ~(ERROR | ZERO));
		}
	}
	if (term.kind === "op" && term.op === "&" && !assumeBits(state, term, truth)) return false;
	return state.narrow(term, truth ? NONZERO : ZERO);
}

/** What is known of other bits of one value: `x & (A | B)` and not `x & A` is `x & B`. */
function assumeBits(state: State, term: Term & { readonly kind: "op" }, truth: boolean): boolean {
	const [value, mask] = term.args;
	if (!value || !mask) return true;
	const bits = new Set(partsOf(mask));
	const isSet = partsOf(value).includes(mask);
	if (isSet && !truth) return false;
	for (const [known, set] of state.knownFacts()) {
		if (known.kind !== "op" || known.op !== "&" || known.args[0] !== value) continue;
		const others = partsOf(known.args[1]!);
		const isPart = [...bits].every((bit) => others.includes(bit));
		// All of it is zero, so is this part; a part of it is not, so is it.
		if (truth && isPart && set === ZERO) return false;
		if (!truth && others.every((bit) => bits.has(bit)) && (set & ZERO) === 0) return false;
		if (truth || !isPart || (set & ZERO) !== 0) continue;
		const isNone = others.every((bit) => bits.has(bit) || state.bitsAre(value, bit) === ZERO);
		if (isNone) return false;
	}
	return true;
}

function partsOf(mask: Term): readonly Term[] {
	return mask.kind === "op" && mask.op === "|" ? mask.args.flatMap(partsOf) : [mask];
}

function assumeEqual(state: State, term: Term, a: Term, b: Term, truth: boolean): boolean {
	if (a === b) return truth;
	const [left, right] = [state.constantOf(a), state.constantOf(b)];
	if (left && right) {
		if (left === right) return truth;
		// A named constant may well be a number: only names against names and numbers against numbers differ.
		if (left.kind === right.kind && truth) return false;
	}
	if (truth) {
		if ([state.isBelow(a, b), state.isBelow(b, a)].some((answer) => (answer & ZERO) === 0)) return false;
		const common = state.valueOf(a) & state.valueOf(b);
		if (common === 0) return false;
		if (!state.narrow(a, common, right) || !state.narrow(b, common, left)) return false;
	} else if (b.kind === "const" && b.value === 0 && !state.narrow(a, NONZERO)) return false;
	else if (state.valueOf(b) === ZERO && !state.narrow(a, NONZERO)) return false;
	return state.narrow(term, truth ? NONZERO : ZERO);
}

function assumeBelow(state: State, term: Term, a: Term, b: Term, truth: boolean): boolean {
	if (a === b) return !truth;
	if (b.kind === "const" && !state.narrow(a, truth ? below(b.value) : atLeast(b.value))) return false;
	// What is above a count is above 0.
	const isAboveCount = truth && (state.valueOf(a) & ~(ZERO | POSITIVE)) === 0;
	if (isAboveCount && b.kind !== "const" && !state.narrow(b, POSITIVE)) return false;
	if (a.kind === "const") {
		if (!state.narrow(b, truth ? atLeast(a.value + 1) : below(a.value + 1))) return false;
	}
	return state.narrow(term, truth ? NONZERO : ZERO);
}
