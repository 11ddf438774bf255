import type { BodyContext } from "./body.js";
import { isMacroSpelling } from "./header.js";
import * as T from "./tokens.js";

/** `static DEFINE_MUTEX(m);` inside a function: without `static` it reads as a call. */
export function rewriteDeclarationMacro({ source, overwrite }: BodyContext, at: number): void {
	const { kind } = source.tokens;
	let name = at + 1;
	while (kind[name] === T.QUALIFIER || kind[name] === T.ATTRIBUTE) name++;
	const close = source.partner[name + 1]!;
	if (kind[name] !== T.IDENTIFIER || kind[name + 1] !== T.LPAREN || close < 0) return;
	let behind = close + 1;
	while (kind[behind] === T.ATTRIBUTE) behind++;
	if (kind[behind] === T.SEMICOLON) overwrite(at, name - 1, "", "declaration-macro");
}

/**
 * `vector int v`, `HOUSE_STATIC ulong n`: a name in front of a type, in the same line, is an attribute
 * that no list knows. True where it was one.
 */
export function rewriteLeadingAttribute({ source, overwrite, word }: BodyContext, at: number): boolean {
	const { kind, text, start, end } = source.tokens;
	const next = kind[at + 1]!;
	const isBeforeNames = next === T.IDENTIFIER && kind[at + 2] === T.IDENTIFIER && isMacroSpelling(word(at));
	if (!isBeforeNames && next !== T.TYPE && next !== T.SIZE) return false;
	if (text.slice(end[at]!, start[at + 1]!).includes("\n")) return false;
	overwrite(at, at, "", "attribute");
	return true;
}

/** `struct { DECLARE_BITMAP(b, N); } s;`: a member that a macro declares becomes `int` and a name. */
export function rewriteMemberMacros({ source, overwrite }: BodyContext, open: number): void {
	const { kind, start, end } = source.tokens;
	const { partner } = source;
	for (let i = open + 1; i < partner[open]!; i++) {
		// Nested braces are looked into when the walk comes to them.
		if (kind[i] === T.LBRACE) i = Math.max(i, partner[i]!);
		const begins = kind[i - 1] === T.LBRACE || kind[i - 1] === T.SEMICOLON;
		const close = partner[i + 1]!;
		if (!begins || kind[i] !== T.IDENTIFIER || kind[i + 1] !== T.LPAREN || close < 0) continue;
		if (kind[close + 1] !== T.SEMICOLON || end[i]! - start[i]! < 5) continue;
		overwrite(i, i, `int _${" ".repeat(end[i]! - start[i]! - 5)}`, "declaration-macro");
		overwrite(i + 1, close, "", "declaration-macro");
		i = close;
	}
}

/** `struct s x ATTR = ...`, `u8 *x __attr;`: an attribute behind a declared name that no list knows. */
export function rewriteUnknownAttribute({ source, overwrite, word }: BodyContext, name: number): void {
	const { kind } = source.tokens;
	const attribute = name + 1;
	if (kind[attribute] !== T.IDENTIFIER) return;
	if (kind[name] !== T.RBRACKET && !isTypeBefore(kind, name - 1)) return;
	const behind = kind[attribute + 1]!;
	const ends = behind === T.SEMICOLON || behind === T.ASSIGN || behind === T.COMMA || behind === T.LBRACKET;
	if (ends && isMacroSpelling(word(attribute))) overwrite(attribute, attribute, "", "attribute");
	else if (ends && kind[name - 1] === T.TYPE && isMacroSpelling(word(name)))
		overwrite(name, name, "", "attribute");
}

function isTypeBefore(kind: Uint8Array, at: number): boolean {
	return kind[at] === T.IDENTIFIER || kind[at] === T.TYPE || kind[at] === T.SIZE || kind[at] === T.STAR;
}
