import type { Term } from "./term.js";
import { ANYTHING, ERROR, NEGATIVE, NONZERO, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** What a path knows, as far as arithmetic asks. */
interface Known {
	valueOf(term: Term): ValueSet;
	/** The classes of `a < b`. */
	compared(a: Term, b: Term): ValueSet;
	/** The classes of `a == b`. */
	equal(a: Term, b: Term): ValueSet;
}

const BELOW_ZERO: ValueSet = NEGATIVE | ERROR;
const NOT_NEGATIVE: ValueSet = ZERO | POSITIVE;

/**
 * The macros of linux/minmax.h and linux/math.h that compute a value and do nothing else, each with the
 * operation that it is: `clamp_val(x, 1, 8)` is `clamp` of three.
 */
const MACROS: ReadonlyMap<string, { readonly op: string; readonly args: readonly number[] }> = new Map([
	...of("max", [0, 1], "max umax"),
	...of("max", [1, 2], "max_t"),
	...of("max", [0, 1, 2], "max3"),
	...of("min", [0, 1], "min umin"),
	...of("min", [1, 2], "min_t"),
	...of("min", [0, 1, 2], "min3"),
	...of("clamp", [0, 1, 2], "clamp clamp_val"),
	...of("clamp", [1, 2, 3], "clamp_t"),
	...of("abs", [0], "abs"),
	...of("round up", [0, 1], "DIV_ROUND_UP DIV_ROUND_UP_ULL DIV_ROUND_UP_SECTOR_T DIV64_U64_ROUND_UP"),
	...of("round up", [0, 1], "roundup round_up ALIGN"),
	...of("/", [0, 1], "div_u64 div64_u64 div64_ul div64_long div_s64 div64_s64"),
	...of("is power of 2", [0], "is_power_of_2"),
]);

function* of(
	op: string,
	args: readonly number[],
	names: string,
): Iterable<[string, { op: string; args: readonly number[] }]> {
	for (const name of names.split(" ")) yield [name, { op, args }];
}

/** The operation that the macro is, and the arguments that it works on; null for any other name. */
export function arithmeticMacro(
	name: string,
): { readonly op: string; readonly args: readonly number[] } | null {
	return MACROS.get(name) ?? null;
}

/** What the result of an operation may be, overflow aside; anything where the operation is not known. */
export function valueOfArithmetic(op: string, args: readonly Term[], known: Known): ValueSet {
	const [a, b] = args as readonly [Term, Term];
	const sets = () => args.map((arg) => known.valueOf(arg));
	switch (op) {
		case "+":
			return args.length === 2 ? sum(args, sets()) : ANYTHING;
		case "-":
			return args.length === 2 ? difference(a, b, known) : ANYTHING;
		case "*":
			return product(sets());
		case "/":
			return quotient(a, b, known);
		case "%":
		case ">>":
			return lacks(known.valueOf(a), BELOW_ZERO) ? NOT_NEGATIVE : ANYTHING;
		case "<<":
			return known.valueOf(a);
		case "|":
			return union(sets());
		case "&":
			return sets().some((set) => lacks(set, BELOW_ZERO)) ? NOT_NEGATIVE : ANYTHING;
		case "max":
			return maximum(sets());
		case "min":
			// A constant that bounds a count from above is no 0.
			return args.every((arg) => arg.kind === "symbol")
				? ANYTHING
				: minimum(args.filter((arg) => arg.kind !== "symbol").map((arg) => known.valueOf(arg)));
		case "clamp":
			// The bounds are taken to be in order.
			return maximum([known.valueOf(a), known.valueOf(b)]);
		case "abs":
			return absolute(known.valueOf(a));
		case "round up": {
			// Asked twice, a value of many operations would take as many times longer as there are paths in it.
			const value = known.valueOf(a);
			return lacks(value, BELOW_ZERO) ? value : ANYTHING;
		}
		default:
			return ANYTHING;
	}
}

function lacks(set: ValueSet, classes: ValueSet): boolean {
	return (set & classes) === 0;
}

/** A valid pointer stays one when a program adds to it; so does a count. */
function sum(args: readonly Term[], sets: readonly ValueSet[]): ValueSet {
	if (!args.some((arg) => arg.kind === "const" && arg.value < 0)) {
		const valid = sets.find((set) => lacks(set, ZERO));
		if (valid !== undefined) return valid;
	}
	if (sets.every((set) => lacks(set, BELOW_ZERO))) {
		return sets.some((set) => set === POSITIVE) ? POSITIVE : NOT_NEGATIVE;
	}
	return ANYTHING;
}

function difference(a: Term, b: Term, known: Known): ValueSet {
	if (known.compared(b, a) === POSITIVE) return POSITIVE;
	if (known.compared(a, b) === ZERO) return known.equal(a, b) === ZERO ? POSITIVE : NOT_NEGATIVE;
	return known.equal(a, b) === ZERO ? NONZERO : ANYTHING;
}

function product(sets: readonly ValueSet[]): ValueSet {
	if (sets.includes(ZERO)) return ZERO;
	const zero = sets.some((set) => !lacks(set, ZERO)) ? ZERO : 0;
	return zero | (sets.every((set) => lacks(set, BELOW_ZERO)) ? POSITIVE : NONZERO);
}

function quotient(a: Term, b: Term, known: Known): ValueSet {
	const [over, under] = [known.valueOf(a), known.valueOf(b)];
	if (over === ZERO) return ZERO;
	// What is not below its divisor holds it once at least.
	if (under === POSITIVE && known.compared(a, b) === ZERO) return POSITIVE;
	return lacks(over | under, BELOW_ZERO) ? NOT_NEGATIVE : ANYTHING;
}

function union(sets: readonly ValueSet[]): ValueSet {
	const nonzero = sets.some((set) => lacks(set, ZERO));
	const plain = sets.every((set) => lacks(set, BELOW_ZERO));
	if (sets.every((set) => set === ZERO)) return ZERO;
	return (nonzero ? NONZERO : ANYTHING) & (plain ? NOT_NEGATIVE : ANYTHING);
}

function maximum(sets: readonly ValueSet[]): ValueSet {
	const all = sets.reduce((set, other) => set | other);
	if (sets.includes(POSITIVE)) return POSITIVE;
	return sets.some((set) => lacks(set, BELOW_ZERO)) ? all & NOT_NEGATIVE : all;
}

function minimum(sets: readonly ValueSet[]): ValueSet {
	const all = sets.reduce((set, other) => set | other);
	return sets.some((set) => lacks(set, POSITIVE)) ? all & ~POSITIVE : all;
}

function absolute(set: ValueSet): ValueSet {
	return (set & ZERO) | (set & NONZERO ? POSITIVE : 0);
}
