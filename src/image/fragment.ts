import type { ByteText } from "../input/message.js";
import type { Hunk } from "../patch/patch.js";
import { sideLines } from "./apply.js";
import type { Side, Span } from "./image.js";
import type { Token } from "./tokens.js";
import { changedLines, lineStarts } from "./whole.js";

/** One side of one hunk as a piece of text. */
export interface Fragment {
	/** The line that opens the enclosing function, as the hunk's header gives it; may be empty. */
	readonly header: ByteText;
	/** The lines, each ended by a newline. */
	readonly text: ByteText;
	/** Offsets at which its lines begin. */
	readonly lineStarts: readonly number[];
	/** 1-based line of the file at which `text` begins. */
	readonly firstLine: number;
	/** As in a SourceImage, in offsets of `text`. */
	readonly changed: readonly Span[];
}

/** A stretch of a function's body as one fragment shows it. */
export interface BodyText {
	readonly text: string;
	/** The stretch, in offsets of `text`. */
	readonly span: Span;
	/** Its tokens, directives included. */
	readonly tokens: readonly Token[];
	readonly changed: readonly Span[];
	/** False where the function's opening brace stands right in front of it. */
	readonly startsCut: boolean;
	/** False where the function's closing brace stands right behind it. */
	readonly endsCut: boolean;
}

/** A replacement of a part of a fragment by supplied text, or of nothing to insert it. */
export interface Edit {
	readonly start: number;
	readonly end: number;
	readonly text: ByteText;
}

export function fragmentOf(hunk: Hunk, side: Side): Fragment {
	const text = sideLines(hunk, side)
		.map((line) => `${line}\n`)
		.join("");
	const starts = lineStarts(text);
	return {
		header: hunk.header.trim(),
		text,
		lineStarts: starts,
		firstLine: Math.max(1, side === "pre" ? hunk.preStart : hunk.postStart),
		changed: changedLines(hunk.lines, side).map(({ start, end }) => ({
			start: starts[start] ?? text.length,
			end: starts[end] ?? text.length,
		})),
	};
}
