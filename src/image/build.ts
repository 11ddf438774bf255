import type { ContextSource } from "../input/context.js";
import type { ByteText, Problem } from "../input/message.js";
import type { FileDiff, Hunk } from "../patch/patch.js";
import { type Applied, applyHunks, type Landing, sideLines } from "./apply.js";
import type { ContextKind, FileImages, Side, SourceImage } from "./image.js";
import { partialImage } from "./partial.js";
import type { SeriesFile, SeriesOverlay } from "./series.js";
import { wholeImage } from "./whole.js";

export interface BuiltPatch {
	/** One for each file of the patch, in its order; a file that has a problem is left out. */
	readonly files: readonly FileImages[];
	readonly problems: readonly Problem[];
	/** The overlay for the next patch of the series. */
	readonly after: SeriesOverlay;
}

/**
 * Builds the images of all files of a patch.
 *
 * For the patches of a series in order:
 *
 *     let series = await startSeries(patches.map((patch) => patch.files), source);
 *     for (const patch of patches) {
 *         const built = await buildPatchImages(patch.files, source, series);
 *         series = built.after;
 *     }
 *
 * A patch that stands alone gets `emptySeries`.
 */
export async function buildPatchImages(
	diffs: readonly FileDiff[],
	source: ContextSource | null,
	before: SeriesOverlay,
): Promise<BuiltPatch> {
	const files: FileImages[] = [];
	const problems: Problem[] = [];
	const after = new Map(before);
	for (const diff of diffs) {
		// A rename or copy names a file as it was before the patch; a file that is changed twice (two
		// commits in one diff) is changed in order.
		const overlay = diff.change === "renamed" || diff.change === "copied" ? before : after;
		try {
			const images = await buildImages(diff, source, overlay);
			files.push(images);
			record(after, images);
		} catch (error) {
			// A defect of ours in one file must not cost the others.
			const message = `not checked, internal error: ${(error as Error).message}`;
			problems.push({ path: diff.postPath ?? diff.prePath, line: null, message });
		}
	}
	return { files, problems, after };
}

/** Both images of one file, from the best context there is; at worst the hunks serve. */
async function buildImages(
	diff: FileDiff,
	source: ContextSource | null,
	series: SeriesOverlay,
): Promise<FileImages> {
	const path = diff.postPath ?? diff.prePath ?? "";
	const found = diff.binary ? null : await findWhole(diff, source, series);
	if (found !== null) return wholeImages(diff, path, found);
	const image = (side: Side) => (hasSide(diff, side) ? partialImage(diff, side) : null);
	return { diff, path, context: "hunks", hunks: diff.hunks, pre: image("pre"), post: image("post") };
}

interface Found {
	readonly applied: Applied;
	readonly context: ContextKind;
}

async function findWhole(
	diff: FileDiff,
	source: ContextSource | null,
	series: SeriesOverlay,
): Promise<Found | null> {
	if (diff.change === "added" || diff.change === "deleted") return oneSided(diff, source, series);
	const earlier = diff.prePath === null ? undefined : series.get(diff.prePath);
	return (
		fromSeries(diff, earlier) ??
		(source && ((await fromBlobs(diff, source)) ?? (await fromTree(diff, source))))
	);
}

function fromSeries(diff: FileDiff, earlier: SeriesFile | undefined): Found | null {
	if (earlier === undefined || earlier.text === null) return null;
	const applied = applyHunks(diff, earlier.text, "pre");
	return applied && { applied, context: earlier.context };
}

async function fromBlobs(diff: FileDiff, source: ContextSource): Promise<Found | null> {
	for (const [id, side] of [
		[diff.preBlob, "pre"],
		[diff.postBlob, "post"],
	] as const) {
		const text = id === null ? null : await source.readBlob(id);
		const applied = text === null ? null : applyHunks(diff, text, side);
		if (applied !== null) return { applied, context: "blob" };
	}
	return null;
}

/**
 * The tree's file as the pre-image or, where the patch is already applied, as the post-image. Both
 * can fit (a hunk that repeats what stands beside it): then the one whose hunks moved less.
 */
async function fromTree(diff: FileDiff, source: ContextSource): Promise<Found | null> {
	const forward = await fitTree(diff, source, diff.prePath, "pre");
	if (forward?.moved === 0) return { applied: forward, context: "tree" };
	const reverse = await fitTree(diff, source, diff.postPath, "post");
	if (forward !== null && (reverse === null || forward.moved <= reverse.moved)) {
		return { applied: forward, context: "tree" };
	}
	return reverse && { applied: reverse, context: "applied" };
}

async function fitTree(
	diff: FileDiff,
	source: ContextSource,
	path: string | null,
	side: Side,
): Promise<Applied | null> {
	const text = path === null ? null : await source.readFile(path);
	return text === null ? null : applyHunks(diff, text, side);
}

/**
 * An added or deleted file, which the diff shows in full. The context tells whether the tree agrees;
 * `hunks` where there is none or it holds something else.
 */
async function oneSided(
	diff: FileDiff,
	source: ContextSource | null,
	series: SeriesOverlay,
): Promise<Found | null> {
	const path = diff.postPath ?? diff.prePath;
	if (path === null) return null;
	const shown: Side = diff.change === "added" ? "post" : "pre";
	const earlier = series.get(path);
	const present = earlier ? earlier.text : ((await source?.readFile(path)) ?? null);
	const beneath = earlier?.context ?? "tree";
	// `git format-patch --irreversible-delete` leaves the lines out.
	const text = diff.hunks.length > 0 ? shownText(diff, shown) : (present ?? "");
	const applied = applyHunks(diff, text, shown);
	if (applied === null) return null;
	if (source === null && earlier === undefined) return { applied, context: "hunks" };
	const same = present !== null && sameLines(present, text);
	if (shown === "post" ? present === null : same) return { applied, context: beneath };
	if (shown === "post" ? same : present === null) return { applied, context: "applied" };
	return { applied, context: "hunks" };
}

function shownText(diff: FileDiff, side: Side): ByteText {
	return diff.hunks.flatMap((hunk) => sideLines(hunk, side).map((line) => `${line}\n`)).join("");
}

/** The diff does not say whether the last line ends in a newline. */
function sameLines(a: ByteText, b: ByteText): boolean {
	return a === b || `${a}\n` === b;
}

function wholeImages(diff: FileDiff, path: string, { applied, context }: Found): FileImages {
	const image = (side: Side): SourceImage | null => {
		const name = side === "pre" ? diff.prePath : diff.postPath;
		return name === null ? null : wholeImage(name, side, applied[side], applied.landings);
	};
	const hunks = applied.landings.map(landedHunk);
	return { diff, path, context, hunks, pre: image("pre"), post: image("post") };
}

/** An empty side names the line before it. */
function landedHunk({ hunk, pre, post }: Landing): Hunk {
	return {
		...hunk,
		preStart: hunk.preCount === 0 ? pre : pre + 1,
		postStart: hunk.postCount === 0 ? post : post + 1,
	};
}

function hasSide(diff: FileDiff, side: Side): boolean {
	return (side === "pre" ? diff.prePath : diff.postPath) !== null;
}

/** Notes in the overlay what the patch made of one file. What it left unknown is the source's again. */
function record(after: Map<string, SeriesFile>, { diff, context, post }: FileImages): void {
	if (diff.change === "renamed" || diff.change === "deleted") {
		if (diff.prePath !== null) after.set(diff.prePath, { text: null, context });
	}
	if (diff.postPath === null) return;
	if (post?.coverage === "whole") after.set(diff.postPath, { text: post.text, context });
	else after.delete(diff.postPath);
}
