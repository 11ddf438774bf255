import type { Place, Term, TermTable } from "./term.js";

/**
 * The term of `a op b`. Constants are folded, and the spellings of one question (`a > b` and `b < a`,
 * `a == b` and `b == a`) become one term, so that asking it twice agrees.
 */
export function operation(terms: TermTable, op: string, a: Term, b: Term): Term {
	switch (op) {
		case "==":
			return equality(terms, a, b);
		case "!=":
			return unaryOperation(terms, "!", equality(terms, a, b));
		case "<":
			return less(terms, a, b);
		case ">":
			return less(terms, b, a);
		case ">=":
			return unaryOperation(terms, "!", less(terms, a, b));
		case "<=":
			return unaryOperation(terms, "!", less(terms, b, a));
		default:
	}
	if (a.kind === "const" && b.kind === "const") {
		const value = fold(op, a.value, b.value);
		if (value !== null) return terms.constant(value);
	}
	if (b.kind === "const" && b.value === 0 && (op === "+" || op === "-" || op === "|")) return a;
	return terms.op(op, a, b);
}

/** The term of `op a`. */
export function unaryOperation(terms: TermTable, op: string, a: Term): Term {
	if (a.kind === "const") {
		if (op === "!") return terms.constant(a.value === 0 ? 1 : 0);
		if (op === "-") return terms.constant(-a.value);
		if (op === "+") return a;
	}
	if (op === "+") return a;
	return terms.op(op, a);
}

/** A field; of `container_of(p, T, field)` that is what `p` points to. */
export function fieldOf(terms: TermTable, base: Place, name: string): Place {
	if (base.kind === "target" && base.pointer.kind === "op" && base.pointer.op === `container_of ${name}`) {
		return terms.target(base.pointer.args[0]!);
	}
	return terms.field(base, name);
}

function equality(terms: TermTable, a: Term, b: Term): Term {
	if (a.kind === "const" && b.kind === "const") return terms.constant(a.value === b.value ? 1 : 0);
	// One order for both spellings, constants on the right.
	const swap =
		a.kind === "const" ||
		(b.kind !== "const" && (a.kind === "symbol" || (b.kind !== "symbol" && a.id > b.id)));
	return swap ? terms.op("==", b, a) : terms.op("==", a, b);
}

function less(terms: TermTable, a: Term, b: Term): Term {
	if (a.kind === "const" && b.kind === "const") return terms.constant(a.value < b.value ? 1 : 0);
	return terms.op("<", a, b);
}

function fold(op: string, a: number, b: number): number | null {
	switch (op) {
		case "+":
			return a + b;
		case "-":
			return a - b;
		case "*":
			return a * b;
		// Bit operations of JavaScript are 32 bits wide.
		case "&":
			return fits(a, b) ? a & b : null;
		case "|":
			return fits(a, b) ? a | b : null;
		default:
			return null;
	}
}

function fits(a: number, b: number): boolean {
	return a >= 0 && b >= 0 && a < 2 ** 31 && b < 2 ** 31;
}
