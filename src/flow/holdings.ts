import type { Span } from "../image/image.js";
import { dropOlder, isNeeded, isOf, type Renewal } from "./renew.js";
import type { ResourceKind } from "./resources.js";
import { SharedMap } from "./shared-map.js";
import { leadsTo, type Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import { POSITIVE, type ValueSet, ZERO } from "./values.js";

/** A resource that the function has acquired and neither given back nor handed on. */
export interface Holding {
	readonly kind: ResourceKind;
	/** The value by which it goes, whenever it was read. */
	readonly pointer: Term;
	/** Other values that lead to it: what a getter was given that returns it, resources made of it. */
	readonly others: readonly Term[];
	/**
	 * `result`: what a call returned or left in a variable; `argument`: an object of others that was switched
	 * on or registered; `count`: a reference to such; `loop`: what the variable of an iterator macro holds.
	 */
	readonly by: "result" | "argument" | "count" | "loop";
	/** Names the acquisition within the function. */
	readonly acquisition: string;
	/** The call or macro that gave it. */
	readonly name: string;
	readonly span: Span;
	/** As the source spells it. */
	readonly spelled: string;
	/** It was acquired only if the value lies in the set; null where that is settled. */
	readonly proof: Proof | null;
	/** Where others came to know of it, by their site. */
	readonly lends: ReadonlyMap<number, Lend>;
	/** Whether memory that others reach refers to it. */
	readonly isStored: boolean;
	/** Whether a structure or array among the function's variables refers to it. */
	readonly isKept: boolean;
	/** State behind the acquisition. */
	readonly trace: TraceNode | null;
	/** Count of branches taken before it; see {@link State.order}. */
	readonly order: number;
}

interface Proof {
	readonly term: Term;
	readonly set: ValueSet;
}

/** A call that was given the resource, or a store of it, which may have taken it over. */
export interface Lend {
	readonly span: Span;
	/** Of a call, what it returned. */
	readonly result: Term | null;
	/** What the path knows of the result. */
	readonly set: ValueSet;
	/** The variable that the result was stored in; null where there is none, or it is a store. */
	readonly target: string | null;
}

/** What becomes of a resource where the path held it. */
export interface HoldingEnd {
	readonly holding: Holding;
	readonly span: Span;
	/**
	 * `overwritten`: nothing refers to it any more, and it was not given back; `handed`: it was stored, or given
	 * to somebody who may take it over.
	 */
	readonly how: "released" | "overwritten" | "handed";
	readonly trace: TraceNode | null;
}

/** Sites at which a resource was lent, with the results of the calls, that was given back behind them. */
export type ReturnedLends = ReadonlyMap<number, ValueSet>;

interface Parts {
	readonly held: SharedMap<Term, Holding>;
	/** What was given back that this function had not acquired, by its pointer; and by what call. */
	readonly dropped: SharedMap<Term, string>;
	/** By the key of the acquisition, what the resource was lent to that was given back behind. */
	readonly returned: SharedMap<string, ReturnedLends>;
}

/** Never changed: whoever does so gets parts of its own. */
const NOTHING: Parts = { held: new SharedMap(), dropped: new SharedMap(), returned: new SharedMap() };

/** What a path holds. */
export class Holdings {
	private constructor(private parts: Parts) {}

	/** What every path holds at first: nothing. */
	static none(): Holdings {
		return new Holdings(NOTHING);
	}

	clone(): Holdings {
		if (this.parts === NOTHING) return new Holdings(NOTHING);
		const { held, dropped, returned } = this.parts;
		return new Holdings({ held: held.copy(), dropped: dropped.copy(), returned: returned.copy() });
	}

	/** Whether the path has had to do with no resource at all, as most have not. */
	get isUntouched(): boolean {
		return this.parts === NOTHING;
	}

	get isEmpty(): boolean {
		return this.parts.held.size === 0;
	}

	private get held(): SharedMap<Term, Holding> {
		return this.parts.held;
	}

	private get dropped(): SharedMap<Term, string> {
		return this.parts.dropped;
	}

	private get returned(): SharedMap<string, ReturnedLends> {
		return this.parts.returned;
	}

	/** The parts, to be changed. */
	private own(): Parts {
		if (this.parts === NOTHING)
			this.parts = { held: new SharedMap(), dropped: new SharedMap(), returned: new SharedMap() };
		return this.parts;
	}

	all(): ReadonlyMap<Term, Holding> {
		return this.held.view;
	}

	drops(): ReadonlyMap<Term, string> {
		return this.dropped.view;
	}

	returns(): ReadonlyMap<string, ReturnedLends> {
		return this.returned.view;
	}

	/** The holding is given back. */
	end(key: Term, holding: Holding): void {
		this.held.delete(key);
		const known = this.returned.get(holding.acquisition);
		const lends = new Map([...holding.lends].map(([site, { set }]) => [site, set] as const));
		this.returned.set(holding.acquisition, known ? (united(known, lends) ?? known) : lends);
	}

	set(key: Term, holding: Holding): void {
		this.own().held.set(key, holding);
	}

	delete(key: Term): void {
		this.held.delete(key);
	}

	drop(pointer: Term, by: string): void {
		this.own().dropped.set(pointer, by);
	}

	/** From here on nothing is known to be held. */
	forget(): void {
		if (this.held.size > 0) this.held.clear();
	}

	clear(): void {
		this.forget();
		if (this.dropped.size > 0) this.dropped.clear();
	}

	/** What was acquired since that branch may not have been. */
	doubt(since: number): void {
		for (const [key, { order }] of this.held) if (order >= since) this.held.delete(key);
	}

	/** A value has turned out to lie in the set; `name` is the value whenever it was read. */
	settle(term: Term, name: Term, set: ValueSet): void {
		for (const [key, holding] of [...this.held]) {
			const { proof, lends, pointer } = holding;
			if (name === pointer && (set & POSITIVE) === 0) {
				// What was there is asked for once more: the code relies on it to be there still.
				if (proof === null) this.forget();
				this.held.delete(key);
				continue;
			}
			// Without its member there is nothing to give back.
			if (isMember(name, holding) && (set & POSITIVE) === 0) {
				this.held.delete(key);
				continue;
			}
			// Equal to something else, it goes by that name too.
			if (name.kind === "op" && name.op === "==" && (set & ZERO) === 0 && name.args.includes(pointer)) {
				this.held.delete(key);
				continue;
			}
			if (proof?.term === term) {
				if ((set & proof.set) === 0) {
					this.held.delete(key);
					continue;
				}
				if ((set & ~proof.set) === 0) this.held.set(key, { ...holding, proof: null });
			}
			const lent = [...lends].find(([, lend]) => lend.result === term);
			if (!lent) continue;
			const [site, lend] = lent;
			const known = this.held.get(key)!;
			this.held.set(key, { ...known, lends: new Map([...lends, [site, { ...lend, set }]]) });
		}
	}

	/** Where paths meet, a place holds either value under one name. */
	alias(name: Term, values: readonly Term[]): void {
		for (const [key, holding] of [...this.held]) {
			const { pointer, others } = holding;
			if (others.includes(name) || ![pointer, ...others].some((value) => values.includes(value))) continue;
			this.held.set(key, { ...holding, others: [...others, name] });
		}
	}

	renew(renewal: Renewal): void {
		if (this.held.size === 0 && this.dropped.size === 0) return;
		const { site, last, terms } = renewal;
		if (!isNeeded(renewal)) return;
		dropOlder(this.held, renewal);
		dropOlder(this.dropped, renewal);
		const named = (term: Term) => terms.renamed(term, site, last);
		for (const [key, holding] of [...this.held]) {
			const { pointer, proof, lends } = holding;
			const isAffected =
				isOf(key, site) ||
				holding.others.some((other) => isOf(other, site)) ||
				(proof && isOf(proof.term, site)) ||
				lends.has(site);
			if (!isAffected) continue;
			this.held.delete(key);
			// What every round switches on is given back by another loop.
			if (isOf(key, site) && (holding.by === "argument" || holding.by === "count")) continue;
			this.held.set(named(key), {
				...holding,
				pointer: named(pointer),
				others: holding.others.map(named),
				// The value that would tell is of another round now.
				proof: proof && (isOf(proof.term, last) ? null : { ...proof, term: named(proof.term) }),
				lends: new Map(
					[...lends].map(([at, lend]) => [at, at === site ? { ...lend, result: null } : lend] as const),
				),
			});
		}
		for (const [pointer, by] of [...this.dropped]) {
			if (!isOf(pointer, site)) continue;
			this.dropped.delete(pointer);
			this.dropped.set(named(pointer), by);
		}
	}

	/** Equal where the same is held. */
	signature(): string {
		if (this.held.size === 0) return "";
		const items: string[] = [];
		for (const [key, { span }] of this.held) items.push(`${key.id}@${span.start}`);
		return `;${items.sort().join(",")}`;
	}

	/** For paths that hold the same; true where these changed. `mayBeThere`: whether a pointer need not be NULL. */
	merge(
		other: Holdings,
		mayBeThere: readonly [mine: (pointer: Term) => boolean, theirs: (pointer: Term) => boolean],
	): boolean {
		if (this.isUntouched && other.isUntouched) return false;
		this.own();
		let changed = this.mergeDrops(other, mayBeThere);
		changed = this.mergeReturned(other) || changed;
		if (this.held.sharesWith(other.held)) return changed;
		for (const [key, mine] of this.held) {
			const theirs = other.held.get(key);
			if (!theirs || theirs === mine) continue;
			const both = joined(mine, theirs);
			if (both === mine) continue;
			this.held.set(key, both);
			changed = true;
		}
		return changed;
	}

	private mergeReturned(other: Holdings): boolean {
		if (this.returned.sharesWith(other.returned)) return false;
		let changed = false;
		for (const [key, theirs] of other.returned) {
			const mine = this.returned.get(key);
			const both = mine ? united(mine, theirs) : theirs;
			if (!both) continue;
			this.returned.set(key, both);
			changed = true;
		}
		return changed;
	}

	/** Given back on both paths, or on one where there was nothing on the other. */
	private mergeDrops(
		other: Holdings,
		[mine, theirs]: readonly [(pointer: Term) => boolean, (pointer: Term) => boolean],
	): boolean {
		if (this.dropped.sharesWith(other.dropped)) return false;
		let changed = false;
		for (const pointer of this.dropped.keys()) {
			if (other.dropped.has(pointer) || !theirs(pointer)) continue;
			this.dropped.delete(pointer);
			changed = true;
		}
		for (const [pointer, by] of other.dropped) {
			if (this.dropped.has(pointer) || mine(pointer)) continue;
			this.dropped.set(pointer, by);
			changed = true;
		}
		return changed;
	}
}

/** What both have; null where the second has nothing new. */
function united(mine: ReturnedLends, theirs: ReturnedLends): ReturnedLends | null {
	if (mine === theirs) return null;
	let changed = false;
	const both = new Map(mine);
	for (const [site, set] of theirs) {
		const known = both.get(site) ?? 0;
		if (both.has(site) && (set & ~known) === 0) continue;
		both.set(site, set | known);
		changed = true;
	}
	return changed ? both : null;
}

/** One holding that two paths have; the first of them where the other tells nothing new. */
function joined(mine: Holding, theirs: Holding): Holding {
	const lends = new Map(mine.lends);
	let changed = false;
	for (const [site, lend] of theirs.lends) {
		const known = lends.get(site);
		const set = lend.set | (known?.set ?? 0);
		if (known && known.set === set && (known.result === lend.result || known.result === null)) continue;
		changed = true;
		const result = known && known.result !== lend.result ? null : lend.result;
		lends.set(site, { ...lend, set, result });
	}
	const isStored = mine.isStored || theirs.isStored;
	const isKept = mine.isKept || theirs.isKept;
	const proof = mine.proof ?? theirs.proof;
	changed ||= isStored !== mine.isStored || isKept !== mine.isKept || proof !== mine.proof;
	return changed ? { ...mine, lends, isStored, isKept, proof } : mine;
}

/** Whether whoever has the value has the resource. */
export function leads(value: Term, holding: Holding): boolean {
	const { pointer, others } = holding;
	return [pointer, ...others].some((known) => leadsTo(value, known)) || isMember(value, holding);
}

/** Whether the value was read from the member by which the resource is given back. */
export function isMember(value: Term, { pointer, kind }: Holding): boolean {
	if (kind.member === null || pointer.kind !== "address" || value.kind !== "content") return false;
	const { place } = value;
	return place.kind === "field" && place.name === kind.member && place.base === pointer.place;
}
