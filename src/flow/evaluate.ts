import type { AssignExpr, BinaryExpr, CallExpr, Expr } from "../cfg/expression.js";
import type { Step } from "../cfg/graph.js";
import { type AccessKind, access, accessedName } from "./accesses.js";
import { CallEvaluator } from "./call.js";
import type { FlowContext } from "./context.js";
import { fieldOf, operation, unaryOperation } from "./operations.js";
import { UNSET } from "./register.js";
import { SpecialCalls } from "./special.js";
import type { State, Valued } from "./state.js";
import type { Place, Term } from "./term.js";

/** Iterator macros whose first argument is the cursor, whatever else gives it a value. */
const CURSOR_FIRST = /^(h|hl|l|p)?list_(bl_|nulls_)?for_each|^rbtree_|^list_/;
/** Macros of linux/hashtable.h, which set all variables that they name, also where others do so elsewhere. */
const ALL_CURSORS = /^hash_for_each/;

interface Located {
	readonly state: State;
	readonly place: Place;
	/** The pointer that leads there, as it was read; null for a variable of the function's own. */
	readonly through: Term | null;
	/** How the source spells that pointer. */
	readonly spelled: Expr | null;
}

/**
 * Evaluates expressions on states. A state may part in several when a call can end in several
 * ways, so everything takes one state and gives a list.
 */
export class Evaluator {
	private readonly calls: CallEvaluator;
	private readonly specials: SpecialCalls;
	/** Arguments that a macro may want for their type alone, as in `kmalloc_obj(*p)`. */
	private readonly typesOnly: Set<Expr> = new Set();

	constructor(private readonly context: FlowContext) {
		this.calls = new CallEvaluator(context, (expr, state) => this.place(expr, state)[0]!.place);
		this.specials = new SpecialCalls(context);
	}

	/** Runs one step of a block; the state given is used up. */
	step(step: Step, state: State): readonly State[] {
		switch (step.kind) {
			case "expr":
				return this.value(step.expr, state).map((result) => result.state);
			case "set-temp":
				return this.value(step.value, state).map((result) => {
					result.state.temps.set(step.temp, result.term);
					return result.state;
				});
			case "declare":
				return this.declare(step, state);
			case "iterate":
				return this.iterate(step, state);
			case "scope-enter":
			case "scope-exit":
				return this.scope(step, state);
			case "gap":
				this.context.enterGap(step.span, state);
				return this.assume(step.span.start, state);
		}
	}

	private declare(step: Extract<Step, { kind: "declare" }>, state: State): readonly State[] {
		const { terms } = this.context;
		const place = terms.variable(step.name);
		if (step.isArray) {
			state.assign(place, terms.address(terms.variable(`${step.name}[]`)));
			return step.init ? this.value(step.init, state).map((result) => result.state) : [state];
		}
		if (!step.init) {
			state.assign(place, this.context.fresh(step, state, `${UNSET}${step.name}`));
			return [state];
		}
		return this.value(step.init, state).map((result) => {
			result.state.assign(place, result.term);
			return result.state;
		});
	}

	private iterate(step: Extract<Step, { kind: "iterate" }>, state: State): readonly State[] {
		const driven = this.drivenBy(step);
		if (!state.holdings.isEmpty) this.context.holder?.moveOn(step, state);
		this.calls.observeLoop(step, state);
		for (const arg of step.args) {
			if (arg.kind !== "name" || !this.context.locals.has(arg.name)) continue;
			const pointer = state.load(this.context.terms.variable(arg.name));
			if (driven.includes(arg.name))
				this.context.tracking.touch({ kind: "next", pointer, name: step.macro }, step.span, arg.span, state);
			else this.context.tracking.forgetMinor(pointer, state);
		}
		this.context.renew(step, state);
		const site = this.context.siteOf(step);
		for (const name of driven) {
			state.assign(this.context.terms.variable(name), this.context.terms.fresh(site, name));
		}
		state.clobber(site);
		return [state];
	}

	/**
	 * The variables that an iterator macro drives, of those it names: what nothing else gives a value;
	 * the others it only reads. Where none is of that kind, it may be any but a parameter.
	 */
	private drivenBy({ macro, args }: Extract<Step, { kind: "iterate" }>): readonly string[] {
		const { locals, usage, graph } = this.context;
		const assigned = usage.assigned();
		const named = args.flatMap((arg) => (arg.kind === "name" && locals.has(arg.name) ? [arg.name] : []));
		// Those of linux/list.h and its kin name the cursor first.
		const first = CURSOR_FIRST.test(macro) ? named.slice(0, 1) : [];
		const own = named.filter((name) => !graph.unit.parameters.includes(name));
		if (ALL_CURSORS.test(macro)) return own;
		const cursors = [...new Set([...first, ...own.filter((name) => !assigned.has(name))])];
		if (cursors.length > 0) return cursors;
		return own.length > 0 ? own : named;
	}

	private scope(step: Extract<Step, { kind: "scope-enter" | "scope-exit" }>, state: State): readonly State[] {
		const { variable } = step.scope;
		if (variable !== null) this.context.holder?.scope(variable, state);
		const known = this.context.knowledge.scopeClass(step.scope.class);
		const isEnter = step.kind === "scope-enter";
		const name = isEnter ? known?.enter : known?.exit;
		if (!name) return [state];
		const { args, memory } = step.scope;
		const { span } = step;
		const call: CallExpr = {
			kind: "call",
			name,
			callee: { kind: "name", name, span },
			args: [...args, { kind: "name", name: memory, span }],
			span,
		};
		return this.calls
			.scoped(call, this.context.siteOf(step), this.values(call.args, state))
			.map((result) => result.state);
	}

	private assume(gap: number, state: State): readonly State[] {
		for (const assumption of this.context.assumptionsAt(gap)) {
			const { object } = assumption;
			const place =
				typeof object === "string"
					? this.context.terms.singleton(object)
					: this.calls.follow(this.pointee(this.value(object, state)[0]!.term), assumption.path, state);
			this.context.tracking.assumeStatus(assumption, place, state);
		}
		return [state];
	}

	private pointee(term: Term): Place {
		return this.context.terms.target(term);
	}

	/** Evaluates the expression; the state given is used up. */
	value(expr: Expr, state: State): readonly Valued[] {
		const { terms } = this.context;
		switch (expr.kind) {
			case "number":
				return [{ state, term: terms.constant(expr.value) }];
			case "string":
				return [{ state, term: terms.string() }];
			case "config":
				return [{ state, term: terms.op("config", terms.symbol(expr.text)) }];
			case "temp":
				return [{ state, term: state.temps.get(expr.temp) ?? this.context.fresh(expr, state) }];
			case "name":
				if (this.context.isConstantName(expr.name)) return [{ state, term: terms.symbol(expr.name) }];
				this.observeAccess("read", expr, terms.variable(expr.name), state);
				return [{ state, term: state.load(terms.variable(expr.name)) }];
			case "member":
			case "index":
				return this.loaded(expr, state);
			case "unary":
				return this.unary(expr.op, expr.operand, expr, state);
			case "binary":
				return this.value(expr.left, state).flatMap((left) =>
					this.value(expr.right, left.state).map((right) =>
						this.operate(expr.op, left.term, right.term, expr, right.state),
					),
				);
			case "assign":
				return this.assign(expr, state);
			case "update":
				return this.accessed(expr.target, state, "update").map(({ state: after, place }) => {
					const old = after.load(place);
					const term = operation(terms, expr.op, old, terms.constant(1));
					after.assign(place, term);
					return { state: after, term: expr.prefix ? term : old };
				});
			case "call":
				return this.call(expr, state);
			case "opaque":
				return this.values(expr.operands, state).map((result) => {
					this.context.holder?.swallow(result.terms, result.state);
					return { state: result.state, term: this.context.fresh(expr, result.state) };
				});
		}
	}

	private loaded(expr: Expr, state: State): readonly Valued[] {
		return this.accessed(expr, state, "read").map((result) => ({
			state: result.state,
			term: result.state.load(result.place),
		}));
	}

	private unary(op: string, operand: Expr, expr: Expr, state: State): readonly Valued[] {
		if (op === "*") return this.loaded(expr, state);
		if (op === "&") {
			return this.place(operand, state).map((result) => {
				this.observeAccess("address", operand, result.place, result.state);
				return { state: result.state, term: this.context.terms.address(result.place) };
			});
		}
		return this.value(operand, state).map((result) => ({
			state: result.state,
			term: unaryOperation(this.context.terms, op, result.term),
		}));
	}

	/** `a op b`; to divide is to call the operator. */
	private operate(op: string, a: Term, b: Term, expr: BinaryExpr | AssignExpr, state: State): Valued {
		const args = expr.kind === "binary" ? [expr.left, expr.right] : [expr.target, expr.value];
		this.calls.observeCall({ name: op, span: expr.span, args }, [{ state, terms: [a, b] }]);
		return { state, term: operation(this.context.terms, op, a, b) };
	}

	private assign(expr: Extract<Expr, { kind: "assign" }>, state: State): readonly Valued[] {
		const kind = expr.op === "=" ? "write" : "update";
		return this.value(expr.value, state).flatMap((value) =>
			this.accessed(expr.target, value.state, kind).map(({ state: after, place }) => {
				const term =
					expr.op === "="
						? value.term
						: this.operate(expr.op, after.load(place), value.term, expr, after).term;
				this.context.holder?.store(place, term, expr, after);
				after.assign(place, term);
				return { state: after, term };
			}),
		);
	}

	/** The location an lvalue names, which is read or written. */
	private accessed(expr: Expr, state: State, kind: AccessKind): readonly Located[] {
		const results = this.place(expr, state);
		const { observations, tracking } = this.context;
		if (!observations || this.typesOnly.has(expr)) return results;
		for (const { state: now, place, through, spelled } of results) {
			this.observeAccess(kind, expr, place, now);
			if (through && spelled)
				tracking.touch({ kind: "access", pointer: through, name: null }, expr.span, spelled.span, now);
			if (through && spelled && this.context.isOpen(through, now))
				this.context.observeUse("memory", through, spelled, expr, now);
		}
		return results;
	}

	private observeAccess(kind: AccessKind, expr: Expr, place: Place, state: State): void {
		const { observations, knowledge } = this.context;
		if (!observations || observations.watched.size === 0 || state.imprecise) return;
		const name = accessedName(expr);
		if (name === null || !observations.watched.has(name)) return;
		if (expr.kind === "name" && this.context.locals.has(name)) return;
		observations.accesses.push(access(kind, expr, place, state, knowledge.models));
	}

	/** The location an lvalue names. */
	private place(expr: Expr, state: State): readonly Located[] {
		const { terms } = this.context;
		switch (expr.kind) {
			case "name":
				return [{ state, place: terms.variable(expr.name), through: null, spelled: null }];
			case "member": {
				const base = expr.arrow ? this.pointedTo(expr.base, state) : this.place(expr.base, state);
				return base.map((result) => ({ ...result, place: fieldOf(terms, result.place, expr.field) }));
			}
			case "index":
				return this.value(expr.base, state).flatMap((base) =>
					this.value(expr.index, base.state).map((index) => ({
						state: index.state,
						place: terms.element(this.pointee(base.term), index.term),
						through: base.term,
						spelled: expr.base,
					})),
				);
			case "unary":
				if (expr.op !== "*") break;
				return this.pointedTo(expr.operand, state);
			default:
		}
		return this.value(expr, state).map((result) => ({
			state: result.state,
			place: terms.target(terms.op("lvalue", result.term)),
			through: null,
			spelled: null,
		}));
	}

	private pointedTo(pointer: Expr, state: State): readonly Located[] {
		return this.value(pointer, state).map((result) => ({
			state: result.state,
			place: this.pointee(result.term),
			through: result.term,
			spelled: pointer,
		}));
	}

	private values(exprs: readonly Expr[], state: State): readonly { state: State; terms: readonly Term[] }[] {
		let results: { state: State; terms: readonly Term[] }[] = [{ state, terms: [] }];
		for (const expr of exprs) {
			results = results.flatMap((so) =>
				this.value(expr, so.state).map((result) => ({
					state: result.state,
					terms: [...so.terms, result.term],
				})),
			);
		}
		return results;
	}

	private call(expr: CallExpr, state: State): readonly Valued[] {
		const special = this.specials.meaningOf(expr);
		if (special) {
			const ways = this.values(special.args, state);
			this.calls.observeCall(expr, ways);
			return ways.flatMap((so) => special.apply(so.state, so.terms));
		}
		for (const arg of expr.args) if (arg.kind === "unary" && arg.op === "*") this.typesOnly.add(arg);
		// A call through a pointer reads the pointer.
		const operands = expr.name === null ? [...expr.args, expr.callee] : expr.args;
		return this.calls.ordinary(expr, this.values(operands, state));
	}
}
