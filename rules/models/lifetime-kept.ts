import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { ModelEvent, Tracked } from "../../src/flow/model.js";
import { container, type Place, type Term } from "../../src/flow/term.js";
import { stepsOf } from "../../src/flow/trace.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import type { FileView } from "../../src/rules/rule.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import { instanceModel } from "./hotplug.js";
import { isFailure } from "./hotplug-exits.js";
import { bare, hotplugUses } from "./hotplug-file.js";
import { FAIL } from "./hotplug-status.js";
import { isFreed, lifeModel } from "./lifetime.js";

/** A member that still points to what the function has freed when it fails. */
export interface KeptMember {
	readonly member: Place & { readonly kind: "field" };
	readonly object: Tracked;
	readonly exit: Exit;
	/** Whether the path itself has allocated it. */
	readonly isValid: boolean;
}

/** The members of objects that outlive the function, whose memory a failure frees without clearing them. */
export function* keptMembers(analysis: FunctionAnalysis): Iterable<KeptMember> {
	for (const exit of analysis.exits) {
		if (exit.imprecise || !isFailure(exit, analysis)) continue;
		for (const [place, object] of exit.tracked(lifeModel)) {
			if (place.kind !== "target" || !isFreed(object)) continue;
			const member = holderOf(place.pointer, exit);
			if (member && isShared(member, analysis)) {
				const isMade = analysis.originOf(place.pointer) !== null;
				const isValid = isMade && (exit.valueOf(place.pointer) & (ZERO | ERROR)) === 0;
				yield { member, object, exit, isValid };
			}
		}
	}
}

/** Which member holds the pointer on the way out; null where none is known to. */
function holderOf(pointer: Term, { writes }: Exit): KeptMember["member"] | null {
	for (const [place, term] of writes) if (bare(term) === pointer && place.kind === "field") return place;
	// Freed as it was found, and not written since.
	if (pointer.kind !== "content" || pointer.place.kind !== "field" || writes.has(pointer.place)) return null;
	return pointer.place;
}

/** Whether the place lies in what the function was given, or got at through it. */
function isShared(place: Place, { graph, originOf }: FunctionAnalysis): boolean {
	const root = container(place);
	if (root.kind === "variable") return !graph.locals.has(root.name);
	return root.kind === "target" && (originOf(root.pointer) === null || isPerCpu(root.pointer, originOf));
}

const PER_CPU = /^(raw_)?(per|this)_cpu_ptr$/;

function isPerCpu(pointer: Term, originOf: FunctionAnalysis["originOf"]): boolean {
	return PER_CPU.test(originOf(pointer)?.call.name ?? "");
}

/** The functions that add instances to a state whose startup callback is the function. */
export function addersFor({ name }: FunctionUnit, file: FileView): readonly FunctionUnit[] {
	const uses = hotplugUses(file);
	const states = new Set(
		uses.flatMap(({ call, startup, state }) =>
			call.what === "state" && call.multi && startup === name && state !== null ? [state] : [],
		),
	);
	return uses.flatMap(({ call, state, unit }) =>
		call.what === "instance" && call.action === "add" && call.invokes && state !== null && states.has(state)
			? [unit]
			: [],
	);
}

/** Where the function frees what the member of that name points to, once adding an instance has failed. */
export function freedAfterFailure(member: string, { events }: FunctionAnalysis): ModelEvent | null {
	const failures = events.filter(({ model, kind }) => model === instanceModel && kind === FAIL);
	if (failures.length === 0) return null;
	const frees = events.filter(({ model, place }) => model === lifeModel && memberOf(place) === member);
	return frees.find((event) => failures.some((failure) => isBehind(event, failure))) ?? null;
}

/** Whether the path to what was done shows the event. */
function isBehind({ trace }: ModelEvent, { trace: failed, span }: ModelEvent): boolean {
	const step = failed?.step;
	if (step?.kind !== "event") return false;
	return stepsOf(trace).some(
		(other) => other.kind === "event" && other.span.start === span.start && other.message === step.message,
	);
}

function memberOf(freed: Place): string | null {
	if (freed.kind !== "target") return null;
	const pointer = bare(freed.pointer);
	return pointer.kind === "content" && pointer.place.kind === "field" ? pointer.place.name : null;
}
