import type { Directive, DirectiveName, TokenList } from "./tokens.js";
import * as T from "./tokens.js";
import { hashStep, wordKind } from "./words.js";

/** What a character can begin. */
const BLANK = 0;
const NAME = 1;
const DIGIT = 2;
const QUOTE = 3;
const SLASH = 4;
const HASH = 5;
const OTHER = 6;

const charClass = new Uint8Array(256).fill(OTHER);
/** Token kind of a character that is a token by itself, whatever follows; 0 for the others. */
const singleKind = new Uint8Array(256);

const NEWLINE = 10;
const BACKSLASH = 92;
const STAR_CHAR = 42;
const SLASH_CHAR = 47;

/**
 * Splits C into tokens, in one pass, without ever failing: an unterminated string ends with its
 * line, an unterminated comment with the text.
 */
export function lex(text: string): TokenList {
	const list: TokenList = {
		text,
		count: 0,
		kind: new Uint8Array((text.length >> 2) + 16),
		start: new Int32Array((text.length >> 2) + 16),
		end: new Int32Array((text.length >> 2) + 16),
		directives: [],
	};
	const length = text.length;
	let at = 0;
	let lineStart = true;
	while (at < length) {
		const char = text.charCodeAt(at);
		const start = at;
		let kind = T.STRAY;
		switch (charClass[char & 255]) {
			case BLANK:
				if (char === NEWLINE) lineStart = true;
				at++;
				continue;
			case NAME: {
				let hash = 0;
				let next = char;
				do {
					hash = hashStep(hash, next);
					next = text.charCodeAt(++at);
				} while (isNamePart(next));
				kind = wordKind(text, start, at, hash);
				break;
			}
			case DIGIT:
				at = numberEnd(text, at);
				kind = T.NUMBER;
				break;
			case QUOTE:
				at = quotedEnd(text, at, char);
				kind = char === 34 ? T.STRING : T.CHARACTER;
				break;
			case SLASH: {
				const commentEnd = skipComment(text, at);
				if (commentEnd > at) {
					at = commentEnd;
					continue;
				}
				at += text.charCodeAt(at + 1) === 61 ? 2 : 1;
				kind = T.OPERATOR;
				break;
			}
			case HASH:
				if (lineStart) {
					const directive = readDirective(text, at, list.count);
					list.directives.push(directive);
					at = directive.end;
					continue;
				}
				at++;
				break;
			default:
				kind = singleKind[char & 255]!;
				if (kind !== 0) at++;
				else {
					at = operatorEnd(text, at, char);
					kind = operatorKind(text, start, at);
				}
		}
		lineStart = false;
		push(list, kind, start, at);
	}
	return list;
}

function push(list: TokenList, kind: number, start: number, end: number): void {
	const i = list.count++;
	if (i >= list.kind.length) grow(list);
	list.kind[i] = kind;
	list.start[i] = start;
	list.end[i] = end;
}

function grow(list: TokenList): void {
	const size = list.kind.length * 2;
	const { kind, start, end } = list;
	list.kind = new Uint8Array(size);
	list.start = new Int32Array(size);
	list.end = new Int32Array(size);
	list.kind.set(kind);
	list.start.set(start);
	list.end.set(end);
}

function isNamePart(char: number): boolean {
	const found = charClass[char & 255];
	return (found === NAME || found === DIGIT) && char < 256;
}

/** Numbers as the preprocessor sees them: `0x1fUL`, `1e-5`, `1.5f`. */
function numberEnd(text: string, from: number): number {
	let at = from + 1;
	for (;;) {
		const char = text.charCodeAt(at);
		if (isNamePart(char) || char === 46) at++;
		else if ((char === 43 || char === 45) && isExponent(text, from, at)) at++;
		else return at;
	}
}

function isExponent(text: string, from: number, sign: number): boolean {
	const before = text.charCodeAt(sign - 1) | 32;
	const hexadecimal = (text.charCodeAt(from + 1) | 32) === 120;
	return hexadecimal ? before === 112 : before === 101;
}

/** End of the string or character that begins at `from`; an unterminated one ends with its line. */
function quotedEnd(text: string, from: number, quote: number): number {
	let at = from + 1;
	while (at < text.length) {
		const char = text.charCodeAt(at);
		if (char === quote) return at + 1;
		if (char === NEWLINE) return at;
		at += char === BACKSLASH ? 2 : 1;
	}
	return text.length;
}

/** Offset behind the comment that begins at `from`, or `from` where none does. */
export function skipComment(text: string, from: number): number {
	const second = text.charCodeAt(from + 1);
	if (second === STAR_CHAR) {
		const close = text.indexOf("*/", from + 2);
		return close < 0 ? text.length : close + 2;
	}
	return second === SLASH_CHAR ? lineEnd(text, from) : from;
}

/** Offset of the next line end that no backslash continues. */
function lineEnd(text: string, from: number): number {
	let at = from;
	for (;;) {
		const end = text.indexOf("\n", at);
		if (end < 0) return text.length;
		const last = text.charCodeAt(end - 1) === 13 ? end - 2 : end - 1;
		if (text.charCodeAt(last) !== BACKSLASH || last < from) return end;
		at = end + 1;
	}
}

function readDirective(text: string, start: number, token: number): Directive {
	let at = start + 1;
	while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
	const nameStart = at;
	while (isNamePart(text.charCodeAt(at))) at++;
	const name = directiveName(text.slice(nameStart, at));
	return { name, start, end: directiveEnd(text, at), token };
}

function directiveName(word: string): DirectiveName {
	switch (word) {
		case "if":
		case "ifdef":
		case "ifndef":
		case "elif":
		case "else":
		case "endif":
			return word;
		case "elifdef":
		case "elifndef":
			return "elif";
		default:
			return "other";
	}
}

/** Like {@link lineEnd}, but a block comment that runs over the line end takes the directive along. */
function directiveEnd(text: string, from: number): number {
	let at = from;
	for (;;) {
		const end = lineEnd(text, at);
		const comment = openComment(text, at, end);
		if (comment < 0) return end;
		at = comment;
		if (at >= text.length) return text.length;
	}
}

/** Offset behind a block comment that begins between `from` and `end` and runs past `end`, or -1. */
function openComment(text: string, from: number, end: number): number {
	let at = from;
	while (at < end) {
		const char = text.charCodeAt(at);
		if (char === 34 || char === 39) at = quotedEnd(text, at, char);
		else if (char === SLASH_CHAR && text.charCodeAt(at + 1) === STAR_CHAR) {
			at = skipComment(text, at);
			if (at > end) return at;
		} else if (char === SLASH_CHAR && text.charCodeAt(at + 1) === SLASH_CHAR) return -1;
		else at++;
	}
	return -1;
}

const THREE = new Set(["<<=", ">>=", "..."]);
const TWO = new Set("-> ++ -- << >> <= >= == != && || += -= *= /= %= &= |= ^= ## ::".split(" "));

function operatorEnd(text: string, at: number, char: number): number {
	const second = text.charCodeAt(at + 1);
	if (char === 46 && second >= 48 && second <= 57) return numberEnd(text, at);
	if (charClass[second & 255] !== OTHER || singleKind[second & 255] !== 0) return at + 1;
	if (THREE.has(text.slice(at, at + 3))) return at + 3;
	return TWO.has(text.slice(at, at + 2)) ? at + 2 : at + 1;
}

function operatorKind(text: string, start: number, end: number): number {
	const first = text.charCodeAt(start);
	if (end - start === 1) {
		if (first === 61) return T.ASSIGN;
		if (first === 42) return T.STAR;
		if (first === 38) return T.AMP;
		if (first === 46) return T.MEMBER;
		return "+-<>%|^!~".includes(text[start]!) ? T.OPERATOR : T.STRAY;
	}
	if (first === 46) return text.charCodeAt(start + 1) === 46 ? T.ELLIPSIS : T.NUMBER;
	if (end - start === 2 && first === 38 && text.charCodeAt(start + 1) === 38) return T.AMPAMP;
	if (first === 45 && text.charCodeAt(start + 1) === 62) return T.MEMBER;
	return T.OPERATOR;
}

function setClass(chars: string, value: number): void {
	for (const char of chars) charClass[char.charCodeAt(0)] = value;
}

setClass(" \t\n\r\f\v\0\\", BLANK);
setClass("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$", NAME);
setClass("0123456789", DIGIT);
setClass("\"'", QUOTE);
setClass("/", SLASH);
setClass("#", HASH);
for (let char = 128; char < 256; char++) charClass[char] = NAME;

const SINGLES: readonly (readonly [string, number])[] = [
	["(", T.LPAREN],
	[")", T.RPAREN],
	["[", T.LBRACKET],
	["]", T.RBRACKET],
	["{", T.LBRACE],
	["}", T.RBRACE],
	[";", T.SEMICOLON],
	[",", T.COMMA],
	[":", T.COLON],
	["?", T.QUESTION],
];
for (const [char, kind] of SINGLES) singleKind[char.charCodeAt(0)] = kind;
