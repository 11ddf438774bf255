import type { Step, Terminator } from "../cfg/graph.js";
import type { Custody, HeldObject, Model, Tracked } from "./model.js";
import type { State } from "./state.js";
import type { Place } from "./term.js";

/** In what ways the paths that reach a place have an object; a set of these bits. */
export type Holding = number;
export const HELD: Holding = 1;
export const FREE: Holding = 2;
export const UNKNOWN: Holding = 4;

/** What is held as paths reach a statement or a condition; one that none reaches is not in it. */
export type HeldPoints = ReadonlyMap<Step | Terminator, ReadonlyMap<HeldObject, Holding>>;

interface Entry {
	/** Of the objects that some path names there. */
	readonly seen: Map<string, Set<Custody>>;
	/** What holds there for all others, on the paths that came by. */
	readonly others: Set<Custody>;
}

/** Notes what is held at every statement while stable states are walked once more. */
export class CustodyLog {
	private readonly entries = new Map<Step | Terminator, Entry>();
	private readonly names = new Map<Place, string>();
	private readonly objects = new Map<string, HeldObject>();
	private readonly shown: readonly { readonly model: Model; readonly index: number }[];
	/** What each path that leaves the function has done with the objects that it names. */
	private readonly exits: ReadonlyMap<string, Custody>[] = [];

	constructor(models: readonly Model[]) {
		this.shown = models.flatMap((model, index) => (model.custody ? [{ model, index }] : []));
	}

	/** A path is about to take the step. */
	note(step: Step | Terminator, state: State): void {
		const entry = this.entries.get(step) ?? { seen: new Map(), others: new Set<Custody>() };
		this.entries.set(step, entry);
		const now = this.custodies(state);
		const rest: Custody = state.isBehindGap ? "unknown" : "free";
		for (const [name, custody] of now) {
			const ways = entry.seen.get(name) ?? new Set(entry.others);
			entry.seen.set(name, ways.add(custody));
		}
		for (const [name, ways] of entry.seen) if (!now.has(name)) ways.add(rest);
		entry.others.add(rest);
	}

	/** The path leaves the function. */
	leave(state: State): void {
		if (!state.imprecise) this.exits.push(this.custodies(state));
	}

	points(): HeldPoints {
		const callers = this.heldByCallers();
		const points = new Map<Step | Terminator, ReadonlyMap<HeldObject, Holding>>();
		for (const [step, { seen, others }] of this.entries) {
			const held = new Map<HeldObject, Holding>();
			for (const [name, object] of this.objects) {
				held.set(object, holdingOf(seen.get(name) ?? others, callers.get(name) ?? FREE));
			}
			points.set(step, held);
		}
		return points;
	}

	private custodies(state: State): ReadonlyMap<string, Custody> {
		const found = new Map<string, Custody>();
		for (const { model, index } of this.shown) {
			for (const [place, item] of state.trackedOf(index)) {
				const name = this.nameOf(place, item, model);
				const custody = model.custody!(item.status);
				const other = found.get(name);
				if (other === undefined || RANK[custody] < RANK[other]) found.set(name, custody);
			}
		}
		return found;
	}

	private nameOf(place: Place, item: Tracked, model: Model): string {
		const known = this.names.get(place);
		if (known !== undefined) return known;
		const object = model.describe?.(place, item) ?? { name: item.spelled, kind: null };
		this.names.set(place, object.name);
		if (!this.objects.has(object.name)) this.objects.set(object.name, object);
		return object.name;
	}

	/**
	 * Objects that the function releases and never takes first: its caller holds them from the beginning,
	 * on every path if all give them up, else on those that do.
	 */
	private heldByCallers(): ReadonlyMap<string, Holding> {
		const callers = new Map<string, Holding>();
		for (const name of this.objects.keys()) {
			const ways = [...this.entries.values()].flatMap(({ seen }) => [...(seen.get(name) ?? [])]);
			const ends = this.exits.map((exit) => exit.get(name) ?? "free");
			if (ways.includes("held") || ends.includes("held")) continue;
			const isOfCaller = (way: Custody) => way === "given-up" || way === "taken-back";
			if (![...ways, ...ends].some(isOfCaller)) continue;
			callers.set(name, ends.every(isOfCaller) ? HELD : HELD | FREE);
		}
		return callers;
	}
}

/** Of several places that the source spells alike, that which tells most. */
const RANK: Readonly<Record<Custody, number>> = {
	held: 0,
	"taken-back": 1,
	"given-up": 2,
	free: 3,
	unknown: 4,
};

/** `untouched`: what a path that has done nothing with the object finds. */
function holdingOf(ways: ReadonlySet<Custody>, untouched: Holding): Holding {
	let holding: Holding = 0;
	for (const way of ways) {
		if (way === "held" || way === "taken-back") holding |= HELD;
		else if (way === "unknown") holding |= UNKNOWN;
		else holding |= way === "free" ? untouched : FREE;
	}
	return holding;
}
