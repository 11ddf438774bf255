import { type ReadOptions as InputOptions, readInputs } from "../input/inputs.js";
import type { InputItem } from "../input/message.js";
import { parsePatch } from "./parse.js";
import type { Patch } from "./patch.js";
import { inSeriesOrder, isToBeLinted, SeriesCollector } from "./series.js";

export interface ReadSeriesOptions extends InputOptions {
	/** Also take diffs that only stand quoted in a reply. Default: no. */
	readonly quoted?: boolean;
	/** Accept diffs whose leading spaces, blank context lines or indentation were lost. Default: no. */
	readonly repair?: boolean;
}

/** What reading patches yields: a series, or something that could not be read. */
export type SeriesItem =
	| { readonly type: "series"; readonly patches: readonly Patch[] }
	| Extract<InputItem, { readonly type: "problem" }>;

/**
 * Reads patches, mails, mboxes and maildirs, and puts the patches of each series together in the order in which
 * they build on each other; a lone patch is a series of one. Cover letters and discussion are passed over.
 *
 * Series come as soon as they are complete, in bounded memory. Nothing is thrown for input that cannot be read: it
 * is a problem in the place where it came up, or one of {@link Patch.problems}.
 *
 * @param paths files or directories; `-` is standard input
 */
export async function* readSeries(
	paths: readonly string[],
	options: ReadSeriesOptions = {},
): AsyncGenerator<SeriesItem> {
	const { quoted = false, repair = false } = options;
	const collector = new SeriesCollector();
	for await (const item of readInputs(paths, options)) {
		if (item.type === "problem") {
			yield item;
			continue;
		}
		const patch = parsePatch(item.message, { quoted, repair });
		if (isToBeLinted(patch)) yield* collector.add(patch).map(seriesItem);
	}
	yield* collector.end().map(seriesItem);
}

function seriesItem(group: readonly Patch[]): SeriesItem {
	return { type: "series", patches: inSeriesOrder(group) };
}
