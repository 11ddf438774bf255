import { skipComment } from "./lexer.js";

const TAB_WIDTH = 8;

/** Column of an offset, counted from 0, a tab going to the next multiple of eight. */
export function columnAt(text: string, offset: number): number {
	let line = offset;
	while (line > 0 && text.charCodeAt(line - 1) !== 10) {
		// A line this long is not laid out by hand; its columns say nothing.
		if (offset - --line > 1000) return 0;
	}
	let column = 0;
	for (let i = line; i < offset; i++) {
		column = text.charCodeAt(i) === 9 ? column - (column % TAB_WIDTH) + TAB_WIDTH : column + 1;
	}
	return column;
}

/**
 * The first blank between two tokens that a `;` can take: outside comments, not a line end, and not
 * behind a preprocessor line. -1 where there is none.
 */
export function roomBetween(text: string, from: number, to: number): number {
	let at = from;
	while (at < to) {
		const char = text.charCodeAt(at);
		if (char === 32 || char === 9) return at;
		if (char === 10 || char === 13 || char === 92) {
			at++;
			if (isDirectiveLine(text, at, to)) return -1;
		} else if (char === 47 && skipComment(text, at) > at) at = skipComment(text, at);
		else return -1;
	}
	return -1;
}

function isDirectiveLine(text: string, from: number, to: number): boolean {
	let at = from;
	while (at < to && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
	return at < to && text.charCodeAt(at) === 35;
}
