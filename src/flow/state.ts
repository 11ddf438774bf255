import type { Model, Tracked } from "./model.js";
import type { Place, Term, TermTable } from "./term.js";
import { container } from "./term.js";
import type { TraceNode } from "./trace.js";
import { ANYTHING, atLeast, below, classOf, ERROR, NONZERO, NOTHING, negated, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** What is known of a term on a path. */
export interface Fact {
	readonly set: ValueSet;
	/** The constant it equals, where a comparison told. */
	readonly is: Term | null;
	/** Count of branches taken when it was learned; see {@link State.order}. */
	readonly order: number;
}

interface Slot {
	readonly term: Term;
	/** False once a call may have changed the place: `term` is then what it used to hold. */
	readonly valid: boolean;
}

/**
 * Everything the engine knows at one point of one path. Mutable: a path is walked with one state
 * that is cloned where ways part.
 */
export class State {
	constructor(
		readonly terms: TermTable,
		private readonly models: readonly Model[],
		private readonly locals: ReadonlySet<string>,
		private store: Map<Place, Slot> = new Map(),
		private facts: Map<Term, Fact> = new Map(),
		/** What a term re-read after a clobbering call was before it. */
		private earlier: Map<Term, Term> = new Map(),
		private readonly tracked: Map<Place, Tracked>[] = models.map(() => new Map()),
		private escaped: Set<Place> = new Set(),
		readonly temps: Map<number, Term> = new Map(),
		/** Site of the last call that may have written memory; 0 before the first. */
		public epoch = 0,
		/** True behind a gap: a place never touched since is unknown instead of untouched. */
		public behindGap = false,
		/** Counts branches, so that "learned before" can be asked. */
		public order = 0,
		public trace: TraceNode | null = null,
		/** Paths that could not be told apart any more went into it. */
		public imprecise = false,
	) {}

	clone(): State {
		return new State(
			this.terms,
			this.models,
			this.locals,
			new Map(this.store),
			new Map(this.facts),
			new Map(this.earlier),
			this.tracked.map((map) => new Map(map)),
			new Set(this.escaped),
			new Map(this.temps),
			this.epoch,
			this.behindGap,
			this.order,
			this.trace,
			this.imprecise,
		);
	}

	// --- contents of places

	/** Whether only this function can write the place: a local variable whose address nobody took. */
	private isPrivate(place: Place): boolean {
		const root = container(place);
		return root.kind === "variable" && this.locals.has(root.name) && !this.escaped.has(root);
	}

	load(place: Place, site: number): Term {
		const slot = this.store.get(place);
		if (slot?.valid) return slot.term;
		if (!slot) {
			const term = this.terms.content(place, this.isPrivate(place) ? 0 : this.epoch);
			this.store.set(place, { term, valid: true });
			return term;
		}
		const term = this.terms.fresh(site, `read${place.id}`);
		this.forgetTerm(term);
		this.earlier.set(term, slot.term);
		this.store.set(place, { term, valid: true });
		return term;
	}

	assign(place: Place, term: Term): void {
		for (const [other] of this.store) {
			if (other !== place && other.kind !== "answer" && isInside(other, place)) this.store.delete(other);
		}
		this.store.set(place, { term, valid: true });
	}

	/** The place's content is not what it was, and nothing of the old one counts any more. */
	forget(place: Place, replacement: Term): void {
		this.assign(place, replacement);
	}

	escape(place: Place): void {
		const root = container(place);
		if (root.kind === "variable") this.escaped.add(root);
	}

	/** A call may have written whatever is not private; what places used to hold is remembered as such. */
	clobber(site: number): void {
		for (const [place, slot] of this.store) {
			if (slot.valid && !this.isPrivate(place)) this.store.set(place, { term: slot.term, valid: false });
		}
		this.epoch = site;
	}

	/** The value the call gave the last time it was asked on the same values, as what the new one may be. */
	answer(place: Place, term: Term): void {
		const slot = this.store.get(place);
		if (slot && slot.term !== term) this.earlier.set(term, slot.term);
		this.store.set(place, { term, valid: true });
	}

	/** What the term was before a call that may have changed it, or null. */
	private earlierOf(term: Term): Term | null {
		const known = this.earlier.get(term);
		if (known) return known;
		if (term.kind !== "op" || this.earlier.size === 0) return null;
		let changed = false;
		const args = term.args.map((arg) => {
			const before = this.earlierOf(arg);
			changed ||= before !== null;
			return before ?? arg;
		});
		return changed ? this.terms.op(term.op, ...args) : null;
	}

	// --- facts

	valueOf(term: Term): ValueSet {
		switch (term.kind) {
			case "const":
				return classOf(term.value);
			case "symbol":
				return isErrno(term.name) ? POSITIVE : (this.facts.get(term)?.set ?? ANYTHING);
			case "string":
				return POSITIVE;
			case "address":
				return POSITIVE;
			case "op":
				return this.valueOfOperation(term, term.op, term.args);
			default:
				return this.facts.get(term)?.set ?? ANYTHING;
		}
	}

	private valueOfOperation(term: Term, op: string, args: readonly Term[]): ValueSet {
		const arg = args[0]!;
		if (op === "-" && args.length === 1) {
			return arg.kind === "symbol" && isErrno(arg.name) ? ERROR : negated(this.valueOf(arg));
		}
		const known = this.facts.get(term)?.set;
		if (known !== undefined) return known;
		if (op === "!") return truthOf(this.valueOf(arg), ZERO);
		if (op === "IS_ERR") return truthOf(this.valueOf(arg), ERROR);
		if (op === "IS_ERR_OR_NULL") return truthOf(this.valueOf(arg), ERROR | ZERO);
		return top(term);
	}

	*knownFacts(): Iterable<readonly [Term, ValueSet]> {
		for (const [term, fact] of this.facts) yield [term, fact.set];
	}

	constantOf(term: Term): Term | null {
		return isConstantLike(term) ? term : (this.facts.get(term)?.is ?? null);
	}

	/** Takes the path on which the term lies in the set; false where there is no such path. */
	narrow(term: Term, set: ValueSet, is: Term | null = null): boolean {
		const now = this.valueOf(term) & set;
		if (now === 0) return false;
		const known = this.facts.get(term);
		if (isConstantLike(term)) return true;
		if (known && known.set === now && (is === null || known.is === is)) return true;
		this.facts.set(term, { set: now, is: is ?? known?.is ?? null, order: known?.order ?? this.order });
		this.doubtIfContradicted(term, now);
		return true;
	}

	/**
	 * A condition that comes out otherwise than before a call in between is possible, but so is that
	 * the code relies on it not to: what was done under the earlier outcome is not held against it.
	 */
	private doubtIfContradicted(term: Term, now: ValueSet): void {
		const before = this.earlierOf(term);
		if (!before) return;
		const constant = isConstantLike(before);
		if ((this.valueOf(before) & now) !== 0) return;
		const since = constant ? -1 : (this.facts.get(before)?.order ?? -1);
		for (let i = 0; i < this.models.length; i++) {
			for (const [place, item] of this.tracked[i]!) {
				if (item.order >= since) this.setTracked(i, place, { ...item, status: this.models[i]!.unknown });
			}
		}
	}

	/** Takes the path on which the condition came out so; false where there is no such path. */
	assume(term: Term, truth: boolean): boolean {
		if (term.kind === "op") {
			const [a, b] = term.args;
			if (term.op === "!" && a) return this.assume(a, !truth);
			if (term.op === "==" && a && b) return this.assumeEqual(term, a, b, truth);
			if (term.op === "<" && a && b) return this.assumeBelow(term, a, b, truth);
			if (term.op === "IS_ERR" && a) return this.narrow(a, truth ? ERROR : ANYTHING & ~ERROR);
			if (term.op === "IS_ERR_OR_NULL" && a) {
				return this.narrow(a, truth ? ERROR | ZERO : ANYTHING & ~(ERROR | ZERO));
			}
		}
		return this.narrow(term, truth ? NONZERO : ZERO);
	}

	private assumeEqual(term: Term, a: Term, b: Term, truth: boolean): boolean {
		if (a === b) return truth;
		const [left, right] = [this.constantOf(a), this.constantOf(b)];
		if (left && right) {
			if (left === right) return truth;
			// A named constant may well be a number: only names against names and numbers against numbers differ.
			if (left.kind === right.kind && truth) return false;
		}
		if (truth) {
			const common = this.valueOf(a) & this.valueOf(b);
			if (common === 0) return false;
			if (!this.narrow(a, common, right) || !this.narrow(b, common, left)) return false;
		} else if (b.kind === "const" && b.value === 0 && !this.narrow(a, NONZERO)) return false;
		else if (this.valueOf(b) === ZERO && !this.narrow(a, NONZERO)) return false;
		return this.narrow(term, truth ? NONZERO : ZERO);
	}

	private assumeBelow(term: Term, a: Term, b: Term, truth: boolean): boolean {
		if (a === b) return !truth;
		if (b.kind === "const" && !this.narrow(a, truth ? below(b.value) : atLeast(b.value))) return false;
		if (a.kind === "const") {
			if (!this.narrow(b, truth ? atLeast(a.value + 1) : below(a.value + 1))) return false;
		}
		return this.narrow(term, truth ? NONZERO : ZERO);
	}

	// --- typestates

	trackedOf(model: number): ReadonlyMap<Place, Tracked> {
		return this.tracked[model]!;
	}

	statusOf(model: number, place: Place): number {
		const item = this.tracked[model]!.get(place);
		return item ? item.status : this.behindGap ? this.models[model]!.unknown : 0;
	}

	setTracked(model: number, place: Place, item: Tracked): void {
		this.tracked[model]!.set(place, item);
	}

	/** Unknown code has run: nothing stays known but constants. */
	enterGap(site: number): void {
		for (const [place, slot] of [...this.store]) {
			if (slot.term.kind === "address" && place.kind === "variable") continue;
			this.store.delete(place);
		}
		this.facts.clear();
		this.earlier.clear();
		for (const map of this.tracked) map.clear();
		this.behindGap = true;
		for (const name of this.locals) {
			const place = this.terms.variable(name);
			if (!this.store.has(place)) this.store.set(place, { term: this.terms.fresh(site, name), valid: true });
		}
		this.epoch = site;
	}

	// --- loops and joins

	/**
	 * A site makes its value anew: whatever was said of the value it made the last time round is
	 * about something else from now on.
	 */
	renew(site: number): void {
		for (const [place, slot] of [...this.store]) {
			if (place.roots.includes(site)) this.store.delete(place);
			else if (slot.term.roots.includes(site)) {
				this.store.set(place, { term: this.terms.fresh(-1 - site, `old${place.id}`), valid: slot.valid });
			}
		}
		for (const term of [...this.facts.keys()]) if (term.roots.includes(site)) this.facts.delete(term);
		for (const term of [...this.earlier.keys()]) if (term.roots.includes(site)) this.earlier.delete(term);
		for (const map of this.tracked) {
			for (const place of [...map.keys()]) if (place.roots.includes(site)) map.delete(place);
		}
	}

	private forgetTerm(term: Term): void {
		this.facts.delete(term);
		this.earlier.delete(term);
	}

	/** Gives up telling typestates apart: all become unknown. */
	blur(): void {
		for (const [i, map] of this.tracked.entries()) {
			for (const [place, item] of map) map.set(place, { ...item, status: this.models[i]!.unknown });
		}
		this.imprecise = true;
	}

	/** States with equal signatures merge at a join. */
	signature(): string {
		const parts: string[] = [this.behindGap ? "g" : ""];
		for (let i = 0; i < this.models.length; i++) {
			const model = this.models[i]!;
			const items: string[] = [];
			for (const [place, item] of this.tracked[i]!) {
				const key = model.mergeKey(item.status);
				if (key !== 0) items.push(`${place.id}=${key}`);
			}
			parts.push(items.sort().join(","));
		}
		return parts.join(";");
	}

	/**
	 * Merges another path's state into this one at a block; true where this one changed. What they
	 * disagree on becomes a value of the block: of the class either had.
	 */
	merge(other: State, site: number): boolean {
		let changed = false;
		const joined = new Map<Term, Fact>();
		for (const place of new Set([...this.store.keys(), ...other.store.keys()])) {
			changed = this.mergeSlot(place, other, site, joined) || changed;
		}
		for (const [term, fact] of this.facts) {
			if (joined.has(term)) continue;
			const set = fact.set | other.valueOf(term);
			const theirs = other.facts.get(term);
			const is = theirs?.is === fact.is ? fact.is : null;
			if (set === fact.set && is === fact.is) continue;
			changed = true;
			if (set === top(term)) this.facts.delete(term);
			else this.facts.set(term, { set, is, order: Math.min(fact.order, theirs?.order ?? fact.order) });
		}
		for (const [term, fact] of joined) {
			const known = this.facts.get(term);
			if (known && known.set === fact.set && known.is === fact.is) continue;
			if (!known && fact.set === ANYTHING) continue;
			changed = true;
			if (fact.set === ANYTHING) this.facts.delete(term);
			else this.facts.set(term, fact);
		}
		for (const [term, before] of other.earlier) if (!this.earlier.has(term)) this.earlier.set(term, before);
		for (const place of other.escaped) this.escaped.add(place);
		for (const [temp, term] of this.temps) {
			const theirs = other.temps.get(temp);
			if (theirs === term) continue;
			if (theirs === undefined) this.temps.delete(temp);
			else changed = this.mergeTemp(temp, term, theirs, other, site) || changed;
		}
		if (this.epoch !== other.epoch && this.epoch !== site) {
			this.epoch = site;
			changed = true;
		}
		if (other.imprecise && !this.imprecise) {
			this.imprecise = true;
			changed = true;
		}
		return this.mergeTracked(other) || changed;
	}

	private mergeSlot(place: Place, other: State, site: number, joined: Map<Term, Fact>): boolean {
		const [mine, theirs] = [this.slotOf(place), other.slotOf(place)];
		if (mine.term === theirs.term) {
			if (mine.valid && !theirs.valid) {
				this.store.set(place, theirs);
				return true;
			}
			return false;
		}
		const phi = this.terms.fresh(site, `merge${place.id}`);
		const set = this.valueOf(mine.term) | other.valueOf(theirs.term);
		const [a, b] = [this.constantOf(mine.term), other.constantOf(theirs.term)];
		joined.set(phi, { set, is: a === b ? a : null, order: this.order });
		if (mine.term === phi) return false;
		this.store.set(place, { term: phi, valid: mine.valid && theirs.valid });
		return true;
	}

	/** What a place holds, also where nobody has looked yet. */
	private slotOf(place: Place): Slot {
		const slot = this.store.get(place);
		if (slot) return slot;
		return { term: this.terms.content(place, this.isPrivate(place) ? 0 : this.epoch), valid: true };
	}

	private mergeTemp(temp: number, mine: Term, theirs: Term, other: State, site: number): boolean {
		const phi = this.terms.fresh(site, `temp${temp}`);
		const set = this.valueOf(mine) | other.valueOf(theirs);
		const known = this.facts.get(phi);
		if (set === ANYTHING) this.facts.delete(phi);
		else this.facts.set(phi, { set, is: null, order: this.order });
		this.temps.set(temp, phi);
		return mine !== phi || known?.set !== (set === ANYTHING ? undefined : set);
	}

	private mergeTracked(other: State): boolean {
		let changed = false;
		for (let i = 0; i < this.models.length; i++) {
			const model = this.models[i]!;
			const [mine, theirs] = [this.tracked[i]!, other.tracked[i]!];
			for (const place of new Set([...mine.keys(), ...theirs.keys()])) {
				const [a, b] = [this.statusOf(i, place), other.statusOf(i, place)];
				const item = mine.get(place) ?? theirs.get(place)!;
				const status = a === b ? a : model.join(a, b);
				if (status === a && mine.has(place)) continue;
				if (status === a && status === 0) continue;
				mine.set(place, { ...item, status });
				changed = true;
			}
		}
		return changed;
	}
}

/** Whether `inner` is part of what `outer` names: an assignment to `s` changes `s.f`. */
function isInside(inner: Place, outer: Place): boolean {
	for (let at = inner; at.kind === "field" || at.kind === "element"; ) {
		at = at.base;
		if (at === outer) return true;
	}
	return false;
}

/** The classes of the answer to "does the value lie in `asked`?". */
function truthOf(value: ValueSet, asked: ValueSet): ValueSet {
	let answer = NOTHING;
	if (value & asked) answer |= POSITIVE;
	if (value & ~asked) answer |= ZERO;
	return answer;
}

/** What a term may be when nothing is known: a comparison is 0 or 1. */
function top(term: Term): ValueSet {
	return term.kind === "op" && (term.op === "==" || term.op === "<") ? ZERO | POSITIVE : ANYTHING;
}

/** `-EINVAL` counts as constant too. */
export function isConstantLike(term: Term): boolean {
	if (term.kind === "op" && term.op === "-" && term.args.length === 1) return isConstantLike(term.args[0]!);
	return term.kind === "const" || term.kind === "symbol" || term.kind === "string";
}

/** Kernel errno constants are written so; no other upper-case name starts with E and a capital alone. */
export function isErrno(name: string): boolean {
	return ERRNO.test(name) && !name.includes("_");
}

const ERRNO = /^E[A-Z0-9]{2,}$/;
