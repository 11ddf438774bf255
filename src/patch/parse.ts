import { isDeepStrictEqual } from "node:util";
import type { Message, Problem } from "../input/message.js";
import { type FileReading, readFileDiff } from "./file.js";
import type { HunkOptions } from "./hunk.js";
import { type BodyLine, bodyLines, HUNK_START, isFileStart } from "./lines.js";
import { notesIn } from "./notes.js";
import type { FileDiff, Patch } from "./patch.js";
import { hasQuotedDiff, quotedLines } from "./quoted.js";
import { isReply, saysPatch, seriesOf } from "./subject.js";

export interface ParseOptions {
	/** Also take a diff that only stands quoted in a reply. */
	readonly quoted: boolean;
	/** Accept text whose blank context lines were lost on the way, as on the pages of web archives. */
	readonly repair: boolean;
}

/**
 * Understands a message: what it is, and the diffs in it.
 *
 * Never throws. A file's diff that cannot be read is left out with a problem that names it; the others
 * are delivered. Lines in problems count as {@link Message.bodyLine} says.
 */
export function parsePatch(message: Message, options: ParseOptions): Patch {
	const lines = bodyLines(message);
	const plain = readDiffs(lines, { quoted: false, repair: options.repair });
	if (plain.files.length > 0 || plain.problems.length > 0) {
		const notes = notesIn(lines);
		const patch = patchOf(message, lines, "patch", plain);
		return notes.length > 0 ? { ...patch, notes } : patch;
	}
	const series = seriesOf(message.subject);
	if (series?.index === 0) return patchOf(message, lines, "cover", NOTHING);
	if (hasQuotedDiff(lines)) {
		if (!options.quoted) return patchOf(message, lines, "reply", NOTHING);
		const quoted = readDiffs(quotedLines(lines), { quoted: true, repair: true });
		return patchOf(message, lines, "quoted", quoted);
	}
	if (isReply(message.subject) || (message.inReplyTo !== null && hasQuotes(lines))) {
		return patchOf(message, lines, "reply", NOTHING);
	}
	return patchOf(message, lines, "other", { files: [], problems: missingDiff(message, lines) });
}

interface Diffs {
	readonly files: readonly FileDiff[];
	readonly problems: readonly Problem[];
}

const NOTHING: Diffs = { files: [], problems: [] };

function patchOf(message: Message, lines: readonly BodyLine[], kind: Patch["kind"], diffs: Diffs): Patch {
	const { input, line, subject, messageId, inReplyTo, references } = message;
	const author = authorInBody(lines) ?? message.author;
	const series = seriesOf(subject);
	return { input, line, subject, author, messageId, inReplyTo, references, series, kind, ...diffs };
}

/** Reads every diff among the lines, and passes over what stands between them. */
function readDiffs(lines: readonly BodyLine[], options: HunkOptions): Diffs {
	const files: FileDiff[] = [];
	const problems: Problem[] = [];
	const known = new Map<string | null, FileDiff>();
	for (let at = 0; at < lines.length; ) {
		if (isFileStart(lines, at)) {
			const reading: FileReading = readFileDiff(lines, at, options);
			problems.push(...reading.problems);
			if (reading.file !== null && isNew(reading.file, known)) files.push(reading.file);
			at = Math.max(reading.next, at + 1);
		} else {
			if (HUNK_START.test(lines[at]!.text)) problems.push(strayHunk(lines[at]!));
			at++;
		}
	}
	return { files, problems };
}

/** False for the second copy of a diff: a mail may carry its patch in its text and attached. */
function isNew(file: FileDiff, known: Map<string | null, FileDiff>): boolean {
	const path = file.postPath ?? file.prePath;
	const other = known.get(path);
	known.set(path, file);
	return !isDeepStrictEqual(other, file);
}

function strayHunk(line: BodyLine): Problem {
	return { path: null, line: line.number, message: "this hunk stands without the names of its file" };
}

/** A patch that somebody sends for its author names that one on the first line of the body. */
function authorInBody(lines: readonly BodyLine[]): string | null {
	const first = lines.find((line) => line.text.trim() !== "")?.text ?? "";
	const author = /^From: (.*\S+@\S+.*)$/.exec(first)?.[1];
	return author === undefined ? null : Buffer.from(author.trim(), "latin1").toString("utf8");
}

function hasQuotes(lines: readonly BodyLine[]): boolean {
	return lines.some((line) => line.text.startsWith(">"));
}

/** Why a message that should hold a diff holds none; nothing where none is to be expected. */
function missingDiff(message: Message, lines: readonly BodyLine[]): Problem[] {
	const collapsed = lines.find((line) => COLLAPSED_DIFF.test(line.text));
	if (collapsed !== undefined) {
		const text = "the line breaks of this mail are lost: this is no patch any more";
		return [{ path: null, line: collapsed.number, message: text }];
	}
	if (!saysPatch(message.subject)) return [];
	return [{ path: null, line: null, message: "the subject announces a patch, but there is no diff" }];
}

/** The header of a file and the first line of a hunk on one line; bounded, for such a line may be long. */
const COLLAPSED_DIFF =
	/diff --git \S{1,400} \S{1,400} .{0,400}?--- \S{1,400} \+\+\+ \S{1,400} @@ -\d+,?\d* \+\d+,?\d* @@/;
