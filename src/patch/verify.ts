import parseDiff from "parse-diff";
import type { DiffLine, Hunk } from "./patch.js";

/**
 * Has parse-diff read the hunks of one file, and returns its reading of them where that agrees with the
 * counts, else why it cannot be trusted.
 *
 * parse-diff is handed a plain diff with nothing in it that it is known to misread: one file, one pair of
 * names, every line with its marker, no notes about a missing newline.
 */
export function verifiedHunks(hunks: readonly Hunk[]): readonly Hunk[] | string {
	if (hunks.length === 0) return hunks;
	const misplaced = hunks.findIndex((hunk, index) => index > 0 && overlaps(hunks[index - 1]!, hunk));
	if (misplaced >= 0) return `hunk ${misplaced + 1} begins before the end of the one in front of it`;
	const files = parseDiff(["--- a/file", "+++ b/file", ...hunks.flatMap(unifiedLines)].join("\n"));
	const chunks = files[0]?.chunks ?? [];
	if (files.length !== 1 || chunks.length !== hunks.length) {
		return `${hunks.length} hunks were found, but parse-diff reads ${chunks.length}`;
	}
	const read: Hunk[] = [];
	for (const [index, hunk] of hunks.entries()) {
		const lines = chunks[index]!.changes.map(diffLine);
		if (!agrees(hunk, chunks[index]!, lines)) return `hunk ${index + 1} is read differently by parse-diff`;
		read.push({ ...hunk, lines });
	}
	return read;
}

function overlaps(previous: Hunk, hunk: Hunk): boolean {
	return hunk.preStart < previous.preStart + previous.preCount;
}

function unifiedLines(hunk: Hunk): string[] {
	const { preStart, preCount, postStart, postCount } = hunk;
	return [
		`@@ -${preStart},${preCount} +${postStart},${postCount} @@`,
		...hunk.lines.map((line) => MARKERS[line.kind] + line.text),
	];
}

const MARKERS = { context: " ", added: "+", removed: "-" } as const;
const KINDS = { normal: "context", add: "added", del: "removed" } as const;

function diffLine(change: parseDiff.Change): DiffLine {
	return { kind: KINDS[change.type], text: change.content.slice(1) };
}

function agrees(hunk: Hunk, chunk: parseDiff.Chunk, lines: readonly DiffLine[]): boolean {
	const count = (other: DiffLine["kind"]) => lines.filter((line) => line.kind !== other).length;
	return (
		chunk.oldStart === hunk.preStart &&
		chunk.newStart === hunk.postStart &&
		count("added") === hunk.preCount &&
		count("removed") === hunk.postCount &&
		lines.length === hunk.lines.length &&
		lines.every((line, at) => line.kind === hunk.lines[at]!.kind && line.text === hunk.lines[at]!.text)
	);
}
