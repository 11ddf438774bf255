import type { Expr } from "../cfg/expression.js";
import type { ControlFlowGraph } from "../cfg/graph.js";
import { expressionsOf, partsOf } from "../cfg/walk.js";
import type { FunctionAnalysis } from "../flow/analysis.js";
import type { Assumption, Knowledge, ModelEvent } from "../flow/model.js";
import { sourceText } from "../image/image.js";

/**
 * What the code before a patch tells of the code that is not shown.
 *
 * Where the hunks alone are known, the lock is often taken out of sight:
 *
 *     gap; if (err) { mutex_unlock(&p->lock); return err; } gap
 *
 * Code that releases it on one path behind the gap had it held there. So the status at the gap is
 * assumed on both sides, provided the patch takes nothing of the kind itself, and the side after
 * the patch is held against it.
 */
export function assumptionsFrom(
	pre: FunctionAnalysis,
	post: FunctionAnalysis,
	knowledge: Knowledge,
): readonly Assumption[] {
	const assumptions = new Map<string, Assumption>();
	for (const event of pre.events) {
		const { held, unseenEvent } = event.model;
		if (event.kind !== unseenEvent || event.object === null) continue;
		if ([pre, post].some((side) => changesBeginning(side.graph, event, knowledge))) continue;
		const { model, object, path, detail, spelled } = event;
		for (const gap of gapsInFront(pre, event.span.start)) {
			const assumption = { model, gap, object, path, status: held, detail, spelled };
			assumptions.set(`${model.id} ${gap} ${spelled}`, assumption);
		}
	}
	return [...assumptions.values()];
}

/**
 * The gap in front of an offset, and those in front of it that no shown code separates from it: a
 * hunk that begins inside two blocks begins with three gaps and two supplied braces.
 */
function gapsInFront({ gaps, graph }: FunctionAnalysis, offset: number): readonly number[] {
	const { text, supplied } = graph.unit.image;
	const isShown = (at: number) => !supplied.some((span) => span.start <= at && at < span.end);
	const found: number[] = [];
	for (let gap = gaps.findLastIndex((start) => start < offset); gap >= 0; gap--) {
		found.push(gap);
		for (let at = gaps[gap - 1] ?? 0; at < gaps[gap]!; at++) {
			if (text[at]!.trim() !== "" && isShown(at)) return found;
		}
	}
	return found;
}

/** The assumptions under which the code before the patch does nothing wrong. */
export function withoutContradicted(
	assumptions: readonly Assumption[],
	pre: FunctionAnalysis,
): readonly Assumption[] {
	const faults = pre.events.filter((event) => event.model.isFault(event.kind));
	const wrong = new Set(faults.flatMap(({ before }) => (before?.assumed ? [before.spelled] : [])));
	return assumptions.filter((assumption) => !wrong.has(assumption.spelled));
}

/** Whether the patch adds or removes a call that takes the object of the event, by the name it is given. */
function changesBeginning(graph: ControlFlowGraph, event: ModelEvent, knowledge: Knowledge): boolean {
	const { image } = graph.unit;
	const textOf = (expr: Expr) => sourceText(image, expr.span);
	const isChanged = ({ span }: Expr) =>
		image.changed.some((part) => part.start < span.end && span.start < part.end);
	let found = false;
	const visit = (expr: Expr): void => {
		if (expr.kind === "call" && expr.name !== null) {
			for (const effect of (knowledge.outcomes(expr.name) ?? []).flatMap((outcome) => outcome.effects)) {
				if (effect.model !== event.model || !event.model.begins(effect.operation)) continue;
				const arg = typeof effect.object === "number" ? expr.args[effect.object] : undefined;
				const named = arg ? textOf(arg).replace(/^& ?/, "") : `${effect.object}`;
				// A member of it is spelled with what leads there.
				const isSame = event.spelled === named || /^(->|\.)/.test(event.spelled.slice(named.length));
				found ||= isSame && event.spelled.startsWith(named) && isChanged(expr);
			}
		}
		for (const part of partsOf(expr)) visit(part);
	};
	for (const expr of expressionsOf(graph)) visit(expr);
	return found;
}
