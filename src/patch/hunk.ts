import type { ByteText } from "../input/message.js";
import { restoreBlankLines } from "./blank.js";
import { indented, isFlat } from "./indent.js";
import { type BodyLine, HUNK_START, isBoundary } from "./lines.js";
import type { DiffLine, Hunk } from "./patch.js";

export interface HunkOptions {
	/** The diff stands quoted in a reply, where hunks are often trimmed. */
	readonly quoted: boolean;
	/** Accept text whose blank context lines or whose indentation were lost. */
	readonly repair: boolean;
}

/** A hunk as far as it could be read. */
export interface HunkReading {
	/** Null where its lines do not add up. */
	readonly hunk: Hunk | null;
	/** Leading spaces or blank context lines were restored. */
	readonly repaired: boolean;
	/** Index of the line behind it. */
	readonly next: number;
	/** Why it is null or cut; null where it is whole. */
	readonly problem: { readonly line: number; readonly message: string } | null;
}

/**
 * Reads the hunk that opens at `at`.
 *
 * The counts of its first line decide where it ends, never the look of a line: `-- ` may be a signature
 * or a removed line. Where its lines do not fit the counts as they stand, they are taken to be damaged in
 * the ways mailers damage them, and the one reading that makes both counts exact is accepted.
 */
export function readHunk(lines: readonly BodyLine[], at: number, options: HunkOptions): HunkReading {
	const reading = readLines(lines, at, options);
	const { hunk } = reading;
	if (!options.repair || hunk === null || !isFlat(hunk.lines)) return reading;
	return { ...reading, hunk: { ...hunk, lines: indented(hunk.lines, hunk.header) }, repaired: true };
}

function readLines(lines: readonly BodyLine[], at: number, options: HunkOptions): HunkReading {
	const head = hunkHead(lines[at]!.text);
	const end = endOfHunk(lines, at + 1);
	if (head.preCount === 0 && head.postCount === 0) {
		const problem = { line: lines[at]!.number, message: "no lines are announced" };
		return { hunk: null, repaired: false, next: end, problem };
	}
	const exact = take(lines, at + 1, lines.length, head, false);
	if (exact.complete && !runsOn(lines, exact.next)) {
		return { hunk: toHunk(head, exact.lines), repaired: false, next: exact.next, problem: null };
	}
	for (const [start, opening] of openings(lines, at, head)) {
		const mended = take(lines, start, end, opening, true);
		if (mended.complete && isBlankUpTo(lines, mended.next, end)) {
			return { hunk: toHunk(opening, mended.lines), repaired: true, next: mended.next, problem: null };
		}
	}
	if (options.repair) {
		const mended = withBlankLines(lines, at, end, head);
		if (mended !== null) return mended;
	}
	if (options.quoted) {
		const cut = cutHunk(lines, at, end, head, options.repair);
		if (cut !== null) return cut;
	}
	return { hunk: null, repaired: false, next: end, problem: diagnosis(lines, at, end, head) };
}

/** The numbers and the text of a hunk's first line. */
export type HunkHead = Omit<Hunk, "lines">;

function hunkHead(text: ByteText): HunkHead {
	const [, preStart, preCount, postStart, postCount, header, glued] = HUNK_START.exec(text)!;
	return {
		preStart: Number(preStart),
		preCount: Number(preCount ?? 1),
		postStart: Number(postStart),
		postCount: Number(postCount ?? 1),
		header: header ?? glued ?? "",
	};
}

function endOfHunk(lines: readonly BodyLine[], from: number): number {
	let end = from;
	while (end < lines.length && !isBoundary(lines, end)) end++;
	return end;
}

interface Taken {
	readonly lines: DiffLine[];
	/** Both counts are exactly met. */
	readonly complete: boolean;
	/** A line that had lost its leading space is among them. */
	readonly restored: boolean;
	/** Lines of either side that are still to come. */
	readonly preLeft: number;
	readonly postLeft: number;
	readonly next: number;
}

/**
 * Takes lines from `from` until both counts are met, a line does not fit, or `to` is reached. An empty
 * line is a blank context line, as for git. A line without a marker fits only where `lenient`: as a
 * context line that lost its space.
 */
function take(lines: readonly BodyLine[], from: number, to: number, head: HunkHead, lenient: boolean): Taken {
	const taken: DiffLine[] = [];
	let preLeft = head.preCount;
	let postLeft = head.postCount;
	let restored = false;
	let next = from;
	for (; next < to && (preLeft > 0 || postLeft > 0); next++) {
		const text = lines[next]!.text;
		if (text.startsWith("\\ ")) continue;
		const line = diffLine(text, lenient);
		if (line === null) break;
		const pre = line.kind === "added" ? 0 : 1;
		const post = line.kind === "removed" ? 0 : 1;
		if (pre > preLeft || post > postLeft) break;
		preLeft -= pre;
		postLeft -= post;
		restored ||= !isMarked(text);
		taken.push(line);
	}
	const complete = preLeft === 0 && postLeft === 0;
	while (complete && next < lines.length && lines[next]!.text.startsWith("\\ ")) next++;
	return { lines: taken, complete, restored, preLeft, postLeft, next };
}

function diffLine(text: ByteText, lenient: boolean): DiffLine | null {
	switch (text[0]) {
		case " ":
			return { kind: "context", text: text.slice(1) };
		case "+":
			return { kind: "added", text: text.slice(1) };
		case "-":
			return { kind: "removed", text: text.slice(1) };
		case undefined:
			return { kind: "context", text: "" };
		default:
			return lenient ? { kind: "context", text } : null;
	}
}

/** True for a line as diff writes it, and for an empty one. */
function isMarked(text: ByteText): boolean {
	return text === "" || /^[ +\-\\]/.test(text);
}

/** True where a line that belongs to a hunk follows one that is complete: then its counts are wrong. */
function runsOn(lines: readonly BodyLine[], next: number): boolean {
	const text = lines[next]?.text ?? "";
	return (
		/^[ \t+-]/.test(text) && text.trim() !== "" && !/^-{2,}(?:\s|$)/.test(text) && !isBoundary(lines, next)
	);
}

function isBlankUpTo(lines: readonly BodyLine[], from: number, to: number): boolean {
	for (let at = from; at < to; at++) if (lines[at]!.text.trim() !== "") return false;
	return true;
}

/**
 * The ways to read the first line of a damaged hunk: as it stands, and with a second line that a mailer
 * broke off it.
 */
function openings(lines: readonly BodyLine[], at: number, head: HunkHead): [number, HunkHead][] {
	const second = lines[at + 1]?.text ?? "";
	const asItStands: [number, HunkHead] = [at + 1, head];
	if (isMarked(second)) return [asItStands];
	return [asItStands, [at + 2, { ...head, header: `${head.header} ${second}` }]];
}

/** A hunk that lacks the same number of lines on both sides, and so blank context lines only. */
function withBlankLines(
	lines: readonly BodyLine[],
	at: number,
	end: number,
	head: HunkHead,
): HunkReading | null {
	// At the end of the text, or where an answer stands in between, a hunk may just as well have been cut.
	if (end >= lines.length || lines.slice(at + 1, end + 1).some((line) => line.interrupted)) return null;
	for (const [start, opening] of openings(lines, at, head)) {
		const found = take(lines, start, end, opening, true);
		const lost = found.preLeft;
		if (lost === 0 || lost !== found.postLeft || !isBlankUpTo(lines, found.next, end)) continue;
		const restored = restoreBlankLines(found.lines, lost, opening.preStart);
		return { hunk: toHunk(opening, restored), repaired: true, next: end, problem: null };
	}
	return null;
}

/**
 * The beginning of a quoted hunk whose rest was trimmed, up to the first answer. Its counts are those of
 * what is there.
 */
function cutHunk(
	lines: readonly BodyLine[],
	at: number,
	end: number,
	head: HunkHead,
	lenient: boolean,
): HunkReading | null {
	let stop = at + 1;
	while (stop < end && !lines[stop]!.interrupted) stop++;
	const [start, opening] = isBrokenHead(head, lines[at + 1]?.text ?? "")
		? [at + 2, { ...head, header: `${head.header} ${lines[at + 1]!.text}` }]
		: [at + 1, head];
	const found = take(lines, start, stop, opening, lenient);
	if (!found.lines.some((line) => line.kind !== "context")) return null;
	const preCount = head.preCount - found.preLeft;
	const postCount = head.postCount - found.postLeft;
	const message = `${counts(head)} announced, ${preCount} and ${postCount} quoted: cut there`;
	return {
		hunk: toHunk({ ...opening, preCount, postCount }, found.lines),
		repaired: found.restored,
		next: end,
		problem: { line: lines[at]!.number, message },
	};
}

/** Without counts to prove it, only a parenthesis that the next line closes shows that a first line was broken. */
function isBrokenHead(head: HunkHead, second: ByteText): boolean {
	const open = parentheses(head.header);
	return open > 0 && !isMarked(second) && parentheses(second) === -open;
}

function parentheses(text: ByteText): number {
	return text.split("(").length - text.split(")").length;
}

function counts(head: HunkHead): string {
	return `${head.preCount} lines before and ${head.postCount} after`;
}

function diagnosis(
	lines: readonly BodyLine[],
	at: number,
	end: number,
	head: HunkHead,
): HunkReading["problem"] {
	const found = take(lines, at + 1, end, head, false);
	const stopped = lines[found.next];
	if (found.next < end && stopped !== undefined && !isMarked(stopped.text)) {
		return {
			line: stopped.number,
			message: "this line is no line of a diff: a mailer has wrapped or indented it",
		};
	}
	const all = take(lines, at + 1, end, { ...head, preCount: end - at, postCount: end - at }, true);
	const pre = end - at - all.preLeft;
	const post = end - at - all.postLeft;
	return { line: lines[at]!.number, message: `${counts(head)} announced, ${pre} and ${post} found` };
}

function toHunk(head: HunkHead, lines: readonly DiffLine[]): Hunk {
	return { ...head, lines };
}
