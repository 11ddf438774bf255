import type { Tracked } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { Place } from "../../src/flow/term.js";
import type { SourceImage, Span } from "../../src/image/image.js";
import type { Report } from "../../src/rules/rule.js";
import { lockModel, rowOf } from "./lock.js";
import { INTERRUPTS, isHeld } from "./lock-status.js";

/** What of a moment forbids to sleep: a lock, or a state of this CPU. */
export interface Holder {
	readonly place: Place;
	readonly lock: Tracked;
}

/** Locks and sections that this path has begun and not ended, newest first. */
export function holdersAt(call: ObservedCall): readonly Holder[] {
	return [...call.tracked(lockModel)]
		.filter(([, lock]) => isHeld(lock.status))
		.map(([place, lock]) => ({ place, lock }))
		.sort((a, b) => b.lock.order - a.lock.order || b.lock.span.start - a.lock.span.start);
}

/** The one of them that forbids to sleep, a lock rather than what it turns off beside; null where none does. */
export function atomicHolder(call: ObservedCall): Holder | null {
	const holders = holdersAt(call).filter(({ lock }) => rowOf(lock)?.section === "atomic");
	const held = holders.find(({ place }) => place.kind !== "singleton");
	// What is off because of a lock that is released by now is off by a mistake: another rule's business.
	return held ?? holders.find(({ place, lock }) => !isLeftOver(place, lock)) ?? null;
}

function isLeftOver(place: Place, lock: Tracked): boolean {
	return place.kind === "singleton" && rowOf(lock)?.object !== place.name;
}

/** Who has turned interrupts off, as far as this path did; the lock rather than the state. */
export function interruptsOff(call: ObservedCall): Holder | null {
	const holders = holdersAt(call);
	const state = holders.find(({ place }) => place.kind === "singleton" && place.name === INTERRUPTS);
	if (!state) return null;
	return holders.find(({ place, lock }) => place !== state.place && rowOf(lock)?.interrupts) ?? state;
}

/** How a message names the section: a lock by its name, a state by what it is. */
export function sectionText({ place, lock }: Holder): string {
	if (place.kind !== "singleton") return `\`${lock.spelled}\` is held`;
	if (place.name === INTERRUPTS) return "interrupts are off";
	const row = rowOf(lock);
	switch (row?.object) {
		case "rcu":
			return "in an RCU read section";
		case "preempt":
			return "preemption is off";
		case "bottom halves":
			return "bottom halves are off";
		default:
			return `\`${lock.spelled}\` is held`;
	}
}

/** What the reports of all rules say alike about a call that is made while something is held. */
export function reportUnder(
	call: ObservedCall,
	{ lock }: Holder,
	image: SourceImage,
): Omit<Report, "message"> {
	return {
		at: call.span,
		confidence: lock.assumed ? "likely" : "certain",
		subject: `${call.name} ${lock.spelled}`,
		object: lock,
		trace: call.trace,
		origin: call.origin,
		ending: `\`${call.via[0] ?? call.name}()\` is called here`,
		related: stepsInCallee(call, image),
	};
}

/** A step that shows the call itself, where a callee of the same file makes it. */
function stepsInCallee(
	{ name, origin }: ObservedCall,
	image: SourceImage,
): readonly { readonly at: Span; readonly message: string }[] {
	if (origin === null || origin.unit.image !== image) return [];
	return [{ at: origin.span, message: `\`${origin.unit.name}()\` calls \`${name}()\` here` }];
}

/** `f()`, or `g(), through f()` where a callee calls it. */
export function calleeText({ name, via }: ObservedCall): string {
	return via.length === 0 ? `\`${name}()\`` : `\`${name}()\`, reached through \`${via.join("() → ")}()\`,`;
}
