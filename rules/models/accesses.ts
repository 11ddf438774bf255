import type { Expr } from "../../src/cfg/expression.js";
import { callsIn } from "../../src/cfg/walk.js";
import { type AccessKind, accessedName, type MemoryAccess } from "../../src/flow/accesses.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { container, type Place } from "../../src/flow/term.js";
import type { TraceNode } from "../../src/flow/trace.js";
import { type Span, sourceText } from "../../src/image/image.js";
import type { OneSide, Report } from "../../src/rules/rule.js";
import { bodyText } from "../../src/syntax/called.js";
import { type AccessMark, accessMarks } from "../../src/syntax/marks.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import { recordTypes } from "../../src/syntax/types.js";
import { lockModel } from "./lock.js";
import { isHeld, LockStatus } from "./lock-status.js";

/** A member of a structure, or a variable of the file. */
export interface Field {
	/** With `[]` behind it, an element of the array that goes by the name. */
	readonly name: string;
	/** The structure; null where its type cannot be told, the empty string for a variable. */
	readonly record: string | null;
}

/** What one expression of a function does to a field, on all paths. */
export interface FieldAccess {
	readonly field: Field;
	readonly kind: AccessKind;
	readonly mark: AccessMark | null;
	readonly span: Span;
	/** As the source writes it. */
	readonly text: string;
	readonly place: Place;
	/** Names of the locks that are held there on every path. */
	readonly held: ReadonlySet<string>;
	/** Where locks were last changed that are not held there any more. */
	readonly released: readonly Span[];
	/** Whether nobody else can see the object yet, or any more. */
	readonly isPrivate: boolean;
	readonly trace: TraceNode | null;
	readonly unit: FunctionUnit;
}

export function isStore({ kind, mark }: FieldAccess): boolean {
	// What an atomic operation is given the address of, it changes.
	return kind === "write" || kind === "update" || (kind === "address" && mark === "atomic");
}

/** Marked so that it may meet another marked access: those of RCU pointers follow rules of their own. */
export function isMarked({ mark }: FieldAccess): boolean {
	return mark === "once" || mark === "atomic";
}

export function isPlain({ mark, kind }: FieldAccess): boolean {
	return mark === null && kind !== "address";
}

/** Whether two fields may be the same one, going by what is known of their structures. */
function isSameField(a: Field, b: Field): boolean {
	if (a.name !== b.name) return false;
	return (
		a.record === b.record || (a.record !== "" && b.record !== "" && (a.record === null || b.record === null))
	);
}

/** How many of them are of that kind, and do the same to the same field. */
export function countLike(
	access: FieldAccess,
	of: (access: FieldAccess) => boolean,
	all: readonly FieldAccess[],
): number {
	const { name, record } = access.field;
	return all.filter(
		(other) =>
			of(other) &&
			isStore(other) === isStore(access) &&
			other.field.name === name &&
			other.field.record === record,
	).length;
}

/** Whether the access stands on a line that the other side of the patch does not have. */
export function isChanged({ span, unit }: FieldAccess): boolean {
	return unit.image.changed.some((part) => part.start <= span.start && span.end <= part.end);
}

/** Whether some lock of that name is held at both. */
export function excludes(a: FieldAccess, b: FieldAccess): boolean {
	return [...a.held].some((name) => b.held.has(name));
}

/** Whether the function goes by a name that leaves the locking to its callers. */
export function isLeftToCallers({ unit: { name } }: FieldAccess): boolean {
	return name.startsWith("__") || /_(un)?locked(_|$)/.test(name);
}

const known = new WeakMap<FunctionAnalysis, readonly FieldAccess[]>();

/** The accesses of a function to what its file marks somewhere. */
export function fieldAccesses(analysis: FunctionAnalysis): readonly FieldAccess[] {
	const accesses = known.get(analysis) ?? gather(analysis);
	known.set(analysis, accesses);
	return accesses;
}

/** Accesses to the field in the other functions of the file. */
export function* accessesElsewhere(
	field: Field,
	{ analysis: { unit: own }, file }: OneSide,
): Iterable<FieldAccess> {
	const name = field.name.replace("[]", "");
	for (const unit of file.functions) {
		if (unit === own || !bodyText(unit).includes(name)) continue;
		const analysis = file.analysisOf(unit.name);
		if (!analysis || analysis.unit !== unit) continue;
		for (const access of fieldAccesses(analysis)) if (isSameField(access.field, field)) yield access;
	}
}

function gather(analysis: FunctionAnalysis): readonly FieldAccess[] {
	const { unit, accesses } = analysis;
	if (accesses.length === 0) return [];
	const bySpan = new Map<string, MemoryAccess[]>();
	for (const access of accesses) {
		const key = `${access.kind} ${access.expr.span.start} ${access.expr.span.end}`;
		bySpan.set(key, [...(bySpan.get(key) ?? []), access]);
	}
	const bases = new Set(accesses.flatMap(({ expr }) => (expr.kind === "index" ? [expr.base] : [])));
	const [marks, asserted] = [accessMarks(unit), assertedLocks(analysis)];
	return [...bySpan.values()].flatMap((seen) => {
		const [first] = seen;
		const { expr, kind, place, trace } = first!;
		const mark = marks.of(expr.span);
		// What is read there is the address of the array, if it is one.
		if (bases.has(expr) && mark === null) return [];
		const held = new Set([...asserted, ...heldAtAll(seen)]);
		const { span } = expr;
		const text = sourceText(unit.image, span);
		const isPrivate = isOwn(place, analysis) || MAKING.test(unit.name);
		const field = fieldOf(expr, unit);
		const released = seen.flatMap(releasedAt);
		return [{ field, kind, mark, span, text, place, held, released, isPrivate, trace, unit }];
	});
}

function fieldOf(expr: Expr, unit: FunctionUnit): Field {
	if (expr.kind === "index") {
		const { name, record } = fieldOf(expr.base, unit);
		return { name: `${name}[]`, record };
	}
	if (expr.kind !== "member") return { name: accessedName(expr) ?? "", record: "" };
	const { base, field } = expr;
	return { name: field, record: base.kind === "name" ? (recordTypes(unit).get(base.name) ?? null) : null };
}

/** Words of functions that make or unmake an object, while nobody else has it. */
const MAKING =
	/(^|_)(init|initialize|alloc|create|new|setup|probe|ctor|constructor|free|destroy|dtor|destruct|release|fini|exit|teardown|cleanup|clone|dup|fork)(_|$|\d)|init$|alloc$/;
/** Words of functions that give an object to whoever calls them. */
const GIVES = /alloc|create|_new|new_|init|zalloc|dup|clone/;

/** Whether the place lies in a variable of the function, or in what a call has just made. */
function isOwn(place: Place, { graph, originOf }: FunctionAnalysis): boolean {
	const root = container(place);
	if (root.kind === "variable") return graph.locals.has(root.name);
	if (root.kind !== "target") return false;
	const call = originOf(root.pointer)?.call.name ?? "";
	return GIVES.test(call);
}

/** Singletons that keep nobody else from memory, or let many in at once. */
const NOT_EXCLUSIVE =
	/^(rcu|interrupts|bottom halves|preempt|migrate|pagefault|fpregs|kernel_|clk_|cpus_read|console_srcu|device_links_srcu|drm_unplug_srcu|mem_hotplug)/;

function heldAtAll(seen: readonly MemoryAccess[]): readonly string[] {
	const [first, ...others] = seen.map((access) => heldAt(access));
	return [...(first ?? [])].filter((name) => others.every((held) => held.has(name)));
}

function heldAt(access: MemoryAccess): ReadonlySet<string> {
	const names = new Set<string>();
	for (const [place, { status }] of access.tracked(lockModel)) {
		const name = lockName(place);
		if (mayBeHeld(status) && !NOT_EXCLUSIVE.test(name)) names.add(name);
	}
	return names;
}

function releasedAt(access: MemoryAccess): readonly Span[] {
	const locks = [...access.tracked(lockModel)].filter(([place]) => !NOT_EXCLUSIVE.test(lockName(place)));
	return locks.flatMap(([, { status, span }]) => (mayBeHeld(status) ? [] : [span]));
}

/** Held by this function, or perhaps by somebody it knows of. */
function mayBeHeld(status: LockStatus): boolean {
	return isHeld(status) || status === LockStatus.Retaken || status === LockStatus.Unknown;
}

/** The last name of the way to a lock: `lock` of `p->q.lock`. */
function lockName(place: Place): string {
	switch (place.kind) {
		case "field":
		case "variable":
		case "singleton":
			return place.name;
		case "element":
			return lockName(place.base);
		case "target":
			return place.pointer.kind === "content" ? lockName(place.pointer.place) : "*";
		case "answer":
			return place.call;
	}
}

const ASSERTION = /assert.*(held|locked)|_is_held$|_is_locked$|^ASSERT_RTNL$|must_hold/i;

/** Locks that the function says its callers hold. */
function assertedLocks({ graph }: FunctionAnalysis): ReadonlySet<string> {
	const names = new Set<string>();
	for (const { name, args } of callsIn(graph)) {
		if (name === null || !ASSERTION.test(name)) continue;
		const [arg] = args;
		const lock = arg?.kind === "unary" ? arg.operand : arg;
		names.add((lock && accessedName(lock)) ?? name);
	}
	return names;
}

/** The other accesses to the field, in the function, of which these are all, and elsewhere in the file. */
export function otherAccesses(
	access: FieldAccess,
	here: readonly FieldAccess[],
	side: OneSide,
): readonly FieldAccess[] {
	return [
		...here.filter((other) => other !== access && isSameField(other.field, access.field)),
		...accessesElsewhere(access.field, side),
	];
}

/** How messages call what is done to the field. */
export function verbOf(access: FieldAccess): string {
	return isStore(access) ? "written" : "read";
}

/** That the access is plain; `other` is a marked one that shows why it must not be. */
export function plainReport(access: FieldAccess, reason: string, other: FieldAccess | null): Report {
	const verb = verbOf(access);
	const macro = isStore(access) ? "WRITE_ONCE()" : "READ_ONCE()";
	return {
		at: access.span,
		message: `\`${access.text}\` is ${verb} without \`${macro}\`, ${reason}`,
		confidence: "likely",
		subject: access.field.name,
		object: null,
		trace: access.trace,
		ending: `\`${access.text}\` is ${verb} plainly here`,
		related: other
			? [{ at: other.span, message: `\`${other.text}\` is ${verbOf(other)} by a marked access here` }]
			: [],
	};
}
