import type { Expr } from "../cfg/expression.js";
import type { Step } from "../cfg/graph.js";
import type { Span } from "../image/image.js";
import type { FlowContext } from "./context.js";
import { type Holding, type HoldingEnd, leads } from "./holdings.js";
import type { ResourceKind, ResourceKnowledge } from "./resources.js";
import type { State } from "./state.js";
import { container, leadsTo, type Place, type Term } from "./term.js";
import { extend } from "./trace.js";
import { ANYTHING, POSITIVE } from "./values.js";

export const NO_LENDS: Holding["lends"] = new Map();

/** Something acquired, and how the source calls it. */
export interface Acquired {
	readonly kind: ResourceKind;
	readonly pointer: Term;
	readonly by: Holding["by"];
	readonly name: string;
	readonly spelled: string;
	readonly span: Span;
	readonly proof: Holding["proof"];
	readonly others: readonly Term[];
	readonly isStored: boolean;
	/** The call itself, where its result may tell who owns the resource. */
	readonly lends: Holding["lends"];
}

/** What is acquired, given back, stored and lost of the resources that a path holds. */
export class Holder {
	constructor(
		private readonly context: FlowContext,
		private readonly knowledge: ResourceKnowledge,
	) {}

	/** Puts a resource among what the path holds. */
	acquire(acquired: Acquired, state: State): void {
		const { proof, kind, span, spelled } = acquired;
		const pointer = this.context.terms.timeless(acquired.pointer);
		if (proof) {
			const known = state.valueOf(proof.term);
			if ((known & proof.set) === 0) return;
		}
		const key = this.context.terms.op(`holds ${kind.id}`, pointer);
		// Acquired twice, it must be given back twice: nothing is said of such.
		const isOfMany = acquired.by !== "loop" && pointer.kind === "content" && hasUnknownElement(pointer.place);
		if (state.holdings.all().has(key) || pointer.kind === "const" || isOfMany) {
			state.holdings.delete(key);
			return;
		}
		const message = `${kind.noun} acquired here: \`${spelled}\``;
		state.trace = extend(state.trace, { kind: "event", span, message });
		const { trace, order } = state;
		const { by, name, others, isStored, lends } = acquired;
		state.holdings.set(key, {
			...{ kind, pointer, others, by, name, span, spelled, proof, trace, order, isStored },
			acquisition: `${span.start} ${kind.id}`,
			lends,
			isKept: false,
		});
	}

	/** A call of that name takes back what the pointer stands for. */
	release(read: Term, by: string, span: Span, state: State): void {
		const pointer = this.context.terms.timeless(read);
		const around = this.knowledge.mayRelease(by) ? containerOf(pointer) : null;
		let isFound = false;
		for (const [key, holding] of [...state.holdings.all()]) {
			// With the memory goes what was registered or counted in it.
			if (holding.pointer !== pointer && leadsTo(holding.pointer, pointer)) state.holdings.delete(key);
			if (around && isTakenApart(holding, pointer, around, by)) state.holdings.delete(key);
			if (holding.pointer !== pointer && !(holding.by === "count" && holding.others.includes(pointer)))
				continue;
			isFound = true;
			if (holding.kind.ends.has(by)) this.end(key, holding, span, state);
			else state.holdings.delete(key);
		}
		if (isFound || pointer.kind === "const") return;
		state.holdings.drop(pointer, by);
		for (const [key, holding] of [...state.holdings.all()]) {
			const isIts = holding.kind.ends.has(by) && mayBe(holding, pointer);
			if (isIts || isAnotherName(holding, pointer)) state.holdings.delete(key);
		}
	}

	private end(key: Term, holding: Holding, span: Span, state: State): void {
		state.holdings.end(key, holding);
		this.tell({ holding, span, how: "released" }, state);
	}

	tell(end: Omit<HoldingEnd, "trace">, state: State): void {
		if (state.imprecise) return;
		this.context.observations?.holdingEnds.push({ ...end, trace: state.trace });
	}

	/** Whether a call that is given the value may come by the resource. */
	reaches(read: Term, holding: Holding, state: State): boolean {
		const { terms, locals } = this.context;
		const value = terms.timeless(read);
		const { pointer } = holding;
		if (leads(value, holding)) return true;
		if (value.kind === "address") {
			const root = container(value.place);
			if (root.kind === "variable" && locals.has(root.name)) {
				if (holding.isKept) return true;
				return terms.timeless(state.load(value.place)) === pointer;
			}
		}
		return holding.isStored && mayLead(value);
	}

	// --- stores, loops and scopes

	/** The value is stored in a place. */
	store(place: Place, value: Term, expr: Expr | Step, state: State): void {
		if (state.holdings.isEmpty) return;
		const { terms, locals } = this.context;
		const term = terms.timeless(value);
		for (const [key, holding] of [...state.holdings.all()]) {
			if (holding.by === "argument" || !leads(term, holding)) continue;
			const root = container(place);
			const isOwn = root.kind === "variable" && locals.has(root.name);
			if (place === root && isOwn) continue;
			this.tell({ holding, span: expr.span, how: "handed" }, state);
			if (isOwn) state.holdings.set(key, { ...holding, isKept: true });
			else {
				const lend = { span: expr.span, result: null, set: ANYTHING, target: null };
				const lends = new Map([...holding.lends, [this.context.siteOf(expr), lend]]);
				state.holdings.set(key, { ...holding, lends, isStored: true });
			}
		}
	}

	/** An expression that the engine does not look into takes the values. */
	swallow(values: readonly Term[], state: State): void {
		if (state.holdings.isEmpty) return;
		for (const [key, holding] of [...state.holdings.all()]) {
			if (values.some((value) => leads(this.context.terms.timeless(value), holding)))
				state.holdings.delete(key);
		}
	}

	/** An iterator macro moves on, and gives back what its variable held. */
	moveOn(step: Extract<Step, { kind: "iterate" }>, state: State): void {
		for (const [key, holding] of [...state.holdings.all()]) {
			if (holding.by !== "loop" || holding.span.start !== step.span.start) continue;
			this.end(key, holding, step.span, state);
		}
	}

	/** A round of the loop begins, or the loop ends; false where that cannot be. */
	enterRound(step: Extract<Step, { kind: "iterate" }>, isRound: boolean, state: State): void {
		const reference = this.knowledge.loopOf(step.macro);
		const variable = reference && step.args[reference.variable];
		if (variable?.kind !== "name" || !this.context.locals.has(variable.name)) return;
		const pointer = state.load(this.context.terms.variable(variable.name));
		if (!isRound) {
			state.narrow(pointer, ANYTHING & ~POSITIVE);
			return;
		}
		const { name: spelled } = variable;
		const { macro: name, span } = step;
		this.acquire(
			{
				kind: reference!.kind,
				pointer,
				by: "loop",
				name,
				spelled,
				span,
				proof: null,
				others: [],
				isStored: false,
				lends: NO_LENDS,
			},
			state,
		);
	}

	/** The end of the scope of a variable with `__free()` gives back what it holds; so does its beginning, for the reader. */
	scope(variable: string, state: State): void {
		if (state.holdings.isEmpty) return;
		const { terms } = this.context;
		const pointer = terms.timeless(state.load(terms.variable(variable)));
		for (const [key, holding] of state.holdings.all())
			if (holding.pointer === pointer) state.holdings.delete(key);
	}

	/** A site is about to make its value anew: what went by the old one may be lost. */
	overwrite(site: number, state: State): void {
		for (const [key, holding] of [...state.holdings.all()]) {
			const { pointer } = holding;
			if (pointer.kind !== "fresh" || pointer.site !== site) continue;
			if (state.variablesOf(pointer) > 1) continue;
			state.holdings.delete(key);
			this.tell({ holding, span: holding.span, how: "overwritten" }, state);
		}
	}
}

/** Where the object lies that has the member which the pointer leads to. */
function containerOf(pointer: Term): Term | null {
	if (pointer.kind !== "address") return null;
	const root = container(pointer.place);
	return root.kind === "target" ? root.pointer : null;
}

/** Whether a release callback that a call of that name runs may give back the resource, as part of the object around. */
function isTakenApart({ pointer, kind }: Holding, released: Term, around: Term, by: string): boolean {
	const isMeant = pointer === released || (pointer === around && kind.ends.has(by));
	return !isMeant && leadsTo(pointer, around);
}

/** Whether what is given back by that name may be what is held by another. */
function mayBe(holding: Holding, pointer: Term): boolean {
	if (holding.isStored || holding.isKept || leadsTo(pointer, holding.pointer)) return true;
	if (pointer.kind === "fresh") return pointer.tag !== "" && !pointer.tag.startsWith("written");
	if (pointer.kind === "op" || pointer.kind === "large") return true;
	return holding.lends.size > 0;
}

/** Whether the pointer is what a call made of the reference: `to_of_node(fwnode)`. */
function isAnotherName({ kind, lends }: Holding, pointer: Term): boolean {
	return kind.noun === "reference" && [...lends.values()].some(({ result }) => result === pointer);
}

/** Whether the value can lead a callee anywhere. */
export function mayLead(term: Term): boolean {
	return term.kind !== "const" && term.kind !== "string" && term.kind !== "symbol";
}

/** Whether it is an element that a variable counts out: others are given back by a loop. */
function hasUnknownElement(place: Place): boolean {
	for (let at = place; at.kind === "field" || at.kind === "element"; at = at.base) {
		if (at.kind === "element" && at.index.kind !== "const" && at.index.kind !== "symbol") return true;
	}
	return false;
}
