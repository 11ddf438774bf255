import type { ByteText } from "../input/message.js";
import type { DiffLine, FileDiff, Hunk } from "../patch/patch.js";
import type { Side } from "./image.js";

/** Where a hunk stands on both sides: 0-based indices of its first line. */
export interface Landing {
	readonly hunk: Hunk;
	readonly pre: number;
	readonly post: number;
}

/** A text, the text the hunks make of it, and where they stand in both. */
export interface Applied {
	readonly pre: ByteText;
	readonly post: ByteText;
	readonly landings: readonly Landing[];
	/** Sum of the distances, in lines, between where the hunks say they belong and where they fit. */
	readonly moved: number;
}

/**
 * Applies the hunks to one side of a file and gives both.
 *
 * `from` says which side `text` is: `pre` applies the diff, `post` takes it back. Context must match
 * to the byte (no fuzz), but as in `git apply` a hunk may stand elsewhere than it says; the fit
 * nearest to where the hunks before it lead one to expect it wins. Null where a hunk does not fit.
 */
export function applyHunks(diff: FileDiff, text: ByteText, from: Side): Applied | null {
	const lines = splitLines(text);
	const result: ByteText[] = [];
	const landings: Landing[] = [];
	let moved = 0;
	let drift = 0;
	let next = 0;
	for (const hunk of diff.hunks) {
		const old = sideLines(hunk, from);
		const stated = statedIndex(hunk, from);
		const at = findHunk(lines, old, hunk, { next, expected: stated + drift });
		if (at === null) return null;
		moved += Math.abs(at - stated - drift);
		drift = at - stated;
		append(result, lines, next, at);
		landings.push(landing(hunk, from, at, result.length));
		for (const line of sideLines(hunk, other(from))) result.push(line);
		next = at + old.length;
	}
	append(result, lines, next, lines.length);
	const made = result.join("\n");
	return from === "pre"
		? { pre: text, post: made, landings, moved }
		: { pre: made, post: text, landings, moved };
}

/** The lines of one side of a hunk. */
export function sideLines(hunk: Hunk, side: Side): ByteText[] {
	return hunk.lines.filter((line) => isOn(line, side)).map((line) => line.text);
}

/** Whether the line is part of that side. */
export function isOn(line: DiffLine, side: Side): boolean {
	return line.kind === "context" || line.kind === (side === "pre" ? "removed" : "added");
}

export function other(side: Side): Side {
	return side === "pre" ? "post" : "pre";
}

/** Lines without their newlines. A text that ends in one has an empty last element: joining gives it back. */
function splitLines(text: ByteText): ByteText[] {
	return text.split("\n");
}

/** 0-based line at which the hunk says its side begins. An empty side names the line before it. */
function statedIndex(hunk: Hunk, side: Side): number {
	const start = side === "pre" ? hunk.preStart : hunk.postStart;
	const count = side === "pre" ? hunk.preCount : hunk.postCount;
	return count === 0 ? start : start - 1;
}

function landing(hunk: Hunk, from: Side, matched: number, made: number): Landing {
	return from === "pre" ? { hunk, pre: matched, post: made } : { hunk, pre: made, post: matched };
}

// Not `push(...slice)`: a large file would overflow the stack of arguments.
function append(result: ByteText[], lines: readonly ByteText[], start: number, end: number): void {
	for (let at = start; at < end; at++) result.push(lines[at]!);
}

interface SearchStart {
	/** First line not taken by the hunks before: hunks keep their order. */
	readonly next: number;
	readonly expected: number;
}

/**
 * Line at which the hunk's lines stand, or null. Of several fits away from the expected line, one
 * below the function that the hunk names is preferred: drivers repeat whole blocks of code.
 */
function findHunk(
	lines: readonly ByteText[],
	old: readonly ByteText[],
	hunk: Hunk,
	{ next, expected }: SearchStart,
): number | null {
	// The empty string behind the final newline is no line: a blank context line must not match it.
	const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
	const last = count - old.length;
	const fits = (at: number) => at >= next && at <= last && matchesAt(lines, old, at);
	const { leading, trailing } = contextCounts(hunk);
	// Lack of context behind the change says that the file ends there. A hunk without any context (-U0)
	// would fit anywhere, and counts only where it says.
	if (trailing === 0 && leading > 0) return fits(last) ? last : null;
	if (fits(expected)) return expected;
	if (leading === 0) return trailing > 0 && fits(0) ? 0 : null;
	let nearest: number | null = null;
	for (let distance = 1; distance <= lines.length; distance++) {
		for (const at of [expected - distance, expected + distance]) {
			if (!fits(at)) continue;
			if (hunk.header === "" || enclosingLine(lines, at).startsWith(hunk.header.trimEnd())) return at;
			nearest ??= at;
		}
	}
	return nearest;
}

function matchesAt(lines: readonly ByteText[], old: readonly ByteText[], at: number): boolean {
	return old.every((line, index) => lines[at + index] === line);
}

function contextCounts(hunk: Hunk): { leading: number; trailing: number } {
	const leading = hunk.lines.findIndex((line) => line.kind !== "context");
	const trailing = [...hunk.lines].reverse().findIndex((line) => line.kind !== "context");
	return { leading: leading < 0 ? hunk.lines.length : leading, trailing: Math.max(trailing, 0) };
}

/** What git would show behind the `@@`: the nearest line above that begins with a letter. */
function enclosingLine(lines: readonly ByteText[], at: number): ByteText {
	for (let above = at - 1; above >= 0; above--) {
		const line = lines[above]!;
		if (/^[A-Za-z_$]/.test(line) && !/^\w+:\s*($|\/[/*])/.test(line)) return line;
	}
	return "";
}
