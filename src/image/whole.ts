import type { ByteText } from "../input/message.js";
import type { DiffLine } from "../patch/patch.js";
import { isOn, type Landing } from "./apply.js";
import type { Side, SourceImage, Span } from "./image.js";

/** The image of a file that is known in full. */
export function wholeImage(
	path: string,
	side: Side,
	text: ByteText,
	landings: readonly Landing[],
): SourceImage {
	const starts = lineStarts(text);
	const offsetOf = (line: number) => starts[line] ?? text.length;
	const changed = landings.flatMap(({ hunk, pre, post }) => {
		const first = side === "pre" ? pre : post;
		return changedLines(hunk.lines, side).map(({ start, end }) => ({
			start: offsetOf(first + start),
			end: offsetOf(first + end),
		}));
	});
	return {
		path,
		side,
		coverage: "whole",
		text,
		lineAt: (offset) => lastAtOrBefore(starts, offset) + 1,
		supplied: [],
		changed,
	};
}

/**
 * The changes of a hunk as ranges of lines of one side, counted from the first line of that side.
 * A change that has no line on this side is the empty range before the line that follows it.
 */
export function changedLines(lines: readonly DiffLine[], side: Side): Span[] {
	const ranges: Span[] = [];
	let line = 0;
	let start: number | null = null;
	for (const each of lines) {
		if (each.kind === "context") {
			if (start !== null) ranges.push({ start, end: line });
			start = null;
		} else {
			start ??= line;
		}
		if (isOn(each, side)) line++;
	}
	if (start !== null) ranges.push({ start, end: line });
	return ranges;
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: ByteText): number[] {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return starts;
}

/** Index of the last element that is not above `value`, in a sorted list whose first element is not. */
export function lastAtOrBefore(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (sorted[middle]! <= value) low = middle;
		else high = middle - 1;
	}
	return low;
}
