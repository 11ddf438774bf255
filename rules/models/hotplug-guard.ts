import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { Term } from "../../src/flow/term.js";
import { ANYTHING, ERROR, ZERO } from "../../src/flow/values.js";
import { nodeQuestions } from "../knowledge/hotplug/calls.js";

const QUESTION = new RegExp(`\\b(${nodeQuestions.join("|")})\\s*\\(([^;{}]*?)\\)`, "g");

/**
 * Whether the function that makes the removal asks if the node is in a list: then it does not rely on
 * having added it. Of a removal in a callee it is enough that some function of the file asks.
 */
export function isAskedAbout({ place, object }: ModelEvent, { unit }: FunctionAnalysis): boolean {
	if (place.kind !== "field") return false;
	const { text } = unit.image;
	const code = object === null ? text : text.slice(unit.bodySpan.start, unit.bodySpan.end);
	return [...code.matchAll(QUESTION)].some(([, , node]) =>
		new RegExp(`\\b${place.name}$`).test(node!.trim()),
	);
}

/** A pointer that is known to be valid because it was used: nobody has asked. */
const BY_USE = ANYTHING & ~(ZERO | ERROR);

/**
 * Whether something else than the attempt tells the path to come here: a flag, what another function
 * said. The attempt's own result is an error by now.
 */
export function isDecidedElsewhere(removal: ObservedCall, attempts: readonly ObservedCall[]): boolean {
	return removal.facts.some(([term, set]) => {
		const isAnswered = set === ZERO || (set & ZERO) === 0;
		if (!isAnswered || set === BY_USE) return false;
		if (attempts.some((before) => (before.valueOf(term) & ~set) === 0)) return false;
		return term.kind === "fresh" ? (set & ~ERROR) !== 0 : readsMemory(term);
	});
}

/** Whether the value was read from somewhere, or depends on the configuration. */
function readsMemory(term: Term): boolean {
	if (term.kind !== "op") return term.kind === "content";
	return term.op === "config" || term.args.some(readsMemory);
}
