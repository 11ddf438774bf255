import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Holding, HoldingEnd, Lend } from "../../src/flow/holdings.js";
import type { Tracked } from "../../src/flow/model.js";
import { leadsTo, type Term } from "../../src/flow/term.js";
import { ERROR, NEGATIVE, POSITIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import { type Span, sourceText } from "../../src/image/image.js";
import { declaredTypes } from "../../src/syntax/types.js";

/**
 * What shows that a call does not take over what it is given: a path gives the resource back behind it.
 * By the text of the call, the results with which it was so.
 */
export type Returned = ReadonlyMap<string, ValueSet>;

/** One acquisition, on both sides of a patch. */
export function acquisitionKey({ name, spelled, kind }: Holding): string {
	return `${kind.noun} ${name} ${spelled}`;
}

/** What gives back each resource of the function, by its acquisition. */
export function releasesOf({ holdingEnds }: FunctionAnalysis): ReadonlyMap<string, readonly HoldingEnd[]> {
	const ends = new Map<string, HoldingEnd[]>();
	for (const end of holdingEnds) {
		if (end.how !== "released") continue;
		const key = acquisitionKey(end.holding);
		ends.set(key, [...(ends.get(key) ?? []), end]);
	}
	return ends;
}

/** The calls and stores that the resource outlives in its owner's hands. */
export function returnedBy(ends: readonly HoldingEnd[], { unit }: FunctionAnalysis): Returned {
	const returned = new Map<string, ValueSet>();
	for (const { holding } of ends) {
		for (const lend of holding.lends.values()) {
			const text = textOf(lend.span, unit);
			returned.set(text, (returned.get(text) ?? 0) | lend.set);
		}
	}
	return returned;
}

/** Whether nobody that the resource was lent to can have taken it over. */
export function isStillOwned(holding: Holding, returned: Returned, { unit }: FunctionAnalysis): boolean {
	return [...holding.lends.values()].every((lend) => {
		const known = returned.get(textOf(lend.span, unit));
		if (known === undefined) return false;
		if ((lend.set & ~known) === 0) return true;
		// What is not taken over by a call that succeeds is not by one that fails.
		return (known & ZERO) !== 0 && (lend.set & ZERO) === 0 && isStatus(lend, unit);
	});
}

/** Whether the result of the call is 0 or an error code. */
function isStatus({ target }: Lend, unit: FunctionAnalysis["unit"]): boolean {
	return target !== null && STATUS_TYPES.has(declaredTypes(unit).get(target) ?? "");
}

const STATUS_TYPES: ReadonlySet<string> = new Set(["int", "long", "ssize_t", "s32"]);

function textOf(span: Span, { image }: FunctionAnalysis["unit"]): string {
	return sourceText(image, span).replace(/\s+/g, " ");
}

/** What a way out tells its caller. */
export type Ending = "failure" | "other";

/** Codes that tell of work that goes on, and keeps what it was given. */
const GOES_ON: ReadonlySet<string> = new Set(["EINPROGRESS", "EIOCBQUEUED", "EALREADY", "ERESTARTSYS"]);

export function endingOf({ value, values }: Exit, { unit }: FunctionAnalysis): Ending {
	if (value === null || namesOf(value).some((name) => GOES_ON.has(name))) return "other";
	if (unit.returnType.endsWith("*")) return (values & (POSITIVE | NEGATIVE)) === 0 ? "failure" : "other";
	if (!STATUS_TYPES.has(unit.returnType)) return "other";
	return (values & ZERO) === 0 && (values & ERROR) !== 0 ? "failure" : "other";
}

function namesOf(term: Term): readonly string[] {
	if (term.kind === "symbol") return [term.name];
	return term.kind === "op" ? term.args.flatMap(namesOf) : [];
}

/** What is held at a way out, and does not leave by its value. */
export function heldAt(exit: Exit): readonly Holding[] {
	if (exit.imprecise) return [];
	return exit.holdings.filter(({ pointer, proof }) => {
		if (exit.value && leadsTo(timeless(exit.value), pointer)) return false;
		return proof === null || (exit.valueOf(proof.term) & proof.set) !== 0;
	});
}

function timeless(term: Term): Term {
	return term.kind === "op" && term.op === "reread" ? timeless(term.args[0]!) : term;
}

/** As the object of a report, whose acquisition is the first step of the witness. */
export function asTracked({ spelled, span, trace, order }: Holding): Tracked {
	return { status: 0, spelled, span, trace, detail: -1, order, assumed: false };
}

