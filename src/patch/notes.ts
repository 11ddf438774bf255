import type { ByteText } from "../input/message.js";
import { type BodyLine, isFileStart } from "./lines.js";

/** What a mail says to lorelint below its `---`: `lorelint: ignore RULE reason`. */
export interface MailNote {
	/** As a problem reports it. */
	readonly line: number;
	/** What stands behind `lorelint:`. */
	readonly text: ByteText;
}

/** More are no notes of a person. */
const MAX_NOTES = 50;
const MAX_LENGTH = 500;

/**
 * The notes of a mail, from the lines between its `---` and its diff: what stands there never becomes
 * part of a commit. Nothing in the commit message, in the code or behind the diff is a note.
 */
export function notesIn(lines: readonly BodyLine[]): readonly MailNote[] {
	const diff = lines.findIndex((_, at) => isFileStart(lines, at));
	if (diff < 0) return [];
	const above = lines.slice(0, diff);
	// What stands above a scissors line is no part of the patch.
	const start = above.findLastIndex(({ text }) => SCISSORS.test(text)) + 1;
	const rule = above.findIndex(({ text }, at) => at >= start && /^---\s*$/.test(text));
	if (rule < 0) return [];
	return above
		.slice(rule + 1)
		.flatMap(({ text, number }) => {
			const note = NOTE.exec(text)?.[1];
			return note === undefined ? [] : [{ line: number, text: note.slice(0, MAX_LENGTH).trim() }];
		})
		.slice(0, MAX_NOTES);
}

const NOTE = /^\s*(?:[*-]\s+)?lorelint:\s*(.*)$/i;
/** As git has it: dashes and scissors, perhaps with words between them. */
const SCISSORS = /^\s*-[-\s]*(?:>8|8<|>%|%<)/;
