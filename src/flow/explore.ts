import type { Expr } from "../cfg/expression.js";
import type { Block, BlockId, ControlFlowGraph, Goto, Step, SwitchCase, Terminator } from "../cfg/graph.js";
import { successors } from "../cfg/graph.js";
import { edgeOf, loopsOf, reachesWithout, reversePostorder } from "../cfg/paths.js";
import { namesAssignedIn, storedCall } from "../cfg/walk.js";
import { takesDoublePointer } from "../syntax/types.js";
import { assume } from "./assume.js";
import type { FlowContext } from "./context.js";
import { Evaluator } from "./evaluate.js";
import type { ObservedJump } from "./observed.js";
import { operation } from "./operations.js";
import { questionOf } from "./question.js";
import { State, type World } from "./state.js";
import type { Term } from "./term.js";
import { extend } from "./trace.js";
import { POSITIVE, type ValueSet } from "./values.js";

/** Different typestates kept apart at one block; beyond it they merge and the result is imprecise. */
const MAX_STATES_PER_BLOCK = 32;
/** Of these, those that may differ in minor models alone; beyond it they merge without any harm to the others. */
const MAX_FINE_STATES = 6;
/** States at one block from which on it is no longer told apart which resources they hold. */
const MAX_HOLDING_STATES = 8;
/** Size of a state, in places known, that costs as much again as the walk itself. */
const SIZE_OF_A_WALK = 40;
/** Iterator macros whose variables are pointers. */
const OVER_POINTERS = /_entry|^h?list_for_each|_child/;
/** States that the calls of one block may part in before those alike merge. */
const MAX_FORKS = 8;
/** States walked through a block, over a whole function, before it is given up as too complex. */
const MAX_WALKS = 12_000;
/** The same where resources are followed, which keep more paths apart: then it is walked without them. */
const MAX_WALKS_WITH_RESOURCES = 1_500;
/** The same for functions that may leave a pointer to their caller by a parameter: what they get, the caller can lose. */
const MAX_WALKS_TO_GIVE = 3_000;

/** A way out of the function. */
export interface RawExit {
	readonly state: State;
	readonly value: Term | null;
	readonly end: Extract<Terminator, { kind: "return" }>;
}

/** A jump into code that is not shown. */
export interface RawDeparture {
	readonly state: State;
	readonly end: Extract<Terminator, { kind: "lost" }>;
}

/** The ways out of a function, as they are found. */
interface Ends {
	readonly exits: RawExit[];
	readonly departures: RawDeparture[];
}

interface Entry {
	readonly state: State;
	dirty: boolean;
}

/**
 * Walks every path of a function until nothing changes any more: property simulation. States with
 * equal typestates merge where paths meet, others stay apart.
 */
export class Exploration {
	private readonly entries: Map<string, Entry>[];
	private readonly order: readonly number[];
	private readonly looping: ReadonlySet<BlockId>;
	/** What the body of a loop assigns to, by its head. */
	private readonly driven: ReadonlyMap<BlockId, ReadonlySet<string>>;
	private readonly evaluator: Evaluator;
	private readonly pending: Set<BlockId> = new Set();
	private walks = 0;
	/** False where the bound on work was reached: nothing may be concluded then. */
	complete = true;

	constructor(
		private readonly graph: ControlFlowGraph,
		private readonly context: FlowContext,
	) {
		this.entries = graph.blocks.map(() => new Map());
		this.order = reversePostorder(graph);
		const loops = loopsOf(graph, this.order);
		this.looping = new Set([...loops.values()].flatMap((body) => [...body]));
		this.driven = new Map(
			[...loops].map(([head, body]) => [head, namesAssignedIn([...body].map((id) => graph.blocks[id]!))]),
		);
		this.evaluator = new Evaluator(context);
	}

	/** Runs to the fixpoint. */
	run(): void {
		const canGive = this.context.concern === "gives";
		const limit = canGive ? MAX_WALKS_WITH_RESOURCES : MAX_WALKS;
		this.deliver(new State(this.world()), this.graph.entry, -1);
		for (let id = this.nextPending(); id >= 0; id = this.nextPending()) {
			if (
				this.walks > limit &&
				(!canGive || this.walks > MAX_WALKS_TO_GIVE || !takesDoublePointer(this.graph.unit))
			) {
				this.complete = false;
				return;
			}
			this.walk(id, (state, to) => this.deliver(state, to, this.order[id]!));
		}
	}

	private world(): World {
		const bypasses = new Map<string, boolean>();
		return {
			terms: this.context.terms,
			models: this.context.knowledge.models,
			locals: this.graph.locals,
			contractOf: (term) => this.context.origins.contractOf(term),
			canBypass: (edge, block) => {
				const key = `${edge} ${block}`;
				const known = bypasses.get(key);
				if (known !== undefined) return known;
				const answer = reachesWithout(this.graph, edge, block);
				bypasses.set(key, answer);
				return answer;
			},
		};
	}

	/** Walks every block once more over the stable states, for what there is to observe. */
	ends(): Ends {
		const ends: Ends = { exits: [], departures: [] };
		for (const map of this.entries) for (const entry of map.values()) entry.dirty = true;
		for (const block of this.graph.blocks) {
			if (this.entries[block.id]!.size > 0) this.walk(block.id, () => {}, ends);
		}
		return ends;
	}

	private nextPending(): BlockId {
		let best = -1;
		for (const id of this.pending) if (best < 0 || this.order[id]! < this.order[best]!) best = id;
		if (best >= 0) this.pending.delete(best);
		return best;
	}

	private deliver(state: State, to: BlockId, from: number): void {
		const site = this.context.blockSite(to);
		// Values merged at a loop's head are those of one round; the next round merges anew.
		const driven = this.driven.get(to);
		if (driven) state.renew(site);
		else if (this.looping.has(to)) state.forgetMade(site);
		if (driven && from < this.order[to]!) {
			state.loosen(driven, site);
			this.enterLoop(to, state);
		}
		const map = this.entries[to]!;
		let signature = signatureAmong(map, state, (entry) => entry.state);
		if (from >= this.order[to]! && map.size > 1 && !map.has(signature)) state.widen(site);
		if (!map.has(signature) && map.size >= MAX_HOLDING_STATES && !state.holdings.isEmpty) {
			state.holdings.forget();
			signature = state.signature();
		}
		if (!map.has(signature) && map.size >= MAX_STATES_PER_BLOCK) {
			state.blur();
			signature = "blurred";
		}
		const known = map.get(signature);
		if (known) {
			if (!known.state.merge(state, site)) return;
			known.dirty = true;
		} else map.set(signature, { state, dirty: true });
		this.pending.add(to);
	}

	/** What the cursor of an iterator macro held in front of the loop is none of its entries. */
	private enterLoop(head: BlockId, state: State): void {
		for (const step of this.graph.blocks[head]!.steps) {
			if (step.kind !== "iterate") continue;
			for (const arg of step.args) {
				if (arg.kind !== "name" || !this.graph.locals.has(arg.name)) continue;
				this.context.tracking.forgetMinor(state.load(this.context.terms.variable(arg.name)), state);
			}
		}
	}

	private walk(id: BlockId, deliver: (state: State, to: BlockId) => void, ends?: Ends): void {
		const block = this.graph.blocks[id]!;
		this.context.inLoop = this.looping.has(id);
		for (const entry of [...this.entries[id]!.values()]) {
			if (!entry.dirty) continue;
			entry.dirty = false;
			this.walks += 1 + entry.state.size / SIZE_OF_A_WALK;
			let states: readonly State[] = [entry.state.clone()];
			this.context.storedCall = null;
			const log = ends ? this.context.observations?.custody : null;
			for (const step of block.steps) {
				if (log && step.kind !== "gap") for (const state of states) log.note(step, state);
				states = states.flatMap((state) => this.evaluator.step(step, state));
				if (states.length > MAX_FORKS) states = this.mergeForks(states, step);
				this.context.storedCall = storedCall(step);
			}
			for (const state of states) {
				log?.note(block.end, state);
				this.leave(block, state, deliver, ends);
			}
		}
	}

	/** Calls in a row that can each end in several ways: their ends merge as at a join. */
	private mergeForks(states: readonly State[], step: Step): readonly State[] {
		const site = this.context.siteOf(step);
		const merged = new Map<string, State>();
		for (const state of states) {
			if (merged.size >= MAX_STATES_PER_BLOCK) state.blur();
			const signature = state.imprecise ? "blurred" : signatureAmong(merged, state, (other) => other);
			const known = merged.get(signature);
			if (known) known.merge(state, site);
			else merged.set(signature, state);
		}
		return [...merged.values()];
	}

	private leave(block: Block, state: State, deliver: (state: State, to: BlockId) => void, ends?: Ends): void {
		const { id, end } = block;
		switch (end.kind) {
			case "jump":
				if (end.goto) this.context.observations?.jumps.push(this.observeJump(end.goto, state));
				deliver(state, end.to);
				return;
			case "choice":
				for (const to of successors(end)) {
					const way = state.clone();
					this.enterRound(block, to === end.to[0], way);
					deliver(way, to);
				}
				return;
			case "branch":
				for (const result of this.evaluator.value(end.condition, state)) {
					this.branch(id, result.state, result.term, end, deliver);
				}
				return;
			case "switch":
				for (const result of this.evaluator.value(end.value, state)) {
					this.dispatch(id, result.state, result.term, end, deliver);
				}
				return;
			case "return": {
				const results = end.value ? this.evaluator.value(end.value, state) : [{ state, term: null }];
				for (const result of results) {
					ends?.exits.push({ state: result.state, value: result.term, end });
					if (ends) this.context.observations?.custody?.leave(result.state);
				}
				return;
			}
			case "lost":
				ends?.departures.push({ state, end });
				return;
			case "unreachable":
		}
	}

	private observeJump(goto: Goto, state: State): ObservedJump {
		const returned = new Map<string, ValueSet>();
		for (const name of this.context.usage.returned()) {
			returned.set(name, state.valueOf(state.load(this.context.terms.variable(name))));
		}
		return { goto, trace: state.trace, imprecise: state.imprecise, returned };
	}

	/** In the body of a loop over entries there is an entry. */
	private enterRound(block: Block, isRound: boolean, state: State): void {
		const last = block.steps.at(-1);
		if (last?.kind !== "iterate") return;
		this.context.holder?.enterRound(last, isRound, state);
		if (!isRound || !OVER_POINTERS.test(last.macro)) return;
		for (const arg of last.args) {
			if (arg.kind !== "name" || !this.graph.locals.has(arg.name)) continue;
			state.narrow(state.load(this.context.terms.variable(arg.name)), POSITIVE);
		}
	}

	private branch(
		block: BlockId,
		state: State,
		term: Term,
		end: Extract<Terminator, { kind: "branch" }>,
		deliver: (state: State, to: BlockId) => void,
	): void {
		state.order++;
		const question = this.context.observations && questionOf(term);
		if (question) {
			const isFatal = [end.then, end.else].some((to) => this.graph.blocks[to]?.end.kind === "unreachable");
			this.context.observeQuestion(question, end.condition, end.span, isFatal, state);
		}
		for (const truth of [true, false]) {
			const way = truth ? state.clone() : state;
			way.edge = edgeOf(block, truth);
			if (!assume(way, term, truth)) continue;
			// A constant condition (`do { } while (0)`) is no decision a reader must follow.
			if (term.kind !== "const") way.trace = extend(way.trace, { kind: "branch", span: end.span, truth });
			deliver(way, truth ? end.then : end.else);
		}
	}

	private dispatch(
		block: BlockId,
		state: State,
		value: Term,
		end: Extract<Terminator, { kind: "switch" }>,
		deliver: (state: State, to: BlockId) => void,
	): void {
		state.order++;
		// The cases are not told apart: which of them it was is in the fact itself.
		state.edge = edgeOf(block, true);
		for (const item of end.cases) {
			const way = state.clone();
			const label = item.values[0]!;
			const possible =
				item.values.length === 1
					? assume(way, this.caseTest(value, label, way), true)
					: this.assumeNone(value, end.cases, way);
			if (!possible) continue;
			way.trace = extend(way.trace, { kind: "branch", span: label.span, truth: true });
			deliver(way, item.to);
		}
		if (this.assumeNone(value, end.cases, state)) deliver(state, end.otherwise);
	}

	/** Takes the path on which the value is none of the single ones; of ranges nothing is known. */
	private assumeNone(value: Term, cases: readonly SwitchCase[], state: State): boolean {
		const singles = cases.filter((item) => item.values.length === 1);
		return singles.every((item) => assume(state, this.caseTest(value, item.values[0]!, state), false));
	}

	private caseTest(value: Term, label: Expr, state: State): Term {
		const constant = this.evaluator.value(label, state)[0]!.term;
		return operation(this.context.terms, "==", value, constant);
	}
}

/** The key of the entry that the state merges with, its own if there is none: near those alike where there are many. */
function signatureAmong<T>(
	known: ReadonlyMap<string, T>,
	state: State,
	stateOf: (entry: T) => State,
): string {
	const fine = state.signature();
	if (known.size < MAX_FINE_STATES || known.has(fine)) return fine;
	const coarse = state.signature(false);
	for (const [key, entry] of known) {
		const other = stateOf(entry);
		if (!other.imprecise && other.signature(false) === coarse) return key;
	}
	return fine;
}
