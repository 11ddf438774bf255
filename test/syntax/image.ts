import type { SourceImage, Span } from "../../src/image/image.js";

/** A whole-file image of a text, with true line numbers. */
export function imageOf(text: string, changed: readonly Span[] = [], path = "test.c"): SourceImage {
	const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
	return { path, side: "post", coverage: "whole", text, lineAt, supplied: [], changed };
}

/** Span of the first occurrence of `part`. */
export function spanOf(text: string, part: string): Span {
	const start = text.indexOf(part);
	if (start < 0) throw new Error(`no ${part} in the text`);
	return { start, end: start + part.length };
}
