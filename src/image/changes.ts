import type { DiffLine, FileDiff } from "../patch/patch.js";
import type { FileImages, SourceImage, Span } from "./image.js";

/** One change of a text: what stood at `pre` is now what stands at `post`. */
export interface Change {
	readonly pre: Span;
	readonly post: Span;
}

/** What leads from one text to another: sorted, disjoint on both sides. */
export type Changes = readonly Change[];

/** The changes of a file that is known in full on both sides; null where it is not. */
export function changesOf({ pre, post }: Pick<FileImages, "pre" | "post">): Changes | null {
	if (pre === null || post === null) return pre === post ? [] : replaced(pre, post);
	if (pre.coverage !== "whole" || post.coverage !== "whole") return null;
	// Both sides list every change, the one that has no line of it as an empty span.
	return pre.changed.map((span, index) => ({ pre: span, post: post.changed[index]! }));
}

/** Of two texts whose changes are not known: all between what they begin and what they end with alike. */
export function replaced(pre: SourceImage | null, post: SourceImage | null): Changes {
	const [a, b] = [pre?.text ?? "", post?.text ?? ""];
	const room = Math.min(a.length, b.length);
	let start = 0;
	while (start < room && a[start] === b[start]) start++;
	if (start === a.length && start === b.length) return [];
	start = start === 0 ? 0 : a.lastIndexOf("\n", start - 1) + 1;
	let tail = 0;
	while (tail < room - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	const newline = a.indexOf("\n", a.length - tail);
	tail = newline < 0 ? 0 : a.length - newline - 1;
	return [{ pre: { start, end: a.length - tail }, post: { start, end: b.length - tail } }];
}

/** What leads from the text before the first changes to the one after the second. */
export function composed(first: Changes, second: Changes): Changes {
	// All in offsets of the text between; changes that meet there become one.
	const parts = [
		...first.map(({ pre, post }) => ({ at: post, before: length(pre) - length(post), after: 0 })),
		...second.map(({ pre, post }) => ({ at: pre, before: 0, after: length(post) - length(pre) })),
	].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
	const changes: Change[] = [];
	let [before, after] = [0, 0];
	for (let index = 0; index < parts.length; ) {
		const { start } = parts[index]!.at;
		let { end } = parts[index]!.at;
		const from = { pre: start + before, post: start + after };
		for (; index < parts.length && parts[index]!.at.start <= end; index++) {
			const part = parts[index]!;
			end = Math.max(end, part.at.end);
			before += part.before;
			after += part.after;
		}
		changes.push({
			pre: { start: from.pre, end: end + before },
			post: { start: from.post, end: end + after },
		});
	}
	return changes;
}

function length({ start, end }: Span): number {
	return end - start;
}

/** Where a 1-based line of the side before stands after the patch; null where the patch takes it away. */
export function lineAfter(images: FileImages, line: number): number | null {
	const { diff, pre, post } = images;
	const changes = changesOf(images);
	if (changes === null || pre === null || post === null) return lineAfterHunks(diff, line);
	const start = offsetOf(pre.text, line);
	let shift = 0;
	for (const change of changes) {
		if (start < change.pre.start) break;
		if (start < change.pre.end) return null;
		shift = change.post.end - change.pre.end;
	}
	return post.lineAt(start + shift);
}

function offsetOf(text: string, line: number): number {
	let at = 0;
	for (let left = line - 1; left > 0; left--) {
		const newline = text.indexOf("\n", at);
		if (newline < 0) break;
		at = newline + 1;
	}
	return at;
}

function lineAfterHunks({ hunks }: FileDiff, line: number): number | null {
	let shift = 0;
	for (const { preStart, preCount, postStart, postCount, lines } of hunks) {
		const [pre, post] = [firstLine(preStart, preCount), firstLine(postStart, postCount)];
		if (line < pre) break;
		if (line < pre + preCount) return lineInHunk(lines, line - pre, post);
		shift = post + postCount - pre - preCount;
	}
	return line + shift;
}

/** An empty side of a hunk names the line before it. */
function firstLine(start: number, count: number): number {
	return count === 0 ? start + 1 : start;
}

function lineInHunk(lines: readonly DiffLine[], index: number, postStart: number): number | null {
	let [pre, post] = [0, postStart];
	for (const { kind } of lines) {
		if (kind !== "added" && pre++ === index) return kind === "removed" ? null : post;
		if (kind !== "removed") post++;
	}
	return null;
}
