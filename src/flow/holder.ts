import type { CallExpr, Expr } from "../cfg/expression.js";
import type { Step } from "../cfg/graph.js";
import type { Span } from "../image/image.js";
import type { FlowContext } from "./context.js";
import type { Holding, HoldingEnd } from "./holdings.js";
import type { Acquisition, ResourceCall, ResourceKind, ResourceKnowledge, Taking } from "./resources.js";
import type { State, Valued } from "./state.js";
import type { FunctionSummary } from "./summary.js";
import { container, leadsTo, type Place, spell, type Term } from "./term.js";
import { extend } from "./trace.js";
import { Translation } from "./translation.js";
import { ANYTHING, POSITIVE, ZERO } from "./values.js";

/** Something acquired, and how the source calls it. */
interface Acquired {
	readonly kind: ResourceKind;
	readonly pointer: Term;
	readonly by: Holding["by"];
	readonly name: string;
	readonly spelled: string;
	readonly span: Span;
	readonly proof: Holding["proof"];
	readonly others: readonly Term[];
	readonly isStored: boolean;
}

/** What calls, stores and loops do to the resources that a path holds. */
export class Holder {
	constructor(
		private readonly context: FlowContext,
		private readonly knowledge: ResourceKnowledge,
	) {}

	// --- calls

	/** In front of a call: takes back what it takes back. Gives what it may take over, by their keys. */
	before(call: CallExpr, state: State, args: readonly Term[]): readonly Term[] {
		const known = call.name === null ? null : this.knowledge.callOf(call.name);
		for (const taking of known?.takes ?? []) {
			const pointer = this.takenBy(taking, args);
			if (pointer) this.release(pointer, call.name!, call.span, state);
		}
		const own = known ? null : this.ownSummary(call);
		for (const { pointer, name } of own?.resources?.takes ?? []) {
			const here = this.translate(own!, call, state, args).term(pointer);
			if (here) this.release(here, name, call.span, state);
		}
		if (state.holdings.isEmpty || this.isPrint(call)) return [];
		if (known?.isPlain) return [];
		const lent: Term[] = [];
		for (const [key, holding] of [...state.holdings.all()]) {
			const isTaken = args.some(
				(arg, i) =>
					call.name !== null && this.knowledge.takesOver(call.name, i) && this.reaches(arg, holding, state),
			);
			const mayTake = args.some((arg, i) => this.mayTake(call, arg, i, holding, state));
			// What others own too, they do not give back for the caller but in functions that say so.
			if (isTaken || (mayTake && holding.by === "argument")) state.holdings.delete(key);
			else if (mayTake) lent.push(key);
		}
		return lent;
	}

	/** Whether the call may take over the resource by that argument. */
	private mayTake({ name }: CallExpr, arg: Term, index: number, holding: Holding, state: State): boolean {
		const isOfOthers = holding.by === "argument";
		if (name === null) return !isOfOthers && this.reaches(arg, holding, state);
		if (this.knowledge.borrows(name, index, holding.kind)) return false;
		if (this.isLookedAt(name, arg, index, holding)) return false;
		if (isOfOthers)
			return this.knowledge.callOf(name) === null && this.knowledge.mayEnd(name) && mayLead(arg);
		return this.reaches(arg, holding, state);
	}

	/** Whether a function of the file is given the resource itself and only looks at it. */
	private isLookedAt(name: string, arg: Term, index: number, holding: Holding): boolean {
		const { callees, locals, terms } = this.context;
		if (locals.has(name) || !callees.isOwn(name) || holding.isStored) return false;
		const value = terms.timeless(arg);
		const isItself =
			value === holding.pointer || (value.kind === "op" && value.args.includes(holding.pointer));
		return isItself && !callees.keeps(name, index);
	}

	/** What the call takes back, going by one of its arguments. */
	private takenBy({ argument, member }: Taking, args: readonly Term[]): Term | null {
		const arg = args[argument];
		if (!arg || member === null) return arg ?? null;
		const value = this.context.terms.timeless(arg);
		const place = value.kind === "address" || value.kind === "content" ? value.place : null;
		if (place?.kind !== "field" || place.name !== member) return null;
		return place.base.kind === "target" ? place.base.pointer : this.context.terms.address(place.base);
	}

	/** Behind it: notes to whom that was lent, and acquires what it gives. */
	after(call: CallExpr, { state, term }: Valued, args: readonly Term[], lent: readonly Term[]): void {
		const site = this.context.siteOf(call);
		const target = this.context.usage.targetOf(call);
		const variable = typeof target === "string" ? target : target?.kind === "name" ? target.name : null;
		for (const key of lent) {
			const holding = state.holdings.all().get(key);
			if (!holding) continue;
			const lend = { span: call.span, result: term, set: state.valueOf(term), target: variable };
			state.holdings.set(key, { ...holding, lends: new Map([...holding.lends, [site, lend]]) });
		}
		if (call.name === null) return;
		const tested = args[this.knowledge.failureTest(call.name) ?? -1];
		if (tested) this.test(tested, term, state);
		const known = this.knowledge.callOf(call.name);
		if (!known) {
			this.acquireFromOwn(call, term, state, args);
			return;
		}
		if (known.gives.some(({ gives }) => gives === "result")) this.derive(term, state, args);
		this.acquireAll(known, call, term, state, args);
	}

	/** What the paths of a function of the file show it to give and take back. */
	private ownSummary({ name }: CallExpr): FunctionSummary | null {
		const { callees, locals } = this.context;
		if (name === null || locals.has(name) || !callees.isOwn(name)) return null;
		return callees.summaryOf(name);
	}

	private translate(own: FunctionSummary, call: CallExpr, state: State, args: readonly Term[]): Translation {
		return new Translation(this.context, own, call, state, args, new Map());
	}

	private acquireFromOwn(call: CallExpr, result: Term, state: State, args: readonly Term[]): void {
		const own = this.ownSummary(call);
		for (const { kind, through, by, gained, toldBy } of own?.resources?.gives ?? []) {
			const translation = this.translate(own!, call, state, args);
			const place = through !== "result" && "place" in through ? translation.place(through.place) : null;
			const pointer =
				through === "result"
					? result
					: "place" in through
						? place && state.load(place)
						: translation.term(through.pointer);
			if (!pointer) continue;
			const told = toldBy === "pointer" ? pointer : result;
			const root = place && container(place);
			const acquired: Acquired = {
				...{ kind, pointer, by, name: call.name!, span: call.span, others: [] },
				spelled: place ? spell(place) : this.spellingOf({ gives: "result" }, call),
				proof: gained === ANYTHING ? null : { term: told, set: gained },
				isStored: root !== null && !(root.kind === "variable" && this.context.locals.has(root.name)),
			};
			this.acquire(acquired, state);
		}
	}

	/** A resource is made of others: whoever gets it may come by these. */
	private derive(result: Term, state: State, args: readonly Term[]): void {
		for (const [key, holding] of [...state.holdings.all()]) {
			if (holding.by === "argument" || !args.some((arg) => this.reaches(arg, holding, state))) continue;
			state.holdings.set(key, { ...holding, others: [...holding.others, result] });
		}
	}

	/** A call has told whether the resource was acquired. */
	private test(read: Term, result: Term, state: State): void {
		const pointer = this.context.terms.timeless(read);
		for (const [key, holding] of [...state.holdings.all()]) {
			if (holding.pointer === pointer)
				state.holdings.set(key, { ...holding, proof: { term: result, set: ZERO } });
		}
	}

	private acquireAll(
		{ gives }: ResourceCall,
		call: CallExpr,
		result: Term,
		state: State,
		args: readonly Term[],
	): void {
		for (const acquisition of gives) {
			const pointer = this.pointerOf(acquisition, result, state, args);
			if (!pointer) continue;
			const { kind, gained, gives: how, passesOn, isCount } = acquisition;
			const [first = null] = args;
			this.acquire(
				{
					others: passesOn && first ? [this.context.terms.timeless(first)] : [],
					isStored: how !== "result" && "out" in how && !this.isLocal(args[how.out]),
					...{ kind, pointer, name: call.name!, span: call.span },
					by: passesOn || isCount ? "count" : how !== "result" && "argument" in how ? "argument" : "result",
					spelled: this.spellingOf(acquisition, call),
					proof: gained === ANYTHING ? null : { term: result, set: gained },
				},
				state,
			);
		}
	}

	/** Whether the argument points to a variable of the function. */
	private isLocal(arg: Term | undefined): boolean {
		const root = arg?.kind === "address" ? container(arg.place) : null;
		return root?.kind === "variable" && this.context.locals.has(root.name);
	}

	private pointerOf(
		{ gives, kind }: Acquisition,
		result: Term,
		state: State,
		args: readonly Term[],
	): Term | null {
		if (gives === "result") return result;
		if ("argument" in gives) return args[gives.argument] ?? null;
		const arg = args[gives.out];
		// What is given back by a member goes by the structure that the call fills.
		if (arg && kind.member !== null) return arg;
		return arg ? state.load(this.context.terms.target(arg)) : null;
	}

	private spellingOf({ gives }: Pick<Acquisition, "gives">, call: CallExpr): string {
		if (gives !== "result") {
			const arg = call.args["argument" in gives ? gives.argument : gives.out];
			return arg
				? this.context.textOf(arg.kind === "unary" && arg.op === "&" ? arg.operand : arg)
				: `${call.name}()`;
		}
		const target = this.context.usage.targetOf(call);
		if (target === null) return `${call.name}()`;
		return typeof target === "string" ? target : this.context.textOf(target);
	}

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
		const { by, name, others, isStored } = acquired;
		state.holdings.set(key, {
			...{ kind, pointer, others, by, name, span, spelled, proof, trace, order, isStored },
			acquisition: `${span.start} ${kind.id}`,
			lends: new Map(),
			isKept: false,
		});
	}

	/** A call of that name takes back what the pointer stands for. */
	release(read: Term, by: string, span: Span, state: State): void {
		const pointer = this.context.terms.timeless(read);
		let isFound = false;
		for (const [key, holding] of [...state.holdings.all()]) {
			// With the memory goes what was registered or counted in it.
			if (holding.pointer !== pointer && leadsTo(holding.pointer, pointer)) state.holdings.delete(key);
			if (holding.pointer !== pointer && !(holding.by === "count" && holding.others.includes(pointer)))
				continue;
			isFound = true;
			if (holding.kind.ends.has(by)) this.end(key, holding, span, state);
			else state.holdings.delete(key);
		}
		if (isFound || pointer.kind === "const") return;
		state.holdings.drop(pointer, by);
		for (const [key, holding] of [...state.holdings.all()]) {
			if (holding.kind.ends.has(by) && mayBe(holding, pointer)) state.holdings.delete(key);
		}
	}

	private end(key: Term, holding: Holding, span: Span, state: State): void {
		state.holdings.end(key, holding);
		this.tell({ holding, span, how: "released" }, state);
	}

	private tell(end: Omit<HoldingEnd, "trace">, state: State): void {
		if (state.imprecise) return;
		this.context.observations?.holdingEnds.push({ ...end, trace: state.trace });
	}

	private isPrint({ name, args }: CallExpr): boolean {
		return name !== null && args.some((arg) => arg.kind === "string") && this.context.knowledge.prints(name);
	}

	/** Whether a call that is given the value may come by the resource. */
	private reaches(read: Term, holding: Holding, state: State): boolean {
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

/** Whether what is given back by that name may be what is held by another. */
function mayBe(holding: Holding, pointer: Term): boolean {
	if (holding.isStored || holding.isKept || leadsTo(pointer, holding.pointer)) return true;
	if (pointer.kind === "fresh") return pointer.tag !== "" && !pointer.tag.startsWith("written");
	if (pointer.kind === "op" || pointer.kind === "large") return true;
	return holding.lends.size > 0;
}

/** Whether whoever has the value has the resource. */
function leads(value: Term, { pointer, others, kind }: Holding): boolean {
	if ([pointer, ...others].some((known) => leadsTo(value, known))) return true;
	if (kind.member === null || pointer.kind !== "address" || value.kind !== "content") return false;
	const { place } = value;
	return place.kind === "field" && place.name === kind.member && place.base === pointer.place;
}

/** Whether the value can lead a callee anywhere. */
function mayLead(term: Term): boolean {
	return term.kind !== "const" && term.kind !== "string" && term.kind !== "symbol";
}

/** Whether it is an element that a variable counts out: others are given back by a loop. */
function hasUnknownElement(place: Place): boolean {
	for (let at = place; at.kind === "field" || at.kind === "element"; at = at.base) {
		if (at.kind === "element" && at.index.kind !== "const" && at.index.kind !== "symbol") return true;
	}
	return false;
}
