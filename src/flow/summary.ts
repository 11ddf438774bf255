import type { CallExpr, Expr } from "../cfg/expression.js";
import type { FlowContext } from "./context.js";
import type { Valued } from "./evaluate.js";
import type { Model } from "./model.js";
import { observe, type PassedCall, type Requirement } from "./observed.js";
import { fieldOf } from "./operations.js";
import type { Disturbance, State } from "./state.js";
import { container, type Place, spell, spellTerm, type Term } from "./term.js";
import type { ValueSet } from "./values.js";

/**
 * What a caller must know of a function: the ways it can end, told apart by what they do.
 *
 * `static bool get(struct p *p) { if (!p->on) return false; mutex_lock(&p->lock); return true; }`
 * has two: {result ZERO, no effects} and {result POSITIVE, `p->lock` acquired}.
 */
export interface FunctionSummary {
	readonly name: string;
	readonly parameters: readonly string[];
	/** Names that mean nothing outside the function, the parameters among them. */
	readonly locals: ReadonlySet<string>;
	/** Its parameters are the caller's expressions: what is assigned to them is assigned to these. */
	readonly isMacro: boolean;
	/** Empty where the function never returns. */
	readonly ways: readonly SummaryWay[];
	/** Calls in it that rules want to see, also further down. */
	readonly calls: readonly PassedCall[];
}

export interface SummaryWay {
	readonly result: ValueSet;
	/** The value returned, in the callee's terms, where all paths of this way agree on it. */
	readonly returns: Term | null;
	/** What must hold at entry for the function to end this way. */
	readonly requires: readonly Requirement[];
	readonly effects: readonly SummaryEffect[];
	readonly writes: readonly SummaryWrite[];
	/** Calls in it of which little is known. */
	readonly disturbances: readonly Disturbance[];
}

export interface SummaryEffect {
	readonly model: Model;
	/** In the callee's names. */
	readonly place: Place;
	/** What the callee did to the place, in order. */
	readonly operations: readonly number[];
	/** True where the callee left the place in a status that is not known. */
	readonly unknown: boolean;
	/** As the callee spells it. */
	readonly spelled: string;
	readonly detail: number;
	/** What the callee leaves in a register, in its own names; null for any other place. */
	readonly value: Term | null;
}

/** What the callee leaves in a place, both in its own names; the term is null where paths differ. */
export interface SummaryWrite {
	readonly place: Place;
	readonly term: Term | null;
	readonly set: ValueSet;
}

/** Ends a call with every way of the summary that the state allows. */
export function applySummary(
	context: FlowContext,
	summary: FunctionSummary,
	call: CallExpr,
	state: State,
	args: readonly Term[],
	/** The location that an lvalue names. */
	locate: (expr: Expr, state: State) => Place,
): readonly Valued[] {
	const term = context.terms.fresh(context.siteOf(call));
	if (context.callObserver && !state.imprecise) passOn(context, summary, call, state, args);
	const viable: End[] = [];
	for (const way of summary.ways) {
		const after = state.clone();
		const translation = new Translation(
			context,
			summary,
			call,
			after,
			args,
			madeValues(context, call, way, term),
		);
		// What a condition of the callee told was told at no branch of this function.
		after.edge = -1;
		if (way.requires.every((fact) => translation.assume(fact.term, fact.set))) {
			viable.push({ way, state: after, translation });
		}
	}
	for (const { way, translation } of viable) {
		for (const effect of way.effects) translation.perform(effect);
		for (const disturbance of way.disturbances) translation.disturb(disturbance);
	}
	// Where the caller cannot tell which way the call went, it cannot rely on what it did, unless that
	// comes to the same.
	const ambiguous = viable.map((end) => {
		const others = viable.filter((other) => other !== end && !toldApart(end.way, other.way));
		return others.flatMap((other) =>
			differences(end.way, other.way).filter((effect) => !agree(effect, [end, other])),
		);
	});
	const results: Valued[] = [];
	for (const [i, { way, state: after, translation }] of viable.entries()) {
		for (const effect of ambiguous[i]!) translation.forget(effect);
		after.clobber(context.siteOf(call));
		const value = (way.returns && translation.term(way.returns)) ?? term;
		if (!after.narrow(value, way.result)) continue;
		if (!way.writes.every((write, i) => translation.write(write, i, locate))) continue;
		after.edge = state.edge;
		if (value === term && call.name !== null) after.answer(context.terms.answer(call.name, args), term);
		results.push({ state: after, term: value });
	}
	return results;
}

/** Shows the observer of the caller what the callee calls. */
function passOn(
	context: FlowContext,
	summary: FunctionSummary,
	call: CallExpr,
	state: State,
	args: readonly Term[],
): void {
	for (const passed of summary.calls) {
		const translation = new Translation(context, summary, call, state.clone(), args, new Map());
		const undecided = translation.undecided(passed.requires);
		if (undecided === null) continue;
		const released = passed.released.flatMap(([model, place]) => {
			const here = translation.place(place);
			return here ? [[model, here] as const] : [];
		});
		const seen = {
			released,
			name: passed.name,
			origin: passed.origin,
			via: [summary.name, ...passed.via],
			args: passed.args.map((arg) => arg && translation.term(arg)),
			span: call.span,
			undecided,
		};
		context.callObserver?.(observe(seen, state, context.knowledge.models));
	}
}

/** The summary as text: equal where a caller sees no difference, whatever the names of unknown values. */
export function describeSummary({ ways, calls }: FunctionSummary): string {
	const seen = calls.map(({ name, args, requires }) =>
		[
			`sees ${name}`,
			...args.map((arg) => (arg ? spellTerm(arg) : "")),
			...requires.map(({ term, set }) => `requires ${spellTerm(term)} ${set}`),
		].join(" "),
	);
	const describe = (way: SummaryWay) =>
		[
			`result ${way.result} ${way.returns ? spellTerm(way.returns) : ""}`,
			...way.requires.map(({ term, set }) => `requires ${spellTerm(term)} ${set}`),
			...way.effects.map((effect) =>
				["effect", effect.model.id, spell(effect.place), ...effect.operations, effect.unknown].join(" "),
			),
			...way.writes.map(
				({ place, term, set }) => `writes ${spell(place)} ${term ? spellTerm(term) : ""} ${set}`,
			),
			...way.disturbances.map(({ name }) => `calls ${name}`),
		]
			.sort()
			.join("\n");
	return [...ways.map(describe), ...seen].sort().join("\n\n");
}

/** Whether the function writes through the parameter of that index. */
export function leavesIn({ ways, parameters }: FunctionSummary, index: number): boolean {
	return ways.some((way) =>
		way.writes.some(({ place }) => {
			const root = container(place);
			if (root.kind !== "target" || root.pointer.kind !== "content") return false;
			return root.pointer.place.kind === "variable" && root.pointer.place.name === parameters[index];
		}),
	);
}

/** Values that the callee made, and what the caller calls them: what it returns, what it leaves in places. */
function madeValues(context: FlowContext, call: CallExpr, way: SummaryWay, result: Term): Map<Term, Term> {
	const made = new Map<Term, Term>();
	for (const [i, { term }] of way.writes.entries()) {
		if (term?.kind === "fresh") made.set(term, writtenValue(context, call, i));
	}
	if (way.returns?.kind === "fresh") made.set(way.returns, result);
	return made;
}

function writtenValue(context: FlowContext, call: CallExpr, index: number): Term {
	return context.terms.fresh(context.siteOf(call), `written${index}`);
}

/** Whether a caller can know which of the two ways a call went: by its result or by what it passed. */
function toldApart(a: SummaryWay, b: SummaryWay): boolean {
	if ((a.result & b.result) === 0) return true;
	return a.requires.some((fact) =>
		b.requires.some((other) => other.term === fact.term && (other.set & fact.set) === 0),
	);
}

/** One way that a call can end here, and the state behind it. */
interface End {
	readonly way: SummaryWay;
	readonly state: State;
	readonly translation: Translation;
}

/** Effects of either way that the other has not. */
function differences(a: SummaryWay, b: SummaryWay): readonly SummaryEffect[] {
	const without = (from: SummaryWay, to: SummaryWay) =>
		from.effects.filter((effect) => !to.effects.some((twin) => isSame(effect, twin)));
	return [...without(a, b), ...without(b, a)];
}

/** Whether the place of the effect is the same to the code behind, whichever way the call went. */
function agree(effect: SummaryEffect, ends: readonly End[]): boolean {
	const keys = new Set(
		ends.map(({ translation }) => {
			const status = translation.statusOf(effect);
			return status === null ? null : effect.model.outcomeKey(status);
		}),
	);
	return keys.size === 1 && !keys.has(effect.model.outcomeKey(effect.model.unknown));
}

function isSame(a: SummaryEffect, b: SummaryEffect): boolean {
	return (
		a.model === b.model &&
		a.place === b.place &&
		a.unknown === b.unknown &&
		a.value === b.value &&
		a.detail === b.detail &&
		a.operations.length === b.operations.length &&
		a.operations.every((operation, i) => operation === b.operations[i])
	);
}

/** Carries names of a callee over to the call: parameters become arguments, globals stay. */
class Translation {
	/** What the registers held when the callee began. */
	private readonly registers: ReadonlyMap<string, Term>;

	constructor(
		private readonly context: FlowContext,
		private readonly summary: FunctionSummary,
		private readonly call: CallExpr,
		private readonly state: State,
		private readonly args: readonly Term[],
		private readonly made: ReadonlyMap<Term, Term>,
	) {
		const names = context.knowledge.models.flatMap((model) => model.registers);
		this.registers = new Map(names.map((name) => [name, state.load(context.terms.singleton(name))]));
	}

	assume(term: Term, set: ValueSet): boolean {
		const here = this.term(term);
		return here === null || this.state.narrow(here, set);
	}

	perform(effect: SummaryEffect): void {
		const place = this.place(effect.place);
		const { context, call, state } = this;
		if (!place) {
			// Some object of the callee's own; or one that has another name here.
			const { model, operations } = effect;
			const [first, last] = [operations[0], operations.at(-1)];
			const isBalanced = first !== undefined && model.begins(first) && !model.begins(last!);
			if (!isBalanced) context.forgetLike(model, effect.place, state);
			return;
		}
		const spelled = this.spelling(effect);
		const named = { place, spelled, object: null };
		const { model, detail } = effect;
		if (effect.value) {
			const value = this.term(effect.value) ?? context.terms.fresh(context.siteOf(call), spelled);
			context.setRegister({ model, detail, path: [], operation: 0 }, named, value, call.span, state);
			return;
		}
		for (const operation of effect.operations) {
			context.operate({ model, detail, path: [], operation }, named, call.span, state);
		}
		if (effect.unknown) context.forget(effect.model, place, spelled, call.span, state);
	}

	/** What the model says of the effect's place; null where it has no name here. */
	statusOf({ model, place }: SummaryEffect): number | null {
		const here = this.place(place);
		return here && this.state.statusOf(this.context.knowledge.models.indexOf(model), here);
	}

	/** Nothing is known of the place any more. */
	forget(effect: SummaryEffect): void {
		const place = this.place(effect.place);
		const { context, call, state } = this;
		// It may be a lock that is held by another name here.
		if (!place || state.statusOf(context.knowledge.models.indexOf(effect.model), place) === 0) {
			context.forgetLike(effect.model, place ?? effect.place, state);
		}
		if (place) context.forget(effect.model, place, this.spelling(effect), call.span, state);
	}

	/** Leaves a value in a place; false where it cannot be the value the callee leaves. */
	write(
		{ place, term, set }: SummaryWrite,
		index: number,
		locate: (expr: Expr, state: State) => Place,
	): boolean {
		const parameter = place.kind === "variable" ? this.summary.parameters.indexOf(place.name) : -1;
		const given = this.call.args[parameter];
		const here = given ? locate(given, this.state) : this.place(place);
		if (!here) return true;
		const value = (term && this.term(term)) ?? writtenValue(this.context, this.call, index);
		this.state.assign(here, value);
		return this.state.narrow(value, set);
	}

	disturb({ name, args }: Disturbance): void {
		const here = args.map((arg) => arg && this.term(arg));
		this.context.disturb(name, here, this.state);
	}

	/** The callee's spelling with the argument's text in place of the parameter. */
	private spelling({ spelled: written }: SummaryEffect): string {
		// A macro puts its parameters in parentheses.
		const spelled = written.replace(/\((\w+)\)/g, "$1");
		const index = this.summary.parameters.findIndex((name) => name !== "" && startsWithWord(spelled, name));
		const arg = this.call.args[index];
		if (index < 0 || !arg) return spelled;
		const text = this.context.graph.unit.image.text.slice(arg.span.start, arg.span.end);
		const rest = spelled.slice(this.summary.parameters[index]!.length);
		if (text.startsWith("&"))
			return rest.startsWith("->") ? `${text.slice(1)}.${rest.slice(2)}` : `${text.slice(1)}${rest}`;
		return text + rest;
	}

	term(term: Term): Term | null {
		const { terms } = this.context;
		switch (term.kind) {
			case "const":
				return terms.constant(term.value);
			case "symbol":
				return terms.symbol(term.name);
			case "string":
				return terms.string();
			case "address": {
				const place = this.place(term.place);
				return place && terms.address(place);
			}
			case "content": {
				if (term.place.kind === "variable") {
					const index = this.summary.parameters.indexOf(term.place.name);
					if (index >= 0) return this.args[index] ?? null;
				}
				if (term.place.kind === "singleton") {
					const register = this.registers.get(term.place.name);
					if (register) return register;
				}
				const place = this.place(term.place);
				return place && this.state.load(place);
			}
			case "fresh":
				// An object that the callee got somewhere is known here as what it returned.
				return this.made.get(term) ?? null;
			case "large":
				return null;
			case "op": {
				const args: Term[] = [];
				for (const arg of term.args) {
					const here = this.term(arg);
					if (!here) return null;
					args.push(here);
				}
				return terms.op(term.op, ...args);
			}
		}
	}

	/** What of it the caller does not know, in its own names; null where something of it does not hold. */
	undecided(requires: readonly Requirement[]): readonly Requirement[] | null {
		const open: Requirement[] = [];
		for (const { term, set } of requires) {
			const here = this.term(term);
			if (!here) continue;
			const known = this.state.valueOf(here);
			if ((known & set) === 0) return null;
			if ((known & ~set) !== 0) open.push({ term: here, set });
		}
		return open;
	}

	place(place: Place): Place | null {
		const { terms } = this.context;
		switch (place.kind) {
			case "variable":
				// A local of the callee is no place of the caller; a local of the caller hides a global.
				if (this.summary.locals.has(place.name)) return null;
				return this.context.locals.has(place.name) ? null : terms.variable(place.name);
			case "singleton":
				return terms.singleton(place.name);
			case "field": {
				const base = this.place(place.base);
				return base && fieldOf(terms, base, place.name);
			}
			case "element": {
				const [base, index] = [this.place(place.base), this.term(place.index)];
				return base && index && terms.element(base, index);
			}
			case "target": {
				const pointer = this.term(place.pointer);
				return pointer && terms.target(pointer);
			}
			case "answer":
				return null;
		}
	}
}

function startsWithWord(text: string, word: string): boolean {
	return text.startsWith(word) && !/^\w/.test(text.slice(word.length));
}
