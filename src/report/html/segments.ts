import type { Side } from "../../image/image.js";
import type { ByteText } from "../../input/message.js";
import type { Hunk } from "../../patch/patch.js";

/** A line of code as the page shows it. */
export interface CodeRow {
	/** `outside`: not in the diff, shown because a finding leads there. */
	readonly kind: "context" | "added" | "removed" | "outside";
	/** Its numbers before and after the patch; null where that side does not have it. */
	readonly pre: number | null;
	readonly post: number | null;
	readonly text: ByteText;
}

/** In the place of so many lines that are too many to show. */
export interface CutRow {
	readonly kind: "cut";
	readonly count: number;
}

/** A stretch of a file without a hole in it. */
export interface Segment {
	readonly kind: "hunk" | "outside";
	/** The `@@` line of a hunk without what stands behind it; empty for what is outside of the diff. */
	readonly range: string;
	/** The line that opens the function, as the hunk says; of what is outside the name of the function. */
	readonly function: ByteText;
	/** False for what a reader may unfold. */
	readonly isOpen: boolean;
	readonly rows: readonly (CodeRow | CutRow)[];
}

/** A line that has to be shown if it is known. */
export interface Anchor {
	readonly side: Side;
	readonly line: number;
}

/** What there is to show of one file. */
export interface FileContent {
	/** Null for a file that the patch does not touch. */
	readonly hunks: readonly Hunk[] | null;
	/** The lines of a side, as far as they are known. */
	lines(side: Side): ReadonlyMap<number, ByteText> | null;
	readonly anchors: readonly Anchor[];
	/** Functions of which the rest may be unfolded, by lines of the side after the patch. */
	readonly functions: readonly LineRange[];
}

export interface LineRange {
	readonly name: ByteText;
	readonly firstLine: number;
	readonly lastLine: number;
}

/** Lines shown around an anchor outside of the diff, on either side. */
const AROUND = 3;
/** Rows around an anchor that are shown however long the diff is. */
const KEPT_AROUND = 15;
/** Fewer lines beside those around an anchor are shown with them, and not folded. */
const FOLDED = 5;
/** Functions with more lines than that outside of the diff are not there to be unfolded. */
const MAX_UNFOLDED = 400;

/** The hunks of a file, and between them what is known of the code that findings lead to, in its order. */
export function segmentsOf(content: FileContent, maxRows: number): readonly Segment[] {
	const hunks = content.hunks ?? [];
	const segments = [
		...hunks.map((hunk) => ({ at: positionOf(hunk), segment: hunkSegment(hunk) })),
		...outsideSegments(content, hunks),
	];
	segments.sort((a, b) => a.at - b.at);
	return bounded(
		segments.map(({ segment }) => segment),
		content.anchors,
		maxRows,
	);
}

/** Between which lines after the patch it stands. */
function positionOf({ postStart, postCount }: Hunk): number {
	return postCount > 0 ? postStart : postStart + 0.5;
}

function hunkSegment(hunk: Hunk): Segment {
	const { preStart, preCount, postStart, postCount } = hunk;
	let [pre, post] = [preStart, postStart];
	const rows = hunk.lines.map(
		({ kind, text }): CodeRow => ({
			...{ kind, text },
			pre: kind === "added" ? null : pre++,
			post: kind === "removed" ? null : post++,
		}),
	);
	const range = `@@ -${preStart},${preCount} +${postStart},${postCount} @@`;
	return { kind: "hunk", range, function: hunk.header, isOpen: true, rows };
}

function outsideSegments(
	content: FileContent,
	hunks: readonly Hunk[],
): { readonly at: number; readonly segment: Segment }[] {
	const side = content.lines("post") ? "post" : "pre";
	const lines = content.lines(side);
	if (!lines) return [];
	const shown = new Set<number>();
	for (const hunk of hunks) {
		const [start, count] =
			side === "post" ? [hunk.postStart, hunk.postCount] : [hunk.preStart, hunk.preCount];
		for (let line = start; line < start + count; line++) shown.add(line);
	}
	/** Lines to show, and whether at once. */
	const wanted = new Map<number, boolean>();
	const want = (line: number, isOpen: boolean) => {
		if (lines.has(line) && !shown.has(line) && !wanted.get(line)) wanted.set(line, isOpen);
	};
	const isHidden = (line: number) => !shown.has(line) && !wanted.has(line);
	for (const anchor of content.anchors) {
		const line = anchor.side === side ? anchor.line : moved(anchor, hunks);
		if (line === null || shown.has(line) || !lines.has(line)) continue;
		for (let near = line - AROUND; near <= line + AROUND; near++) want(near, true);
	}
	for (const { firstLine, lastLine } of content.functions) {
		const all = Array.from({ length: lastLine - firstLine + 1 }, (_, index) => firstLine + index);
		if (all.length > MAX_UNFOLDED || !all.some((line) => shown.has(line) || wanted.has(line))) continue;
		for (const run of runsOf(all, (a, b) => isHidden(a) === isHidden(b))) {
			const isBeside = wanted.get(run[0]! - 1) || wanted.get(run.at(-1)! + 1);
			for (const line of run) want(line, run.length < FOLDED && isBeside === true);
		}
	}
	const numbers = [...wanted.keys()].sort((a, b) => a - b);
	const breaks = new Set(hunks.filter(({ postCount }) => postCount === 0).map(({ postStart }) => postStart));
	return runsOf(numbers, (a, b) => a === b - 1 && !breaks.has(a) && wanted.get(a) === wanted.get(b)).map(
		(run) => {
			const rows = run.map((line): CodeRow => {
				const other = content.hunks ? moved({ side, line }, hunks) : null;
				const [pre, post] = side === "post" ? [other, line] : [line, other];
				return { kind: "outside", pre, post, text: lines.get(line)! };
			});
			const name = content.functions.find((it) => it.firstLine <= run[0]! && run[0]! <= it.lastLine)?.name;
			const isOpen = wanted.get(run[0]!)!;
			return { at: run[0]!, segment: { kind: "outside", range: "", function: name ?? "", isOpen, rows } };
		},
	);
}

/** The number on the other side of a line that the diff does not show; null where it shows it. */
function moved({ side, line }: Anchor, hunks: readonly Hunk[]): number | null {
	let delta = 0;
	for (const { preStart, preCount, postStart, postCount } of hunks) {
		const [start, count, grown] =
			side === "pre"
				? [preStart, preCount, postCount - preCount]
				: [postStart, postCount, preCount - postCount];
		if (count === 0 ? line <= start : line < start) break;
		if (line < start + count) return null;
		delta += grown;
	}
	return line + delta;
}

function runsOf(sorted: readonly number[], belongs: (a: number, b: number) => boolean): number[][] {
	const runs: number[][] = [];
	for (const number of sorted) {
		const last = runs.at(-1);
		if (last && belongs(last.at(-1)!, number)) last.push(number);
		else runs.push([number]);
	}
	return runs;
}

/** No more rows than that, beside those around anchors. */
function bounded(
	segments: readonly Segment[],
	anchors: readonly Anchor[],
	maxRows: number,
): readonly Segment[] {
	const total = segments.reduce((sum, { rows }) => sum + rows.length, 0);
	if (total <= maxRows) return segments;
	const keys = new Set(anchors.map(({ side, line }) => `${side} ${line}`));
	let left = maxRows;
	return segments.map((segment) => {
		const kept = new Uint8Array(segment.rows.length).fill(1, 0, Math.max(0, left));
		left -= segment.rows.length;
		for (const [index, row] of segment.rows.entries()) {
			if (row.kind === "cut" || !(keys.has(`pre ${row.pre}`) || keys.has(`post ${row.post}`))) continue;
			kept.fill(1, Math.max(0, index - KEPT_AROUND), index + KEPT_AROUND + 1);
		}
		const rows: (CodeRow | CutRow)[] = [];
		for (const [index, row] of segment.rows.entries()) {
			const last = rows.at(-1);
			if (kept[index]) rows.push(row);
			else if (last?.kind === "cut") rows[rows.length - 1] = { kind: "cut", count: last.count + 1 };
			else rows.push({ kind: "cut", count: 1 });
		}
		return { ...segment, rows };
	});
}
