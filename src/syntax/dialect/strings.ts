import type { BodyContext } from "./body.js";
import * as T from "./tokens.js";

/**
 * `"a" MACRO(x) "b"`: macros with arguments among strings are blanked, for the grammar knows only
 * names there. Answers the last token dealt with.
 */
export function rewriteStrings({ source, overwrite }: BodyContext, at: number): number {
	const { kind } = source.tokens;
	const { partner } = source;
	let i = at;
	for (;;) {
		const next = kind[i + 1]!;
		if (next === T.STRING) i++;
		else if (next === T.IDENTIFIER && kind[i + 2] === T.LPAREN && partner[i + 2]! > 0) {
			overwrite(i + 1, partner[i + 2]!, "", "string-macro");
			i = partner[i + 2]!;
		} else return i;
	}
}
