import type { MemoryAccess } from "./accesses.js";
import type { CustodyLog } from "./custody.js";
import type { HoldingEnd } from "./holdings.js";
import type { ModelEvent } from "./model.js";
import type { ObservedCall, ObservedJump } from "./observed.js";
import type { LateCheck, PointerUse, Touch, ValueTest } from "./uses.js";

/** What rules want to see of a function's paths, gathered while its stable states are walked once more. */
export class Observations {
	/** Calls that rules want to see, on every path that reaches them. */
	readonly calls: ObservedCall[] = [];
	/** Every `goto`, on every path that takes it. */
	readonly jumps: ObservedJump[] = [];
	/** Pointers that are asked about once they have been used. */
	readonly lateChecks: LateCheck[] = [];
	/** What paths do with pointers that need not be valid. */
	readonly uses: PointerUse[] = [];
	/** Conditions that ask about the number by which an object of a model goes. */
	readonly tests: ValueTest[] = [];
	/** Accesses to what the file marks somewhere, on every path that reaches them. */
	readonly accesses: MemoryAccess[] = [];
	/** Resources that were given back, or lost. */
	readonly holdingEnds: HoldingEnd[] = [];
	/** What is done with objects that a model watches. */
	readonly touches: Touch[] = [];
	/** What is held at every statement; null where nobody wants to know. */
	readonly custody: CustodyLog | null;
	private readonly eventsByPlace = new Map<string, ModelEvent>();

	constructor(
		/** Names of members and variables whose accesses are gathered. */
		readonly watched: ReadonlySet<string>,
		custody: CustodyLog | null = null,
	) {
		this.custody = custody;
	}

	/**
	 * Operations that a model had something to say about, each once a place and span; those of minor models
	 * once for each status of what the others track.
	 */
	get events(): readonly ModelEvent[] {
		return [...this.eventsByPlace.values()];
	}

	/** `beside` tells paths apart on which an event of one place and span is another. */
	addEvent(event: ModelEvent, beside = ""): void {
		const key = `${event.kind} ${event.place.id} ${event.span.start} ${beside}`;
		if (!this.eventsByPlace.has(key)) this.eventsByPlace.set(key, event);
	}
}
