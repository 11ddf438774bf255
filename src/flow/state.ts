import type { BlockId } from "../cfg/graph.js";
import type { Model, Tracked } from "./model.js";
import type { Place, Term, TermTable } from "./term.js";
import { container } from "./term.js";
import type { TraceNode } from "./trace.js";
import {
	ANYTHING,
	atLeast,
	below,
	classOf,
	ERROR,
	NONZERO,
	NOTHING,
	negated,
	POSITIVE,
	type ValueSet,
	ZERO,
} from "./values.js";

/** What is known of a term on a path. */
export interface Fact {
	readonly set: ValueSet;
	/** The constant it equals, where a comparison told. */
	readonly is: Term | null;
	/** Count of branches taken when it was learned; see {@link State.order}. */
	readonly order: number;
	/** The branch edge that told, see {@link edgeOf}; -1 where none did. */
	readonly edge: number;
}

interface Slot {
	readonly term: Term;
	/** {@link State.epoch} when the place was written or read. */
	readonly epoch: number;
}

/** A way out of a branch, as one number. */
export function edgeOf(block: BlockId, truth: boolean): number {
	return 2 * block + (truth ? 1 : 0);
}

/** What all states of one exploration share. */
export interface World {
	readonly terms: TermTable;
	readonly models: readonly Model[];
	/** Names of variables of the function. */
	readonly locals: ReadonlySet<string>;
	/** Whether some path reaches the block without taking the edge. */
	canBypass(edge: number, block: BlockId): boolean;
}

/** A call of which little is known, for callers of this function to consider. */
export interface Disturbance {
	readonly name: string;
	/** Null where an argument cannot be named outside the function. */
	readonly args: readonly (Term | null)[];
}

/**
 * Everything the engine knows at one point of one path. Mutable: a path is walked with one state
 * that is cloned where ways part.
 */
export class State {
	constructor(
		private readonly world: World,
		private readonly store: Map<Place, Slot> = new Map(),
		private readonly facts: Map<Term, Fact> = new Map(),
		/** What a term read again after a clobbering call was before it. */
		private readonly earlier: Map<Term, Term> = new Map(),
		private readonly tracked: readonly Map<Place, Tracked>[] = world.models.map(() => new Map()),
		private readonly escaped: Set<Place> = new Set(),
		readonly temps: Map<number, Term> = new Map(),
		readonly disturbances: Map<string, Disturbance> = new Map(),
		/** Site of the last call that may have written memory; 0 before the first. */
		public epoch = 0,
		/** True behind a gap: a place never touched since is unknown instead of untouched. */
		public behindGap = false,
		/** Counts branches, so that "learned before" can be asked. */
		public order = 0,
		/** The branch edge being taken, see {@link edgeOf}; -1 before the first. */
		public edge = -1,
		public trace: TraceNode | null = null,
		/** Paths that could not be told apart any more went into it. */
		public imprecise = false,
	) {}

	clone(): State {
		return new State(
			this.world,
			new Map(this.store),
			new Map(this.facts),
			new Map(this.earlier),
			this.tracked.map((map) => new Map(map)),
			new Set(this.escaped),
			new Map(this.temps),
			new Map(this.disturbances),
			this.epoch,
			this.behindGap,
			this.order,
			this.edge,
			this.trace,
			this.imprecise,
		);
	}

	/** Count of places and facts it knows of: what a clone costs. */
	get size(): number {
		return this.store.size + this.facts.size;
	}

	// --- contents of places

	/** Whether only this function can write the place: a local variable whose address nobody took. */
	private isPrivate(place: Place): boolean {
		const root = container(place);
		return root.kind === "variable" && this.world.locals.has(root.name) && !this.escaped.has(root);
	}

	load(place: Place): Term {
		const slot = this.store.get(place);
		if (slot && (slot.epoch === this.epoch || this.isPrivate(place))) return slot.term;
		if (!slot && this.isPrivate(place)) return this.world.terms.content(place);
		const term = this.world.terms.content(place, this.epoch);
		if (slot && slot.term !== term) this.earlier.set(term, slot.term);
		this.store.set(place, { term, epoch: this.epoch });
		return term;
	}

	assign(place: Place, term: Term): void {
		for (const other of this.store.keys()) {
			if (other !== place && isInside(other, place)) this.store.delete(other);
		}
		this.store.set(place, { term, epoch: this.epoch });
	}

	escape(place: Place): void {
		const root = container(place);
		if (root.kind === "variable") this.escaped.add(root);
	}

	/** A call may have written whatever is not private; what was read before it is history. */
	clobber(site: number): void {
		this.epoch = site;
	}

	/** The value the call gave the last time it was asked on the same values is what the new one may be. */
	answer(place: Place, term: Term): void {
		const before = this.store.get(place);
		if (before && before.term !== term) this.earlier.set(term, before.term);
		this.store.set(place, { term, epoch: this.epoch });
	}

	/** What the term was before a call that may have changed it, or null. */
	private earlierOf(term: Term): Term | null {
		const known = this.earlier.get(term);
		if (known || term.kind !== "op" || this.earlier.size === 0) return known ?? null;
		let changed = false;
		const args = term.args.map((arg) => {
			const before = this.earlierOf(arg);
			changed ||= before !== null;
			return before ?? arg;
		});
		return changed ? this.world.terms.op(term.op, ...args) : null;
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
		if (op === "==") {
			const [left, right] = [this.constantOf(arg), this.constantOf(args[1]!)];
			if (left && right && (left === right || left.kind === right.kind))
				return left === right ? POSITIVE : ZERO;
		}
		if (op === "!") return truthOf(this.valueOf(arg), ZERO);
		if (op === "IS_ERR") return truthOf(this.valueOf(arg), ERROR);
		if (op === "IS_ERR_OR_NULL") return truthOf(this.valueOf(arg), ERROR | ZERO);
		// A valid pointer stays one when a program adds to it; so does a count, overflow aside.
		if (op === "+" && !args.some((item) => item.kind === "const" && item.value < 0)) {
			for (const item of args) {
				const set = this.valueOf(item);
				if ((set & ZERO) === 0) return set;
			}
		}
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
		if (isConstantLike(term)) return true;
		const known = this.facts.get(term);
		if (known?.set === now && (is === null || known.is === is)) return true;
		this.facts.set(term, {
			set: now,
			is: is ?? known?.is ?? null,
			order: known?.order ?? this.order,
			edge: this.edge,
		});
		this.doubtIfContradicted(term, now);
		return true;
	}

	/**
	 * A condition that comes out otherwise than before a call in between is possible, but so is that
	 * the code relies on it not to: what was done since the earlier outcome is not held against it.
	 */
	private doubtIfContradicted(term: Term, now: ValueSet): void {
		// A pointer that is read again and again may have gone through several names.
		for (let before = this.earlierOf(term), hops = 0; before && hops < MAX_HOPS; hops++) {
			const fact = this.facts.get(before);
			if (fact || isConstantLike(before)) {
				if ((this.valueOf(before) & now) === 0 && this.mayRelyOn(fact)) this.doubt(fact?.order ?? -1);
				return;
			}
			before = this.earlierOf(before);
		}
	}

	/**
	 * Whether the test at hand may stand for an earlier one. Where the earlier outcome was the only
	 * way here (a check repeated under the lock) or both are one test (a loop's), it does not.
	 */
	private mayRelyOn(fact: Fact | undefined): boolean {
		if (!fact || fact.edge < 0) return true;
		const block = this.edge >> 1;
		return fact.edge >> 1 !== block && this.world.canBypass(fact.edge, block);
	}

	private doubt(since: number): void {
		for (let i = 0; i < this.world.models.length; i++) {
			for (const [place, item] of this.tracked[i]!) {
				if (item.order >= since)
					this.setTracked(i, place, { ...item, status: this.world.models[i]!.unknown });
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
		return item ? item.status : this.behindGap ? this.world.models[model]!.unseen : 0;
	}

	setTracked(model: number, place: Place, item: Tracked): void {
		this.tracked[model]!.set(place, item);
	}

	/** Unknown code has run: nothing stays known. */
	enterGap(site: number): void {
		this.store.clear();
		this.facts.clear();
		this.earlier.clear();
		for (const map of this.tracked) map.clear();
		this.behindGap = true;
		this.epoch = site;
		for (const name of this.world.locals)
			this.assign(this.world.terms.variable(name), this.world.terms.fresh(site, name));
	}

	// --- loops and joins

	/**
	 * A site makes its value anew: the one it made the last time round gets another name, under which
	 * `prev = p; p = next(p);` goes on to be followed. The one of the time before that is given up.
	 */
	renew(site: number): void {
		const old = -site;
		for (const [place, slot] of [...this.store]) {
			if (place.roots.includes(old)) this.store.delete(place);
			else if (slot.term.roots.includes(old)) {
				this.store.set(place, {
					term: this.world.terms.fresh(old - OLDER, `${place.id}`),
					epoch: slot.epoch,
				});
			}
		}
		const forgotten = (key: Term | Place) => key.roots.includes(old);
		for (const map of [this.facts, this.earlier, ...this.tracked] as Map<Term | Place, unknown>[]) {
			for (const key of [...map.keys()]) if (forgotten(key)) map.delete(key);
		}
		this.rename(site, old);
	}

	private rename(from: number, to: number): void {
		const { terms } = this.world;
		const stale = (key: Term | Place) => key.roots.includes(from);
		for (const [place, slot] of [...this.store]) {
			if (!stale(place) && !stale(slot.term)) continue;
			this.store.delete(place);
			this.store.set(terms.renamed(place, from, to), {
				term: terms.renamed(slot.term, from, to),
				epoch: slot.epoch,
			});
		}
		for (const [term, before] of [...this.earlier]) {
			if (!stale(term) && !stale(before)) continue;
			this.earlier.delete(term);
			this.earlier.set(terms.renamed(term, from, to), terms.renamed(before, from, to));
		}
		for (const map of [this.facts, ...this.tracked] as Map<Term | Place, unknown>[]) {
			for (const [key, item] of [...map]) {
				if (!stale(key)) continue;
				map.delete(key);
				map.set(terms.renamed(key, from, to), item);
			}
		}
		if (this.epoch === from) this.epoch = to;
	}

	/** Gives up telling typestates apart: nothing is known of any, and nothing reported from here on. */
	blur(): void {
		for (const map of this.tracked) map.clear();
		this.behindGap = true;
		this.imprecise = true;
	}

	/**
	 * Forgets counters that a loop drives ever further: states that stay apart by their typestates
	 * never merge them, and would go on for as many rounds as there are numbers. 0 and 1 are kept,
	 * which are mostly flags.
	 */
	widen(site: number): void {
		for (const [place, slot] of this.store) {
			if (isCounting(slot.term))
				this.store.set(place, { ...slot, term: this.world.terms.fresh(site, `${place.id}`) });
		}
	}

	/** States with equal signatures merge at a join. */
	signature(): string {
		const parts: string[] = [this.behindGap ? "g" : ""];
		for (let i = 0; i < this.world.models.length; i++) {
			const model = this.world.models[i]!;
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
		const merged = new Map<Term, Fact>();
		let changed = this.mergeStore(other, site, merged);
		changed = this.mergeTemps(other, site, merged) || changed;
		changed = this.mergeFacts(other, merged) || changed;
		for (const place of other.escaped) this.escaped.add(place);
		for (const [key, disturbance] of other.disturbances) {
			if (this.disturbances.has(key)) continue;
			this.disturbances.set(key, disturbance);
			changed = true;
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

	private mergeStore(other: State, site: number, merged: Map<Term, Fact>): boolean {
		let changed = false;
		for (const place of new Set([...this.store.keys(), ...other.store.keys()])) {
			const [mine, theirs] = [this.slotOf(place), other.slotOf(place)];
			if (mine.term === theirs.term) {
				if (mine.epoch === theirs.epoch || mine.epoch === STALE) continue;
				this.store.set(place, { term: mine.term, epoch: STALE });
				changed = true;
			} else if (place.kind === "answer") changed = this.store.delete(place) || changed;
			else changed = this.mergeSlot(place, mine, theirs, other, site, merged) || changed;
		}
		return changed;
	}

	private mergeSlot(
		place: Place,
		mine: Slot,
		theirs: Slot,
		other: State,
		site: number,
		merged: Map<Term, Fact>,
	): boolean {
		const { terms } = this.world;
		// Read at different times, but from the same place: it keeps its name.
		const same = terms.timeless(mine.term) === terms.timeless(theirs.term);
		const phi = same ? terms.content(place, site) : terms.fresh(site, `${place.id}`);
		merged.set(phi, this.mergedFact(mine.term, theirs.term, other));
		if (mine.term === phi) return false;
		if (same) this.earlier.set(phi, mine.term);
		const epoch = same
			? site
			: mine.epoch === this.epoch && theirs.epoch === other.epoch
				? this.epoch
				: STALE;
		this.store.set(place, { term: phi, epoch });
		return true;
	}

	/** What a place holds, also where nobody has looked yet. */
	private slotOf(place: Place): Slot {
		const slot = this.store.get(place);
		if (slot) return slot;
		return {
			term: this.world.terms.content(place, this.isPrivate(place) ? 0 : this.epoch),
			epoch: this.epoch,
		};
	}

	private mergeTemps(other: State, site: number, merged: Map<Term, Fact>): boolean {
		let changed = false;
		for (const [temp, mine] of this.temps) {
			const theirs = other.temps.get(temp);
			if (theirs === mine) continue;
			if (theirs === undefined) {
				this.temps.delete(temp);
				continue;
			}
			const phi = this.world.terms.fresh(site, `temp${temp}`);
			merged.set(phi, this.mergedFact(mine, theirs, other));
			if (mine === phi) continue;
			this.temps.set(temp, phi);
			changed = true;
		}
		return changed;
	}

	private mergedFact(mine: Term, theirs: Term, other: State): Fact {
		const [a, b] = [this.constantOf(mine), other.constantOf(theirs)];
		return {
			set: this.valueOf(mine) | other.valueOf(theirs),
			is: a === b ? a : null,
			order: this.order,
			edge: -1,
		};
	}

	private mergeFacts(other: State, merged: ReadonlyMap<Term, Fact>): boolean {
		let changed = false;
		for (const [term, fact] of this.facts) {
			if (merged.has(term)) continue;
			const theirs = other.facts.get(term);
			const set = fact.set | other.valueOf(term);
			const is = theirs?.is === fact.is ? fact.is : null;
			const order = Math.min(fact.order, theirs?.order ?? fact.order);
			const edge = theirs?.edge === fact.edge ? fact.edge : -1;
			if (set === fact.set && is === fact.is) {
				// Older is no news for the code behind: it only makes doubt wider.
				if (order !== fact.order) this.facts.set(term, { ...fact, order });
				continue;
			}
			changed = true;
			if (set === top(term)) this.facts.delete(term);
			else this.facts.set(term, { set, is, order, edge });
		}
		for (const [term, fact] of other.facts) {
			// What one side was told the other may know by another fact: `x == A` that `x != B`.
			if (this.facts.has(term) || merged.has(term)) continue;
			const set = fact.set | this.valueOf(term);
			if (set === top(term)) continue;
			this.facts.set(term, { ...fact, set, is: null });
			changed = true;
		}
		for (const [term, fact] of merged) {
			const known = this.facts.get(term);
			if (known ? known.set === fact.set && known.is === fact.is : fact.set === ANYTHING) continue;
			changed = true;
			if (fact.set === ANYTHING) this.facts.delete(term);
			else this.facts.set(term, fact);
		}
		return changed;
	}

	private mergeTracked(other: State): boolean {
		let changed = false;
		for (let i = 0; i < this.world.models.length; i++) {
			const model = this.world.models[i]!;
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

function isCounting(term: Term): boolean {
	if (term.kind === "const") return Math.abs(term.value) > 1;
	return (
		term.kind === "op" && (term.op === "+" || term.op === "-") && term.args.some((arg) => arg.kind === "op")
	);
}

/** Epoch of a slot whose place must be read anew. */
const STALE = -1;

/** How far back the names of a value that is read again and again are followed. */
const MAX_HOPS = 8;

/** Distance of the sites that stand for values older than the last round of a loop. */
const OLDER = 1_000_000;

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
