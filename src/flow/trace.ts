import type { Span } from "../image/image.js";

/** What happened on the way, newest first: a linked list that paths share. */
export interface TraceNode {
	readonly before: TraceNode | null;
	readonly step: TraceStep;
}

/** `branch`: a condition came out so. `event`: an object of a rule changed its typestate. */
export type TraceStep =
	| { readonly kind: "branch"; readonly span: Span; readonly truth: boolean }
	| { readonly kind: "event"; readonly span: Span; readonly message: string };

export function extend(before: TraceNode | null, step: TraceStep): TraceNode {
	return { before, step };
}

/** Oldest first. */
export function stepsOf(trace: TraceNode | null): TraceStep[] {
	const steps: TraceStep[] = [];
	for (let node = trace; node; node = node.before) steps.push(node.step);
	return steps.reverse();
}

/** The last condition on the way; null where there was none. */
export function lastBranch(trace: TraceNode | null): Extract<TraceStep, { kind: "branch" }> | null {
	for (let node = trace; node; node = node.before) if (node.step.kind === "branch") return node.step;
	return null;
}
