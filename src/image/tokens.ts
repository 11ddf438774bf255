import type { ByteText } from "../input/message.js";

/**
 * A token of a cut-out piece of C. Comments are left out; a preprocessor line, with the lines that
 * continue it, is one token; punctuation is one token a character.
 */
export interface Token {
	readonly kind: "word" | "number" | "string" | "punctuation" | "directive";
	/** For a directive its name only (`if`, `define`); for a string just the opening quote. */
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** Column of its first character with tabs of eight, where it is the first of its line; else null. */
	readonly indent: number | null;
}

/** The tokens of a piece of C, and what of the piece is no code. */
export interface TokenList {
	readonly tokens: readonly Token[];
	/** Where code begins: behind a comment or macro definition whose beginning is cut off. */
	readonly start: number;
	/** Where code ends: in front of a comment or macro definition whose end is cut off. */
	readonly end: number;
}

const BLANKS = /[ \t\r\n\f\v]+/y;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/y;
const DIRECTIVE = /#[ \t]*(\w*)(?:\\\r?\n|\/\*[\s\S]*?\*\/|[^\n])*/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /\.?\d(?:[eEpP][+-]|[\w.])*/y;
// An unfinished string ends with its line.
const STRING = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y;

/** Splits a piece of C, cut out of its file anywhere, into tokens. Never fails. */
export function tokenize(text: ByteText): TokenList {
	const tokens: Token[] = [];
	const start = codeStart(text);
	let at = start;
	/** Start of the line that `at` is in while nothing but blanks has been seen of it, else null. */
	let blankFrom = start === 0 || text[start - 1] === "\n" ? start : null;
	const take = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = at;
		const match = pattern.exec(text);
		if (match !== null) at = pattern.lastIndex;
		return match;
	};
	while (at < text.length) {
		const blanks = take(BLANKS)?.[0] ?? "";
		if (blanks.includes("\n")) blankFrom = at - blanks.length + blanks.lastIndexOf("\n") + 1;
		if (at === text.length) break;
		if (text.startsWith("/*", at) && text.indexOf("*/", at + 2) < 0) return { tokens, start, end: at };
		const indent = blankFrom === null ? null : column(text, blankFrom, at);
		blankFrom = null;
		if (take(COMMENT)) continue;
		const from = at;
		const push = (kind: Token["kind"], shown: string) =>
			tokens.push({ kind, text: shown, start: from, end: at, indent });
		const directive = text[at] === "#" && indent !== null ? take(DIRECTIVE) : null;
		if (directive !== null) {
			if (isContinued(text, at)) return { tokens, start, end: from };
			push("directive", directive[1]!);
			continue;
		}
		const word = take(WORD);
		if (word !== null) push("word", word[0]);
		else if (take(NUMBER)) push("number", "0");
		else if (take(STRING)) push("string", '"');
		else {
			at++;
			push("punctuation", text[from]!);
		}
	}
	return { tokens, start, end: text.length };
}

/**
 * Whether the token at the index is a label or `default`. The colon follows at once: what stands off
 * is the `:` of a conditional expression.
 */
export function isLabel(tokens: readonly Token[], index: number): boolean {
	const [first, colon, next] = tokens.slice(index, index + 3);
	if (first?.kind !== "word" || colon?.text !== ":" || next?.text === ":") return false;
	return first.end === colon.start || first.text === "default";
}

/** Column, with tabs of eight, behind the blanks between the start of a line and the offset. */
function column(text: ByteText, lineStart: number, offset: number): number {
	let columns = 0;
	for (let at = lineStart; at < offset; at++) columns += text[at] === "\t" ? 8 - (columns % 8) : 1;
	return columns;
}

/** Whether the directive that ends at the offset goes on in a line that the piece does not show. */
function isContinued(text: ByteText, end: number): boolean {
	return end >= text.length - 1 && /\\\r?\n?$/.test(text);
}

/** Skips the rest of a comment or of a macro definition that began in front of the piece. */
function codeStart(text: ByteText): number {
	const close = text.indexOf("*/");
	const open = text.indexOf("/*");
	if (close >= 0 && (open < 0 || close < open)) return close + 2;
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	if (close < 0 && lines.length > 0 && lines.every((line) => /^\s*\*(\s|$)/.test(line))) return text.length;
	let at = 0;
	if (/^\s*#/.test(text)) return 0;
	while (at < text.length) {
		const end = text.indexOf("\n", at);
		const line = text.slice(at, end < 0 ? text.length : end);
		const continued = /\\\r?$/.test(line);
		if (at === 0 && !continued) return 0;
		at = end < 0 ? text.length : end + 1;
		if (!continued) return at;
	}
	return at;
}
