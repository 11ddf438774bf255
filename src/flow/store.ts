import { dropOlder, isNeeded, isOf, type Renewal, siteOfOlder } from "./renew.js";
import { SharedMap } from "./shared-map.js";
import { container, type Place, type Term, type TermTable } from "./term.js";

interface Slot {
	readonly term: Term;
	/** Epoch of the store when the place was written or read. */
	readonly epoch: number;
}

/** How far back the names of a value that is read again and again are followed. */
const MAX_HOPS = 8;

/** Epoch of a slot whose place must be read anew. */
const STALE = -1;

/** Told of a value of a join, and of the two different values that it is on the paths that meet there. */
export type OnJoin = (joined: Term, mine: Term, theirs: Term) => void;

/**
 * What places hold on a path.
 *
 * In `a = p->n; work(p); b = p->n;` the call may have written `p->n`, so that `b` is another term
 * than `a`; that the one was read where the other had been is remembered ({@link earlierOf}). A
 * local variable whose address nobody took keeps its value over the call.
 */
export class Store {
	constructor(
		private readonly terms: TermTable,
		/** Names of variables of the function. */
		private readonly locals: ReadonlySet<string>,
		private readonly slots: SharedMap<Place, Slot> = new SharedMap(),
		/** What a term read again after a clobbering call was before it. */
		private readonly earlier: SharedMap<Term, Term> = new SharedMap(),
		/** Variables whose address is known elsewhere. */
		private escaped: ReadonlySet<Place> = new Set(),
		/** Site of the last call that may have written memory; 0 before the first. */
		private epoch = 0,
	) {}

	clone(): Store {
		return new Store(
			this.terms,
			this.locals,
			this.slots.copy(),
			this.earlier.copy(),
			this.escaped,
			this.epoch,
		);
	}

	/** Count of places that it knows of. */
	get size(): number {
		return this.slots.size;
	}

	/** Whether only this function can write the place: a local variable whose address nobody took. */
	private isPrivate(place: Place): boolean {
		const root = container(place);
		// Registers change by what is known to change them alone.
		if (root.kind === "singleton") return true;
		return root.kind === "variable" && this.locals.has(root.name) && !this.escaped.has(root);
	}

	/** What the register held at entry, or behind the last gap. */
	initialOf(register: Place): Term {
		return this.slots.get(initialName(register, this.terms))?.term ?? this.terms.content(register);
	}

	load(place: Place): Term {
		const slot = this.slots.get(place);
		if (slot && (slot.epoch === this.epoch || this.isPrivate(place))) return slot.term;
		if (!slot && this.isPrivate(place)) return this.terms.content(place);
		const term = slot ? this.readAgain(place, slot.term) : this.terms.content(place, this.epoch);
		if (slot && slot.term !== term) this.earlier.set(term, slot.term);
		this.slots.set(place, { term, epoch: this.epoch });
		return term;
	}

	/** What a place holds behind a call that may have written it; in the names of places, what it held. */
	private readAgain(place: Place, before: Term): Term {
		const { terms } = this;
		const name = terms.timeless(before);
		return name === terms.content(place) ? terms.content(place, this.epoch) : terms.reread(name, this.epoch);
	}

	assign(place: Place, term: Term): void {
		for (const other of this.slots.keys()) {
			if (other !== place && isInside(other, place)) this.slots.delete(other);
		}
		this.slots.set(place, { term, epoch: this.epoch });
	}

	/** Places that hold something else than they did at first, and what. */
	*writes(): Iterable<readonly [Place, Term]> {
		for (const [place, { term }] of this.slots) {
			if (this.terms.timeless(term) !== this.terms.content(place)) yield [place, term];
		}
	}

	/** Count of the function's variables that hold the value. */
	variablesOf(value: Term): number {
		let count = 0;
		for (const [place, { term }] of this.slots) {
			if (place.kind === "variable" && this.terms.timeless(term) === value) count++;
		}
		return count;
	}

	escape(place: Place): void {
		const root = container(place);
		if (root.kind === "variable") this.addEscaped([root]);
	}

	private addEscaped(places: Iterable<Place>): void {
		const added = [...places].filter((place) => !this.escaped.has(place));
		if (added.length > 0) this.escaped = new Set([...this.escaped, ...added]);
	}

	/** A call may have written whatever is not private; what was read before it is history. */
	clobber(site: number): void {
		this.epoch = site;
	}

	/** The value the call gave the last time it was asked on the same values is what the new one may be. */
	answer(place: Place, term: Term): void {
		const before = this.slots.get(place);
		if (before && before.term !== term) this.earlier.set(term, before.term);
		this.slots.set(place, { term, epoch: this.epoch });
	}

	/** What the term was before a call that may have changed it, or null. */
	earlierOf(term: Term): Term | null {
		const known = this.earlier.get(term);
		if (known || term.kind !== "op" || this.earlier.size === 0) return known ?? null;
		let changed = false;
		const args = term.args.map((arg) => {
			const before = this.earlierOf(arg);
			changed ||= before !== null;
			return before ?? arg;
		});
		return changed ? this.terms.op(term.op, ...args) : null;
	}

	/** The names that a value went by, read again and again, before such calls: the last one first. */
	*earlierNames(term: Term): Iterable<Term> {
		let before = this.earlierOf(term);
		for (let hops = 0; before && hops < MAX_HOPS; hops++) {
			yield before;
			before = this.earlierOf(before);
		}
	}

	/** Unknown code has run, which may have written the function's variables too. */
	enterGap(site: number, registers: readonly string[]): void {
		this.slots.clear();
		this.earlier.clear();
		this.epoch = site;
		for (const name of this.locals) this.assign(this.terms.variable(name), this.terms.fresh(site, name));
		for (const name of registers) {
			const register = this.terms.singleton(name);
			const held = this.terms.fresh(site, name);
			this.assign(register, held);
			this.assign(initialName(register, this.terms), held);
		}
	}

	// --- loops

	renew(renewal: Renewal): void {
		const { site, last, terms } = renewal;
		if (this.epoch === site) this.epoch = last;
		// What was read in the round before is no news in this one, though the site goes by the same number.
		for (const [place, slot] of this.slots)
			if (slot.epoch === site) this.slots.set(place, { term: slot.term, epoch: last });
		if (!isNeeded(renewal)) return;
		this.forgetOlder(renewal);
		for (const [place, slot] of this.slots) {
			if (!isOf(place, site) && !isOf(slot.term, site)) continue;
			this.slots.delete(place);
			this.slots.set(terms.renamed(place, site, last), {
				term: terms.renamed(slot.term, site, last),
				epoch: slot.epoch,
			});
		}
		for (const [term, before] of this.earlier) {
			if (!isOf(term, site) && !isOf(before, site)) continue;
			this.earlier.delete(term);
			this.earlier.set(terms.renamed(term, site, last), terms.renamed(before, site, last));
		}
	}

	/** A place that outlives the values of older rounds holds something of which only that is known. */
	private forgetOlder(renewal: Renewal): void {
		for (const [place, slot] of this.slots) {
			if (isOf(place, renewal.last)) this.slots.delete(place);
			else if (isOf(slot.term, renewal.last)) {
				const term = this.terms.fresh(siteOfOlder(renewal), `${place.id}`);
				this.slots.set(place, { term, epoch: slot.epoch });
			}
		}
		dropOlder(this.earlier, renewal);
	}

	/** Forgets counters that a loop drives ever further; 0 and 1 are kept, which are mostly flags. */
	widen(site: number): void {
		for (const [place, slot] of this.slots) {
			if (isCounting(slot.term))
				this.slots.set(place, { ...slot, term: this.terms.fresh(site, `${place.id}`) });
		}
	}

	// --- joins

	/** True where this store changed. Where the two differ, the place holds a value of the join's site. */
	merge(other: Store, site: number, onJoin: OnJoin): boolean {
		let changed = false;
		const epoch = this.epoch === other.epoch ? this.epoch : site;
		const isSameTime = this.epoch === other.epoch;
		for (const place of this.placesBeside(other)) {
			if (isSameTime && this.slots.get(place) === other.slots.get(place)) continue;
			const [mine, theirs] = [this.slotOf(place), other.slotOf(place)];
			if (mine.term === theirs.term) {
				const isCurrent = mine.epoch === this.epoch && theirs.epoch === other.epoch;
				const now = isCurrent ? epoch : mine.epoch === theirs.epoch ? mine.epoch : STALE;
				if (mine.epoch === now) continue;
				this.slots.set(place, { term: mine.term, epoch: now });
				changed = true;
			} else if (place.kind === "answer") changed = this.slots.delete(place) || changed;
			else {
				const joined = this.joined(place, mine, theirs, site, epoch);
				// What a call may have changed since it was read is anything.
				onJoin(joined.term, this.nowOf(place, mine), other.nowOf(place, theirs));
				if (mine.term === joined.term) continue;
				if (joined.term.kind !== "fresh") this.earlier.set(joined.term, mine.term);
				this.slots.set(place, joined);
				changed = true;
			}
		}
		this.addEscaped(other.escaped);
		if (this.epoch === epoch) return changed;
		this.epoch = epoch;
		return true;
	}

	/** Places that either has looked at; none where the paths have done so together. */
	private *placesBeside(other: Store): Iterable<Place> {
		if (this.epoch === other.epoch && this.slots.sharesWith(other.slots)) return;
		yield* this.slots.keys();
		for (const place of other.slots.keys()) if (!this.slots.has(place)) yield place;
	}

	private nowOf(place: Place, { term, epoch }: Slot): Term {
		return epoch === this.epoch ? term : this.readAgain(place, term);
	}

	private joined(place: Place, mine: Slot, theirs: Slot, site: number, epoch: number): Slot {
		const { terms } = this;
		// Read at different times, but from the same place: it keeps its name.
		if (terms.timeless(mine.term) === terms.timeless(theirs.term)) {
			const name = terms.timeless(mine.term);
			const isUnwritten = name === terms.content(place);
			return { term: isUnwritten ? terms.content(place, site) : terms.reread(name, site), epoch };
		}
		return { term: terms.fresh(site, `${place.id}`), epoch };
	}

	/** What a place holds, also where nobody has looked yet. */
	private slotOf(place: Place): Slot {
		const slot = this.slots.get(place);
		if (slot) return this.isPrivate(place) ? { ...slot, epoch: this.epoch } : slot;
		return {
			term: this.terms.content(place, this.isPrivate(place) ? 0 : this.epoch),
			epoch: this.epoch,
		};
	}
}

/** Where is kept what a register held at first. */
function initialName(register: Place, terms: TermTable): Place {
	return terms.singleton(`initially ${register.kind === "singleton" ? register.name : register.id}`);
}

/** Whether `inner` is part of what `outer` names: an assignment to `s` changes `s.f`. */
function isInside(inner: Place, outer: Place): boolean {
	for (let at = inner; at.kind === "field" || at.kind === "element"; ) {
		at = at.base;
		if (at === outer) return true;
	}
	return false;
}

function isCounting(term: Term): boolean {
	if (term.kind === "const") return Math.abs(term.value) > 1;
	return (
		term.kind === "op" && (term.op === "+" || term.op === "-") && term.args.some((arg) => arg.kind === "op")
	);
}
