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
	/** Content of a place since `epoch`: 0 is the function's entry, else the site of a clobbering call. */
	| {
			readonly kind: "content";
			readonly id: number;
			readonly place: Place;
			readonly epoch: number;
			readonly roots: Roots;
	  }
	/** An unknown value made at a site: a call's result, a merge of two values, what a gap left. */
	| { readonly kind: "fresh"; readonly id: number; readonly site: number; readonly tag: string; readonly roots: Roots }
	| {
			readonly kind: "op";
			readonly id: number;
			readonly op: string;
			readonly args: readonly Term[];
			readonly roots: Roots;
	  };

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

function union(parts: readonly { readonly roots: Roots }[], extra?: number): Roots {
	let roots: Roots = extra === undefined ? NO_ROOTS : [extra];
	for (const part of parts) {
		if (part.roots.length === 0) continue;
		roots = roots.length === 0 ? part.roots : [...new Set([...roots, ...part.roots])];
	}
	return roots;
}

/** Makes and interns the terms and places of one function. */
export class TermTable {
	private readonly interned = new Map<string, Term | Place>();
	private next = 1;

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

	content(place: Place, epoch: number): Term {
		return this.intern(`=${place.id}@${epoch}`, (id) => ({
			kind: "content",
			id,
			place,
			epoch,
			roots: epoch === 0 ? place.roots : union([place], epoch),
		}));
	}

	fresh(site: number, tag = ""): Term {
		return this.intern(`f${site}:${tag}`, (id) => ({ kind: "fresh", id, site, tag, roots: [site] }));
	}

	op(op: string, ...args: readonly Term[]): Term {
		const key = `o${op}(${args.map((arg) => arg.id).join(",")}`;
		return this.intern(key, (id) => ({ kind: "op", id, op, args, roots: union(args) }));
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

	element(base: Place, index: Term): Place {
		return this.intern(`[${base.id},${index.id}`, (id) => ({
			kind: "element",
			id,
			base,
			index,
			roots: union([base, index]),
		}));
	}

	/** `*pointer`; of a known address the place itself. */
	target(pointer: Term): Place {
		if (pointer.kind === "address") return pointer.place;
		return this.intern(`*${pointer.id}`, (id) => ({ kind: "target", id, pointer, roots: pointer.roots }));
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
			return "…";
		case "op":
			return `${term.op}(${term.args.map(spellTerm).join(", ")})`;
	}
}
