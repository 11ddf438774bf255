import type { DiffLine } from "./patch.js";

/** Context lines that diff puts on either side of a change. */
const CONTEXT_LINES = 3;

/**
 * Puts `lost` blank context lines back into a hunk.
 *
 * How many were lost is certain, where they stood only in part. Diff writes removals before additions, so
 * a removal right behind an addition had a line in between. An edge that shows fewer context lines than
 * diff writes has lost them. What is left goes in front of the first change. The code means the same
 * wherever they go; line numbers may be off by as many lines.
 */
export function restoreBlankLines(
	lines: readonly DiffLine[],
	lost: number,
	preStart: number,
): readonly DiffLine[] {
	const first = lines.findIndex((line) => line.kind !== "context");
	if (first < 0) return [...lines, ...blanks(lost)];
	let last = lines.length;
	while (lines[last - 1]!.kind === "context") last--;
	const changes: DiffLine[] = [];
	let left = lost;
	for (const line of lines.slice(first, last)) {
		if (left > 0 && line.kind === "removed" && changes.at(-1)?.kind === "added") {
			changes.push(BLANK);
			left--;
		}
		changes.push(line);
	}
	// A change at the head of a file has less context above it to begin with.
	const above = Math.min(left, Math.max(0, Math.min(CONTEXT_LINES, preStart - 1) - first));
	const below = Math.min(left - above, Math.max(0, CONTEXT_LINES - (lines.length - last)));
	return [
		...blanks(above),
		...lines.slice(0, first),
		...blanks(left - above - below),
		...changes,
		...lines.slice(last),
		...blanks(below),
	];
}

const BLANK: DiffLine = { kind: "context", text: "" };

function blanks(count: number): DiffLine[] {
	return Array.from({ length: count }, () => BLANK);
}
