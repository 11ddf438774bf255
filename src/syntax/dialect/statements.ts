import type { BodyContext } from "./body.js";
import { isMacroSpelling } from "./header.js";
import { isIteratorName, isScopeName } from "./names.js";
import { columnAt, roomBetween } from "./text.js";
import * as T from "./tokens.js";
import { rewriteWrappedStatement } from "./wrapped.js";

/**
 * Rewrites the macro, if it is one, that begins a statement at the name `at`: iterators, scopes and
 * invocations without a semicolon. Told by the shape (a parenthesis and then something that no
 * expression goes on with), with names and layout to settle what is left. False where what stands in
 * its parentheses is no list of arguments any more.
 */
export function rewriteStatementMacro(context: BodyContext, at: number): boolean {
	const { source } = context;
	const { kind } = source.tokens;
	if (kind[at + 1] !== T.LPAREN) {
		rewriteBareName(context, at);
		return true;
	}
	const close = source.partner[at + 1]!;
	if (close < 0) return true;
	const next = kind[close + 1]!;
	if (next === T.LBRACE) return rewriteBlockMacro(context, at, close);
	if (next === T.ASSIGN && kind[close + 2] === T.LBRACE) return rewriteDeclaration(context, at, close);
	if (rewriteWrappedStatement(context, at, close)) return false;
	if (next === T.SEMICOLON) rewriteLoopTail(context, at);
	else if (next === T.IDENTIFIER && rewriteTypeMacro(context, at, close)) return false;
	else if (beginsStatement(next) || beginsExpression(context, at, close)) rewriteUnended(context, at, close);
	return true;
}

/** `name(...) {`. */
function rewriteBlockMacro(context: BodyContext, at: number, close: number): boolean {
	if (rewriteForHead(context, at, close)) return false;
	// A block after an empty line belongs to no macro.
	if (isBlankLineBehind(context, close)) endStatement(context, at, close);
	else rewriteHead(context, at, close);
	return true;
}

/** `name(...)` and the beginning of another statement: the head of a loop, or a statement without its `;`. */
function rewriteUnended(context: BodyContext, at: number, close: number): void {
	const next = context.source.tokens.kind[close + 1]!;
	const mayHead = next !== T.RBRACE && next !== T.ELSE && hasRoomForKeyword(context, at);
	if (hasDirectiveBehind(context, close)) endStatement(context, at, close);
	else if (mayHead && isBracelessHead(context, at, close)) rewriteHead(context, at, close);
	else if (next !== T.IDENTIFIER || isOnNextLine(context, close)) endStatement(context, at, close);
}

/** Tokens that can begin a statement and cannot go on with one behind `name(...)`. */
function beginsStatement(kind: number): boolean {
	if (kind === T.IDENTIFIER || kind === T.RBRACE || kind === T.LBRACE) return true;
	return kind >= T.IF && kind <= T.JUMP ? true : kind >= T.AGGREGATE && kind <= T.STORAGE;
}

/** `do { ... } for_each_x(i);` becomes a `do` loop. */
function rewriteLoopTail({ source, marks, overwrite, word }: BodyContext, at: number): void {
	const { kind, start, end } = source.tokens;
	const open = source.partner[at - 1]!;
	if (kind[at - 1] !== T.RBRACE || open < 1 || kind[open - 1] !== T.DO || end[at]! - start[at]! < 5) return;
	marks.push({ kind: "iterator", start: start[at]!, name: word(at) });
	overwrite(at, at, "while", "iterator");
}

/** `PADDED(key, 3) tmp;` in one line: what stands in the parentheses goes, the macro reads as a type. */
function rewriteTypeMacro(context: BodyContext, at: number, close: number): boolean {
	const { source, overwrite, word } = context;
	const behind = source.tokens.kind[close + 2]!;
	const isDeclared =
		behind === T.SEMICOLON || behind === T.ASSIGN || behind === T.COMMA || behind === T.LBRACKET;
	if (!isDeclared || isOnNextLine(context, close) || isIteratorName(word(at)) || isScopeName(word(at)))
		return false;
	overwrite(at + 1, close, "", "declaration-macro");
	return true;
}

/** `DECLARE_BITMAP(bits, N) = { 0 };` becomes `int            bits     = { 0 };`. */
function rewriteDeclaration({ source, overwrite }: BodyContext, at: number, close: number): boolean {
	const { kind, start, end } = source.tokens;
	if (kind[at + 2] !== T.IDENTIFIER || end[at]! - start[at]! < 3) return true;
	overwrite(at, at + 1, "int", "declaration-macro");
	overwrite(at + 3, close, "", "declaration-macro");
	return false;
}

/** An X-macro stands between `#define` and `#undef` of what it calls. */
function hasDirectiveBehind({ source }: BodyContext, token: number): boolean {
	const { text, start, end } = source.tokens;
	return /\n[ \t]*#/.test(text.slice(end[token]!, start[token + 1]!));
}

function isBlankLineBehind({ source }: BodyContext, token: number): boolean {
	const { text, start, end } = source.tokens;
	return /\n[ \t]*\n/.test(text.slice(end[token]!, start[token + 1]!));
}

/** `for_each_x(p)` and `*q++ = p;` in the next line: to an expression it would be a product. */
function beginsExpression(context: BodyContext, at: number, close: number): boolean {
	const { kind } = context.source.tokens;
	const next = kind[close + 1]!;
	const mayBegin = next === T.STAR || next === T.LPAREN || next === T.OPERATOR;
	return mayBegin && isIteratorName(context.word(at)) && isOnNextLine(context, close);
}

function isOnNextLine({ source }: BodyContext, token: number): boolean {
	const { text, start, end } = source.tokens;
	return text.slice(end[token]!, start[token + 1]!).includes("\n");
}

/** `for_each_x(i)` with a lone statement for its body, in the same line or indented below. */
function isBracelessHead(context: BodyContext, at: number, close: number): boolean {
	const { text, start } = context.source.tokens;
	if (isIteratorName(context.word(at))) return true;
	if (!isOnNextLine(context, close)) return isScopeName(context.word(at));
	return columnAt(text, start[close + 1]!) > columnAt(text, start[at]!);
}

/** `unrolled_for(i = 0; i < n; i++) {` is a `for` by another name, which needs no mark. */
function rewriteForHead({ source, heads, overwrite }: BodyContext, at: number, close: number): boolean {
	const { kind } = source.tokens;
	let semicolons = 0;
	for (let i = at + 2; i < close; i++) {
		if (kind[i] === T.SEMICOLON) semicolons++;
		else if (kind[i] === T.LPAREN || kind[i] === T.LBRACE) i = Math.max(i, source.partner[i]!);
	}
	if (semicolons !== 2) return false;
	overwrite(at, at, "for", "iterator");
	heads.add(close);
	return true;
}

/** `while` has five letters. */
function hasRoomForKeyword({ source }: BodyContext, at: number): boolean {
	return source.tokens.end[at]! - source.tokens.start[at]! >= 5;
}

/** Writes `while` or `if` over the name of a macro that is the head of a statement. */
function rewriteHead(context: BodyContext, at: number, close: number): void {
	const { source, marks, heads, overwrite } = context;
	const { start, end, kind } = source.tokens;
	const name = context.word(at);
	const isScope = !isIteratorName(name) && isScopeName(name);
	const keyword = isScope ? "if" : "while";
	if (end[at]! - start[at]! < keyword.length) return;
	heads.add(close);
	if (/^do_(?:for_)?each/.test(name)) {
		rewriteDoEach(context, at, close);
		return;
	}
	marks.push({ kind: isScope ? "scoped-guard" : "iterator", start: start[at]!, name });
	if (close === at + 2) {
		// Nothing between the parentheses, but the grammar wants a condition.
		overwrite(at, close, `${keyword}(1)`, isScope ? "scoped-guard" : "iterator");
	} else overwrite(at, at, keyword, isScope ? "scoped-guard" : "iterator");
	if (kind[close - 1] === T.SEMICOLON) overwrite(close - 1, close - 1, "", "argument");
}

/** `do_each_x(a) { ... } while_each_x(a);` becomes a `while` loop and an empty statement. */
function rewriteDoEach(context: BodyContext, at: number, close: number): void {
	const { source, marks, overwrite } = context;
	const { kind, start } = source.tokens;
	marks.push({ kind: "iterator", start: start[at]!, name: context.word(at) });
	overwrite(at, at, "while", "iterator");
	const end = source.partner[close + 1]!;
	if (kind[close + 1] !== T.LBRACE || end < 0 || kind[end + 1] !== T.IDENTIFIER) return;
	const tail = source.partner[end + 2]!;
	if (kind[end + 2] === T.LPAREN && tail > 0 && context.word(end + 1).startsWith("while_")) {
		overwrite(end + 1, tail, "", "iterator");
	}
}

/** A name alone, `BEGIN_SECTION` or `else MACRO`, before something that begins a statement. */
function rewriteBareName(context: BodyContext, at: number): void {
	const next = context.source.tokens.kind[at + 1]!;
	if (next === T.LBRACE) {
		// A block macro without arguments: the block remains.
		context.overwrite(at, at, "", "scoped-guard");
		return;
	}
	const endsHere = next === T.RBRACE || (next >= T.IF && next <= T.JUMP);
	const isAlone = next === T.IDENTIFIER && isOnNextLine(context, at) && isMacroSpelling(context.word(at));
	if (endsHere || isAlone) endStatement(context, at, at);
}

/**
 * Supplies the `;` behind a macro that brings its own. It goes into the blanks that follow; where
 * there are none the invocation itself gives way, since a name cannot grow.
 */
function endStatement(context: BodyContext, first: number, last: number): void {
	const { source, edits, heads, overwrite } = context;
	const { text, start, end } = source.tokens;
	heads.add(last);
	const room = roomBetween(text, end[last]!, start[last + 1]!);
	if (room >= 0) edits.push({ start: room, end: room + 1, with: ";", reason: "missing-semicolon" });
	else overwrite(first, last, ";", "missing-semicolon");
}
