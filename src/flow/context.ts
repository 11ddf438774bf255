import type { CallExpr, Expr } from "../cfg/expression.js";
import type { ControlFlowGraph } from "../cfg/graph.js";
import { returnStatements } from "../cfg/returns.js";
import { assignedNames, callTargets, keptCalls, statementCalls } from "../cfg/walk.js";
import type { Span } from "../image/image.js";
import type {
	Assumption,
	Effect,
	Knowledge,
	Model,
	ModelEvent,
	ResultContract,
	Tracked,
	Transition,
	UnknownCall,
} from "./model.js";
import type { ObservedCall, ObservedJump } from "./observed.js";
import { registerValue } from "./register.js";
import { passedThrough } from "./special.js";
import type { State } from "./state.js";
import type { FunctionSummary } from "./summary.js";
import { container, outwards, type Place, spell, type Term, TermTable } from "./term.js";
import { extend, type TraceNode } from "./trace.js";
import type { PointerUse, UseKind, ValueOrigin } from "./uses.js";
import { questionOf, type ValueTest } from "./value-test.js";
import { ANYTHING, ERROR, NEGATIVE, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** Callees that can be looked into. */
export interface Callees {
	/** Summary of the function of that name as seen from this file; null where it is not known. */
	summaryOf(name: string): FunctionSummary | null;
	/** Whether the file itself defines the function or macro. */
	isOwn(name: string): boolean;
	/**
	 * Whether the file defines the function but has no summary of it, and it calls something that
	 * concerns a model: it may do anything.
	 */
	isOpaque(name: string): boolean;
}

/** In the place of an operation: a register has got a value. */
const REGISTER_CHANGE = -1;

/** What is done to a place. */
export type Operation = Pick<Effect, "model" | "operation" | "path" | "detail">;

/** A pointer is asked whether it is valid after it has been used on this path. */
export interface LateCheck {
	readonly pointer: Term;
	/** The condition. */
	readonly span: Span;
	readonly trace: TraceNode | null;
	/** True where the answer ends the path: an assertion. */
	readonly isFatal: boolean;
	tracked(model: Model): ReadonlyMap<Place, Tracked>;
}

/** A place, and how the source calls it. */
export interface NamedPlace {
	readonly place: Place;
	readonly spelled: string;
	/** The argument that names it, or the object there is only one of; null inside a callee. */
	readonly object: Expr | string | null;
}

/** What the exploration of one function shares: its names, its knowledge, and what is observed. */
export class FlowContext {
	readonly terms = new TermTable();
	readonly locals: ReadonlySet<string>;
	/** Variables that something else than a loop gives a value. */
	get assigned(): ReadonlySet<string> {
		this.assignedMemo ??= assignedNames(this.graph);
		return this.assignedMemo;
	}
	private assignedMemo: ReadonlySet<string> | null = null;
	/** Variables of the function that a statement returns as they are. */
	get returned(): ReadonlySet<string> {
		this.returnedMemo ??= new Set(
			returnStatements(this.graph)
				.flatMap(({ values }) => values)
				.flatMap((value) => (value.kind === "name" && this.locals.has(value.name) ? [value.name] : [])),
		);
		return this.returnedMemo;
	}
	private returnedMemo: ReadonlySet<string> | null = null;
	/** Calls that are a statement of their own. */
	get statements(): ReadonlySet<CallExpr> {
		this.statementsMemo ??= statementCalls(this.graph);
		return this.statementsMemo;
	}
	private statementsMemo: ReadonlySet<CallExpr> | null = null;
	/** Calls whose value is returned or stored. */
	private get kept(): ReadonlySet<CallExpr> {
		this.keptMemo ??= keptCalls(this.graph, passedThrough);
		return this.keptMemo;
	}
	private keptMemo: ReadonlySet<CallExpr> | null = null;
	/** Set while states are stable and every operation may be observed once. */
	observer: ((event: ModelEvent) => void) | null = null;
	/** The same for pointers that are asked about once they have been used. */
	lateObserver: ((check: LateCheck) => void) | null = null;
	/** The same for calls that rules want to see. */
	callObserver: ((call: ObservedCall) => void) | null = null;
	/** The same for what is done with pointers that need not be valid. */
	useObserver: ((use: PointerUse) => void) | null = null;
	/** The same for every `goto`. */
	jumpObserver: ((jump: ObservedJump) => void) | null = null;
	/** The same for conditions that ask about the number by which an object goes. */
	testObserver: ((test: ValueTest) => void) | null = null;
	private readonly sites = new Map<object, number>();
	/** Calls by their site. */
	private readonly calls = new Map<number, CallExpr>();
	private targets: ReadonlyMap<CallExpr, Expr | string> | null = null;
	private readonly origins = new Map<CallExpr, ValueOrigin>();
	private readonly gapOrdinals = new Map<number, number>();
	/** The call whose value the step just before stored. */
	storedCall: CallExpr | null = null;
	/** Whether the block that is being walked can be come by again. */
	inLoop = false;

	constructor(
		readonly graph: ControlFlowGraph,
		readonly knowledge: Knowledge,
		readonly callees: Callees,
		private readonly assumptions: readonly Assumption[],
	) {
		this.locals = graph.locals;
		const gaps: number[] = [];
		for (const block of graph.blocks) {
			for (const step of block.steps) if (step.kind === "gap") gaps.push(step.span.start);
		}
		for (const start of gaps.sort((a, b) => a - b)) {
			if (!this.gapOrdinals.has(start)) this.gapOrdinals.set(start, this.gapOrdinals.size);
		}
	}

	/** Site of the merges at a block. */
	blockSite(block: number): number {
		return block + 1;
	}

	siteOf(owner: object): number {
		const known = this.sites.get(owner);
		if (known !== undefined) return known;
		const site = this.graph.blocks.length + 1 + this.sites.size;
		this.sites.set(owner, site);
		return site;
	}

	/** The place of what the call on these values returned last, whenever they were read. */
	answerOf(call: string, args: readonly Term[]): Place {
		return this.terms.answer(
			call,
			args.map((arg) => this.terms.timeless(arg)),
		);
	}

	/** A new unknown value of a site; the one it made the time before is forgotten. */
	fresh(owner: object, state: State, tag = ""): Term {
		this.renew(owner, state);
		return this.terms.fresh(this.siteOf(owner), tag);
	}

	renew(owner: object, state: State): void {
		if (this.inLoop) state.renew(this.siteOf(owner));
	}

	/** The value that a call returns. */
	resultOf(call: CallExpr): Term {
		const site = this.siteOf(call);
		this.calls.set(site, call);
		return this.terms.fresh(site);
	}

	/** The call that made the value, also in the round before; null where it is not the result of one. */
	originOf(term: Term): ValueOrigin | null {
		const made = this.terms.timeless(term);
		if (made.kind !== "fresh" || made.tag !== "") return null;
		const call = this.calls.get(Math.abs(made.site));
		if (!call) return null;
		const known = this.origins.get(call);
		if (known) return known;
		const { name } = call;
		const summary = name === null || this.locals.has(name) ? null : this.callees.summaryOf(name);
		const isOwn = name !== null && this.callees.isOwn(name);
		const isKnown = name !== null && !isOwn && !this.locals.has(name);
		const contract = (isKnown ? this.knowledge.contract(name) : null) ?? (summary && contractBy(summary));
		this.targets ??= callTargets(this.graph);
		const origin = { call, contract, isOwn, target: this.targets.get(call) ?? null };
		this.origins.set(call, origin);
		return origin;
	}

	/** Where the values came from that the calls returned. */
	results(): readonly ValueOrigin[] {
		return [...this.calls.keys()].flatMap((site) => this.originOf(this.terms.fresh(site)) ?? []);
	}

	/** What the call promised that made the value; anything where that is not known. */
	contractOf(term: Term): ValueSet {
		return this.originOf(term)?.contract?.values ?? ANYTHING;
	}

	/** Whether the pointer need not be valid, by what the path knows or by the call that gave it. */
	isOpen(pointer: Term, state: State): boolean {
		const values = state.believed(pointer);
		if ((values & (ZERO | ERROR)) === 0) return false;
		return (values & POSITIVE) === 0 || (values & (this.originOf(pointer)?.contract?.failures ?? 0)) !== 0;
	}

	/** Tells of a use of a pointer. */
	observeUse(kind: UseKind, pointer: Term, at: Expr, whole: Expr, state: State): void {
		if (!this.useObserver || state.imprecise) return;
		const isKept = whole.kind === "call" && this.kept.has(whole);
		const lastError = state.lastError();
		this.useObserver({
			...{ kind, isKept, behind: this.storedCall, span: whole.span, at: at.span, trace: state.trace },
			pointer: this.terms.timeless(pointer),
			values: state.believed(pointer),
			lastError: lastError && this.terms.timeless(lastError),
		});
	}

	/** Tells of a condition, if it asks about the number by which an object of a model goes. */
	observeTest(condition: Term, span: Span, state: State): void {
		const question = this.testObserver && !state.imprecise ? questionOf(condition) : null;
		if (!question || question.value.kind === "const") return;
		const place = this.terms.target(question.value);
		const { trace } = state;
		for (const [i, model] of this.knowledge.models.entries()) {
			const object = state.trackedOf(i).get(place);
			const values = state.valueOf(question.value);
			if (object) this.testObserver?.({ ...question, values, span, trace, object, model, place });
		}
	}

	enterGap(span: Span, state: State): void {
		state.enterGap(this.siteOf(span));
	}

	assumptionsAt(gapStart: number): readonly Assumption[] {
		if (this.assumptions.length === 0) return [];
		const ordinal = this.gapOrdinals.get(gapStart);
		return this.assumptions.filter((item) => item.gap === ordinal);
	}

	/** Where the gaps of the function begin, in order. */
	get gaps(): readonly number[] {
		return [...this.gapOrdinals.keys()];
	}

	/** Macros and enumerators: upper-case names that are not variables of the function. */
	isConstantName(name: string): boolean {
		return !this.locals.has(name) && /^_*[A-Z][A-Z0-9_]*$/.test(name);
	}

	// --- typestates

	/** Runs an operation of a model on a place. */
	operate(effect: Operation, named: NamedPlace, span: Span, state: State, isSaid = true): void {
		const index = this.knowledge.models.indexOf(effect.model);
		const others = this.observer ? new Map(state.trackedOf(index)) : state.trackedOf(index);
		this.considerAliases(effect.model, index, effect.operation, named.place, state);
		const next = effect.model.apply(state.statusOf(index, named.place), effect.operation);
		this.enter(isSaid ? next : { ...next, says: "" }, effect, named, span, state, others);
	}

	/** Gives a register a value, and the model of it the status that follows. */
	setRegister(
		effect: Operation,
		named: NamedPlace,
		value: Term,
		span: Span,
		state: State,
		isSaid = true,
	): void {
		const { place } = named;
		const kind = registerValue(value, state.initialOf(place));
		state.assign(place, value);
		const index = this.knowledge.models.indexOf(effect.model);
		const next = effect.model.onRegister(state.statusOf(index, place), kind);
		const change = { ...effect, operation: REGISTER_CHANGE };
		const others = new Map(this.observer ? state.trackedOf(index) : []);
		this.enter(isSaid ? next : { ...next, says: "" }, change, named, span, state, others);
	}

	/** Puts a place in the status that a model has found for it. */
	private enter(
		next: Transition,
		effect: Operation,
		named: NamedPlace,
		span: Span,
		state: State,
		/** What the model said of all places before. */
		others: ReadonlyMap<Place, Tracked>,
	): void {
		const { model, operation, detail, path } = effect;
		const { place, spelled, object } = named;
		const index = this.knowledge.models.indexOf(model);
		if (next.says !== "") {
			state.trace = extend(state.trace, { kind: "event", span, message: next.says.replace("%s", spelled) });
		}
		const { trace, order } = state;
		// Behind a blurred merge nothing is certain any more.
		if (next.event && this.observer && !state.imprecise) {
			const before = state.trackedOf(index).get(place) ?? null;
			const kind = next.event;
			this.observer({
				...{ model, kind, operation, path, detail, place, spelled, span, object, before, others, trace },
				inLoop: this.inLoop,
			});
		}
		const known = state.trackedOf(index).get(place);
		// A register that stays as it is was set where it was set first.
		if (operation === REGISTER_CHANGE && known?.status === next.status) return;
		state.setTracked(index, place, {
			...{ status: next.status, spelled, span, detail, trace, order },
			assumed: false,
		});
	}

	/** Makes the status of a place unknown. */
	forget(model: Model, place: Place, spelled: string, span: Span, state: State): void {
		const index = this.knowledge.models.indexOf(model);
		const { trace, order } = state;
		const item = state.trackedOf(index).get(place) ?? {
			...{ spelled, span, trace, order },
			detail: -1,
			assumed: false,
		};
		this.makeUnknown(model, index, place, item, state);
	}

	/** Makes unknown every place that may be the one named, which has no name here. */
	forgetLike(model: Model, named: Place, state: State): void {
		const index = this.knowledge.models.indexOf(model);
		for (const [place, item] of state.trackedOf(index)) {
			if (model.mayBeSame(named, place)) this.makeUnknown(model, index, place, item, state);
		}
	}

	/** A call of which only is known that it may do anything to what it is given and to globals. */
	forgetReachable(args: readonly Term[], state: State): void {
		const targets = this.targetsOf(args);
		for (const [index, model] of this.knowledge.models.entries()) {
			for (const [place, item] of state.trackedOf(index)) {
				const isGlobal = place.kind === "singleton" || container(place).kind === "variable";
				if (isGlobal || targets.some((target) => shareRoot(place, target)))
					this.makeUnknown(model, index, place, item, state);
			}
		}
	}

	private makeUnknown(
		model: Model,
		index: number,
		place: Place,
		item: Omit<Tracked, "status">,
		state: State,
	): void {
		state.setTracked(index, place, { ...item, status: model.unknown });
		if (place.kind === "singleton" && model.registers.includes(place.name)) {
			state.assign(place, this.terms.fresh(0, `unknown ${place.name}`));
		}
	}

	private considerAliases(model: Model, index: number, operation: number, place: Place, state: State): void {
		const own = state.statusOf(index, place);
		for (const [other, item] of state.trackedOf(index)) {
			if (other === place) continue;
			const status = model.ifAlias(item.status, operation, own, place, other);
			if (status !== null) state.setTracked(index, other, { ...item, status });
		}
	}

	assumeStatus(assumption: Assumption, place: Place, state: State): void {
		const index = this.knowledge.models.indexOf(assumption.model);
		state.setTracked(index, place, {
			status: assumption.status,
			spelled: assumption.spelled || spell(place),
			span: { start: 0, end: 0 },
			detail: assumption.detail,
			trace: state.trace,
			order: state.order,
			assumed: true,
		});
	}

	private targetsOf(args: readonly (Term | null)[]): readonly Place[] {
		return args.filter(isPointerLike).map((arg) => this.terms.target(arg));
	}

	/** Notes a call that callers of this function must be told of, going by its name. */
	recordDisturbance(name: string, args: readonly (Term | null)[], state: State): void {
		if (!this.knowledge.models.some((model) => model.isSuspect(name))) return;
		state.disturbances.set(`${name}(${args.map((arg) => arg?.id).join(",")}`, { name, args });
	}

	/** Makes unknown what a call of which nothing is known may have changed. */
	disturb(name: string | null, args: readonly (Term | null)[], state: State): void {
		const { models } = this.knowledge;
		if (name !== null) this.recordDisturbance(name, args, state);
		let call: UnknownCall | null = null;
		for (let i = 0; i < models.length; i++) {
			const model = models[i]!;
			for (const [place, item] of state.trackedOf(i)) {
				call ??= { name, arguments: args.length, targets: this.targetsOf(args) };
				if (item.status === model.unknown || !model.mayDisturb(call, place, item)) continue;
				this.makeUnknown(model, i, place, item, state);
			}
		}
	}
}

/** What the paths of a function of the file show it to return; null where some of them show nothing. */
function contractBy({ ways, returnsPointer }: FunctionSummary): ResultContract | null {
	if (!returnsPointer) return null;
	let values: ValueSet = 0;
	for (const { result } of ways) values |= result;
	return values & NEGATIVE ? null : { values, failures: values & (ERROR | ZERO), isLoose: false };
}

/** Whether one pointer leads to both. */
function shareRoot(a: Place, b: Place): boolean {
	return [...outwards(a)].at(-1) === [...outwards(b)].at(-1);
}

/** Whether the argument can lead the callee to an object. */
function isPointerLike(term: Term | null): term is Term {
	return term !== null && term.kind !== "const" && term.kind !== "string" && term.kind !== "symbol";
}
