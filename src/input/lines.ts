import type { ByteText } from "./message.js";

/**
 * Cuts a byte stream into lines, each with its line end, one batch per chunk.
 *
 * Batches instead of single lines: awaiting every line of a large mbox costs more than reading it.
 * A line longer than `maxLineBytes` comes in several pieces, so that a file without any line end
 * cannot fill the memory; only the last piece ends in "\n".
 */
export async function* readLines(
	chunks: AsyncIterable<Uint8Array>,
	maxLineBytes: number,
): AsyncGenerator<ByteText[]> {
	let rest = "";
	for await (const chunk of chunks) {
		const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1");
		const lines: ByteText[] = [];
		let start = 0;
		// Only the new text is searched: `rest` is known to hold no line end.
		for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
			lines.push(rest + text.slice(start, end + 1));
			rest = "";
			start = end + 1;
		}
		rest += text.slice(start);
		if (rest.length > maxLineBytes) {
			lines.push(rest);
			rest = "";
		}
		if (lines.length > 0) yield lines;
	}
	if (rest !== "") yield [rest];
}

/** True for a line without content, whatever its line end. */
export function isBlank(line: ByteText): boolean {
	return line === "\n" || line === "\r\n" || line === "";
}

/**
 * Splits at the first blank line: a header block with its last line end, and the body behind that line.
 * Without a blank line everything is header.
 */
export function splitAtBlank(text: ByteText): { header: ByteText; body: ByteText } {
	// Not /^\r?\n/m: there `^` also matches between the CR and the LF of one line end.
	const blank = /(^|\n)\r?\n/.exec(text);
	if (blank === null) return { header: text, body: "" };
	const end = blank.index + blank[1]!.length;
	return { header: text.slice(0, end), body: text.slice(blank.index + blank[0].length) };
}
