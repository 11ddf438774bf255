import type { BodyContext } from "./body.js";
import * as T from "./tokens.js";

/**
 * Blanks the attribute macro at `at` with its arguments and keeps what later layers must know of
 * it. Answers its last token.
 */
export function rewriteAttribute(
	context: Pick<BodyContext, "source" | "marks" | "overwrite" | "word">,
	at: number,
): number {
	const { source, marks, overwrite, word } = context;
	const { kind, start, end, text } = source.tokens;
	const current = kind[at]!;
	// `opts.noinstr` is a member.
	if (kind[at - 1] === T.MEMBER || isWholeArgument(kind, at)) return at;
	const close = kind[at + 1] === T.LPAREN ? source.partner[at + 1]! : -1;
	if (current === T.ATTRIBUTE) {
		overwrite(at, at, "", "attribute");
		return at;
	}
	// Without parentheses it is a variable or a field that happens to have the name.
	if (close < 0) return at;
	const argument = text.slice(end[at + 1]!, start[close]!).trim();
	if (current === T.CLEANUP) {
		marks.push({ kind: "cleanup", start: start[at]!, name: argument });
		overwrite(at, close, "", "cleanup");
	} else if (current === T.ANNOTATION) {
		if (kind[close + 1] === T.SEMICOLON) return at;
		marks.push({ kind: "annotation", start: start[at]!, name: word(at), argument });
		overwrite(at, close, "", "annotation");
	} else overwrite(at, close, "", "attribute");
	return close;
}

/** `log(card, INLINE, "text")`: a word that stands alone between commas is no attribute there. */
function isWholeArgument(kind: Uint8Array, at: number): boolean {
	const before = kind[at - 1];
	const behind = kind[at + 1];
	return (before === T.LPAREN || before === T.COMMA) && (behind === T.COMMA || behind === T.RPAREN);
}
