import type { BodyContext } from "./body.js";
import * as T from "./tokens.js";

/** `case 1 ... 5:` keeps its lower end; behind the colon a statement begins. */
export function rewriteCase({ source, heads, overwrite, close }: BodyContext, at: number): void {
	const { kind } = source.tokens;
	let ellipsis = -1;
	let pending = 0;
	for (let i = at + 1; i < close && !endsLabel(kind[i]!); i++) {
		const current = kind[i]!;
		if (current === T.ELLIPSIS) ellipsis = i;
		else if (current === T.QUESTION) pending++;
		else if (current === T.COLON && pending-- === 0) {
			if (ellipsis > 0) overwrite(ellipsis, i - 1, "", "case-range");
			heads.add(i);
			return;
		} else if (current === T.LPAREN) i = Math.max(i, source.partner[i]!);
	}
}

/** No label goes on behind these; a second `case` is one of them, lest each looks for the end of all. */
function endsLabel(kind: number): boolean {
	return kind === T.SEMICOLON || kind === T.LBRACE || kind === T.RBRACE || kind === T.CASE;
}

/** `&&label` as a value becomes ` &label`. */
export function rewriteLabelAddress({ source, overwrite }: BodyContext, at: number): void {
	const { kind } = source.tokens;
	const before = kind[at - 1]!;
	const isOperand =
		before === T.ASSIGN ||
		before === T.LPAREN ||
		before === T.COMMA ||
		before === T.LBRACE ||
		before === T.RETURN;
	if (isOperand && kind[at + 1] === T.IDENTIFIER) overwrite(at, at, " &", "label-address");
}

/** `goto *table[op];` becomes a goto to a name, since no label is known anyway. */
export function rewriteComputedGoto({ source, overwrite, close }: BodyContext, at: number): number {
	const { kind } = source.tokens;
	let end = at + 1;
	while (end < close && kind[end] !== T.SEMICOLON && kind[end] !== T.RBRACE) end++;
	overwrite(at + 1, end - 1, "  _", "label-address");
	return end - 1;
}

/** `offsetof(T, a.b[c])` keeps the first member only. */
export function rewriteOffsetof({ source, overwrite }: BodyContext, at: number): void {
	const { kind } = source.tokens;
	const close = source.partner[at + 1]!;
	if (kind[at + 1] !== T.LPAREN || close < 0) return;
	let comma = at + 2;
	while (comma < close && kind[comma] !== T.COMMA) {
		if (kind[comma] === T.LPAREN) comma = Math.max(comma, source.partner[comma]!);
		comma++;
	}
	if (comma + 2 < close && kind[comma + 1] === T.IDENTIFIER) overwrite(comma + 2, close - 1, "", "offsetof");
}

/** `typeof(*p) x` becomes the type name `typeof`: what stands in the parentheses is never evaluated. */
export function rewriteTypeof({ source, overwrite }: BodyContext, at: number): number {
	const close = source.partner[at + 1]!;
	if (source.tokens.kind[at + 1] !== T.LPAREN || close < 0) return at;
	overwrite(at + 1, close, "", "typeof");
	return close;
}

/** `__alignof__(*p)`: the grammar knows a type there and nothing else, so that it becomes a call. */
export function rewriteAlignof({ source, overwrite, word }: BodyContext, at: number): void {
	const { kind } = source.tokens;
	const first = kind[at + 2]!;
	if (kind[at + 1] === T.LPAREN && !T.isTypeKeyword(first))
		overwrite(at, at, `A${word(at).slice(1)}`, "argument");
}

/**
 * `link(5000baseT)` and `1 MB`: what only a macro takes for a number becomes a name, and a unit
 * behind a number goes.
 */
export function rewriteNumber({ source, overwrite, word }: BodyContext, at: number): void {
	if (!isNumber(word(at))) overwrite(at, at, `_${word(at).slice(1)}`, "argument");
	if (source.tokens.kind[at + 1] === T.IDENTIFIER) overwrite(at + 1, at + 1, "", "argument");
}

function isNumber(text: string): boolean {
	return /^(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)[uUlLzZ]*$|^[\d.]+(?:[eE][+-]?\d+)?[fFlL]?$/.test(text);
}
