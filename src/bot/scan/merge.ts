import { readLines } from "../../input/lines.js";
import type { ByteText } from "../../input/message.js";
import { openFile } from "../../input/sources.js";
import { addUp, type ScanSummary } from "./summary.js";

/** Far longer than any line that a scan writes. In bytes. */
const MAX_LINE = 64 * 1024 * 1024;

/**
 * Writes what the shards of one scan have written, in the order in which they are named, with one summary for
 * all of them at the end, which it gives.
 * @throws with one sentence where a file is no complete output of a shard, or they do not belong together.
 */
export async function mergeShards(
	files: readonly string[],
	write: (lines: ByteText) => Promise<void>,
): Promise<ScanSummary> {
	const summaries: ScanSummary[] = [];
	// First all of what may be wrong, so that nothing is written of what is.
	for (const file of files) summaries.push(await summaryIn(file));
	const sum = addUp(summaries);
	for (const file of files) {
		for await (const lines of readLines(openFile(file), MAX_LINE)) {
			await write(lines.filter((line) => !line.startsWith(SUMMARY)).join(""));
		}
	}
	return sum;
}

const SUMMARY = '{"type":"summary",';

async function summaryIn(file: string): Promise<ScanSummary> {
	let last = "";
	for await (const lines of readLines(openFile(file), MAX_LINE)) last = lines.at(-1) ?? last;
	if (!last.startsWith(SUMMARY) || !last.endsWith("\n")) {
		throw new Error(`${file}: it does not end with a summary: this scan has not come to its end`);
	}
	const summary = JSON.parse(last) as Partial<ScanSummary>;
	if (summary.shard === undefined) throw new Error(`${file}: this was not written by lorelint scan`);
	return summary as ScanSummary;
}
