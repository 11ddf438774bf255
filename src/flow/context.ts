import type { CallExpr, Expr } from "../cfg/expression.js";
import type { ControlFlowGraph } from "../cfg/graph.js";
import { Usage } from "../cfg/usage.js";
import { type Span, sourceText } from "../image/image.js";
import { Holder } from "./holder.js";
import { HoldingCalls } from "./holding-calls.js";
import type { Assumption, Knowledge, Model } from "./model.js";
import type { Observations } from "./observations.js";
import { Origins } from "./origins.js";
import { isRead, type Question } from "./question.js";
import type { ResourceConcern } from "./resources.js";
import { passedThrough } from "./special.js";
import type { State } from "./state.js";
import type { Callees } from "./summary.js";
import { type Place, type Term, TermTable } from "./term.js";
import { Tracking } from "./tracking.js";
import type { UseKind } from "./uses.js";
import { ERROR, POSITIVE, type ValueSet, ZERO } from "./values.js";

/** What the exploration of one function shares: its names, its knowledge, and what is observed. */
export class FlowContext {
	readonly terms = new TermTable();
	readonly locals: ReadonlySet<string>;
	readonly usage: Usage;
	readonly origins: Origins;
	readonly tracking: Tracking;
	/** Follows resources; null where the function has to do with none. */
	readonly holder: Holder | null;
	readonly holdingCalls: HoldingCalls | null;
	/** Set while states are stable and everything may be observed once. */
	observations: Observations | null = null;
	/** The call whose value the step just before stored. */
	storedCall: CallExpr | null = null;
	/** Whether the block that is being walked can be come by again. */
	inLoop = false;
	private readonly sites = new Map<object, number>();
	private readonly gapOrdinals = new Map<number, number>();

	constructor(
		readonly graph: ControlFlowGraph,
		readonly knowledge: Knowledge,
		readonly callees: Callees,
		private readonly assumptions: readonly Assumption[],
		readonly concern: ResourceConcern = "none",
	) {
		this.locals = graph.locals;
		this.usage = new Usage(graph, passedThrough);
		this.origins = new Origins(this.usage, this.locals, knowledge, callees);
		this.tracking = new Tracking(this, knowledge.models, this.terms);
		this.holder = concern !== "none" ? new Holder(this, knowledge.resources) : null;
		this.holdingCalls = this.holder && new HoldingCalls(this, knowledge.resources, this.holder);
		const gaps: number[] = [];
		for (const block of graph.blocks) {
			for (const step of block.steps) if (step.kind === "gap") gaps.push(step.span.start);
		}
		for (const start of gaps.sort((a, b) => a - b)) {
			if (!this.gapOrdinals.has(start)) this.gapOrdinals.set(start, this.gapOrdinals.size);
		}
	}

	/** Macros and enumerators: upper-case names that are not variables of the function. */
	isConstantName(name: string): boolean {
		return !this.locals.has(name) && /^_*[A-Z][A-Z0-9_]*$/.test(name);
	}

	// --- names of values

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

	/** A new unknown value of a site; the one it made the time before is forgotten. */
	fresh(owner: object, state: State, tag = ""): Term {
		this.renew(owner, state);
		return this.terms.fresh(this.siteOf(owner), tag);
	}

	renew(owner: object, state: State): void {
		if (!this.inLoop) return;
		const site = this.siteOf(owner);
		if (!state.holdings.isEmpty) this.holder?.overwrite(site, state);
		state.renew(site);
	}

	/** The value that a call returns. */
	resultOf(call: CallExpr): Term {
		const site = this.siteOf(call);
		this.origins.note(site, call);
		return this.terms.fresh(site);
	}

	/** The place of what the call on these values returned last, whenever they were read. */
	answerOf(call: string, args: readonly Term[]): Place {
		return this.terms.answer(
			call,
			args.map((arg) => this.terms.timeless(arg)),
		);
	}

	/** How the source spells the expression. */
	textOf({ span }: Expr): string {
		return sourceText(this.graph.unit.image, span);
	}

	// --- gaps

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

	// --- what is observed of values

	/** Whether the pointer need not be valid, by what the path knows or by the call that gave it. */
	isOpen(pointer: Term, state: State): boolean {
		const values = this.valuesOf(pointer, state);
		if ((values & (ZERO | ERROR)) === 0) return false;
		if ((values & POSITIVE) === 0) return true;
		const origin = this.origins.of(pointer);
		return origin !== null && (values & ((origin.contract?.failures ?? 0) | origin.returned)) !== 0;
	}

	/** What was known before a call in between may speak for a pointer, but not against it. */
	private valuesOf(pointer: Term, state: State): ValueSet {
		const believed = state.believed(pointer);
		return believed & POSITIVE ? believed : state.valueOf(pointer);
	}

	/** Tells of a use of a pointer. */
	observeUse(kind: UseKind, pointer: Term, at: Expr, whole: Expr, state: State): void {
		if (!this.observations || state.imprecise) return;
		const isKept = whole.kind === "call" && this.usage.kept().has(whole);
		const lastError = state.lastError();
		this.observations.uses.push({
			...{ kind, isKept, behind: this.storedCall, span: whole.span, at: at.span, trace: state.trace },
			pointer: this.terms.timeless(pointer),
			values: this.valuesOf(pointer, state),
			lastError: lastError && this.terms.timeless(lastError),
		});
	}

	/** Tells what a condition asks of a pointer, or of the number by which an object of a model goes. */
	observeQuestion(question: Question, condition: Expr, span: Span, isFatal: boolean, state: State): void {
		if (!this.observations || state.imprecise) return;
		const { value, asks } = question;
		const { trace } = state;
		if (asks !== "sign" && isRead(value) && state.isKnownByUse(value)) {
			const tracked = (model: Model) => state.trackedBy(model);
			this.observations.lateChecks.push({ pointer: value, span, trace, isFatal, tracked });
		}
		const asked = condition.kind === "binary" ? condition.left : condition;
		if (asks === "zero" && isRead(value)) this.observeUse("null", value, asked, condition, state);
		// `IS_ERR()` is told of where it is called.
		if (asks === "error" && condition.kind === "binary" && isRead(value))
			this.observeUse("error", value, asked, condition, state);
		if (value.kind === "const" || asks === "error" || asks === "either") return;
		const place = this.terms.target(value);
		for (const [i, model] of this.knowledge.models.entries()) {
			const object = state.trackedOf(i).get(place);
			const values = state.valueOf(value);
			if (object) this.observations.tests.push({ ...question, values, span, trace, object, model, place });
		}
	}
}
