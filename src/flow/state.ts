import type { BlockId } from "../cfg/graph.js";
import { type BranchEdge, sourceOf } from "../cfg/paths.js";
import type { Joined } from "./clauses.js";
import { type Fact, Facts, isConstantLike, type Moment } from "./facts.js";
import { Holdings } from "./holdings.js";
import type { Model, Tracked } from "./model.js";
import { isNeeded, renewalOf } from "./renew.js";
import { SharedMap } from "./shared-map.js";
import { type OnJoin, Store } from "./store.js";
import type { Place, Term, TermTable } from "./term.js";
import type { TraceNode } from "./trace.js";
import { Typestates } from "./typestates.js";
import { ANYTHING, ERROR, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** What all states of one exploration share. */
export interface World {
	readonly terms: TermTable;
	readonly models: readonly Model[];
	/** Names of variables of the function. */
	readonly locals: ReadonlySet<string>;
	/** What the call promised that made the value; anything where that is not known. */
	contractOf(term: Term): ValueSet;
	/** Whether some path reaches the block without taking the edge. */
	canBypass(edge: BranchEdge, block: BlockId): boolean;
}

/** A call of which little is known, for callers of this function to consider. */
export interface Disturbance {
	readonly name: string;
	/** Null where an argument cannot be named outside the function. */
	readonly args: readonly (Term | null)[];
}

/** In the place of the branch that told: the value was used. */
const BY_USE: BranchEdge = -2;

/** Classes of a pointer that something is reached through. */
const VALID: ValueSet = ANYTHING & ~(ZERO | ERROR);

/**
 * Everything the engine knows at one point of one path: what places hold, what is known of these
 * values, and what the models say of the places. Mutable: a path is walked with one state that is
 * cloned where ways part.
 */
export class State implements Moment {
	constructor(
		private readonly world: World,
		private readonly store: Store = new Store(world.terms, world.locals),
		private readonly facts: Facts = new Facts(),
		private readonly typestates: Typestates = new Typestates(world.models),
		readonly temps: SharedMap<number, Term> = new SharedMap(),
		readonly disturbances: SharedMap<string, Disturbance> = new SharedMap(),
		/** Resources acquired and not given back; changed by `holder.ts`. */
		readonly holdings: Holdings = Holdings.none(),
		/** Counts branches, so that "learned before" can be asked. */
		public order = 0,
		/** The branch edge being taken; -1 before the first. */
		public edge: BranchEdge = -1,
		public trace: TraceNode | null = null,
		/** Paths that could not be told apart any more went into it. */
		public imprecise = false,
	) {}

	clone(): State {
		return new State(
			this.world,
			this.store.clone(),
			this.facts.clone(),
			this.typestates.clone(),
			this.temps.copy(),
			this.disturbances.copy(),
			this.holdings.clone(),
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

	load(place: Place): Term {
		return this.store.load(place);
	}

	assign(place: Place, term: Term): void {
		this.store.assign(place, term);
	}

	/** Others know the place's address from here on. */
	writes(): Iterable<readonly [Place, Term]> {
		return this.store.writes();
	}

	/** What the register held at entry, or behind the last gap. */
	initialOf(register: Place): Term {
		return this.store.initialOf(register);
	}

	/** Count of the function's variables that hold the value. */
	variablesOf(value: Term): number {
		return this.store.variablesOf(value);
	}

	escape(place: Place): void {
		this.store.escape(place);
	}

	/** A call at the site may have written whatever others can write. */
	clobber(site: number): void {
		this.store.clobber(site);
	}

	/** The call gave the value; see {@link Store.answer}. */
	answer(place: Place, term: Term): void {
		this.store.answer(place, term);
	}

	// --- facts

	valueOf(term: Term): ValueSet {
		return this.facts.valueOf(term);
	}

	/** The same, with what the call promised that made it. */
	possible(term: Term): ValueSet {
		return this.facts.valueOf(term) & this.world.contractOf(term);
	}

	/** The same, if calls in between have left alone what was read before. */
	believed(term: Term): ValueSet {
		const first = this.facts.valueOf(this.world.terms.timeless(term));
		let set = this.facts.valueOf(term);
		if ((set & first) !== 0) set &= first;
		for (const before of this.store.earlierNames(term)) {
			const earlier = set & this.facts.valueOf(before);
			if (earlier === 0) break;
			set = earlier;
		}
		return set;
	}

	constantOf(term: Term): Term | null {
		return this.facts.constantOf(term);
	}

	/** The value that was last found to be an error. */
	lastError(): Term | null {
		return this.facts.latest(ERROR);
	}

	knownFacts(): Iterable<readonly [Term, ValueSet]> {
		return this.facts.all();
	}

	/** Takes the path on which the term lies in the set; false where there is no such path. */
	narrow(term: Term, set: ValueSet, is: Term | null = null): boolean {
		const now = this.facts.valueOf(term) & set;
		if (now === 0) return false;
		if (!this.facts.learn(term, now, is, this)) return true;
		if (!this.holdings.isEmpty) this.holdings.settle(term, this.world.terms.timeless(term), now);
		this.doubtIfContradicted(term, now);
		return this.facts.impliedBy(term, now).every((claim) => this.narrow(claim.term, claim.set));
	}

	/**
	 * Takes the path on which the value is what its use takes it for, a valid pointer if nothing else is
	 * said; false where there is no such path.
	 */
	use(value: Term, set: ValueSet = VALID): boolean {
		const known = this.facts.valueOf(value);
		const now = known & set;
		if (now === 0) return false;
		if (now !== known) this.facts.learn(value, now, null, { order: this.order, edge: BY_USE });
		return true;
	}

	/** Whether the value is known to be valid only because it was used. */
	isKnownByUse(value: Term): boolean {
		return this.facts.get(value)?.edge === BY_USE;
	}

	/**
	 * What is known of the value, or was of the one that stood in its place before calls that may have
	 * changed it: code may rely on it to stay.
	 */
	valueBefore(term: Term): ValueSet {
		let set = this.facts.valueBeside(term);
		for (const before of this.store.earlierNames(term)) set &= this.facts.valueBeside(before);
		return set;
	}

	/**
	 * A condition that comes out otherwise than before a call in between is possible, but so is that
	 * the code relies on it not to: what was done since the earlier outcome is not held against it.
	 */
	private doubtIfContradicted(term: Term, now: ValueSet): void {
		for (const before of this.store.earlierNames(term)) {
			const fact = this.facts.get(before);
			if (!fact && !isConstantLike(before)) continue;
			if ((this.facts.valueOf(before) & now) === 0 && this.mayRelyOn(fact)) {
				this.typestates.doubt(fact?.order ?? -1);
				this.holdings.doubt(fact?.order ?? -1);
			}
			return;
		}
	}

	/**
	 * Whether the test at hand may stand for an earlier one. Where the earlier outcome was the only
	 * way here (a check repeated under the lock) or both are one test (a loop's), it does not.
	 */
	private mayRelyOn(fact: Fact | undefined): boolean {
		if (!fact || fact.edge < 0 || this.edge < 0) return true;
		const block = sourceOf(this.edge);
		return sourceOf(fact.edge) !== block && this.world.canBypass(fact.edge, block);
	}

	/** What is known of `a < b`. */
	isBelow(a: Term, b: Term): ValueSet {
		return this.facts.valueOf(this.world.terms.op("<", a, b));
	}

	/** What is known of `value & bit`. */
	bitsAre(value: Term, bit: Term): ValueSet {
		return this.facts.valueOf(this.world.terms.op("&", value, bit));
	}

	// --- typestates

	/** True behind a gap: a place never touched since is unknown instead of untouched. */
	get isBehindGap(): boolean {
		return this.typestates.isBehindGap;
	}

	trackedOf(model: number): ReadonlyMap<Place, Tracked> {
		return this.typestates.of(model);
	}

	/** A copy, which later changes leave alone. */
	trackedBy(model: Model): ReadonlyMap<Place, Tracked> {
		return new Map(this.typestates.of(this.world.models.indexOf(model)));
	}

	statusOf(model: number, place: Place): number {
		return this.typestates.statusOf(model, place);
	}

	setTracked(model: number, place: Place, item: Tracked): void {
		this.typestates.set(model, place, item);
	}

	// --- gaps, loops and joins

	/** Unknown code has run: nothing stays known. */
	enterGap(site: number): void {
		this.store.enterGap(
			site,
			this.world.models.flatMap((model) => model.registers),
		);
		this.facts.clear();
		this.typestates.forget();
		this.holdings.clear();
	}

	/** A loop comes by the site again, which makes its value anew; see `renew.ts`. */
	renew(site: number): void {
		const renewal = renewalOf(site, this.world.terms);
		this.store.renew(renewal);
		if (!isNeeded(renewal)) return;
		this.facts.renew(renewal);
		this.typestates.renew(renewal);
		this.holdings.renew(renewal);
	}

	/** A block of a loop is come by again, at which values are merged anew; see {@link Model.isMinor}. */
	forgetMade(site: number): void {
		this.typestates.forgetMade(site);
	}

	/**
	 * Forgets counters that a loop drives ever further: states that stay apart by their typestates
	 * never merge them, and would go on for as many rounds as there are numbers.
	 */
	widen(site: number): void {
		this.store.widen(site);
	}

	/**
	 * A loop begins, which drives the variables on: what is called by the number that they begin with
	 * would have another name in every round. The name that they get is that of a round's beginning.
	 */
	loosen(names: ReadonlySet<string>, site: number): void {
		const { terms } = this.world;
		for (const name of names) {
			const place = terms.variable(name);
			const term = this.store.load(place);
			if (term.kind !== "const" || !this.world.locals.has(name)) continue;
			const driven = terms.fresh(site, `${place.id}`);
			this.store.assign(place, driven);
			this.facts.learn(driven, this.facts.valueOf(term), term, { order: this.order, edge: -1 });
		}
	}

	/** Gives up telling typestates apart: nothing is known of any, and nothing reported from here on. */
	blur(): void {
		this.typestates.forget();
		this.holdings.clear();
		this.imprecise = true;
	}

	/** States with equal signatures merge at a join. */
	signature(withMinor = true): string {
		return this.typestates.signature(withMinor) + this.holdings.signature();
	}

	/**
	 * Merges another path's state into this one at a block; true where this one changed. What they
	 * disagree on becomes a value of the block: of the class either had.
	 */
	merge(other: State, site: number): boolean {
		const joined = new Map<Term, Joined>();
		// Asked while each side still knows what it knows.
		const isUntouched = this.holdings.isUntouched && other.holdings.isUntouched;
		const isHoldingNews =
			!isUntouched &&
			this.holdings.merge(other.holdings, [
				(pointer) => (this.facts.valueOf(pointer) & POSITIVE) !== 0,
				(pointer) => (other.facts.valueOf(pointer) & POSITIVE) !== 0,
			]);
		const onJoin: OnJoin = (term, mine, theirs) => {
			if (!this.holdings.isEmpty && term.kind === "fresh")
				this.holdings.alias(term, [this.world.terms.timeless(mine), this.world.terms.timeless(theirs)]);
			joined.set(term, this.facts.ofEither(mine, theirs, other.facts, this.order, this.world.contractOf));
		};
		let changed = this.store.merge(other.store, site, onJoin) || isHoldingNews;
		changed = this.mergeTemps(other, site, onJoin) || changed;
		changed = this.facts.merge(other.facts, joined) || changed;
		for (const [key, disturbance] of other.disturbances) {
			if (this.disturbances.has(key)) continue;
			this.disturbances.set(key, disturbance);
			changed = true;
		}
		if (other.imprecise && !this.imprecise) {
			this.imprecise = true;
			changed = true;
		}
		return this.typestates.merge(other.typestates) || changed;
	}

	private mergeTemps(other: State, site: number, onJoin: OnJoin): boolean {
		let changed = false;
		for (const [temp, mine] of this.temps) {
			const theirs = other.temps.get(temp);
			if (theirs === mine) continue;
			if (theirs === undefined) {
				this.temps.delete(temp);
				continue;
			}
			const term = this.world.terms.fresh(site, `temp${temp}`);
			onJoin(term, mine, theirs);
			if (mine === term) continue;
			this.temps.set(temp, term);
			changed = true;
		}
		return changed;
	}
}

/** A state and what an expression came to in it. */
export interface Valued {
	readonly state: State;
	readonly term: Term;
}
