import type { FileDiff, Hunk, Patch } from "../../src/patch/patch.js";
import { type Marker, splitMarkers } from "../../src/report/markers.js";

/** A marker and the line it is about, on each side where that line exists. */
export interface Expectation {
	readonly marker: Marker;
	/** 0-based number of the patch within its fixture. */
	readonly patch: number;
	readonly path: string;
	readonly preLine: number | null;
	readonly postLine: number | null;
}

/** The patch without its marker comments, and what they say. */
export function expectationsOf(
	patch: Patch,
	number: number,
): { readonly patch: Patch; readonly expectations: readonly Expectation[] } {
	const expectations: Expectation[] = [];
	const files = patch.files.map((file) => {
		const path = file.postPath ?? file.prePath!;
		const hunks = file.hunks.map((hunk) =>
			stripHunk(hunk, (marker, preLine, postLine) => {
				expectations.push({ marker, patch: number, path, preLine, postLine });
			}),
		);
		return { ...file, hunks };
	});
	return { patch: { ...patch, files }, expectations };
}

type Found = (marker: Marker, preLine: number | null, postLine: number | null) => void;

function stripHunk(hunk: Hunk, found: Found): Hunk {
	let preLine = hunk.preStart;
	let postLine = hunk.postStart;
	const lines = hunk.lines.map((line) => {
		const { text, markers } = splitMarkers(line.text);
		for (const marker of markers) {
			found(marker, line.kind === "added" ? null : preLine, line.kind === "removed" ? null : postLine);
		}
		if (line.kind !== "added") preLine++;
		if (line.kind !== "removed") postLine++;
		return { ...line, text };
	});
	return { ...hunk, lines };
}

/**
 * The file before the patch, without its markers, and what those say that stand outside the hunks.
 * Lines that a hunk covers carry their markers there.
 *
 * @param diff the change of this file by the fixture's first patch, where there is one
 */
export function expectationsOfFile(
	path: string,
	content: string,
	diff: Pick<FileDiff, "hunks"> | undefined,
): { readonly content: string; readonly expectations: readonly Expectation[] } {
	const expectations: Expectation[] = [];
	const hunks = diff?.hunks ?? [];
	const lines = content.split("\n").map((line, index) => {
		const preLine = index + 1;
		const { text, markers } = splitMarkers(line);
		if (!hunks.some((hunk) => preLine >= hunk.preStart && preLine < hunk.preStart + hunk.preCount)) {
			const before = hunks.filter((hunk) => hunk.preStart + hunk.preCount <= preLine);
			const shift = before.reduce((sum, hunk) => sum + hunk.postCount - hunk.preCount, 0);
			const place = { path, patch: 0, preLine, postLine: preLine + shift };
			expectations.push(...markers.map((marker) => ({ marker, ...place })));
		}
		return text;
	});
	return { content: lines.join("\n"), expectations };
}
