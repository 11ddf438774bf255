import type { Fact } from "./facts.js";
import { isOf, type Renewal } from "./renew.js";
import type { Term } from "./term.js";
import { NOTHING, type ValueSet } from "./values.js";

/** The term lies in the set. */
export interface Claim {
	readonly term: Term;
	readonly set: ValueSet;
}

/** At least one of the two holds. */
export interface Clause {
	readonly either: Claim;
	readonly or: Claim;
}

/** A value made where two paths meet, and what it is on either. */
export interface Joined {
	readonly mine: Term;
	readonly theirs: Term;
	readonly fact: Fact;
	/** What the paths know of it. */
	readonly sets: readonly [ValueSet, ValueSet];
}

/** What a path knows, as far as clauses ask. */
interface Known {
	readonly clauses: readonly Clause[];
	/** What it was told, by term. */
	facts(): Iterable<readonly [Term, Fact]>;
	get(term: Term): Fact | undefined;
	valueOf(term: Term): ValueSet;
}

/** Clauses kept in one state. */
const MAX_CLAUSES = 12;
/** Values of one join that are looked at for what goes with them. */
const MAX_TELLING = 4;
const NO_CLAIMS: readonly Claim[] = [];

/** What must hold of other terms once this one is known to lie in the set. */
export function impliedBy(clauses: readonly Clause[], term: Term, set: ValueSet): readonly Claim[] {
	if (clauses.length === 0) return NO_CLAIMS;
	const implied: Claim[] = [];
	for (const { either, or } of clauses) {
		if (either.term === term && (either.set & set) === 0) implied.push(or);
		else if (or.term === term && (or.set & set) === 0) implied.push(either);
	}
	return implied;
}

/** The clauses under the names that values have once a loop makes them anew. */
export function renewClauses(clauses: readonly Clause[], { site, last, terms }: Renewal): readonly Clause[] {
	if (clauses.length === 0) return clauses;
	const isLasting = ({ term }: Claim) => !isOf(term, site) && !isOf(term, last);
	if (clauses.every(({ either, or }) => isLasting(either) && isLasting(or))) return clauses;
	const renewed = (claim: Claim) => ({ ...claim, term: terms.renamed(claim.term, site, last) });
	return clauses
		.filter(({ either, or }) => !isOf(either.term, last) && !isOf(or.term, last))
		.map((clause) => ({ either: renewed(clause.either), or: renewed(clause.or) }));
}

/**
 * What holds of two terms together on either path: `a || b` behind `if (a || b)`, where one path
 * knows of `a`, and the other of not `a` and `b`.
 */
export function clausesOfEither(
	mine: Known,
	theirs: Known,
	joined: ReadonlyMap<Term, Joined>,
): readonly Clause[] {
	const isOld = ({ term }: Claim) => joined.has(term);
	const kept = [
		...mine.clauses.filter((clause) => holdsFor(clause, theirs, joined)),
		...theirs.clauses.filter(
			(clause) =>
				!isOld(clause.either) &&
				!isOld(clause.or) &&
				!has(mine, clause) &&
				satisfies(mine, clause) &&
				!isGiven(theirs, clause),
		),
	];
	for (const found of [clausesOfJoined(mine, theirs, joined), clausesOfToldApart(mine, theirs, joined)]) {
		for (const clause of found) {
			if (kept.length >= MAX_CLAUSES) break;
			kept.push(clause);
		}
	}
	return kept.slice(0, MAX_CLAUSES);
}

/** Where a term tells the paths apart, each knows something else beside. */
function* clausesOfToldApart(
	mine: Known,
	theirs: Known,
	joined: ReadonlyMap<Term, Joined>,
): Iterable<Clause> {
	for (const [term, fact] of mine.facts()) {
		if (fact.edge < 0 || joined.has(term)) continue;
		const other = theirs.get(term);
		if (!other || (other.set & fact.set) !== 0) continue;
		for (const or of onlyKnownTo(theirs, mine, term, joined)) yield { either: { term, set: fact.set }, or };
		for (const or of onlyKnownTo(mine, theirs, term, joined)) yield { either: { term, set: other.set }, or };
	}
}

/** Terms of which a branch has told the one path something that the other does not know. */
function* onlyKnownTo(
	one: Known,
	other: Known,
	apart: Term,
	joined: ReadonlyMap<Term, Joined>,
): Iterable<Claim> {
	for (const [term, { set, edge }] of one.facts()) {
		if (term === apart || edge < 0 || joined.has(term)) continue;
		if ((other.valueOf(term) & ~set) !== 0) yield { term, set };
	}
}

/**
 * What goes with the values of the join: where `ret` is an error on this path alone, `p` is valid if
 * `ret` is none.
 */
function* clausesOfJoined(mine: Known, theirs: Known, joined: ReadonlyMap<Term, Joined>): Iterable<Clause> {
	const telling = [...joined].filter(([, { sets }]) => sets.some(isOneClass)).slice(0, MAX_TELLING);
	for (const [term, { sets }] of telling) {
		for (const [way, path, rest] of [
			[0, theirs, mine],
			[1, mine, theirs],
		] as const) {
			if (!isOneClass(sets[way])) continue;
			const either = { term, set: sets[way] };
			for (const [beside, { set, edge }] of path.facts()) {
				if (edge < 0 || joined.has(beside) || (rest.valueOf(beside) & ~set) === 0) continue;
				yield { either, or: { term: beside, set } };
			}
			for (const [beside, item] of telling) {
				const [set, here] = way === 0 ? [item.sets[1], item.sets[0]] : item.sets;
				if (beside !== term && (here & ~set) !== 0) yield { either, or: { term: beside, set } };
			}
		}
	}
}

/** Whether what one path knows holds on the other too, by the names that the other has for it. */
function holdsFor(clause: Clause, other: Known, joined: ReadonlyMap<Term, Joined>): boolean {
	const isOfBoth = !joined.has(clause.either.term) && !joined.has(clause.or.term);
	if (isOfBoth) return satisfies(other, clause);
	const there = [clause.either, clause.or].map(({ term, set }) => {
		const item = joined.get(term);
		if (!item) return { term, set };
		// Else the clause speaks of a value that the paths had before they met here.
		return item.mine === term ? { term: item.theirs, set } : null;
	});
	const [either, or] = there;
	return either != null && or != null && satisfies(other, { either, or });
}

function has({ clauses }: Known, { either, or }: Clause): boolean {
	return clauses.some((one) => isSame(one.either, either) && isSame(one.or, or));
}

function satisfies(path: Known, clause: Clause): boolean {
	return has(path, clause) || isGiven(path, clause);
}

/** Whether one side of it is known to hold. */
function isGiven(path: Known, { either, or }: Clause): boolean {
	return [either, or].some(({ term, set }) => (path.valueOf(term) & ~set) === 0);
}

function isSame(a: Claim, b: Claim): boolean {
	return a.term === b.term && a.set === b.set;
}

/** Whether the set is of one class alone, which says most. */
function isOneClass(set: ValueSet): boolean {
	return set !== NOTHING && (set & (set - 1)) === 0;
}
