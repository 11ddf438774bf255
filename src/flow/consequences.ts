import { type CallExpr, isAddress } from "../cfg/expression.js";
import { sourceText } from "../image/image.js";
import type { FlowContext } from "./context.js";
import { isConstantLike } from "./facts.js";
import type { Outcome } from "./model.js";
import type { State, Valued } from "./state.js";
import { container, type Term } from "./term.js";
import { ANYTHING, POSITIVE } from "./values.js";

/** What a call is given, on one path. */
export interface Arguments {
	readonly state: State;
	readonly terms: readonly Term[];
}

/** What the tables say that the call does beside all else; null for a function of the file. */
export function consequencesOf(
	{ knowledge, callees, locals }: FlowContext,
	{ name }: CallExpr,
): readonly Outcome[] | null {
	const rows = name === null || locals.has(name) ? null : knowledge.consequences(name);
	return rows && !callees.isOwn(name!) ? rows : null;
}

/** Parts one way that the call has ended into those that differ in what it did beside all else. */
export function withConsequences(
	context: FlowContext,
	call: CallExpr,
	rows: readonly Outcome[],
	args: readonly Term[],
	end: Valued,
): readonly Valued[] {
	const results: Valued[] = [];
	for (const { result, effects, ifAsked } of rows) {
		if (ifAsked && context.usage.statements().has(call)) continue;
		const state = rows.length === 1 ? end.state : end.state.clone();
		if (result !== ANYTHING && !state.narrow(end.term, result)) continue;
		for (const effect of effects) {
			if (typeof effect.object !== "number") continue;
			const [arg, written] = [args[effect.object], call.args[effect.object]];
			// Nothing happens to what is not there.
			if (!arg || !written || isConstantLike(arg) || (state.valueOf(arg) & POSITIVE) === 0) continue;
			const named = isAddress(written) ? written.operand : written;
			const object = {
				// Who ends a member of something ends the whole.
				place: container(context.terms.target(arg)),
				spelled: sourceText(context.graph.unit.image, named.span),
				object: written,
			};
			context.tracking.operateBy(arg, effect, object, call.span, state, written);
		}
		results.push({ state, term: end.term });
	}
	return results;
}

/** Shows rules which watched objects the call is given. */
export function touchArguments(
	{ tracking, observations }: FlowContext,
	{ name, args, span }: CallExpr,
	ways: readonly Arguments[],
): void {
	if (!observations) return;
	for (const { terms, state } of ways) {
		for (const [i, pointer] of terms.entries()) {
			const written = args[i];
			if (written) tracking.touch({ kind: "passed", pointer, name }, span, written.span, state);
		}
	}
}
