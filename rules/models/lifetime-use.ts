import { callsIn } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spell, spellTerm } from "../../src/flow/term.js";
import type { Touch } from "../../src/flow/uses.js";
import { type Span, sourceText } from "../../src/image/image.js";
import { endings } from "../knowledge/frees.js";
import { hotplugCalls } from "../knowledge/hotplug/calls.js";
import { readsEntry } from "../knowledge/list-loops.js";
import { prints } from "../knowledge/printing.js";
import { FREE_AGAIN, LifeStatus, lifeModel } from "./lifetime.js";

/** Told of elsewhere: what frees again, and what a rule about hotplug speaks of. */
const toldElsewhere = new Set([...endings, ...hotplugCalls].map(({ name }) => name));

/** Functions that only look at the value of a pointer, or show it. */
const HARMLESS =
	/^_*[A-Z][A-Z0-9_]*$|^(trace|kmemleak|kasan|kcsan|kmsan|debug|virt_to|lockdep)_|hash|print|_v?log$|^(un)?likely$|_size$|_ptr$|^(h|l)?list_((first|last)_)?entry|^(rb|hlist)_entry/;

/** Whether what is done needs the object: not where it is freed again, printed or compared. */
function needsObject({ kind, name, object, isReread }: Touch): boolean {
	const isSure = object.status === LifeStatus.Freed || object.status === LifeStatus.Dropped;
	if (!isSure && isReread) return false;
	switch (kind) {
		case "access":
			return true;
		case "next":
			return readsEntry.has(name!);
		case "passed":
			return name === null || !(toldElsewhere.has(name) || prints(name) || HARMLESS.test(name));
	}
}

/** What is done with objects that are in the state asked for, each once a place. */
export function* usesOf(
	analysis: FunctionAnalysis,
	isOver: (object: { readonly status: number }) => boolean,
): Iterable<Touch> {
	const told = new Set<string>();
	for (const touch of [...analysis.touches].sort((a, b) => a.span.start - b.span.start)) {
		if (touch.model !== lifeModel || !isOver(touch.object) || !needsObject(touch)) continue;
		// Which rounds of a loop free, and which use, mostly hangs together.
		if (touch.kind !== "next" && touch.span.start < touch.object.span.start) continue;
		if (touch.kind === "passed" && isAddressPrinted(touch, analysis)) continue;
		if (analysis.events.some((event) => event.kind === FREE_AGAIN && event.span.start === touch.span.start))
			continue;
		const key = `${touch.place.id} ${touch.object.span.start}`;
		if (told.has(key)) continue;
		told.add(key);
		yield touch;
	}
}

/** Whether a call of whatever name formats addresses alone: `%p` shows the pointer itself, `%pOF` what it leads to. */
function isAddressPrinted({ span }: Touch, { graph, unit }: FunctionAnalysis): boolean {
	const call = [...callsIn(graph)].find((other) => other.span.start === span.start);
	const texts = call?.args.filter(({ kind }) => kind === "string") ?? [];
	const format = texts.map((text) => sourceText(unit.image, text.span)).join("");
	return format.includes("%p") && !/%p[a-zA-Z]|%s/.test(format);
}

/** How a message calls the object. */
export function objectName({ object }: Pick<Touch, "object">): string {
	return `\`${object.spelled}\``;
}

/** How a message calls what is done: `` `p->len` is read ``. */
export function useText({ kind, name, span, at }: Touch, { unit }: FunctionAnalysis): string {
	const text = (part: Span) => sourceText(unit.image, part);
	switch (kind) {
		case "access":
			return `\`${text(span)}\` is used`;
		case "passed":
			return `\`${text(at)}\` is given to ${name === null ? "a function" : `\`${name}()\``}`;
		case "next":
			return `\`${name}()\` goes on from \`${text(at)}\``;
	}
}

export function subjectOf({ place }: Pick<Touch, "place">): string {
	return place.kind === "target" ? spellTerm(place.pointer) : spell(place);
}
