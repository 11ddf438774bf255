import type { CallExpr, Expr } from "../cfg/expression.js";
import type { FlowContext } from "./context.js";
import type { Valued } from "./evaluate.js";
import type { Outcome } from "./model.js";
import type { State } from "./state.js";
import { applySummary, type FunctionSummary, leavesIn } from "./summary.js";
import { container, type Term } from "./term.js";
import { ANYTHING, ERROR, NONZERO } from "./values.js";

interface Arguments {
	readonly state: State;
	readonly terms: readonly Term[];
}

/** A macro that the engine understands itself. */
export interface SpecialCall {
	/** The arguments that are evaluated. */
	readonly args: readonly Expr[];
	apply(state: State, terms: readonly Term[]): readonly Valued[];
}

const QUESTIONS: ReadonlyMap<string, string> = new Map([
	["IS_ERR", "IS_ERR"],
	["IS_ERR_VALUE", "IS_ERR"],
	["IS_ERR_OR_NULL", "IS_ERR_OR_NULL"],
]);
const IDENTITIES: ReadonlySet<string> = new Set([
	"PTR_ERR",
	"ERR_PTR",
	"ERR_CAST",
	"no_free_ptr",
	"retain_and_null_ptr",
]);
const CONFIG_QUESTIONS: ReadonlySet<string> = new Set([
	"IS_ENABLED",
	"IS_BUILTIN",
	"IS_MODULE",
	"IS_REACHABLE",
]);
const CONTAINER_OF: ReadonlySet<string> = new Set([
	"container_of",
	"container_of_const",
	"list_entry",
	"hlist_entry",
	"rb_entry",
	"llist_entry",
]);

/**
 * Names of functions and macros that go from an object to one it belongs to, as `to_foo(x)`,
 * `FOO_I(x)`, `netdev_priv(x)` do: on the same object they give the same every time, so that
 * `FOO_I(x)->lock` is one lock.
 */
const ACCESSOR = /^to_[a-z]|^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$|_(priv|drvdata|inode|sb)$/;

/** What calls do to states. */
export class CallEvaluator {
	constructor(private readonly context: FlowContext) {}

	/** The macro's meaning, where it is one of the few that the engine itself must know. */
	special(call: CallExpr): SpecialCall | null {
		const { terms } = this.context;
		const { name, args } = call;
		const first = args[0];
		if (name === null || first === undefined) return null;
		const one = (make: (arg: Term) => Term): SpecialCall => ({
			args: [first],
			apply: (state, [arg]) => [{ state, term: make(arg!) }],
		});
		const question = QUESTIONS.get(name);
		if (question) return one((arg) => terms.op(question, arg));
		if (IDENTITIES.has(name)) return one((arg) => arg);
		if (CONFIG_QUESTIONS.has(name) && first.kind === "name") {
			const term = terms.op("config", terms.symbol(first.name));
			return { args: [], apply: (state) => [{ state, term }] };
		}
		if (name === "PTR_ERR_OR_ZERO")
			return { args: [first], apply: (state, [arg]) => this.errorOrZero(state, arg!) };
		const member = args[2];
		if (CONTAINER_OF.has(name) && member?.kind === "name") {
			return one((arg) => this.containerOf(arg, member.name));
		}
		return null;
	}

	private errorOrZero(state: State, arg: Term): readonly Valued[] {
		const valid = state.clone();
		const results: Valued[] = [];
		if (state.narrow(arg, ERROR)) results.push({ state, term: arg });
		if (valid.narrow(arg, ANYTHING & ~ERROR)) {
			results.push({ state: valid, term: this.context.terms.constant(0) });
		}
		return results;
	}

	/** `container_of(&p->m, T, m)` is `p`. */
	private containerOf(pointer: Term, member: string): Term {
		const place = pointer.kind === "address" ? pointer.place : null;
		if (place?.kind === "field" && place.name === member) return this.context.terms.address(place.base);
		return this.context.terms.op(`container_of ${member}`, pointer);
	}

	/** The constructor or destructor of a scope object. */
	scoped(call: CallExpr, site: number, ways: readonly Arguments[]): readonly Valued[] {
		if (this.context.inLoop) for (const way of ways) way.state.renew(site);
		return this.ordinary(call, ways);
	}

	/** Any other call, once its arguments have been evaluated. */
	ordinary(call: CallExpr, ways: readonly Arguments[]): readonly Valued[] {
		const { knowledge, callees } = this.context;
		const outcomes = call.name === null ? null : knowledge.outcomes(call.name);
		if (outcomes) return ways.flatMap((way) => this.known(call, outcomes, way));
		const summary =
			call.name === null || this.context.locals.has(call.name) ? null : callees.summaryOf(call.name);
		if (summary) return ways.flatMap((way) => this.summarised(call, way, summary));
		return ways.map((way) => this.unknown(call, way));
	}

	private summarised(call: CallExpr, way: Arguments, summary: FunctionSummary): readonly Valued[] {
		const { context } = this;
		context.renew(call, way.state);
		const results = applySummary(context, summary, call, way.state, way.terms);
		// What the callee left where an argument points to is known already, if it left anything.
		const args = way.terms.map((arg, i) => (leavesIn(summary, i) ? null : arg));
		for (const { state } of results) this.passedOut(call, args, state);
		return results;
	}

	private known(call: CallExpr, outcomes: readonly Outcome[], way: Arguments): readonly Valued[] {
		const { context } = this;
		context.renew(call, way.state);
		const term = context.terms.fresh(context.siteOf(call));
		const results: Valued[] = [];
		ways: for (const [i, outcome] of outcomes.entries()) {
			const state = i === outcomes.length - 1 ? way.state : way.state.clone();
			if (outcome.result !== ANYTHING && !state.narrow(term, outcome.result)) continue;
			for (const effect of outcome.effects) {
				if (typeof effect.object === "string") {
					const { object } = effect;
					const named = { place: context.terms.singleton(object), spelled: object, object };
					context.operate(effect, named, call.span, state);
					continue;
				}
				const arg = way.terms[effect.object];
				const written = call.args[effect.object];
				if (!arg || !written) continue;
				// What is operated on is there.
				if (!state.narrow(arg, NONZERO)) continue ways;
				const named = {
					place: context.terms.target(arg),
					spelled: this.pointeeText(written),
					object: written,
				};
				context.operate(effect, named, call.span, state);
			}
			state.clobber(context.siteOf(call));
			results.push({ state, term });
		}
		return results;
	}

	/** `p->lock` for `&p->lock`, `*l` written as `l`: how the source names what an argument points to. */
	private pointeeText(arg: Expr): string {
		const named = arg.kind === "unary" && arg.op === "&" ? arg.operand : arg;
		const { image } = this.context.graph.unit;
		return image.text.slice(named.span.start, named.span.end).replace(/\s+/g, " ");
	}

	private unknown(call: CallExpr, way: Arguments): Valued {
		const { context } = this;
		const { state, terms } = way;
		context.renew(call, state);
		context.disturb(call.name, terms, state);
		this.passedOut(call, terms, state);
		state.clobber(context.siteOf(call));
		if (call.name !== null && terms.length > 0 && ACCESSOR.test(call.name)) {
			return { state, term: context.terms.op(call.name, ...terms.map((arg) => context.terms.timeless(arg))) };
		}
		const term = context.terms.fresh(context.siteOf(call));
		if (call.name !== null) {
			const set = context.knowledge.result(call.name);
			if (set !== ANYTHING) state.narrow(term, set);
			state.answer(context.terms.answer(call.name, terms), term);
		}
		return { state, term };
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
