import type { BranchEdge } from "../cfg/paths.js";
import { valueOfArithmetic } from "./arithmetic.js";
import { isOf, type Renewal, renewKeys } from "./renew.js";
import type { Term } from "./term.js";
import { ANYTHING, classOf, ERROR, NOTHING, negated, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** The term lies in the set. */
export interface Claim {
	readonly term: Term;
	readonly set: ValueSet;
}

/** At least one of the two holds. */
interface Clause {
	readonly either: Claim;
	readonly or: Claim;
}

/** Clauses kept in one state. */
const MAX_CLAUSES = 12;
/** Values of one join that are looked at for what goes with them. */
const MAX_TELLING = 4;
const NO_CLAIMS: readonly Claim[] = [];

/** Whether the set is of one class alone, which says most. */
function isOneClass(set: ValueSet): boolean {
	return set !== NOTHING && (set & (set - 1)) === 0;
}

function isClaim(a: Claim, b: Claim): boolean {
	return a.term === b.term && a.set === b.set;
}

/** A value made where two paths meet, and what it is on either. */
export interface Joined {
	readonly mine: Term;
	readonly theirs: Term;
	readonly fact: Fact;
	/** What the paths know of it. */
	readonly sets: readonly [ValueSet, ValueSet];
}

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
		private readonly known: Map<Term, Fact> = new Map(),
		private clauses: readonly Clause[] = [],
	) {}

	clone(): Facts {
		return new Facts(new Map(this.known), this.clauses);
	}

	/** What must hold of other terms now that this one is known to lie in the set. */
	impliedBy(term: Term, set: ValueSet): readonly Claim[] {
		if (this.clauses.length === 0) return NO_CLAIMS;
		const implied: Claim[] = [];
		for (const { either, or } of this.clauses) {
			if (either.term === term && (either.set & set) === 0) implied.push(or);
			else if (or.term === term && (or.set & set) === 0) implied.push(either);
		}
		return implied;
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
		const { site, last, terms } = renewal;
		const renewed = (claim: Claim) => ({ ...claim, term: terms.renamed(claim.term, site, last) });
		this.clauses = this.clauses
			.filter(({ either, or }) => !isOf(either.term, last) && !isOf(or.term, last))
			.map((clause) => ({ either: renewed(clause.either), or: renewed(clause.or) }));
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
		const clauses = this.clausesOfEither(other, joined);
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

	/**
	 * What holds of two terms together on either path: `a || b` behind `if (a || b)`, where one path
	 * knows of `a`, and the other of not `a` and `b`.
	 */
	private clausesOfEither(other: Facts, joined: ReadonlyMap<Term, Joined>): readonly Clause[] {
		const isOld = ({ term }: Claim) => joined.has(term);
		const kept = [
			...this.clauses.filter((clause) => this.holdsFor(clause, other, joined)),
			...other.clauses.filter(
				(clause) =>
					!isOld(clause.either) &&
					!isOld(clause.or) &&
					!this.has(clause) &&
					this.satisfies(clause) &&
					!other.isGiven(clause),
			),
		];
		for (const clause of this.clausesOfJoined(other, joined)) {
			if (kept.length < MAX_CLAUSES) kept.push(clause);
		}
		for (const [term, fact] of this.known) {
			if (kept.length >= MAX_CLAUSES) break;
			if (fact.edge < 0 || joined.has(term)) continue;
			const theirs = other.known.get(term);
			if (!theirs || (theirs.set & fact.set) !== 0) continue;
			// The paths are told apart by this term: each knows something else beside.
			for (const [beside, claim] of other.onlyKnownHere(this, term, joined)) {
				kept.push({ either: { term, set: fact.set }, or: { term: beside, set: claim } });
			}
			for (const [beside, claim] of this.onlyKnownHere(other, term, joined)) {
				kept.push({ either: { term, set: theirs.set }, or: { term: beside, set: claim } });
			}
		}
		return kept.slice(0, MAX_CLAUSES);
	}

	/** Whether what this path knows holds on the other too, by the names that the other has for it. */
	private holdsFor(clause: Clause, other: Facts, joined: ReadonlyMap<Term, Joined>): boolean {
		const there = [clause.either, clause.or].map(({ term, set }) => {
			const item = joined.get(term);
			if (!item) return { term, set };
			// Else the clause speaks of a value that the paths had before they met here.
			return item.mine === term ? { term: item.theirs, set } : null;
		});
		const [either, or] = there;
		return either != null && or != null && other.satisfies({ either, or });
	}

	/**
	 * What goes with the values of the join: where `ret` is an error on this path alone, `p` is valid if
	 * `ret` is none.
	 */
	private *clausesOfJoined(other: Facts, joined: ReadonlyMap<Term, Joined>): Iterable<Clause> {
		const telling = [...joined].filter(([, { sets }]) => sets.some(isOneClass)).slice(0, MAX_TELLING);
		for (const [term, { sets }] of telling) {
			for (const [way, path, rest] of [
				[0, other, this],
				[1, this, other],
			] as const) {
				if (!isOneClass(sets[way])) continue;
				const either = { term, set: sets[way] };
				for (const [beside, fact] of path.known) {
					if (fact.edge < 0 || joined.has(beside) || (rest.valueOf(beside) & ~fact.set) === 0) continue;
					yield { either, or: { term: beside, set: fact.set } };
				}
				for (const [beside, item] of telling) {
					const [set, here] = way === 0 ? [item.sets[1], item.sets[0]] : item.sets;
					if (beside !== term && (here & ~set) !== 0) yield { either, or: { term: beside, set } };
				}
			}
		}
	}

	/** Terms of which this path has been told something by a branch that the other does not know. */
	private *onlyKnownHere(
		other: Facts,
		apart: Term,
		joined: ReadonlyMap<Term, Joined>,
	): Iterable<readonly [Term, ValueSet]> {
		for (const [term, { set, edge }] of this.known) {
			if (term === apart || edge < 0 || joined.has(term)) continue;
			if ((other.valueOf(term) & ~set) !== 0) yield [term, set];
		}
	}

	private has({ either, or }: Clause): boolean {
		return this.clauses.some((mine) => isClaim(mine.either, either) && isClaim(mine.or, or));
	}

	private satisfies(clause: Clause): boolean {
		return this.isGiven(clause) || this.has(clause);
	}

	/** Whether one side of it is known to hold. */
	private isGiven({ either, or }: Clause): boolean {
		return [either, or].some(({ term, set }) => (this.valueOf(term) & ~set) === 0);
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
