import type { Edit, Fragment } from "./fragment.js";
import type { Span } from "./image.js";
import { lastAtOrBefore } from "./whole.js";

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
	readonly parts: string[];
	/** Length of all parts. */
	length: number;
	readonly copies: Copy[];
	readonly supplied: Span[];
	/** Offsets at which a line of the file begins, and the numbers of those lines. */
	readonly lineOffsets: number[];
	readonly lineNumbers: number[];
}

export function newComposition(): Composition {
	return { parts: [], length: 0, copies: [], supplied: [], lineOffsets: [], lineNumbers: [] };
}

/** Adds text that is not in the file, on lines of its own. */
export function supply(composition: Composition, text: string): void {
	const start = composition.length;
	if (!atLineStart(composition)) append(composition, "\n");
	append(composition, text === "" || text.endsWith("\n") ? text : `${text}\n`);
	addSupplied(composition, start);
}

function append(composition: Composition, text: string): void {
	if (text === "") return;
	composition.parts.push(text);
	composition.length += text.length;
}

function atLineStart({ parts }: Composition): boolean {
	return parts.length === 0 || parts.at(-1)!.endsWith("\n");
}

/** Says which line supplied text stands for that begins a function: not the last one of the function before. */
export function placeNextLine(composition: Composition, line: number): void {
	composition.lineOffsets.push(composition.length);
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
	composition.copies.push({ fragment, start, end: start, to: composition.length });
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
	const isNewLine = atLineStart(composition);
	if (start === lineStart && !isNewLine) supply(composition, "");
	if (start > lineStart && isNewLine && fragment.text[start] !== "\n") {
		const from = composition.length;
		append(composition, fragment.text.slice(lineStart, start).replace(/[^\t]/g, " "));
		addSupplied(composition, from);
	}
	const to = composition.length;
	append(composition, fragment.text.slice(start, end));
	composition.copies.push({ fragment, start, end, to });
	const { lineStarts } = fragment;
	for (
		let line = lastAtOrBefore(lineStarts, start);
		line < lineStarts.length && lineStarts[line]! < end;
		line++
	) {
		composition.lineOffsets.push(to + Math.max(0, lineStarts[line]! - start));
		composition.lineNumbers.push(fragment.firstLine + line);
	}
}

function addSupplied({ supplied, length }: Composition, start: number): void {
	if (start === length) return;
	const last = supplied.at(-1);
	if (last?.end === start) supplied[supplied.length - 1] = { start: last.start, end: length };
	else supplied.push({ start, end: length });
}

/** The changed spans of the fragments, as far as the text holds them. */
export function changedSpans({ copies }: Composition, fragments: readonly Fragment[]): Span[] {
	const copiesOf = new Map<Fragment, Copy[]>(fragments.map((fragment) => [fragment, []]));
	for (const copy of copies) copiesOf.get(copy.fragment)?.push(copy);
	const spans = fragments.flatMap((fragment) => {
		const own = copiesOf.get(fragment)!;
		const starts = own.map(({ start }) => start);
		return own.length === 0 ? [] : fragment.changed.flatMap((span) => mapSpan(span, own, starts));
	});
	return mergeSpans(spans);
}

/** Where a span of a fragment went; where none of it was copied, the place at which it would stand. */
function mapSpan(span: Span, copies: readonly Copy[], starts: readonly number[]): Span[] {
	const first = lastAtOrBefore(starts, span.start);
	const parts: Span[] = [];
	for (let index = first; index < copies.length && copies[index]!.start < span.end; index++) {
		const { start, end, to } = copies[index]!;
		const part = {
			start: to + Math.max(span.start, start) - start,
			end: to + Math.min(span.end, end) - start,
		};
		if (part.start < part.end) parts.push(part);
	}
	if (parts.length > 0) return parts;
	const { start, end, to } = copies[first]!;
	const place = to + Math.min(Math.max(span.start, start), end) - start;
	return [{ start: place, end: place }];
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
