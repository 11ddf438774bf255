import type { CallExpr, Expr } from "../cfg/expression.js";
import { partsOf } from "../cfg/walk.js";
import { type Span, sourceText } from "../image/image.js";
import { applySummary } from "./apply.js";
import { type Arguments, consequencesOf, touchArguments, withConsequences } from "./consequences.js";
import type { FlowContext } from "./context.js";
import { isConstantLike } from "./facts.js";
import { type Effect, type Outcome, RESULT } from "./model.js";
import { observe } from "./observed.js";
import { fieldOf } from "./operations.js";
import type { State, Valued } from "./state.js";
import { type FunctionSummary, leavesIn } from "./summary.js";
import { container, type Place, type Term } from "./term.js";
import type { NamedPlace } from "./tracking.js";
import { ANYTHING, NONZERO } from "./values.js";

/**
 * Names of functions and macros that go from an object to one it belongs to, as `to_foo(x)`,
 * `FOO_I(x)`, `netdev_priv(x)` do: on the same object they give the same every time, so that
 * `FOO_I(x)->lock` is one lock.
 */
const ACCESSOR = /^to_[a-z]|^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$|_(priv|drvdata|inode|sb)$/;

/** By what name a function that is handed over is known to whoever asks what a call may do. */
const HANDED = "handed_unlock";

/** What is locked is there: so is what it is a part of. False where the path knows that it is not. */
function usePointer(place: Place, state: State): boolean {
	const root = container(place);
	if (root.kind !== "target" || place === root) return true;
	const { pointer } = root;
	if (!state.use(pointer)) return false;
	return pointer.kind !== "content" || usePointer(pointer.place, state);
}

/** What calls do to states. */
export class CallEvaluator {
	constructor(
		private readonly context: FlowContext,
		/** The location that an lvalue names. */
		private readonly locate: (expr: Expr, state: State) => Place,
	) {}

	/** The constructor or destructor of a scope object. */
	scoped(call: CallExpr, site: number, ways: readonly Arguments[]): readonly Valued[] {
		if (this.context.inLoop) for (const way of ways) way.state.renew(site);
		return this.ordinary(call, ways);
	}

	/** Any other call, once its arguments have been evaluated. */
	ordinary(call: CallExpr, ways: readonly Arguments[]): readonly Valued[] {
		const holding = this.context.holdingCalls;
		if (!holding) return this.called(call, ways);
		return ways.flatMap((way) => {
			const lent = holding.before(call, way.state, way.terms);
			const results = this.called(call, [way]);
			for (const result of results) holding.after(call, result, way.terms, lent);
			return results;
		});
	}

	private called(call: CallExpr, ways: readonly Arguments[]): readonly Valued[] {
		this.observeCall(call, ways);
		touchArguments(this.context, call, ways);
		const rows = consequencesOf(this.context, call);
		if (!rows) return this.ended(call, ways);
		return ways.flatMap((way) =>
			this.ended(call, [way]).flatMap((end) => withConsequences(this.context, call, rows, way.terms, end)),
		);
	}

	/** What the call does by itself. */
	private ended(call: CallExpr, ways: readonly Arguments[]): readonly Valued[] {
		const { knowledge, callees } = this.context;
		const name = call.name === null || this.context.locals.has(call.name) ? null : call.name;
		const outcomes = call.name === null ? null : knowledge.outcomes(call.name);
		const isSeen = name !== null && (outcomes === null || callees.isOwn(name));
		const summary = isSeen ? callees.summaryOf(name) : null;
		if (outcomes && !(summary && this.isMadeHere(summary)))
			return ways.flatMap((way) => this.known(call, outcomes, way));
		const isRun = summary?.isMacro === true && call.args.some((arg) => this.isLocking(arg));
		if (summary && !isRun) return ways.flatMap((way) => this.summarised(call, way, summary));
		const isOpaque = isRun || (name !== null && callees.isOpaque(name));
		for (const { state, terms } of isOpaque ? ways : []) {
			this.context.tracking.forgetReachable(terms, state);
			this.context.tracking.recordDisturbance(HANDED, terms, state);
		}
		const learned = name === null || callees.isOwn(name) ? null : this.learned(call, name);
		return ways.flatMap((way) => {
			if (!learned) return [this.unknown(call, way)];
			// Who calls this function may know it as something else.
			this.context.tracking.recordDisturbance(name!, way.terms, way.state);
			return this.known(call, learned, way);
		});
	}

	/**
	 * Whether the file is where the lock of the table is made: then what it is made of says more, provided
	 * that it can be seen of both halves.
	 */
	private isMadeHere({ name, ways }: FunctionSummary): boolean {
		const { callees, knowledge } = this.context;
		if (!ways.some((way) => way.effects.length > 0)) return false;
		const partners = knowledge.partners(name).filter((partner) => callees.isOwn(partner));
		return partners.every((partner) => {
			const other = callees.summaryOf(partner);
			return other === null || other.ways.some((way) => way.effects.length > 0);
		});
	}

	/** Whether an argument is code that a macro runs where it likes: `SLEEP(q, done, unlock(p), lock(p))`. */
	private isLocking(arg: Expr): boolean {
		const { knowledge } = this.context;
		const isOne =
			arg.kind === "call" &&
			arg.name !== null &&
			(knowledge.outcomes(arg.name) !== null || knowledge.models.some((model) => model.concerns(arg.name!)));
		return isOne || partsOf(arg).some((part) => this.isLocking(part));
	}

	/** What the name tells of a function that is called for its effect alone. */
	private learned(call: CallExpr, name: string): readonly Outcome[] | null {
		const { context } = this;
		if (call.args.length !== 1 || !context.usage.statements().has(call)) return null;
		const isCalled = (partner: string) =>
			[...context.usage.statements()].some((other) => other.name === partner);
		return context.knowledge.learned(name, isCalled);
	}

	/** Shows rules the call, where they want to see it, and learns of what it divides by. */
	observeCall(
		{ name, span, args }: Pick<CallExpr, "name" | "span" | "args">,
		ways: readonly Arguments[],
	): void {
		if (name === null) return;
		const { observations, knowledge } = this.context;
		const index = knowledge.divisor(name);
		for (const { state, terms } of ways) {
			const divisor = index === null ? null : (terms[index] ?? null);
			if (observations && !state.imprecise && this.isOfInterest(name, divisor)) {
				const written = args.map((arg) => arg.span);
				const seen = {
					...{ name, via: [], args: terms, written, span, origin: null },
					...{ undecided: [], released: [], taken: [], isConditional: false },
				};
				observations.calls.push(observe(seen, state, knowledge.models));
			}
			if (divisor) state.use(divisor, NONZERO);
		}
	}

	private isOfInterest(name: string, divisor: Term | null): boolean {
		if (divisor) return isZero(divisor) || !isConstantLike(divisor);
		const { knowledge } = this.context;
		return knowledge.observes(name) || knowledge.observesHere(name) || knowledge.asserts(name);
	}

	/** A loop that rules want to see; what its macro is given does not matter. */
	observeLoop({ macro, span }: { readonly macro: string; readonly span: Span }, state: State): void {
		const { observations, knowledge } = this.context;
		if (!observations || state.imprecise || !knowledge.observesHere(macro)) return;
		const seen = {
			...{ name: macro, via: [], args: [], written: [], span, origin: null },
			...{ undecided: [], released: [], taken: [], isConditional: false },
		};
		observations.calls.push(observe(seen, state, knowledge.models));
	}

	private summarised(call: CallExpr, way: Arguments, summary: FunctionSummary): readonly Valued[] {
		const { context } = this;
		context.renew(call, way.state);
		const results = applySummary(context, summary, call, way.state, way.terms, this.locate);
		// What the callee left where an argument points to is known already, if it left anything.
		const args = way.terms.map((arg, i) => (leavesIn(summary, i) ? null : arg));
		for (const { state } of results) this.passedOut(call, args, state);
		return results;
	}

	private known(call: CallExpr, outcomes: readonly Outcome[], way: Arguments): readonly Valued[] {
		const { context } = this;
		context.renew(call, way.state);
		const term = context.resultOf(call);
		const results: Valued[] = [];
		ways: for (const [i, outcome] of outcomes.entries()) {
			if (outcome.applies?.(way.terms) === false) continue;
			if (outcome.ifAsked && context.usage.statements().has(call)) continue;
			const state = i === outcomes.length - 1 ? way.state : way.state.clone();
			if (this.isInVain(call, outcome, way)) continue;
			if (outcome.result !== ANYTHING && !state.narrow(term, outcome.result)) continue;
			for (const [rank, effect] of outcome.effects.entries()) {
				// What comes along with the first effect goes without saying.
				const isSaid = rank === 0;
				if (typeof effect.object === "number" && !effect.byValue) {
					// What is operated on is there.
					const arg = way.terms[effect.object];
					if (arg && !state.narrow(arg, NONZERO)) continue ways;
				}
				const named =
					effect.object === RESULT
						? this.resultOf(call, term)
						: this.objectOf(effect, call, way.terms, state);
				if (named && !usePointer(named.place, state)) continue ways;
				if (named) context.tracking.operate(effect, named, call.span, state, isSaid);
				this.changeRegisters(effect, call, way.terms, state);
			}
			state.clobber(context.siteOf(call));
			results.push({ state, term });
		}
		return results;
	}

	/** Whether a function that only tries cannot get what this path has already. */
	private isInVain(call: CallExpr, { result, effects }: Outcome, way: Arguments): boolean {
		if (result !== NONZERO || !call.name?.includes("try")) return false;
		const [effect] = effects;
		const named = effect && this.objectOf(effect, call, way.terms, way.state);
		if (!named || !effect.model.begins(effect.operation)) return false;
		const index = this.context.knowledge.models.indexOf(effect.model);
		const { event } = effect.model.apply(way.state.statusOf(index, named.place), effect.operation);
		return event !== null && effect.model.isFault(event);
	}

	/** The object that goes by the value the call returned. */
	private resultOf({ name }: CallExpr, term: Term): NamedPlace {
		return { place: this.context.terms.target(term), spelled: `${name}()`, object: null };
	}

	/** What the effect is on; null where it is on a register alone, or the call lacks the argument. */
	private objectOf(
		{ object, path, model }: Effect,
		call: CallExpr,
		args: readonly Term[],
		state: State,
	): NamedPlace | null {
		const { terms } = this.context;
		if (typeof object === "string") {
			if (model.registers.includes(object)) return null;
			return { place: terms.singleton(object), spelled: object, object };
		}
		const [arg, written] = [args[object], call.args[object]];
		if (!arg || !written) return null;
		return {
			place: this.follow(terms.target(arg), path, state),
			spelled: this.memberText(written, path),
			object: written,
		};
	}

	/** Saves, sets and restores registers as the effect says. */
	private changeRegisters(effect: Effect, call: CallExpr, terms: readonly Term[], state: State): void {
		const { context } = this;
		for (const change of effect.registers) {
			const { register } = change;
			const place = context.terms.singleton(register);
			const named = { place, spelled: register, object: register };
			if (change.action === "set") {
				const value = context.terms.constant(change.value);
				context.tracking.setRegister(effect, named, value, call.span, state, effect.object === register);
				continue;
			}
			const given = call.args[change.variable];
			// Macros are given the variable, functions its address.
			const pointed = given?.kind === "unary" && given.op === "&" ? given.operand : null;
			if (change.action === "save") {
				if (given) state.assign(this.locate(pointed ?? given, state), state.load(place));
				continue;
			}
			const value = pointed ? state.load(this.locate(pointed, state)) : terms[change.variable];
			// Beside a lock it goes without saying.
			if (value)
				context.tracking.setRegister(effect, named, value, call.span, state, effect.object === register);
		}
	}

	/** The place that members lead to from another; null in the path follows the pointer reached. */
	follow(from: Place, path: Effect["path"], state: State): Place {
		const { terms } = this.context;
		let at = from;
		for (const step of path) at = step === null ? terms.target(state.load(at)) : fieldOf(terms, at, step);
		return at;
	}

	/** How the source would write what an argument points to, or the member of it. */
	private memberText(arg: Expr, path: Effect["path"]): string {
		const text = this.pointeeText(arg);
		if (path.length === 0) return text;
		const isNamed = arg.kind === "unary" && arg.op === "&";
		const members = path
			.map((step) => step ?? "->")
			.join(".")
			.replaceAll(".->.", "->");
		return `${text}${isNamed ? "." : "->"}${members}`;
	}

	/** `p->lock` for `&p->lock`, `*l` written as `l`: how the source names what an argument points to. */
	private pointeeText(arg: Expr): string {
		const named = arg.kind === "unary" && arg.op === "&" ? arg.operand : arg;
		const { image } = this.context.graph.unit;
		return sourceText(image, named.span);
	}

	private unknown(call: CallExpr, way: Arguments): Valued {
		const { context } = this;
		const { state, terms } = way;
		context.renew(call, state);
		if (call.name !== null && this.isPrint(call)) return { state, term: context.resultOf(call) };
		context.tracking.disturb(call.name, terms, state);
		this.handedFunctions(call, terms, state);
		this.passedOut(call, terms, state);
		state.clobber(context.siteOf(call));
		if (call.name !== null && terms.length > 0 && ACCESSOR.test(call.name)) {
			return { state, term: context.terms.op(call.name, ...terms.map((arg) => context.terms.timeless(arg))) };
		}
		const term = context.resultOf(call);
		if (call.name !== null) {
			const set = context.knowledge.result(call.name);
			if (set !== ANYTHING) state.narrow(term, set);
			state.answer(context.answerOf(call.name, terms), term);
		}
		return { state, term };
	}

	private isPrint({ name, args }: CallExpr): boolean {
		return args.some((arg) => arg.kind === "string") && this.context.knowledge.prints(name!);
	}

	/** A function of the file that is given by name may be called: `kref_put(&p->ref, free_locked)`. */
	private handedFunctions(call: CallExpr, terms: readonly Term[], state: State): void {
		const { callees } = this.context;
		for (const arg of call.args) {
			const named = arg.kind === "unary" && arg.op === "&" ? arg.operand : arg;
			if (named.kind !== "name" || this.context.locals.has(named.name)) continue;
			const summary = callees.summaryOf(named.name);
			const effects = summary?.ways.flatMap((way) => way.effects) ?? [];
			for (const { model, place } of effects) this.context.tracking.forgetLike(model, place, state);
			// Callers of this function must be told as well.
			if (effects.length > 0) this.context.tracking.disturb(HANDED, terms, state);
		}
	}

	/** A local variable whose address is passed has whatever value the callee gave it. */
	private passedOut(call: CallExpr, args: readonly (Term | null)[], state: State): void {
		const { context } = this;
		for (const [i, arg] of args.entries()) {
			if (arg?.kind !== "address") continue;
			const root = container(arg.place);
			if (root.kind !== "variable" || !context.locals.has(root.name)) continue;
			state.escape(root);
			state.assign(arg.place, context.terms.fresh(context.siteOf(call), `out${i}`));
		}
	}
}

function isZero(term: Term): boolean {
	return term.kind === "const" && term.value === 0;
}
