import type { ByteText } from "../input/message.js";
import type { SourceImage } from "./image.js";

const memo = new WeakMap<SourceImage, ReadonlyMap<number, ByteText>>();

/** The lines of the file that an image shows, by their number, without line ends; read once. */
export function knownLines(image: SourceImage): ReadonlyMap<number, ByteText> {
	const known = memo.get(image);
	if (known) return known;
	const lines = new Map<number, ByteText>();
	const { text, supplied } = image;
	let next = 0;
	for (let start = 0; start < text.length; ) {
		const newline = text.indexOf("\n", start);
		const end = newline < 0 ? text.length : newline;
		while (next < supplied.length && supplied[next]!.end <= start) next++;
		const isSupplied = next < supplied.length && supplied[next]!.start <= start;
		if (!isSupplied) lines.set(image.lineAt(start), text.slice(start, end));
		start = end + 1;
	}
	memo.set(image, lines);
	return lines;
}
