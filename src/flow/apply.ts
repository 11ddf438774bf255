import type { CallExpr, Expr } from "../cfg/expression.js";
import type { FlowContext } from "./context.js";
import { observe, type PassedCall } from "./observed.js";
import type { State, Valued } from "./state.js";
import type { FunctionSummary, SummaryEffect, SummaryWay } from "./summary.js";
import { mentions, type Place, type Term } from "./term.js";
import { Translation, writtenValue } from "./translation.js";

/** Ends a call with every way of the summary that the state allows. */
export function applySummary(
	context: FlowContext,
	summary: FunctionSummary,
	call: CallExpr,
	state: State,
	args: readonly Term[],
	/** The location that an lvalue names. */
	locate: (expr: Expr, state: State) => Place,
): readonly Valued[] {
	const term = context.resultOf(call);
	if (context.observations && !state.imprecise) passOn(context, summary, call, state, args);
	const isUsed = !context.usage.statements().has(call);
	const viable: End[] = [];
	for (const way of summary.ways) {
		const after = state.clone();
		const translation = new Translation(
			context,
			summary,
			call,
			after,
			args,
			madeValues(context, call, way, term),
		);
		// What a condition of the callee told was told at no branch of this function.
		after.edge = -1;
		if (way.requires.every((fact) => translation.assume(fact.term, fact.set))) {
			viable.push({ way, state: after, translation });
		}
	}
	for (const { way, translation } of viable) {
		for (const effect of way.effects) translation.perform(effect);
		for (const disturbance of way.disturbances) translation.disturb(disturbance);
		translation.disturbMinor(way.effects);
	}
	// Where the caller cannot tell which way the call went, it cannot rely on what it did, unless that
	// comes to the same.
	const ambiguous = viable.map((end) => {
		const others = viable.filter((other) => other !== end);
		return others.flatMap((other) => {
			const isTold = toldApart(end.way, other.way);
			return differences(end.way, other.way).filter(
				(effect) =>
					!(effect.model.isMinor ? isToldOf(effect, end.way, other.way, isUsed) : isTold) &&
					!agree(effect, [end, other]),
			);
		});
	});
	const results: Valued[] = [];
	for (const [i, { way, state: after, translation }] of viable.entries()) {
		for (const effect of ambiguous[i]!) translation.forget(effect);
		after.clobber(context.siteOf(call));
		const value = (way.returns && translation.term(way.returns)) ?? term;
		if (!after.narrow(value, way.result)) continue;
		if (!way.writes.every((write, i) => translation.write(write, i, locate))) continue;
		after.edge = state.edge;
		if (value === term && call.name !== null) after.answer(context.answerOf(call.name, args), term);
		results.push({ state: after, term: value });
	}
	return results;
}

/** Shows the observer of the caller what the callee calls. */
function passOn(
	context: FlowContext,
	summary: FunctionSummary,
	call: CallExpr,
	state: State,
	args: readonly Term[],
): void {
	for (const passed of summary.calls) {
		const translation = new Translation(context, summary, call, state.clone(), args, new Map());
		const undecided = translation.undecided(passed.requires);
		if (undecided === null) continue;
		const here = (places: PassedCall["released"]) =>
			places.flatMap(([model, place]) => {
				const known = translation.place(place);
				return known ? [[model, known] as const] : [];
			});
		const seen = {
			released: here(passed.released),
			taken: here(passed.taken),
			isConditional: passed.isConditional,
			name: passed.name,
			written: passed.written,
			origin: passed.origin,
			via: [summary.name, ...passed.via],
			args: passed.args.map((arg) => arg && translation.term(arg)),
			span: call.span,
			undecided,
		};
		context.observations?.calls.push(observe(seen, state, context.knowledge.models));
	}
}

/** Values that the callee made, and what the caller calls them: what it returns, what it leaves in places. */
function madeValues(context: FlowContext, call: CallExpr, way: SummaryWay, result: Term): Map<Term, Term> {
	const made = new Map<Term, Term>();
	for (const [i, { term }] of way.writes.entries()) {
		if (term?.kind === "fresh") made.set(term, writtenValue(context, call, i));
	}
	if (way.returns?.kind === "fresh") made.set(way.returns, result);
	return made;
}

/** Whether a caller can know which of the two ways a call went: by its result or by what it passed. */
function toldApart(a: SummaryWay, b: SummaryWay): boolean {
	if ((a.result & b.result) === 0) return true;
	return a.requires.some((fact) =>
		b.requires.some((other) => other.term === fact.term && (other.set & fact.set) === 0),
	);
}

/**
 * Whether a caller knows which way a call went as far as an effect of a minor model goes: by a result that it
 * uses, or by whether there is anything for the effect to happen to.
 */
function isToldOf({ place }: SummaryEffect, a: SummaryWay, b: SummaryWay, isUsed: boolean): boolean {
	if (isUsed && (a.result & b.result) === 0) return true;
	return a.requires.some(
		(fact) =>
			mentions(place, fact.term) &&
			b.requires.some((other) => other.term === fact.term && (other.set & fact.set) === 0),
	);
}

/** One way that a call can end here, and the state behind it. */
interface End {
	readonly way: SummaryWay;
	readonly state: State;
	readonly translation: Translation;
}

/** Effects of either way that the other has not. */
function differences(a: SummaryWay, b: SummaryWay): readonly SummaryEffect[] {
	const without = (from: SummaryWay, to: SummaryWay) =>
		from.effects.filter((effect) => !to.effects.some((twin) => isSame(effect, twin)));
	return [...without(a, b), ...without(b, a)];
}

/** Whether the place of the effect is the same to the code behind, whichever way the call went. */
function agree(effect: SummaryEffect, ends: readonly End[]): boolean {
	const keys = new Set(
		ends.map(({ translation }) => {
			const status = translation.statusOf(effect);
			return status === null ? null : effect.model.outcomeKey(status);
		}),
	);
	return keys.size === 1 && !keys.has(effect.model.outcomeKey(effect.model.unknown));
}

function isSame(a: SummaryEffect, b: SummaryEffect): boolean {
	return (
		a.model === b.model &&
		a.place === b.place &&
		a.unknown === b.unknown &&
		a.value === b.value &&
		a.detail === b.detail &&
		a.operations.length === b.operations.length &&
		a.operations.every((operation, i) => operation === b.operations[i])
	);
}
