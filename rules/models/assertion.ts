import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import { type Place, REREAD, spellTerm, type Term } from "../../src/flow/term.js";
import { type Span, sourceText } from "../../src/image/image.js";
import { enclosingCall } from "../../src/syntax/enclosing.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import {
	type AssertedState,
	type AssertionRow,
	assertionRow,
	complainsOf,
} from "../knowledge/locks/assertions.js";
import { lockModel } from "./lock.js";

/** A lock is asserted to be held, or not to be, on one path; here or in a callee of the file. */
export interface Assertion {
	readonly call: ObservedCall;
	readonly row: AssertionRow;
	readonly says: AssertedState;
	/** Where it stands: this function, or a callee. */
	readonly unit: FunctionUnit;
	readonly span: Span;
	/** The macro that complains. */
	readonly macro: string;
	/** The lock, or what it lies in, as it is written there. */
	readonly text: string;
}

const memo = new WeakMap<FunctionAnalysis, readonly Assertion[]>();

/** All that the function asserts of locks, also through callees, each as often as paths come by. */
export function assertionsIn(analysis: FunctionAnalysis): readonly Assertion[] {
	const known = memo.get(analysis);
	if (known) return known;
	const found = analysis.calls.flatMap((call) => {
		const assertion = assertionOf(call, analysis.unit);
		return assertion ? [assertion] : [];
	});
	memo.set(analysis, found);
	return found;
}

function assertionOf(call: ObservedCall, here: FunctionUnit): Assertion | null {
	const row = assertionRow(call.name);
	if (!row) return null;
	const { unit, span } = call.origin ?? { unit: here, span: call.span };
	const written = typeof row.object === "number" ? call.written[row.object] : undefined;
	const text = written ? sourceText(unit.image, written).replace(/^&/, "") : String(row.object);
	if (!row.isQuestion) return { call, row, says: row.says, unit, span, macro: call.name, text };
	const around = enclosingCall(unit.tree(), span);
	const complains = around && complainsOf(around.name);
	if (!around || complains === null) return null;
	// One of several conditions that must all hold for it to complain tells nothing.
	if (around.joined === (complains ? "&&" : "||")) return null;
	const says = complains === around.isNegated ? "held" : "free";
	return { call, row, says, unit, span: around.span, macro: around.name, text };
}

/** Whether the place is the lock that is asserted about. */
export function isAsserted({ row, call }: Pick<Assertion, "row" | "call">, place: Place): boolean {
	if (typeof row.object === "string") return place.kind === "singleton" && place.name === row.object;
	const arg = call.args[row.object];
	if (!arg) return false;
	return (row.members ?? [""]).some((members) => {
		let at = place;
		for (const name of members === "" ? [] : members.split(".").reverse()) {
			if (at.kind !== "field" || at.name !== name) return false;
			at = at.base;
		}
		return leadsTo(arg, at);
	});
}

/** Whether the value is a pointer to the place, whenever it was read. */
function leadsTo(term: Term, place: Place): boolean {
	const pointer = term.kind === "op" && term.op === REREAD ? term.args[0]! : term;
	if (pointer.kind === "address") return isSame(pointer.place, place);
	return place.kind === "target" && isSame(pointer, place.pointer);
}

/** Whether two names are the same but for the calls since which their parts were read. */
function isSame(a: Term | Place, b: Term | Place): boolean {
	if (a === b) return true;
	if (a.kind === "op" && a.op === REREAD) return isSame(a.args[0]!, b);
	if (b.kind === "op" && b.op === REREAD) return isSame(a, b.args[0]!);
	if (a.kind === "content" && b.kind === "content") return isSame(a.place, b.place);
	if (a.kind === "address" && b.kind === "address") return isSame(a.place, b.place);
	if (a.kind === "target" && b.kind === "target") return isSame(a.pointer, b.pointer);
	if (a.kind === "field" && b.kind === "field") return a.name === b.name && isSame(a.base, b.base);
	if (a.kind === "element" && b.kind === "element") return isSame(a.index, b.index) && isSame(a.base, b.base);
	if (a.kind === "op" && b.kind === "op")
		return (
			a.op === b.op && a.args.length === b.args.length && a.args.every((arg, i) => isSame(arg, b.args[i]!))
		);
	return false;
}

/** What the function knows of the locks that the assertion may be about. */
export function locksAt(assertion: Assertion): readonly Tracked[] {
	const tracked = [...assertion.call.tracked(lockModel)];
	return tracked.filter(([place]) => isAsserted(assertion, place)).map(([, lock]) => lock);
}

/** Whether a callee on the way has taken the lock itself. */
export function isTakenOnTheWay(assertion: Assertion): boolean {
	return assertion.call.taken.some(([model, place]) => model === lockModel && isAsserted(assertion, place));
}

/** The same text for the same assertion on both sides of a patch. */
export function assertionKey({ call, row, says }: Assertion): string {
	const arg = typeof row.object === "number" ? call.args[row.object] : null;
	return [says, ...call.via, arg ? spellTerm(arg) : row.object].join(" ");
}

const STATES: Readonly<Record<AssertedState, string>> = {
	held: "is held",
	written: "is held for writing",
	free: "is not held",
};

/** `` `update()` asserts that `p->lock` is held `` */
export function assertionText(assertion: Assertion): string {
	const { call, macro, says } = assertion;
	const name = call.via.at(-1) ?? macro;
	const way = call.via.length > 1 ? `, reached through \`${call.via.slice(0, -1).join("() → ")}()\`,` : "";
	return `\`${name}()\`${way} asserts that \`${lockText(assertion)}\` ${STATES[says]}`;
}

/** The lock as the function at hand would write it, as far as that is known. */
function lockText({ call, row, text }: Assertion): string {
	const arg = typeof row.object === "number" ? call.args[row.object] : null;
	if (!arg || call.via.length === 0) return text;
	const spelled = spellTerm(arg);
	return spelled.includes("…") ? text : spelled.replace(/^&/, "");
}

/** A step that shows the assertion itself, where it stands in a callee of the file. */
export function stepsOfAssertion(
	{ call, unit, span, macro }: Assertion,
	analysis: FunctionAnalysis,
): readonly { readonly at: Span; readonly message: string }[] {
	if (call.via.length === 0 || unit.image !== analysis.unit.image) return [];
	return [{ at: span, message: `\`${macro}()\` asserts it here` }];
}
