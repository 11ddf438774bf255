import type { CallExpr, Expr } from "../cfg/expression.js";
import type { FlowContext } from "./context.js";
import type { Requirement } from "./observed.js";
import { fieldOf } from "./operations.js";
import type { Disturbance, State } from "./state.js";
import type { FunctionSummary, SummaryEffect, SummaryWrite } from "./summary.js";
import type { Place, Term } from "./term.js";
import type { NamedPlace } from "./tracking.js";
import { POSITIVE, type ValueSet } from "./values.js";

/** What the caller calls the value that the callee leaves by its write of that index. */
export function writtenValue(context: FlowContext, call: CallExpr, index: number): Term {
	return context.terms.fresh(context.siteOf(call), `written${index}`);
}

/** Carries names of a callee over to the call: parameters become arguments, globals stay. */
export class Translation {
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
			if (!isBalanced) context.tracking.forgetLike(model, effect.place, state);
			return;
		}
		const spelled = this.spelling(effect);
		const named = { place, spelled, object: null };
		const { model, detail } = effect;
		if (effect.value) {
			const value = this.term(effect.value) ?? context.terms.fresh(context.siteOf(call), spelled);
			context.tracking.setRegister({ model, detail, path: [], operation: 0 }, named, value, call.span, state);
			return;
		}
		if (model.isMinor) this.performMinor(effect, named);
		else
			for (const operation of effect.operations)
				context.tracking.operate({ model, detail, path: [], operation }, named, call.span, state);
		if (effect.unknown) context.tracking.forget(effect.model, place, spelled, call.span, state);
	}

	/** An effect that only happens to what a valid pointer points to. */
	private performMinor({ model, operations, detail, place }: SummaryEffect, named: NamedPlace): void {
		const pointer = place.kind === "target" ? this.term(place.pointer) : null;
		if (!pointer || place.kind !== "target" || (this.state.valueOf(pointer) & POSITIVE) === 0) return;
		const given = this.givenFor(place.pointer);
		for (const operation of operations) {
			const effect = { model, detail, path: [], operation };
			this.context.tracking.operateBy(pointer, effect, named, this.call.span, this.state, given);
		}
	}

	/** To minor models the callee is like any other call, but for what it is known to do. */
	disturbMinor(effects: readonly SummaryEffect[]): void {
		const done = new Set(effects.flatMap(({ model, place }) => (model.isMinor ? [this.place(place)] : [])));
		this.context.tracking.disturbMinor(this.args, this.state, done);
	}

	/** The argument that the callee made the value of, without a look at memory; null where it is no such value. */
	private givenFor(value: Term): Expr | null {
		if (value.kind === "op") return this.givenFor(value.args[0]!);
		if (value.kind !== "content" || value.place.kind !== "variable") return null;
		return this.call.args[this.summary.parameters.indexOf(value.place.name)] ?? null;
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
			context.tracking.forgetLike(effect.model, place ?? effect.place, state);
		}
		if (place) context.tracking.forget(effect.model, place, this.spelling(effect), call.span, state);
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
		this.context.tracking.disturb(name, here, this.state);
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
