import type { Edit, Fragment } from "./fragment.js";
import type { Span } from "./image.js";
import { lastAtOrBefore, lineStarts } from "./whole.js";

/** A part of the text that was copied from a fragment. */
interface Copy {
	readonly fragment: Fragment;
	/** Range in the fragment. */
	readonly start: number;
	readonly end: number;
	/** Offset in the text. */
	readonly to: number;
}

/** The text of an image while it is put together of real and supplied parts. */
export interface Composition {
	text: string;
	readonly copies: Copy[];
	readonly supplied: Span[];
	/** Offsets at which a line of the file begins or supplied text follows, and those lines. */
	readonly lineOffsets: number[];
	readonly lineNumbers: number[];
}

export function newComposition(): Composition {
	return { text: "", copies: [], supplied: [], lineOffsets: [], lineNumbers: [] };
}

/** Adds text that is not in the file, on lines of its own. */
export function supply(composition: Composition, text: string): void {
	const start = composition.text.length;
	const newline = composition.text === "" || composition.text.endsWith("\n") ? "" : "\n";
	composition.text += newline + (text === "" || text.endsWith("\n") ? text : `${text}\n`);
	addSupplied(composition, start);
}

/** Says which line supplied text stands for that begins a function: not the last one of the function before. */
export function placeNextLine(composition: Composition, line: number): void {
	composition.lineOffsets.push(composition.text.length);
	composition.lineNumbers.push(line);
}

/** Adds a part of a fragment with the edits that lie in it. */
export function copyEdited(
	composition: Composition,
	fragment: Fragment,
	{ start, end }: Span,
	edits: readonly Edit[],
): void {
	let at = start;
	// Where all of the part gives way to gaps, this still tells where it stood.
	composition.copies.push({ fragment, start, end: start, to: composition.text.length });
	for (const edit of edits) {
		copy(composition, fragment, { start: at, end: edit.start });
		if (edit.text !== "") supply(composition, edit.text);
		at = edit.end;
	}
	copy(composition, fragment, { start: at, end });
}

/** Adds a part of a fragment as it is; what begins within a line keeps its column. */
function copy(composition: Composition, fragment: Fragment, { start, end }: Span): void {
	if (start >= end) return;
	const lineStart = fragment.text.lastIndexOf("\n", start - 1) + 1;
	const atLineStart = composition.text === "" || composition.text.endsWith("\n");
	if (start === lineStart && !atLineStart) supply(composition, "");
	if (start > lineStart && atLineStart && fragment.text[start] !== "\n") {
		const from = composition.text.length;
		composition.text += fragment.text.slice(lineStart, start).replace(/[^\t]/g, " ");
		addSupplied(composition, from);
	}
	const to = composition.text.length;
	composition.text += fragment.text.slice(start, end);
	composition.copies.push({ fragment, start, end, to });
	const starts = lineStarts(fragment.text);
	for (let line = lastAtOrBefore(starts, start); line < starts.length && starts[line]! < end; line++) {
		composition.lineOffsets.push(to + Math.max(0, starts[line]! - start));
		composition.lineNumbers.push(fragment.firstLine + line);
	}
}

function addSupplied({ supplied, text }: Composition, start: number): void {
	if (start === text.length) return;
	const last = supplied.at(-1);
	if (last?.end === start) supplied[supplied.length - 1] = { start: last.start, end: text.length };
	else supplied.push({ start, end: text.length });
}

/** The changed spans of the fragments, as far as the text holds them. */
export function changedSpans({ copies, text }: Composition, fragments: readonly Fragment[]): Span[] {
	const spans = fragments.flatMap((fragment) => {
		const own = copies.filter((each) => each.fragment === fragment);
		return own.length === 0 ? [] : fragment.changed.flatMap((span) => mapSpan(span, own, text.length));
	});
	return mergeSpans(spans);
}

/** Where a span of a fragment went; where none of it was copied, the place at which it would stand. */
function mapSpan(span: Span, copies: readonly Copy[], length: number): Span[] {
	const parts = copies
		.map(({ start, end, to }) => ({
			start: to + Math.max(span.start, start) - start,
			end: to + Math.min(span.end, end) - start,
		}))
		.filter((part) => part.start < part.end);
	if (parts.length > 0) return parts;
	const next = copies.find(({ end }) => end > span.start);
	const last = copies.at(-1)!;
	const place = next ? next.to + Math.max(0, span.start - next.start) : last.to + last.end - last.start;
	return [{ start: Math.min(place, length), end: Math.min(place, length) }];
}

/** Sorted, with those that touch joined. */
function mergeSpans(spans: readonly Span[]): Span[] {
	const merged: Span[] = [];
	for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
		const last = merged.at(-1);
		if (last !== undefined && span.start <= last.end) {
			merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
		} else {
			merged.push(span);
		}
	}
	return merged;
}
