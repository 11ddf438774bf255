import type { ByteText } from "./message.js";

/**
 * Undoes format=flowed (RFC 3676) without harming patches.
 *
 * Read to the letter, the format destroys the patches of senders who declare it and do not follow it:
 * a space is taken from every context line, and a context line that ends in a space swallows the next.
 * So both steps ask for evidence. A leading space is stuffing only where no line contradicts it
 * ({@link isStuffed}), and a line is continued only by a line that could not stand in a diff by itself.
 */
export function unflow(text: ByteText, delSp: boolean): ByteText {
	const lines = text.split("\n").map(flowedLine);
	const stuffed = new Map<number, boolean>();
	for (const depth of new Set(lines.map((line) => line.depth))) {
		stuffed.set(depth, isStuffed(lines.filter((line) => line.depth === depth)));
	}
	const pieces: ByteText[] = [];
	let previous: FlowedLine | undefined;
	for (const line of lines) {
		if (stuffed.get(line.depth) && line.text.startsWith(" ")) line.text = line.text.slice(1);
		if (previous !== undefined && continues(previous, line)) {
			if (delSp) pieces.push(pieces.pop()!.slice(0, -1));
			pieces.push(line.text);
		} else {
			if (previous !== undefined) pieces.push(previous.end, "\n");
			pieces.push(line.quote, line.text);
		}
		previous = line;
	}
	return pieces.join("") + (previous?.end ?? "");
}

interface FlowedLine {
	/** The quote marks, with the space that separates them from the text. */
	readonly quote: string;
	readonly depth: number;
	text: ByteText;
	/** "\r" where the line ended in CRLF. */
	readonly end: string;
}

function flowedLine(line: ByteText): FlowedLine {
	const marks = /^>+/.exec(line)?.[0] ?? "";
	const end = line.endsWith("\r") ? "\r" : "";
	const text = line.slice(marks.length, line.length - end.length);
	// Behind quote marks the stuffing of a flowed mail is the separating space of an ordinary one.
	const separator = marks !== "" && text.startsWith(" ") ? " " : "";
	return { quote: marks + separator, depth: marks.length, text: text.slice(separator.length), end };
}

/**
 * True where the sender put a space in front of every line that begins with one: then no line begins
 * with exactly one space, save those that needed it for `>` and `From `. A context line of a diff that
 * was not stuffed (space, then a tab or a letter) shows the opposite.
 */
function isStuffed(lines: readonly FlowedLine[]): boolean {
	let doubled = false;
	for (const { text } of lines) {
		if (text.startsWith("  ")) doubled = true;
		else if (text.startsWith(" ") && text.length > 1 && !/^ (?:>|From )/.test(text)) return false;
	}
	return doubled;
}

/** True where `next` is the rest of a line that was broken at its width. */
function continues(line: FlowedLine, next: FlowedLine): boolean {
	if (!line.text.endsWith(" ") || line.depth !== next.depth) return false;
	if (line.text.trim() === "" || line.text === "-- ") return false;
	return next.text !== "" && !DIFF_LINE_START.test(next.text);
}

const DIFF_LINE_START = /^(?:[ +\-@\\]|diff |index [0-9a-f]|Index: )/;
