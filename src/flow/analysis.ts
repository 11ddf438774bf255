import { buildGraph } from "../cfg/build.js";
import type { ControlFlowGraph } from "../cfg/graph.js";
import type { Header } from "../image/headers.js";
import type { Span } from "../image/image.js";
import { calledIn } from "../syntax/called.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";
import type { MemoryAccess } from "./accesses.js";
import { FlowContext } from "./context.js";
import { CustodyLog, type HeldPoints } from "./custody.js";
import { Definitions } from "./definitions.js";
import { Exploration, type RawDeparture, type RawExit } from "./explore.js";
import type { Holding, HoldingEnd, ReturnedLends } from "./holdings.js";
import { keepsParameter } from "./keeps.js";
import type { Assumption, Knowledge, Model, ModelEvent, Tracked } from "./model.js";
import { Observations } from "./observations.js";
import type { ObservedCall, ObservedJump } from "./observed.js";
import type { ValueOrigin } from "./origins.js";
import type { Acquisition, ResourceConcern } from "./resources.js";
import type { Disturbance } from "./state.js";
import { summarise } from "./summarise.js";
import type { FunctionSummary } from "./summary.js";
import type { Place, Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import type { LateCheck, PointerUse, Touch, ValueTest } from "./uses.js";
import { ANYTHING, ERROR, type ValueSet, ZERO } from "./values.js";

/** A way out of a function, at the fixpoint. */
export interface Exit {
	/** The return statement, or the closing brace. */
	readonly span: Span;
	/** Null where nothing is returned. */
	readonly value: Term | null;
	/** What may be returned. */
	readonly values: ValueSet;
	/** The constant that it is on this path, or null. */
	readonly constant: Term | null;
	readonly trace: TraceNode | null;
	/** True where paths were merged that should have been told apart. */
	readonly imprecise: boolean;
	/** Places that the model has something to say about; also what was only assumed of them. */
	tracked(model: Model): ReadonlyMap<Place, Tracked>;
	/** True where code that is not shown was passed: nothing is known of places not touched since. */
	readonly isBehindGap: boolean;
	/** What this way out says of the callee's term; used by summaries. */
	valueOf(term: Term): ValueSet;
	/** The same, if calls in between have left alone what was read before. */
	believed(term: Term): ValueSet;
	readonly facts: readonly (readonly [Term, ValueSet])[];
	readonly disturbances: readonly Disturbance[];
	/** Resources that are still held, and what was given back that the function had not acquired. */
	readonly holdings: readonly Holding[];
	readonly drops: ReadonlyMap<Term, string>;
	/** What resources were lent to that this path gave back, by their acquisition. */
	readonly returned: ReadonlyMap<string, ReturnedLends>;
	/** Places that hold something else than at entry, and what. */
	readonly writes: ReadonlyMap<Place, Term>;
}

/** A jump to a label in code that is not shown. */
export interface Departure {
	readonly label: string;
	readonly span: Span;
	readonly trace: TraceNode | null;
	tracked(model: Model): ReadonlyMap<Place, Tracked>;
}

/** All that is known of one function once every path has been walked. */
export interface FunctionAnalysis {
	readonly unit: FunctionUnit;
	readonly graph: ControlFlowGraph;
	/** What was known of the functions that it calls. */
	readonly knowledge: Knowledge;
	readonly exits: readonly Exit[];
	readonly departures: readonly Departure[];
	/** Operations that a model had something to say about, each once a place and span. */
	readonly events: readonly ModelEvent[];
	/** Calls that rules want to see, on every path that reaches them. */
	readonly calls: readonly ObservedCall[];
	/** Every `goto`, on every path that takes it. */
	readonly jumps: readonly ObservedJump[];
	/** Pointers that are asked about once they have been used. */
	readonly lateChecks: readonly LateCheck[];
	/** What paths do with pointers that need not be valid. */
	readonly uses: readonly PointerUse[];
	/** What paths do with objects that a model watches. */
	readonly touches: readonly Touch[];
	/** The calls of it, each with what it promised, in the order in which they were met. */
	readonly results: readonly ValueOrigin[];
	/** The call that made the value; null where it is not the result of one. */
	originOf(term: Term): ValueOrigin | null;
	/** Conditions that ask about the number by which an object of a model goes. */
	readonly tests: readonly ValueTest[];
	/** Accesses to what the file marks somewhere, on every path that reaches them. */
	readonly accesses: readonly MemoryAccess[];
	/** Resources that were given back, or lost, on the way. */
	readonly holdingEnds: readonly HoldingEnd[];
	/** Null where the analysis ran to its end; else why nothing may be concluded. */
	readonly givenUp: string | null;
	/** Where the gaps of the function begin, in order; an {@link Assumption} names them by their place in it. */
	readonly gaps: readonly number[];
	/** What is held at every statement that a path reaches; empty where nobody has asked. */
	readonly heldPoints: HeldPoints;
}

/** Summaries nest no deeper: what a callee of a callee of a callee does is not looked at. */
const MAX_CALL_DEPTH = 12;
/** Callees are asked so far down whether they have to do with resources. */
const MAX_RESOURCE_DEPTH = 2;
/** In bytes of source. */
const SMALL_FUNCTION = 1_500;
/** Functions larger than this (bytes of source) are not walked. */
const MAX_FUNCTION_BYTES = 200_000;

/** Analyses the functions of one file, each at most once, callees on demand. */
export class FileAnalyzer {
	private readonly definitions: Definitions;
	/** Whether functions of that name call anything that concerns a model, as far as it was asked. */
	private readonly concerning = new Map<string, boolean>();
	private readonly analyses = new Map<FunctionUnit, FunctionAnalysis>();
	private readonly summaries = new Map<FunctionUnit, FunctionSummary | null>();
	private readonly open: FunctionUnit[] = [];
	private readonly keeping = new Map<string, boolean>();
	private readonly concernsByUnit = new Map<FunctionUnit, ResourceConcern>();

	constructor(
		private readonly file: ParsedFile,
		private readonly knowledge: Knowledge,
		headers: readonly Header[] = [],
		/** Names of members and variables whose accesses rules want to see. */
		private readonly watched: ReadonlySet<string> = new Set(),
		/** Whether somebody wants to know what is held where; it costs a little. */
		private readonly wantsHeldPoints = false,
	) {
		this.definitions = new Definitions(file, headers, (name) =>
			knowledge.models.some((model) => model.concerns(name)),
		);
	}

	/** Assumptions are for code that is not shown; with any, the result is not shared with callers. */
	analyse(unit: FunctionUnit, assumptions: readonly Assumption[] = []): FunctionAnalysis {
		const known = assumptions.length === 0 ? this.analyses.get(unit) : undefined;
		if (known) return known;
		const analysis = this.explore(unit, assumptions);
		if (assumptions.length === 0) this.analyses.set(unit, analysis);
		return analysis;
	}

	private explore(
		unit: FunctionUnit,
		assumptions: readonly Assumption[],
		file: ParsedFile = this.file,
	): FunctionAnalysis {
		if (unit.span.end - unit.span.start > MAX_FUNCTION_BYTES)
			return givenUp(unit, this.knowledge, "the function is too large");
		this.open.push(unit);
		try {
			const graph = buildGraph(unit, file);
			const concern = this.concernWith(unit);
			let { context, exploration } = this.walk(graph, assumptions, concern);
			// Without the resources there are fewer paths to tell apart.
			if (!exploration.complete && concern === "gives")
				({ context, exploration } = this.walk(graph, assumptions, "none"));
			if (!exploration.complete) return givenUp(unit, this.knowledge, "the function has too many paths");
			const custody = this.wantsHeldPoints ? new CustodyLog(this.knowledge.models) : null;
			const observations = new Observations(this.watched, custody);
			context.observations = observations;
			const ends = exploration.ends();
			return {
				unit,
				graph,
				knowledge: this.knowledge,
				exits: ends.exits.map((exit) => exitOf(exit, this.knowledge)),
				departures: ends.departures.map((departure) => departureOf(departure, this.knowledge)),
				events: observations.events,
				calls: observations.calls,
				jumps: observations.jumps,
				lateChecks: observations.lateChecks,
				uses: observations.uses,
				touches: observations.touches,
				results: context.origins.all(),
				originOf: (term) => context.origins.of(term),
				tests: observations.tests,
				accesses: observations.accesses,
				holdingEnds: observations.holdingEnds,
				givenUp: null,
				gaps: context.gaps,
				heldPoints: custody?.points() ?? new Map(),
			};
		} finally {
			this.open.pop();
		}
	}

	private walk(
		graph: ControlFlowGraph,
		assumptions: readonly Assumption[],
		concern: ResourceConcern,
	): { context: FlowContext; exploration: Exploration } {
		const context = new FlowContext(graph, this.knowledge, this, assumptions, concern);
		const exploration = new Exploration(graph, context);
		exploration.run();
		return { context, exploration };
	}

	/** What the function has to do with resources, itself or through functions of the file. */
	private concernWith(unit: FunctionUnit, depth = 0): ResourceConcern {
		const known = this.concernsByUnit.get(unit);
		if (known !== undefined) return known;
		const { callOf, loopOf } = this.knowledge.resources;
		const called = calledIn(unit);
		// What a small function gets is often for its callers.
		const isSmall = unit.span.end - unit.span.start < SMALL_FUNCTION;
		let concern: ResourceConcern = "none";
		for (const name of called) {
			const call = callOf(name);
			const callee = !call && depth < MAX_RESOURCE_DEPTH ? this.definitions.unit(name) : null;
			const below = callee ? this.concernWith(callee, depth + 1) : "none";
			const isGiven =
				call?.gives.some((item) => isSmall || isWorthFollowing(item, called)) || loopOf(name) !== null;
			if (isGiven || below === "gives") {
				concern = "gives";
				break;
			}
			if ((call && call.takes.length > 0) || below === "takes") concern = "takes";
		}
		if (depth === 0) this.concernsByUnit.set(unit, concern);
		return concern;
	}

	/** Implements `Callees`. */
	keeps(name: string, argument: number): boolean {
		const unit = this.definitions.unit(name);
		const parameter = unit?.parameters[argument];
		if (!unit || !parameter) return true;
		const key = `${name} ${argument}`;
		const known = this.keeping.get(key);
		if (known !== undefined) return known;
		// A recursive call asks while the answer is open.
		this.keeping.set(key, true);
		const { borrows } = this.knowledge.resources;
		const answer = keepsParameter(
			this.analyses.get(unit)?.graph ?? buildGraph(unit, this.file),
			parameter,
			(callee, at) => (this.isOwn(callee) ? !this.keeps(callee, at) : borrows(callee, at, null)),
		);
		this.keeping.set(key, answer);
		return answer;
	}

	/** Implements `Callees`. */
	isOwn(name: string): boolean {
		return this.definitions.isOwn(name);
	}

	/** Whether the file defines a function-like macro of that name. */
	isMacro(name: string): boolean {
		return this.definitions.isMacro(name);
	}

	/** Implements `Callees`. */
	isOpaque(name: string): boolean {
		if (!this.definitions.isDefined(name) || this.summaryOf(name) !== null) return false;
		const known = this.concerning.get(name);
		if (known !== undefined) return known;
		const concerns = this.file.functions.some((unit) => unit.name === name && this.callsConcerning(unit));
		this.concerning.set(name, concerns);
		return concerns;
	}

	private callsConcerning(unit: FunctionUnit): boolean {
		const { models, outcomes } = this.knowledge;
		return [...calledIn(unit)].some(
			(called) => outcomes(called) !== null || models.some((model) => model.concerns(called)),
		);
	}

	/** Of the function of that name; null where the file has none, or more than one. */
	analysisOf(name: string): FunctionAnalysis | null {
		const unit = this.definitions.unit(name);
		return unit ? this.analyse(unit) : null;
	}

	/** Implements `Callees`. */
	failuresReturnedBy(name: string): ValueSet {
		const definition = this.definitions.find(name);
		if (!definition || definition.isMacro || !definition.unit.returnType.endsWith("*")) return 0;
		const { unit } = definition;
		// A function of a header is walked for its summary only.
		if (definition.file !== this.file) return this.summaryOf(name)?.mayBeZero ? ZERO : 0;
		if (this.open.includes(unit) || this.open.length > MAX_CALL_DEPTH) return 0;
		const given = this.analyse(unit).exits.map(({ values }) => values);
		return given.filter((values) => values === ZERO || values === ERROR).reduce((a, b) => a | b, 0);
	}

	/** Implements `Callees`: the summary of a function or macro that the file can see, by the same engine. */
	summaryOf(name: string): FunctionSummary | null {
		const definition = this.definitions.find(name);
		if (!definition) return null;
		const { unit, file, isMacro } = definition;
		const known = this.summaries.get(unit);
		if (known !== undefined) return known;
		// A recursive call, or one too deep, is a call to an unknown function.
		if (this.open.includes(unit) || this.open.length > MAX_CALL_DEPTH) return null;
		const analysis = file === this.file ? this.analyse(unit) : this.explore(unit, [], file);
		const calls = analysis.calls.filter(({ name }) => !this.knowledge.observesHere(name));
		const summary = summarise({ ...analysis, calls }, this.knowledge, isMacro);
		this.summaries.set(unit, summary);
		return summary;
	}
}

/** Whether the function can be told to lose it: it gives back such, or the resource is one that only it may know of. */
function isWorthFollowing({ gives, kind }: Acquisition, called: ReadonlySet<string>): boolean {
	if (gives === "result" || "out" in gives) {
		if (kind.noun === "reference") return true;
	}
	return [...kind.ends].some((name) => called.has(name));
}

function givenUp(unit: FunctionUnit, knowledge: Knowledge, why: string): FunctionAnalysis {
	const graph: ControlFlowGraph = { unit, blocks: [], entry: 0, locals: new Set(), hasGaps: true };
	return {
		unit,
		graph,
		knowledge,
		exits: [],
		departures: [],
		events: [],
		calls: [],
		jumps: [],
		lateChecks: [],
		uses: [],
		touches: [],
		results: [],
		originOf: () => null,
		tests: [],
		accesses: [],
		holdingEnds: [],
		givenUp: why,
		gaps: [],
		heldPoints: new Map(),
	};
}

function exitOf(exit: RawExit, knowledge: Knowledge): Exit {
	const { state } = exit;
	return {
		span: exit.end.span,
		value: exit.value,
		values: exit.value ? state.possible(exit.value) : ANYTHING,
		constant: exit.value && state.constantOf(exit.value),
		trace: state.trace,
		imprecise: state.imprecise,
		tracked: (model) => state.trackedOf(knowledge.models.indexOf(model)),
		isBehindGap: state.isBehindGap,
		valueOf: (term) => state.possible(term),
		believed: (term) => state.believed(term),
		facts: [...state.knownFacts()],
		holdings: [...state.holdings.all().values()],
		drops: state.holdings.drops(),
		returned: state.holdings.returns(),
		writes: new Map(state.writes()),
		disturbances: [...state.disturbances.values()],
	};
}

function departureOf({ state, end }: RawDeparture, knowledge: Knowledge): Departure {
	return {
		label: end.label,
		span: end.span,
		trace: state.trace,
		tracked: (model) => state.trackedOf(knowledge.models.indexOf(model)),
	};
}
