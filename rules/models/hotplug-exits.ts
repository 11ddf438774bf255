import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import type { Place } from "../../src/flow/term.js";
import { stepsOf, type TraceNode } from "../../src/flow/trace.js";
import { ERROR, NEGATIVE, ZERO } from "../../src/flow/values.js";
import { instanceModel, stateModel } from "./hotplug.js";
import { HotplugStatus, REMOVE_ADDED } from "./hotplug-status.js";

/** Whether the function certainly fails here. */
export function isFailure({ value, values }: Exit, { unit, exits }: FunctionAnalysis): boolean {
	if (value === null) return false;
	if (unit.returnType.endsWith("*")) return (values & ~(ZERO | ERROR)) === 0;
	if ((values & ~(ERROR | NEGATIVE)) === 0) return true;
	// Behind `if (ret)` all is a failure, where the function has another way out for success.
	return (values & ZERO) === 0 && (values & ERROR) !== 0 && exits.some((other) => other.values === ZERO);
}

/** The objects of both models that the way out leaves in that status. */
export function leftAs(exit: Exit, status: HotplugStatus): readonly (readonly [Place, Tracked])[] {
	return [...exit.tracked(stateModel), ...exit.tracked(instanceModel)].filter(
		([, item]) => item.status === status,
	);
}

/** What is still there on the way out, as far as the function's own idea of success goes. */
export function leftThere(exit: Exit, { tests }: FunctionAnalysis): readonly (readonly [Place, Tracked])[] {
	// Who asks for the sign does not take 0 for success.
	const believed = leftAs(exit, HotplugStatus.Believed).filter(
		([place]) => !tests.some((test) => test.place === place && test.asks === "sign"),
	);
	return [...leftAs(exit, HotplugStatus.Added), ...believed];
}

/**
 * Whether a condition right in front of the removal is what spares the object on this way out: a flag
 * that tells if there is something to remove.
 */
export function isSparedByCondition(exit: Exit, place: Place, { events }: FunctionAnalysis): boolean {
	return events.some(
		(event) =>
			event.kind === REMOVE_ADDED &&
			event.place === place &&
			event.span.start < exit.span.start &&
			isRefused(event.trace, exit.trace),
	);
}

/** Whether the last decision on the way to the removal came out otherwise on the other path. */
function isRefused(removal: TraceNode | null, other: TraceNode | null): boolean {
	const last = stepsOf(removal).findLast((step) => step.kind === "branch");
	return (
		last?.kind === "branch" &&
		stepsOf(other).some(
			(step) => step.kind === "branch" && step.span.start === last.span.start && step.truth !== last.truth,
		)
	);
}

/** Whether one path leads to the other: what is known of the earlier point holds at the later one. */
export function leadsTo(earlier: TraceNode | null, later: TraceNode | null): boolean {
	if (earlier === null) return true;
	for (let node = later; node; node = node.before) if (node === earlier) return true;
	return false;
}
