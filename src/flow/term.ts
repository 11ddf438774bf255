/**
 * Names for values and storage locations along one path.
 *
 * A {@link Term} names a value that does not change any more: what a variable held at entry, what
 * a call returned, `flags & 4` of such. A {@link Place} names a location. Both are interned, so
 * that identity is equality: after `q = &p->lock`, the places `*q` and `p->lock` are one object.
 */
export type Term =
	| { readonly kind: "const"; readonly id: number; readonly value: number; readonly roots: Roots }
	/** An upper-case name: a macro or enumerator. Two different ones are taken to differ. */
	| { readonly kind: "symbol"; readonly id: number; readonly name: string; readonly roots: Roots }
	| { readonly kind: "string"; readonly id: number; readonly roots: Roots }
	| { readonly kind: "address"; readonly id: number; readonly place: Place; readonly roots: Roots }
	/**
	 * What a place holds that this path has not written, as read since `epoch`: 0 is the function's
	 * entry, else the site of the last call that may have changed it.
	 */
	| {
			readonly kind: "content";
			readonly id: number;
			readonly place: Place;
			readonly epoch: number;
			readonly roots: Roots;
	  }
	/** An unknown value made at a site: a call's result, a merge of two values, what a gap left. */
	| {
			readonly kind: "fresh";
			readonly id: number;
			readonly site: number;
			readonly tag: string;
			readonly roots: Roots;
	  }
	| {
			readonly kind: "op";
			readonly id: number;
			readonly op: string;
			readonly args: readonly Term[];
			/** Terms in it, itself included, each counted as often as it occurs. */
			readonly size: number;
			readonly roots: Roots;
	  }
	/** An operation on terms too large to look into; equal operations are still one term. */
	| { readonly kind: "large"; readonly id: number; readonly roots: Roots };

/** Largest term that is kept in full: what hashes and checksums compute doubles with every line. */
const MAX_TERM_SIZE = 64;

function sizeOf(term: Term): number {
	return term.kind === "op" ? term.size : 1;
}

export type Place =
	| { readonly kind: "variable"; readonly id: number; readonly name: string; readonly roots: Roots }
	| {
			readonly kind: "field";
			readonly id: number;
			readonly base: Place;
			readonly name: string;
			readonly roots: Roots;
	  }
	| {
			readonly kind: "element";
			readonly id: number;
			readonly base: Place;
			readonly index: Term;
			readonly roots: Roots;
	  }
	/** What a pointer points to. */
	| { readonly kind: "target"; readonly id: number; readonly pointer: Term; readonly roots: Roots }
	/** There is only one: RCU, the BKLs of today (rtnl, cpus), preemption. */
	| { readonly kind: "singleton"; readonly id: number; readonly name: string; readonly roots: Roots }
	/** What that call on these values returned last; lets a question asked twice be recognised. */
	| {
			readonly kind: "answer";
			readonly id: number;
			readonly call: string;
			readonly args: readonly Term[];
			readonly roots: Roots;
	  };

/** Sites at which the unknown values inside were made, sorted; a loop that comes by again makes them anew. */
export type Roots = readonly number[];

const NO_ROOTS: Roots = [];

function union(parts: readonly { readonly roots: Roots }[]): Roots {
	let roots: Roots = NO_ROOTS;
	for (const part of parts) {
		if (part.roots.length === 0) continue;
		roots = roots.length === 0 ? part.roots : [...new Set([...roots, ...part.roots])];
	}
	return roots;
}

/** The operation that stands for reading a place again; see {@link TermTable.reread}. */
export const REREAD = "reread";

/** Makes and interns the terms and places of one function. */
export class TermTable {
	private readonly interned = new Map<string, Term | Place>();
	private next = 1;
	/** Sites of which a term or place speaks. */
	private readonly sites = new Set<number>();
	private readonly timelessOperations = new Map<Term, Term>();

	private intern<T extends Term | Place>(key: string, make: (id: number) => T): T {
		const known = this.interned.get(key);
		if (known) return known as T;
		const made = make(this.next++);
		this.interned.set(key, made);
		return made;
	}

	constant(value: number): Term {
		return this.intern(`c${value}`, (id) => ({ kind: "const", id, value, roots: NO_ROOTS }));
	}

	symbol(name: string): Term {
		return this.intern(`s${name}`, (id) => ({ kind: "symbol", id, name, roots: NO_ROOTS }));
	}

	string(): Term {
		return this.intern("t", (id) => ({ kind: "string", id, roots: NO_ROOTS }));
	}

	address(place: Place): Term {
		if (place.kind === "target") return place.pointer;
		return this.intern(`&${place.id}`, (id) => ({ kind: "address", id, place, roots: place.roots }));
	}

	content(place: Place, epoch = 0): Term {
		return this.intern(`=${place.id}@${epoch}`, (id) => {
			this.sites.add(epoch);
			const roots = epoch === 0 ? place.roots : union([place, { roots: [epoch] }]);
			return { kind: "content", id, place, epoch, roots };
		});
	}

	fresh(site: number, tag = ""): Term {
		return this.intern(`f${site}:${tag}`, (id) => {
			this.sites.add(site);
			return { kind: "fresh", id, site, tag, roots: [site] };
		});
	}

	op(op: string, ...args: readonly Term[]): Term {
		const key = `o${op}(${args.map((arg) => arg.id).join(",")}`;
		const size = args.reduce((sum, arg) => sum + sizeOf(arg), 1);
		return this.intern(key, (id) =>
			size > MAX_TERM_SIZE
				? { kind: "large", id, roots: union(args) }
				: { kind: "op", id, op, args, size, roots: union(args) },
		);
	}

	/** What a place holds that was written on this path, when it is read again behind the call at the site. */
	reread(term: Term, site: number): Term {
		return this.op(REREAD, term, this.fresh(site, REREAD));
	}

	variable(name: string): Place {
		return this.intern(`v${name}`, (id) => ({ kind: "variable", id, name, roots: NO_ROOTS }));
	}

	singleton(name: string): Place {
		return this.intern(`!${name}`, (id) => ({ kind: "singleton", id, name, roots: NO_ROOTS }));
	}

	field(base: Place, name: string): Place {
		return this.intern(`.${base.id}.${name}`, (id) => ({ kind: "field", id, base, name, roots: base.roots }));
	}

	element(base: Place, read: Term): Place {
		const index = this.timeless(read);
		return this.intern(`[${base.id},${index.id}`, (id) => ({
			kind: "element",
			id,
			base,
			index,
			roots: union([base, index]),
		}));
	}

	/**
	 * `*pointer`; of a known address the place itself.
	 *
	 * Calls may change what `p->q` holds, but code that locks `p->q->lock` and unlocks it again relies
	 * on it to stay: in the names of places the epoch does not count.
	 */
	target(read: Term): Place {
		if (read.kind === "address") return read.place;
		const pointer = this.timeless(read);
		return this.intern(`*${pointer.id}`, (id) => ({ kind: "target", id, pointer, roots: pointer.roots }));
	}

	/** The term without the epochs at which its parts were read. */
	timeless(term: Term): Term {
		if (term.kind === "content") return this.content(term.place);
		if (term.kind !== "op") return term;
		if (term.op === REREAD) return this.timeless(term.args[0]!);
		const known = this.timelessOperations.get(term);
		if (known) return known;
		const timeless = this.op(term.op, ...term.args.map((arg) => this.timeless(arg)));
		this.timelessOperations.set(term, timeless);
		return timeless;
	}

	/** Whether a term or place speaks of a value made at the site. */
	knows(site: number): boolean {
		return this.sites.has(site);
	}

	/**
	 * The same term or place with every value made at site `from` replaced by one made at `to`: what
	 * a loop's body called `p` in the round before.
	 */
	renamed<T extends Term | Place>(whole: T, from: number, to: number): T {
		if (!whole.roots.includes(from)) return whole;
		return this.rename(whole, from, to) as T;
	}

	private rename(whole: Term | Place, from: number, to: number): Term | Place {
		switch (whole.kind) {
			case "fresh":
				return this.fresh(to, whole.tag);
			case "large": {
				const roots = whole.roots.map((root) => (root === from ? to : root));
				this.sites.add(to);
				return this.intern(`l${whole.id}@${to}`, (id) => ({ kind: "large", id, roots }));
			}
			case "address":
				return this.address(this.renamed(whole.place, from, to));
			case "content":
				return this.content(this.renamed(whole.place, from, to), whole.epoch === from ? to : whole.epoch);
			case "op":
				return this.op(whole.op, ...whole.args.map((arg) => this.renamed(arg, from, to)));
			case "field":
				return this.field(this.renamed(whole.base, from, to), whole.name);
			case "element":
				return this.element(this.renamed(whole.base, from, to), this.renamed(whole.index, from, to));
			case "target":
				return this.target(this.renamed(whole.pointer, from, to));
			case "answer":
				return this.answer(
					whole.call,
					whole.args.map((arg) => this.renamed(arg, from, to)),
				);
			default:
				return whole;
		}
	}

	answer(call: string, args: readonly Term[]): Place {
		return this.intern(`?${call}(${args.map((arg) => arg.id).join(",")}`, (id) => ({
			kind: "answer",
			id,
			call,
			args,
			roots: union(args),
		}));
	}
}

/** The outermost place a location lies in: `p->a.b[i]` lies in `*p`. */
export function container(place: Place): Place {
	let at = place;
	while (at.kind === "field" || at.kind === "element") at = at.base;
	return at;
}

/** The place, what it is a part of, and what the pointers lie in by which it is reached. */
export function* outwards(place: Place): Iterable<Place> {
	for (let at: Place | null = place; at; ) {
		yield at;
		if (at.kind === "field" || at.kind === "element") at = at.base;
		else if (at.kind === "target" && (at.pointer.kind === "content" || at.pointer.kind === "address"))
			at = at.pointer.place;
		else at = null;
	}
}

/** Whether the value or location was reached through `inner`. */
export function mentions(whole: Term | Place, inner: Term | Place): boolean {
	if (whole === inner) return true;
	switch (whole.kind) {
		case "address":
		case "content":
			return mentions(whole.place, inner);
		case "op":
		case "answer":
			return whole.args.some((arg) => mentions(arg, inner));
		case "field":
			return mentions(whole.base, inner);
		case "element":
			return mentions(whole.base, inner) || mentions(whole.index, inner);
		case "target":
			return mentions(whole.pointer, inner);
		default:
			return false;
	}
}

/** Whether whoever has the value has the pointer: it is the pointer, or leads into what that points to. */
export function leadsTo(value: Term, pointer: Term): boolean {
	if (value === pointer) return true;
	if (value.kind === "op") return value.args.some((arg) => leadsTo(arg, pointer));
	if (value.kind !== "address" && value.kind !== "content") return false;
	const root = container(value.place);
	if (root.kind !== "target") return false;
	// What is read from it may be an array in it, and so its address.
	return value.kind === "content" ? root.pointer === pointer : leadsTo(root.pointer, pointer);
}

/** How a person would write the place; unknown values show as `…`. */
export function spell(place: Place): string {
	switch (place.kind) {
		case "variable":
		case "singleton":
			return place.name;
		case "field":
			if (place.base.kind === "target") return `${spellTerm(place.base.pointer)}->${place.name}`;
			return `${spell(place.base)}.${place.name}`;
		case "element":
			return `${spell(place.base)}[${spellTerm(place.index)}]`;
		case "target":
			return `*${spellTerm(place.pointer)}`;
		case "answer":
			return `${place.call}(${place.args.map(spellTerm).join(", ")})`;
	}
}

export function spellTerm(term: Term): string {
	switch (term.kind) {
		case "const":
			return String(term.value);
		case "symbol":
			return term.name;
		case "string":
			return '""';
		case "address":
			return `&${spell(term.place)}`;
		case "content":
			return spell(term.place);
		case "fresh":
		case "large":
			return "…";
		case "op":
			return `${term.op}(${term.args.map(spellTerm).join(", ")})`;
	}
}
