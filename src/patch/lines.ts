import type { ByteText, Message } from "../input/message.js";

/** One line of a message body. */
export interface BodyLine {
	/** Without its line end. */
	readonly text: ByteText;
	/** As a problem reports it: the line of the input, or of the body where that was decoded. */
	readonly number: number;
	/** True where a quoted diff was interrupted in front of this line by an answer. */
	readonly interrupted: boolean;
}

/**
 * The lines of a body. A mail that went through a system with CRLF line ends has them on the diff's own
 * header lines, where git never writes one; then one CR is taken from every line.
 */
export function bodyLines(message: Message): BodyLine[] {
	const first = message.bodyLine ?? 1;
	const texts = message.body.split("\n");
	if (texts.at(-1) === "") texts.pop();
	const crlf = texts.some((text) => text.endsWith("\r") && FILE_HEADER.test(text));
	return texts.map((text, index) => ({
		text: crlf && text.endsWith("\r") ? text.slice(0, -1) : text,
		number: first + index,
		interrupted: false,
	}));
}

const FILE_HEADER = /^[> ]{0,60}(?:diff --git |\+\+\+ )/;

/** A hunk's opening line, for instance `@@ -8,10 +8,12 @@ int store_limit(struct pool *p, int limit)`. */
export const HUNK_START = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(?: (.*)|(.*))$/s;

/** True where the diff of a file begins at `at`, as opposed to prose that looks a little like it. */
export function isFileStart(lines: readonly BodyLine[], at: number): boolean {
	const text = lines[at]?.text ?? "";
	if (text.startsWith("diff --git ")) {
		// A mailer may have wrapped the line with the two names, so the second next one counts too.
		return EXTENDED_HEADER.test(lines[at + 1]?.text ?? "") || EXTENDED_HEADER.test(lines[at + 2]?.text ?? "");
	}
	if (/^diff --(?:cc|combined) /.test(text)) return true;
	return isNamePair(lines, at) && HUNK_START.test(lines[at + 2]?.text ?? "");
}

/** True where `--- NAME` and `+++ NAME` stand at `at`. */
export function isNamePair(lines: readonly BodyLine[], at: number): boolean {
	return /^--- \S/.test(lines[at]?.text ?? "") && /^\+\+\+ \S/.test(lines[at + 1]?.text ?? "");
}

const EXTENDED_HEADER =
	/^(?:index [0-9a-f]+\.\.|(?:old|new|new file|deleted file) mode \d|(?:dis)?similarity index |(?:rename|copy) (?:from|to) |--- |GIT binary patch|Binary files )/;

/**
 * True at a line that cannot be part of a hunk: the next hunk or file, or the signature. Many mailers
 * take the trailing space from the signature's `-- `.
 */
export function isBoundary(lines: readonly BodyLine[], at: number): boolean {
	const text = lines[at]?.text;
	if (text === undefined) return true;
	return HUNK_START.test(text) || /^(?:-- ?|Index: .*)$/.test(text) || isFileStart(lines, at);
}
