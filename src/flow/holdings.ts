import type { Span } from "../image/image.js";
import { dropOlder, isNeeded, isOf, type Renewal } from "./renew.js";
import type { ResourceKind } from "./resources.js";
import { SharedMap } from "./shared-map.js";
import type { Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import { ANYTHING, type ValueSet } from "./values.js";

/** A resource that the function has acquired and neither given back nor handed on. */
export interface Holding {
	readonly kind: ResourceKind;
	/** The value by which it goes, whenever it was read. */
	readonly pointer: Term;
	/** Another value by which it goes, for a getter that returns what it is given. */
	readonly alias: Term | null;
	/**
	 * `result`: what a call returned or left in a variable; `argument`: an object of others that was switched
	 * on, registered or counted; `loop`: what the variable of an iterator macro holds.
	 */
	readonly by: "result" | "argument" | "loop";
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

/** A resource was given back where the path held it. */
export interface HoldingEnd {
	readonly holding: Holding;
	readonly span: Span;
	/** `overwritten`: nothing refers to it any more, and it was not given back. */
	readonly how: "released" | "overwritten";
	readonly trace: TraceNode | null;
}

/** What a path holds. */
export class Holdings {
	constructor(
		private readonly held: SharedMap<Term, Holding> = new SharedMap(),
		/** What was given back that this function had not acquired, by its pointer; and by what call. */
		private readonly dropped: SharedMap<Term, string> = new SharedMap(),
	) {}

	clone(): Holdings {
		return new Holdings(this.held.copy(), this.dropped.copy());
	}

	get isEmpty(): boolean {
		return this.held.size === 0;
	}

	all(): ReadonlyMap<Term, Holding> {
		return this.held.view;
	}

	drops(): ReadonlyMap<Term, string> {
		return this.dropped.view;
	}

	set(key: Term, holding: Holding): void {
		this.held.set(key, holding);
	}

	delete(key: Term): void {
		this.held.delete(key);
	}

	drop(pointer: Term, by: string): void {
		this.dropped.set(pointer, by);
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

	/** A value has turned out to lie in the set. */
	settle(term: Term, set: ValueSet): void {
		for (const [key, holding] of [...this.held]) {
			const { proof, lends } = holding;
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

	renew(renewal: Renewal): void {
		if (this.held.size === 0 && this.dropped.size === 0) return;
		const { site, last, terms } = renewal;
		if (!isNeeded(renewal)) return;
		dropOlder(this.held, renewal);
		dropOlder(this.dropped, renewal);
		const named = (term: Term) => terms.renamed(term, site, last);
		for (const [key, holding] of [...this.held]) {
			const { pointer, proof, lends } = holding;
			const isAffected = isOf(key, site) || (proof && isOf(proof.term, site)) || lends.has(site);
			if (!isAffected) continue;
			this.held.delete(key);
			this.held.set(named(key), {
				...holding,
				pointer: named(pointer),
				alias: holding.alias && named(holding.alias),
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
		let changed = this.mergeDrops(other, mayBeThere);
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

/** Results of a call of which nothing is known yet. */
export const UNTOLD: ValueSet = ANYTHING;
