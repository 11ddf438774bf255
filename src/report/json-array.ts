import { safeJson } from "./unicode.js";

/** A JSON array written piece by piece, an item a line. */
export interface JsonArray {
	items(values: readonly object[]): string;
	end(): string;
}

export function jsonArray(): JsonArray {
	let empty = true;
	return {
		items: (values) =>
			values
				.map((value) => {
					const lead = empty ? "[\n" : ",\n";
					empty = false;
					return `${lead}${safeJson(value)}`;
				})
				.join(""),
		end: () => (empty ? "[]\n" : "\n]\n"),
	};
}
