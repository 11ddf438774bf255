import type { FileImages, Side } from "../image/image.js";
import type { SeriesOverlay } from "../image/series.js";
import type { ContextSource } from "../input/context.js";
import type { ByteText } from "../input/message.js";
import { Implications } from "./implication.js";
import type { ReadFile } from "./inclusions.js";
import { readKconfig } from "./kconfig.js";

/** The tree on one side of a patch. */
export interface TreeAt {
	readonly read: ReadFile;
	/** Of its Kconfig, read when first asked for. */
	implications(): Promise<Implications>;
}

export function treeAt(
	files: readonly FileImages[],
	side: Side,
	source: ContextSource,
	overlay: SeriesOverlay,
): TreeAt {
	const patched = patchedFiles(files, side);
	for (const [path, { text }] of overlay) if (!patched.has(path)) patched.set(path, text);
	const kept = keptOf(source);
	const read: ReadFile = (path) => {
		const text = patched.get(path);
		return text === undefined ? kept.read(path) : Promise.resolve(text);
	};
	const isSame = [...patched.keys()].every((path) => !/(?:^|\/)Kconfig[^/]*$/.test(path));
	return {
		read,
		implications: async () =>
			isSame ? await kept.implications() : new Implications(await readKconfig(read)),
	};
}

/** Files of the patch as they are on that side; null where they do not exist. */
function patchedFiles(files: readonly FileImages[], side: Side): Map<string, ByteText | null> {
	const texts = new Map<string, ByteText | null>();
	for (const { diff, pre, post } of files) {
		for (const path of [diff.prePath, diff.postPath]) if (path !== null) texts.set(path, null);
		const [path, image] = side === "pre" ? [diff.prePath, pre] : [diff.postPath, post];
		if (path !== null) texts.set(path, image?.text ?? null);
	}
	return texts;
}

/** Files kept in memory for the next patch; beyond that all are read again. */
const MAX_KEPT = 6000;

const keptBySource = new WeakMap<ContextSource, TreeAt>();

/** What the tree itself says, which many patches ask. */
function keptOf(source: ContextSource): TreeAt {
	const known = keptBySource.get(source);
	if (known) return known;
	const texts = new Map<string, Promise<ByteText | null>>();
	const read: ReadFile = (path) => {
		const text = texts.get(path) ?? source.readFile(path);
		if (texts.size > MAX_KEPT) texts.clear();
		texts.set(path, text);
		return text;
	};
	let implications: Promise<Implications> | null = null;
	const kept: TreeAt = {
		read,
		implications: () => {
			implications ??= readKconfig((path) => source.readFile(path)).then((read) => new Implications(read));
			return implications;
		},
	};
	keptBySource.set(source, kept);
	return kept;
}
