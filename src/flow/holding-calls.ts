import type { CallExpr } from "../cfg/expression.js";
import type { FlowContext } from "./context.js";
import { type Acquired, type Holder, mayLead, NO_LENDS } from "./holder.js";
import type { Holding } from "./holdings.js";
import { nameOf } from "./naming.js";
import type { Acquisition, ResourceCall, ResourceKnowledge, Taking } from "./resources.js";
import type { State, Valued } from "./state.js";
import type { FunctionSummary } from "./summary.js";
import { container, type Term } from "./term.js";
import { Translation } from "./translation.js";
import { ANYTHING, ZERO } from "./values.js";

/** What calls do to the resources that a path holds. */
export class HoldingCalls {
	constructor(
		private readonly context: FlowContext,
		private readonly knowledge: ResourceKnowledge,
		private readonly holder: Holder,
	) {}

	/** In front of a call: takes back what it takes back. Gives what it may take over, by their keys. */
	before(call: CallExpr, state: State, args: readonly Term[]): readonly Term[] {
		const known = call.name === null ? null : this.knowledge.callOf(call.name);
		for (const taking of known?.takes ?? []) {
			const pointer = this.takenBy(taking, args);
			if (pointer) this.holder.release(pointer, call.name!, call.span, state);
		}
		const own = known ? null : this.ownSummary(call);
		for (const { pointer, name } of own?.resources?.takes ?? []) {
			const here = this.translate(own!, call, state, args).term(pointer);
			if (here) this.holder.release(here, name, call.span, state);
		}
		if (state.holdings.isEmpty || this.isPrint(call)) return [];
		if (known?.isPlain) return [];
		const lent: Term[] = [];
		for (const [key, holding] of [...state.holdings.all()]) {
			const isTaken = args.some(
				(arg, i) =>
					call.name !== null &&
					this.knowledge.takesOver(call.name, i) &&
					this.holder.reaches(arg, holding, state),
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
		if (name === null) return !isOfOthers && this.holder.reaches(arg, holding, state);
		if (this.knowledge.borrows(name, index, holding.kind)) return false;
		if (this.isLookedAt(name, arg, index, holding)) return false;
		if (isOfOthers)
			return this.knowledge.callOf(name) === null && this.knowledge.mayEnd(name) && mayLead(arg);
		// Who takes apart the object that the counted one was found by may drop it too.
		const isFoundBy =
			holding.by === "count" && this.knowledge.mayEnd(name) && isReadFrom(holding.pointer, arg);
		return isFoundBy || this.holder.reaches(arg, holding, state);
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
		const variable = this.targetOf(call);
		for (const key of lent) {
			const holding = state.holdings.all().get(key);
			if (!holding) continue;
			const lend = { span: call.span, result: term, set: state.valueOf(term), target: variable };
			state.holdings.set(key, { ...holding, lends: new Map([...holding.lends, [site, lend]]) });
			this.holder.tell({ holding, span: call.span, how: "handed" }, state);
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
			const spelled = nameOf(place ? this.context.terms.address(place) : pointer) ?? `${call.name}()`;
			const acquired: Acquired = {
				...{ kind, pointer, by, name: call.name!, span: call.span, others: [] },
				spelled: through === "result" ? this.spellingOf({ gives: "result" }, call) : spelled,
				lends: NO_LENDS,
				proof: gained === ANYTHING ? null : { term: told, set: gained },
				isStored: root !== null && !(root.kind === "variable" && this.context.locals.has(root.name)),
			};
			this.holder.acquire(acquired, state);
		}
	}

	/** A resource is made of others: whoever gets it may come by these. */
	private derive(result: Term, state: State, args: readonly Term[]): void {
		for (const [key, holding] of [...state.holdings.all()]) {
			if (holding.by === "argument" || !args.some((arg) => this.holder.reaches(arg, holding, state)))
				continue;
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
			this.holder.acquire(
				{
					others: passesOn && first ? [this.context.terms.timeless(first)] : [],
					isStored: how !== "result" && "out" in how && !this.isLocal(args[how.out]),
					...{ kind, pointer, name: call.name!, span: call.span },
					by: passesOn || isCount ? "count" : how !== "result" && "argument" in how ? "argument" : "result",
					spelled: this.spellingOf(acquisition, call),
					proof: gained === ANYTHING ? null : { term: result, set: gained },
					lends: how !== "result" && gained === ANYTHING ? this.ownLend(call, result, state) : NO_LENDS,
				},
				state,
			);
		}
	}

	/** What is put where registering it fails need not be the caller's where it succeeds: the result tells. */
	private ownLend(call: CallExpr, result: Term, state: State): Holding["lends"] {
		const lend = { span: call.span, result, set: state.valueOf(result), target: this.targetOf(call) };
		return new Map([[this.context.siteOf(call), lend]]);
	}

	/** The variable that the result is stored in. */
	private targetOf(call: CallExpr): string | null {
		const target = this.context.usage.targetOf(call);
		return typeof target === "string" ? target : target?.kind === "name" ? target.name : null;
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

	private isPrint({ name, args }: CallExpr): boolean {
		return name !== null && args.some((arg) => arg.kind === "string") && this.context.knowledge.prints(name);
	}
}

/** Whether the pointer was found by that one, through whatever lies in between. */
function isReadFrom(pointer: Term, origin: Term): boolean {
	if (pointer.kind !== "address" && pointer.kind !== "content") return false;
	const root = container(pointer.place);
	return root.kind === "target" && (root.pointer === origin || isReadFrom(root.pointer, origin));
}
