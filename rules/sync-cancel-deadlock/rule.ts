import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import { type Place, spell, type Term } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { cancellers, type DeferredKind } from "../knowledge/atomic/index.js";
import { handlersIn } from "../models/handlers.js";
import { lockModel, rowOf } from "../models/lock.js";
import { ACQUIRE } from "../models/lock-status.js";
import { calleeText, type Holder, holdersAt } from "../models/section.js";

export const syncCancelDeadlock: Rule = {
	meta: {
		id: "sync-cancel-deadlock",
		family: "atomic",
		summary: "A timer or work is waited for while the lock is held that its handler takes",
		rationale: `
\`del_timer_sync()\`, \`hrtimer_cancel()\`, \`cancel_work_sync()\` and their kin wait until a handler that
runs has ended. If the handler is about to take a lock that whoever waits is holding, neither goes on.
The window is small, so it strikes in the field: on close, on suspend, on an error.

The rule speaks where the lock is certainly held, the handler stands in the same file, takes the same
lock (the same member of the structure that the timer or work is a member of, or the same global lock)
and does so without a try-lock.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-timer-under-its-lock", ok: "ok-lock-released-first" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		// The first in a section speaks for all of them.
		const [reported, sections] = [new Set<number>(), new Set<number>()];
		for (const call of analysis.calls) {
			const canceller = cancellers.find(({ name }) => name === call.name);
			const object = canceller && call.args[canceller.object];
			if (!canceller || !object || object.kind !== "address" || reported.has(call.span.start)) continue;
			const clash = clashOf(call, object.place, canceller.kind, analysis, file);
			if (!clash) continue;
			if (sections.has(clash.holder.lock.span.start)) continue;
			sections.add(clash.holder.lock.span.start);
			reported.add(call.span.start);
			const { holder, handler, taken } = clash;
			yield {
				at: call.span,
				message: `${calleeText(call)} waits for \`${handler}()\` to end, which takes \`${holder.lock.spelled}\`, held here`,
				confidence: holder.lock.assumed ? "likely" : "certain",
				subject: `${call.name} ${spell(object.place)} ${holder.lock.spelled}`,
				object: holder.lock,
				trace: call.trace,
				origin: call.origin,
				ending: `it waits here, with \`${holder.lock.spelled}\` held`,
				related: [{ at: taken.span, message: `\`${handler}()\` takes \`${taken.spelled}\` here` }],
			};
		}
	},
};

interface Clash {
	readonly holder: Holder;
	readonly handler: string;
	/** Where the handler takes the lock. */
	readonly taken: ModelEvent;
}

function clashOf(
	call: ObservedCall,
	object: Place,
	kind: DeferredKind,
	analysis: FunctionAnalysis,
	file: FileView,
): Clash | null {
	const holders = holdersAt(call).filter(isExclusive);
	if (holders.length === 0) return null;
	for (const handler of handlersFor(object, kind, analysis, file)) {
		for (const taken of file.analysisOf(handler)?.events ?? []) {
			if (taken.model !== lockModel || taken.kind !== ACQUIRE || isAttempt(taken, file)) continue;
			const holder = holders.find(({ place }) => isSameLock(place, object, taken.place));
			if (holder) return { holder, handler, taken };
		}
	}
	return null;
}

function isExclusive({ lock }: Holder): boolean {
	return !(rowOf(lock)?.shared ?? false);
}

/** A handler that only tries does not wait. */
function isAttempt({ span }: ModelEvent, { image }: FileView): boolean {
	return /^\w*try|^\w*guard\s*\(\s*\w+_try\b/.test(image.text.slice(span.start, span.end));
}

/**
 * Functions that handle an object of that name: those the file binds to it, and those that go from an
 * argument of theirs to a structure by that very member.
 */
function* handlersFor(
	object: Place,
	kind: DeferredKind,
	{ unit }: FunctionAnalysis,
	file: FileView,
): Iterable<string> {
	const member = memberPath(object).at(-1) ?? (object.kind === "variable" ? object.name : undefined);
	if (member === undefined) return;
	const seen = new Set<string>([unit.name]);
	for (const handler of handlersIn(file)) {
		if (handler.kind !== kind || seen.has(handler.name)) continue;
		if (!new RegExp(`(^|\\W)${member}$`).test(handler.object.replace(/\[[^\]]*\]$/, ""))) continue;
		seen.add(handler.name);
		yield handler.name;
	}
	const overMember = new RegExp(`\\b(from_\\w+|\\w*container_of)\\s*\\([^;]*\\b${member}\\b`);
	for (const { name, image, span, bodySpan } of file.functions) {
		if (seen.has(name) || !ARGUMENT_OF[kind]?.test(image.text.slice(span.start, bodySpan.start))) continue;
		if (overMember.test(image.text.slice(bodySpan.start, bodySpan.end))) yield name;
	}
}

/** How the parameter of a handler is declared. */
const ARGUMENT_OF: Readonly<Partial<Record<DeferredKind, RegExp>>> = {
	timer: /\bstruct\s+timer_list\s*\*/,
	hrtimer: /\bstruct\s+hrtimer\s*\*/,
	work: /\bstruct\s+work_struct\s*\*/,
	tasklet: /\bstruct\s+tasklet_struct\s*\*/,
	"kthread-work": /\bstruct\s+kthread_work\s*\*/,
};

/**
 * Whether the lock that the caller holds and the one that the handler takes are one: a global by its
 * name, a member by the way to it from the structure that the object is a member of.
 */
function isSameLock(held: Place, object: Place, taken: Place): boolean {
	if (held.kind === "singleton" || taken.kind === "singleton") {
		return held.kind === "singleton" && taken.kind === "singleton" && held.name === taken.name;
	}
	const global = (place: Place) => (rootOf(place).kind === "variable" ? spell(place) : null);
	if (global(held) !== null || global(taken) !== null) return global(held) === global(taken);
	const there = wayFromContainer(taken);
	if (there === null) return false;
	// Which of the members around the object the handler goes over, and which lie further out.
	const [members, over] = [memberPath(object), withoutWork(there.over.split("."))];
	const shared = Math.min(members.length, over.length);
	if (members.slice(-shared).join(".") !== over.slice(-shared).join(".")) return false;
	const here = wayFrom(outwards(object, shared), held);
	const further = over.slice(0, over.length - shared).map((name) => `.${name}`);
	return here !== null && further.join("") + here === there.way;
}

/** A delayed work is reached by its own member first. */
function withoutWork(path: readonly string[]): readonly string[] {
	return path.length > 1 && path.at(-1) === "work" ? path.slice(0, -1) : path;
}

/** What the place is a member of, that many members further out. */
function outwards(place: Place, members: number): Place {
	let at = place;
	for (let left = members; left > 0 && (at.kind === "field" || at.kind === "element"); at = at.base) {
		if (at.kind === "field") left--;
	}
	return at;
}

/** The members at the end of a place, outermost first: `a`, `b` of `p->a.b`. */
function memberPath(place: Place): readonly string[] {
	const path: string[] = [];
	for (let at = place; at.kind === "field" || at.kind === "element"; at = at.base) {
		if (at.kind === "field") path.unshift(at.name);
	}
	return path;
}

function rootOf(place: Place): Place {
	return outwards(place, Number.POSITIVE_INFINITY);
}

/** The way to a place from another as text; null where none leads there. */
function wayFrom(from: Place, to: Place): string | null {
	if (from === to) return "";
	switch (to.kind) {
		case "field": {
			const way = wayFrom(from, to.base);
			return way === null ? null : `${way}.${to.name}`;
		}
		case "target": {
			const pointer = contentOf(to.pointer);
			const way = pointer && wayFrom(from, pointer);
			return way === null || way === undefined ? null : `${way}->`;
		}
		default:
			return null;
	}
}

/** The way to a place from a structure that was reached by a member of it, and that member. */
function wayFromContainer(to: Place): { readonly way: string; readonly over: string } | null {
	switch (to.kind) {
		case "field": {
			const from = wayFromContainer(to.base);
			return from && { ...from, way: `${from.way}.${to.name}` };
		}
		case "target": {
			const { pointer } = to;
			if (pointer.kind === "op" && pointer.op.startsWith(CONTAINER_OF)) {
				return { way: "", over: membersOver(pointer) };
			}
			const held = contentOf(pointer);
			const from = held && wayFromContainer(held);
			return from && { ...from, way: `${from.way}->` };
		}
		default:
			return null;
	}
}

/** The members that the pointer went over, outermost first: of a work in a work, both. */
function membersOver(pointer: Term & { readonly kind: "op" }): string {
	const member = pointer.op.slice(CONTAINER_OF.length);
	const [inner] = pointer.args;
	const isNested = inner?.kind === "op" && inner.op.startsWith(CONTAINER_OF);
	return isNested ? `${member}.${membersOver(inner)}` : member;
}

const CONTAINER_OF = "container_of ";

function contentOf(pointer: Term): Place | null {
	return pointer.kind === "content" ? pointer.place : null;
}
