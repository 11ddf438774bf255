import type { SourceItem } from "./source.js";

/**
 * The items of several archives as one stream: each archive in its own order, and always the item next that
 * came first. So the copies of a mail that went over several lists lie close together, and so do the patches of
 * a series of which each went over another list. What has no time comes at once.
 */
export async function* sideBySide(
	archives: readonly AsyncIterable<SourceItem>[],
): AsyncGenerator<SourceItem> {
	const readers = archives.map((archive) => archive[Symbol.asyncIterator]());
	try {
		const heads = await Promise.all(readers.map((reader) => reader.next()));
		for (;;) {
			let first = -1;
			for (const [at, head] of heads.entries()) {
				if (!head.done && (first < 0 || timeOf(head.value) < timeOf(heads[first]!.value))) first = at;
			}
			if (first < 0) return;
			yield heads[first]!.value;
			heads[first] = await readers[first]!.next();
		}
	} finally {
		await Promise.all(readers.map((reader) => reader.return?.()));
	}
}

function timeOf(item: SourceItem): number {
	return item.type === "mail" ? (item.time ?? 0) : 0;
}
