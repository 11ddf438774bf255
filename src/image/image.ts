import type { ByteText } from "../input/message.js";
import type { FileDiff, Hunk } from "../patch/patch.js";

export type Side = "pre" | "post";

/** Where the text around the hunks came from; `hunks`: from nowhere, only the diff is known. */
export type ContextKind = "blob" | "tree" | "applied" | "hunks";

/** Half-open range of offsets into a text. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/**
 * One side of one file.
 *
 * With coverage `whole` the text is the file. With coverage `hunks` it is C made of what the diff
 * shows: the hunks of one function joined under its header, unknown code between them written as
 * the statement {@link GAP_STATEMENT}, and the braces, loops and switches that a hunk cuts off
 * supplied with {@link GAP_NAME} as their condition. Either way `lineAt` gives true line numbers.
 */
export interface SourceImage {
	readonly path: string;
	readonly side: Side;
	readonly coverage: "whole" | "hunks";
	readonly text: ByteText;
	/** 1-based line of this side of the file; for supplied text the line of the nearest real text before it. */
	lineAt(offset: number): number;
	/** Spans of `text` that are not in the file (gaps and what they supply), sorted, disjoint. */
	readonly supplied: readonly Span[];
	/**
	 * Spans of `text` that the patch added (post) or removed (pre), whole lines, sorted, disjoint.
	 * Where the other side has lines and this one has none, the empty span at the place of the change.
	 */
	readonly changed: readonly Span[];
}

/** Both sides of one file of a patch. */
export interface FileImages {
	readonly diff: FileDiff;
	/** Path after the patch, or before it for a deleted file. */
	readonly path: string;
	readonly context: ContextKind;
	/** Those of the diff, with the line numbers of the images: a hunk may stand elsewhere than it says. */
	readonly hunks: readonly Hunk[];
	/** Null for an added file. */
	readonly pre: SourceImage | null;
	/** Null for a deleted file. */
	readonly post: SourceImage | null;
}

/** What stands in the span, on one line. */
export function sourceText(image: SourceImage, span: Span): string {
	return image.text.slice(span.start, span.end).replace(/\s+/g, " ");
}

/** Stands for unknown code in the text of a `hunks` image; used as a condition it may be true or false. */
export const GAP_NAME = "__lorelint_gap";
export const GAP_STATEMENT = `${GAP_NAME};`;
