import type { SourceImage, Span } from "../image/image.js";
import { normalised } from "../rules/run.js";
import { bodyText, calledIn } from "../syntax/called.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";
import type { Scope } from "./scope.js";

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
 * patch ends with the one that it begins. A function whose whole body has gone into a new one that it
 * now calls is that one, and begins anew itself.
 */
export function pairRenamed(pairs: readonly Pair[]): Pair[] {
	const gone = pairs.flatMap(([before, after]) => (before && !after ? [before] : []));
	const fresh = pairs.flatMap(([before, after]) => (after && !before ? [after] : []));
	const renamed = new Map<FunctionUnit, FunctionUnit>();
	const pairSame = (before: FunctionUnit, candidates: readonly FunctionUnit[]) => {
		const same = candidates.filter((after) => bodyText(after) === bodyText(before));
		if (same.length === 1 && !renamed.has(same[0]!)) renamed.set(same[0]!, before);
	};
	for (const before of gone) pairSame(before, fresh);
	if (fresh.length === 1 && gone.length === 1) renamed.set(fresh[0]!, gone[0]!);
	for (const [before, after] of pairs) {
		if (before && after)
			pairSame(
				before,
				fresh.filter(({ name }) => calledIn(after).has(name)),
			);
	}
	const taken = new Set(renamed.values());
	return pairs
		.map(([before, after]): Pair => [before && taken.has(before) ? null : before, after])
		.map(([before, after]): Pair => [before ?? (after && (renamed.get(after) ?? null)), after])
		.filter(([before, after]) => before ?? after);
}

/** What the pairs tell of functions that have come and gone, and of those that are as they were. */
export function partnersOf(pairs: readonly Pair[]): Pick<Scope, "renamed" | "gone" | "fresh" | "kept"> {
	const renamed = new Map<string, string>();
	const [gone, fresh] = [new Map<string, FunctionUnit>(), new Map<string, FunctionUnit>()];
	const kept = new Set<string>();
	for (const [before, after] of pairs) {
		if (before && after && before.name !== after.name) renamed.set(before.name, after.name);
		if (before && after && meaning(before) === meaning(after)) kept.add(after.name);
		if (before && !after && isShown(before)) gone.set(before.name, before);
		if (after && !before && isShown(after)) fresh.set(after.name, after);
	}
	return { renamed, gone, fresh, kept };
}

function meaning(unit: FunctionUnit): string {
	return normalised(bodyText(unit), unit);
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
