import type { SourceImage, Span } from "../image/image.js";
import { bodyText } from "../syntax/called.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";
import type { Scope } from "./check.js";

/** A function before and after a patch; null where that side does not have it. */
export type Pair = readonly [FunctionUnit | null, FunctionUnit | null];

/**
 * The functions of the names given, side by side; of several with one name (in the arms of an
 * `#ifdef`) the first with the first, the second with the second.
 *
 * @param renamed what functions of the side before are called now
 */
export function pairFunctions(
	pre: ParsedFile | null,
	post: ParsedFile | null,
	names: ReadonlySet<string>,
	renamed: ReadonlyMap<string, string>,
): Pair[] {
	const waiting = new Map<string, FunctionUnit[]>();
	for (const unit of pre?.functions ?? []) {
		const name = renamed.get(unit.name) ?? unit.name;
		if (names.has(name)) waiting.set(name, [...(waiting.get(name) ?? []), unit]);
	}
	const found: Pair[] = [];
	for (const unit of post?.functions ?? []) {
		if (names.has(unit.name)) found.push([waiting.get(unit.name)?.shift() ?? null, unit]);
	}
	return [...found, ...[...waiting.values()].flat().map((unit) => [unit, null] as const)];
}

/**
 * Pairs what has most likely been renamed: functions with the same body, and the one function that a
 * patch ends with the one that it begins.
 */
export function pairRenamed(pairs: readonly Pair[]): Pair[] {
	const gone = pairs.flatMap(([before, after]) => (before && !after ? [before] : []));
	const fresh = pairs.flatMap(([before, after]) => (after && !before ? [after] : []));
	const renamed = new Map<FunctionUnit, FunctionUnit>();
	for (const before of gone) {
		const same = fresh.filter((after) => bodyText(after) === bodyText(before));
		if (same.length === 1 && !renamed.has(same[0]!)) renamed.set(same[0]!, before);
	}
	if (fresh.length === 1 && gone.length === 1) renamed.set(fresh[0]!, gone[0]!);
	const taken = new Set(renamed.values());
	return pairs
		.filter(([before, after]) => after || !(before && taken.has(before)))
		.map(([before, after]) => [before ?? (after && (renamed.get(after) ?? null)), after]);
}

/** What the pairs tell of functions that only one side has. */
export function partnersOf(pairs: readonly Pair[]): Pick<Scope, "renamed" | "gone" | "fresh"> {
	const [renamed, gone, fresh] = [new Map<string, string>(), new Set<string>(), new Set<string>()];
	for (const [before, after] of pairs) {
		if (before && after && before.name !== after.name) renamed.set(before.name, after.name);
		if (before && !after && isShown(before)) gone.add(before.name);
		if (after && !before && isShown(after)) fresh.add(after.name);
	}
	return { renamed, gone, fresh };
}

/** Whether the other side would have the function if it had not come or gone: hunks may just not show it. */
function isShown({ image, span }: FunctionUnit): boolean {
	return image.coverage === "whole" || image.changed.some((part) => contains(part, span));
}

/** Whether nothing of the function is out of sight. */
export function isComplete({ image, span }: { readonly image: SourceImage; readonly span: Span }): boolean {
	return !image.supplied.some((part) => part.start < span.end && part.end > span.start);
}

function contains(outer: Span, inner: Span): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}
