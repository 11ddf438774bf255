import { stepsOf, type TraceStep } from "../flow/trace.js";
import { type SourceImage, type Span, sourceText } from "../image/image.js";
import { MAX_WITNESS_STEPS, type WitnessStep } from "./finding.js";
import type { Report } from "./rule.js";

/**
 * The path behind a report, shortened to what a reader must follow: where the object got into the
 * state, the last decisions on the way, the place itself, and what is related.
 */
export function witnessOf(report: Report, image: SourceImage): WitnessStep[] {
	const related = (report.related ?? []).map((item) => stepAt(image, item.at, item.message));
	const steps = stepsOf(report.trace);
	const origin = report.object?.trace?.step;
	const from = origin ? steps.lastIndexOf(origin) : -1;
	const head = origin && origin.kind === "event" ? [stepAt(image, origin.span, origin.message)] : [];
	const last = stepAt(image, report.at, lastMessage(steps, report));
	const room = MAX_WITNESS_STEPS - head.length - 1 - related.length;
	const decisions = steps
		.slice(from + 1)
		.filter((step) => step.kind === "branch")
		.slice(-Math.max(room, 0));
	const middle = decisions.map((step) => stepAt(image, step.span, messageOf(step, image)));
	return [...head, ...middle, last, ...related].slice(0, MAX_WITNESS_STEPS);
}

function lastMessage(steps: readonly TraceStep[], report: Report): string {
	const last = steps.at(-1);
	if (last?.kind === "event" && last.span.start === report.at.start) return last.message;
	return report.ending ?? "the path ends here";
}

function messageOf(step: TraceStep, image: SourceImage): string {
	if (step.kind === "event") return step.message;
	const text = sourceText(image, step.span);
	return `\`${text}\` is ${step.truth ? "true" : "false"}`;
}

function stepAt(image: SourceImage, at: Span, message: string): WitnessStep {
	return { path: image.path, line: image.lineAt(at.start), message };
}
