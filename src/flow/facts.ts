import type { BranchEdge } from "../cfg/paths.js";
import { valueOfArithmetic } from "./arithmetic.js";
import { type Claim, type Clause, clausesOfEither, impliedBy, type Joined, renewClauses } from "./clauses.js";
import { type Renewal, renewKeys } from "./renew.js";
import { SharedMap } from "./shared-map.js";
import type { Term } from "./term.js";
import { ANYTHING, classOf, ERROR, NOTHING, negated, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** When something was learned on a path. */
export interface Moment {
	/** Count of branches taken before, so that "learned since" can be asked. */
	readonly order: number;
	/** The branch edge that told; -1 where none did. */
	readonly edge: BranchEdge;
}

/** What is known of a term on a path. */
export interface Fact extends Moment {
	readonly set: ValueSet;
	/** The constant it equals, where a comparison told. */
	readonly is: Term | null;
}

/**
 * What is known of the values on a path, one fact a term.
 *
 * On the path behind `if (IS_ERR(p)) return 0; if (n == MAX) {` the content of `p` is no error, and
 * that of `n` is the constant `MAX`. What follows for `!p` or `n + 1` is not kept but worked out when
 * asked for.
 */
export class Facts {
	constructor(
		private readonly known: SharedMap<Term, Fact> = new SharedMap(),
		/** What is known of two terms together. */
		public clauses: readonly Clause[] = [],
	) {}

	clone(): Facts {
		return new Facts(this.known.copy(), this.clauses);
	}

	/** What must hold of other terms now that this one is known to lie in the set. */
	impliedBy(term: Term, set: ValueSet): readonly Claim[] {
		return impliedBy(this.clauses, term, set);
	}

	get size(): number {
		return this.known.size;
	}

	get(term: Term): Fact | undefined {
		return this.known.get(term);
	}

	*all(): Iterable<readonly [Term, ValueSet]> {
		for (const [term, fact] of this.known) yield [term, fact.set];
	}

	facts(): Iterable<readonly [Term, Fact]> {
		return this.known;
	}

	valueOf(term: Term): ValueSet {
		switch (term.kind) {
			case "const":
				return classOf(term.value);
			case "symbol":
				return isErrno(term.name) ? POSITIVE : (this.known.get(term)?.set ?? ANYTHING);
			case "string":
				return POSITIVE;
			case "address":
				return POSITIVE;
			case "op":
				return this.valueOfOperation(term, term.op, term.args);
			default:
				return this.known.get(term)?.set ?? ANYTHING;
		}
	}

	private valueOfOperation(term: Term, op: string, args: readonly Term[]): ValueSet {
		const arg = args[0]!;
		if (op === "-" && args.length === 1) {
			return arg.kind === "symbol" && isErrno(arg.name) ? ERROR : negated(this.valueOf(arg));
		}
		const known = this.known.get(term)?.set ?? ANYTHING;
		return known & this.computed(term, op, args) || known;
	}

	/** What follows for the result from what is known of the operands. */
	private computed(term: Term, op: string, args: readonly Term[]): ValueSet {
		const arg = args[0]!;
		if (op === "==") {
			const [left, right] = [this.constantOf(arg), this.constantOf(args[1]!)];
			if (left && right && (left === right || left.kind === right.kind))
				return left === right ? POSITIVE : ZERO;
		}
		if (op === "!") return answerTo(this.valueOf(arg), ZERO);
		if (op === "IS_ERR") return answerTo(this.valueOf(arg), ERROR);
		if (op === "IS_ERR_OR_NULL") return answerTo(this.valueOf(arg), ERROR | ZERO);
		return top(term) & valueOfArithmetic(op, args, this);
	}

	/** The classes of `a < b`, where the path was told. */
	compared(a: Term, b: Term): ValueSet {
		return this.answered("<", a, b);
	}

	/** The classes of `a == b`, where the path was told. */
	equal(a: Term, b: Term): ValueSet {
		return this.answered("==", a, b) & this.answered("==", b, a);
	}

	/**
	 * The classes of the value beside others that the path has compared it with: what is above one that is
	 * not negative is positive, and so is what is not below a positive one.
	 */
	valueBeside(term: Term): ValueSet {
		let set = this.valueOf(term);
		for (const [fact, { set: answer }] of this.known) {
			if (fact.kind !== "op" || fact.op !== "<") continue;
			const [a, b] = fact.args as readonly [Term, Term];
			if (b === term && answer === POSITIVE && (this.valueOf(a) & ~(ZERO | POSITIVE)) === 0) set &= POSITIVE;
			if (a === term && answer === ZERO && this.valueOf(b) === POSITIVE) set &= POSITIVE;
		}
		return set;
	}

	private answered(op: string, a: Term, b: Term): ValueSet {
		for (const [term, { set }] of this.known) {
			if (term.kind === "op" && term.op === op && term.args[0] === a && term.args[1] === b) return set;
		}
		return ANYTHING;
	}

	constantOf(term: Term): Term | null {
		return isConstantLike(term) ? term : (this.known.get(term)?.is ?? null);
	}

	/** Notes that the term lies in the set and, unless null, is the constant; false where that is no news. */
	learn(term: Term, set: ValueSet, is: Term | null, when: Moment): boolean {
		if (isConstantLike(term)) return false;
		const known = this.known.get(term);
		if (known?.set === set && (is === null || known.is === is)) return false;
		this.known.set(term, {
			set,
			is: is ?? known?.is ?? null,
			order: known?.order ?? when.order,
			edge: when.edge,
		});
		return true;
	}

	/** The term that was last found to lie in just that set. */
	latest(set: ValueSet): Term | null {
		let found: Term | null = null;
		let order = -1;
		for (const [term, fact] of this.known) {
			if (fact.set !== set || fact.order < order) continue;
			found = term;
			order = fact.order;
		}
		return found;
	}

	clear(): void {
		this.known.clear();
		this.clauses = [];
	}

	renew(renewal: Renewal): void {
		renewKeys(this.known, renewal);
		this.clauses = renewClauses(this.clauses, renewal);
	}

	// --- joins

	/** What is known of a value that is `mine` on this path and `theirs` on the other. */
	ofEither(
		mine: Term,
		theirs: Term,
		other: Facts,
		order: number,
		contractOf: (term: Term) => ValueSet,
	): Joined {
		const [a, b] = [this.constantOf(mine), other.constantOf(theirs)];
		const sets = [this.valueOf(mine) & contractOf(mine), other.valueOf(theirs) & contractOf(theirs)] as const;
		return { mine, theirs, sets, fact: { set: sets[0] | sets[1], is: a === b ? a : null, order, edge: -1 } };
	}

	/** Keeps what both paths agree on, and what is known of the join's own values; true where that is news. */
	merge(other: Facts, joined: ReadonlyMap<Term, Joined>): boolean {
		const isSame = this.known.sharesWith(other.known) && this.clauses === other.clauses;
		if (isSame && joined.size === 0) return false;
		const clauses = clausesOfEither(this, other, joined);
		let changed = clauses.length < this.clauses.length;
		changed = this.weaken(other, joined) || changed;
		this.clauses = clauses;
		changed = this.adopt(other, joined) || changed;
		for (const [term, { fact }] of joined) {
			const known = this.known.get(term);
			if (known ? known.set === fact.set && known.is === fact.is : fact.set === ANYTHING) continue;
			changed = true;
			if (fact.set === ANYTHING) this.known.delete(term);
			else this.known.set(term, fact);
		}
		return changed;
	}

	/** Of what this path knows, only what holds on the other too stays. */
	private weaken(other: Facts, joined: ReadonlyMap<Term, Joined>): boolean {
		let changed = false;
		for (const [term, fact] of this.known) {
			if (joined.has(term)) continue;
			const theirs = other.known.get(term);
			const same = (other.valueOf(term) & ~fact.set) === 0;
			const set = fact.set | (same ? fact.set : other.valueBeside(term));
			const is = theirs?.is === fact.is ? fact.is : null;
			const order = Math.min(fact.order, theirs?.order ?? fact.order);
			const edge = theirs?.edge === fact.edge ? fact.edge : -1;
			if (set === fact.set && is === fact.is) {
				// Older is no news for the code behind: it only makes doubt wider.
				if (order !== fact.order) this.known.set(term, { ...fact, order });
				continue;
			}
			changed = true;
			if (set === top(term)) this.known.delete(term);
			else this.known.set(term, { set, is, order, edge });
		}
		return changed;
	}

	/** What one side was told the other may know by another fact: `x == A` that `x != B`. */
	private adopt(other: Facts, joined: ReadonlyMap<Term, Joined>): boolean {
		let changed = false;
		for (const [term, fact] of other.known) {
			if (this.known.has(term) || joined.has(term)) continue;
			const set = fact.set | this.valueOf(term);
			if (set === top(term)) continue;
			this.known.set(term, { ...fact, set, is: null });
			changed = true;
		}
		return changed;
	}
}

/** `-EINVAL` counts as constant too. */
export function isConstantLike(term: Term): boolean {
	if (term.kind === "op" && term.op === "-" && term.args.length === 1) return isConstantLike(term.args[0]!);
	return term.kind === "const" || term.kind === "symbol" || term.kind === "string";
}

/** The classes of the answer to "does the value lie in `asked`?". */
function answerTo(value: ValueSet, asked: ValueSet): ValueSet {
	let answer = NOTHING;
	if (value & asked) answer |= POSITIVE;
	if (value & ~asked) answer |= ZERO;
	return answer;
}

/** What a term may be when nothing is known: a comparison is 0 or 1. */
function top(term: Term): ValueSet {
	return term.kind === "op" && (term.op === "==" || term.op === "<") ? ZERO | POSITIVE : ANYTHING;
}

/** Kernel errno constants are written so; no other upper-case name starts with E and a capital alone. */
function isErrno(name: string): boolean {
	return ERRNO.test(name) && !name.includes("_");
}

const ERRNO = /^E[A-Z0-9]{2,}$/;
