import type { BodyLine } from "./lines.js";

/** A line of a diff in a reply: the quote marks (deeper than any thread goes), then the beginning of a file's diff. */
const QUOTED_FILE = /^((?:> ?){0,30}>)( ?)(?:diff --git |--- (?:a\/|\/dev\/null))/;

/** True where a diff stands quoted among the lines. */
export function hasQuotedDiff(lines: readonly BodyLine[]): boolean {
	return lines.some((line) => QUOTED_FILE.test(line.text));
}

/**
 * The lines of the quoted diffs, without their quote marks.
 *
 * A diff is quoted as deep as its first line is. Lines quoted less deep are the answers in between; they
 * are dropped, and the line behind them is marked as interrupted, so that a hunk can go on there where
 * its counts allow it.
 */
export function quotedLines(lines: readonly BodyLine[]): BodyLine[] {
	const quoted: BodyLine[] = [];
	let depth = 0;
	let spaced = true;
	let interrupted = false;
	for (const line of lines) {
		const opening = QUOTED_FILE.exec(line.text);
		if (opening !== null) {
			depth = depthOf(opening[1]!);
			spaced = opening[2] === " ";
		}
		const text = depth === 0 ? null : unquote(line.text, depth, spaced);
		if (text === null) {
			interrupted = true;
			continue;
		}
		quoted.push({ text, number: line.number, interrupted });
		interrupted = false;
	}
	return quoted;
}

function depthOf(marks: string): number {
	return marks.replaceAll(" ", "").length;
}

/**
 * A line without `depth` quote marks, null where it has fewer. Behind the last mark stands the separating
 * space that the mailer put there, which it may have trimmed from a blank line.
 */
function unquote(text: string, depth: number, spaced: boolean): string | null {
	let at = 0;
	for (let level = 0; level < depth; level++) {
		if (text[at] === " " && text[at + 1] === ">" && level > 0) at++;
		if (text[at] !== ">") return null;
		at++;
	}
	const line = text.slice(spaced && text[at] === " " ? at + 1 : at);
	return line.replace(INDENT, (indent) => indent.replaceAll(NO_BREAK_SPACE, " "));
}

/** Some mailers quote indentation with no-break spaces, which no compiler takes for white space. */
const NO_BREAK_SPACE = "\xc2\xa0";
const INDENT = new RegExp(`^[+-]?(?: |\t|${NO_BREAK_SPACE})+`);
