import type { ContextSource } from "../input/context.js";
import type { ByteText } from "../input/message.js";
import type { FileDiff } from "../patch/patch.js";
import { applyHunks } from "./apply.js";
import type { ContextKind } from "./image.js";

/** A file as the patches of a series have left it so far. */
export interface SeriesFile {
	/** Null where the file does not exist at this point of the series. */
	readonly text: ByteText | null;
	/** Where the text beneath the patches came from. */
	readonly context: ContextKind;
}

/**
 * What a series has made of the tree so far: files by path, standing in front of a
 * {@link ContextSource}. A value; applying a patch gives the next one. A path that is not in it is
 * as the source has it.
 */
export type SeriesOverlay = ReadonlyMap<string, SeriesFile>;

/** For a patch that stands alone, and in front of the first of a series on a tree without it. */
export const emptySeries: SeriesOverlay = new Map();

/**
 * The overlay in front of the first patch of a series.
 *
 * It is empty unless the source already holds patches of the series. A patch by itself shows that by
 * applying in reverse, but where later patches change the same file again only the last one does:
 * for such files the patches are taken back from the last to the first, and the text in front of the
 * first one goes into the overlay, from which the series then applies forward.
 */
export async function startSeries(
	patches: readonly (readonly FileDiff[])[],
	source: ContextSource | null,
): Promise<SeriesOverlay> {
	if (source === null) return emptySeries;
	const overlay = new Map<string, SeriesFile>();
	for (const chain of fileChains(patches.flat())) {
		const [first] = chain;
		if (first === undefined || chain.length < 2 || (await fitsForward(first, source))) continue;
		const text = await unwind(chain, source);
		const path = first.prePath ?? first.postPath;
		if (text !== undefined && path !== null) overlay.set(path, { text, context: "applied" });
	}
	return overlay;
}

/** The diffs of each file in order of the patches, through its renames. */
function fileChains(diffs: readonly FileDiff[]): FileDiff[][] {
	const chains: FileDiff[][] = [];
	const open = new Map<string, FileDiff[]>();
	for (const diff of diffs) {
		const continues = diff.change !== "copied" && diff.prePath !== null ? open.get(diff.prePath) : undefined;
		const chain = continues ?? [];
		if (continues === undefined) chains.push(chain);
		chain.push(diff);
		if (diff.change === "renamed" && diff.prePath !== null) open.delete(diff.prePath);
		const path = diff.postPath ?? diff.prePath;
		if (path !== null) open.set(path, chain);
	}
	return chains;
}

/** For an added file nothing proves it: the file may not be there because a later patch renames it. */
async function fitsForward(first: FileDiff, source: ContextSource): Promise<boolean> {
	if (first.preBlob !== null && (await source.readBlob(first.preBlob)) !== null) return true;
	const text = first.prePath === null ? null : await source.readFile(first.prePath);
	return text !== null && applyHunks(first, text, "pre") !== null;
}

/**
 * The file in front of the first diff (null: it did not exist), made from the source's by taking back
 * as many of the diffs as it holds. Undefined where no number of them can be taken back.
 */
async function unwind(
	chain: readonly FileDiff[],
	source: ContextSource,
): Promise<ByteText | null | undefined> {
	for (let held = chain.length; held > 0; held--) {
		const path = chain[held - 1]!.postPath;
		let text: ByteText | null | undefined = path === null ? null : await source.readFile(path);
		for (let index = held - 1; index >= 0 && text !== undefined; index--) {
			text = takeBack(chain[index]!, text);
		}
		if (text !== undefined) return text;
	}
	return undefined;
}

/** The text before the diff (null: no file), or undefined where the diff does not fit. */
function takeBack(diff: FileDiff, text: ByteText | null): ByteText | null | undefined {
	if ((text === null) !== (diff.postPath === null)) return undefined;
	const pre = applyHunks(diff, text ?? "", "post")?.pre;
	if (diff.change === "added") return pre === "" ? null : undefined;
	return pre;
}
