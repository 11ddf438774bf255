import type { Fragment } from "./fragment.js";
import { GAP_NAME, type Span } from "./image.js";
import { closing, isAnnotation, readSignature, supplyHeader } from "./signature.js";
import { isLabel, type Token, type TokenList, tokenize } from "./tokens.js";

/** A function, as far as one fragment shows it. */
export interface FunctionPiece {
	readonly kind: "function";
	readonly fragment: Fragment;
	/** Tells functions apart; see `Signature`. */
	readonly key: string;
	/** True where the function's name is unknown; the key is then that of the hunk's header. */
	readonly isNameless: boolean;
	/** The label in front of the piece where its hunk's header is one. */
	readonly label: string | null;
	/** What is to be written in front of the piece: the header where it is not shown, else empty. */
	readonly supply: string;
	/** True where the piece begins in the body: neither header nor opening brace are shown. */
	readonly inside: boolean;
	/** Real text of the piece. */
	readonly span: Span;
	/** The part of it between the function's braces. */
	readonly body: Span;
	/** Tokens of the body, directives included. */
	readonly tokens: readonly Token[];
	/** Whether the closing brace is shown, behind `body`. */
	readonly closed: boolean;
}

/** A declaration outside of functions that is shown in full. */
export interface DeclarationPiece {
	readonly kind: "declaration";
	readonly fragment: Fragment;
	readonly span: Span;
}

export type Piece = FunctionPiece | DeclarationPiece;

/** Keywords that begin a statement: at the first column they are a statement out of place. */
const STATEMENT = new Set(
	"if else for while do switch case default return goto break continue asm".split(" "),
);

/**
 * Finds what stands in a fragment: the rest of the function of its header, then whatever begins in
 * it. The first column tells the two apart: kernel functions end with a `}` there, and what begins
 * outside of them begins there. What is cut off and no function is left out.
 */
export function outline(fragment: Fragment): Piece[] {
	const list = tokenize(fragment.text);
	const code = list.tokens.filter((token) => token.kind !== "directive");
	const pieces: Piece[] = [];
	let next = leadingPiece(fragment, list, code, pieces);
	while (next < code.length) next = topLevelItem(fragment, list, code, next, pieces);
	return pieces;
}

/** Adds the function in which the fragment begins, if any; gives the index of the first token behind it. */
function leadingPiece(fragment: Fragment, list: TokenList, code: readonly Token[], pieces: Piece[]): number {
	const header = supplyHeader(fragment.header);
	const edge = firstEdge(code, header !== null);
	const at = code[edge];
	if (at?.text === "{") {
		if (header === null) return skipBlock(code, edge);
		const tail = code.slice(0, edge);
		const depth = balance(tail);
		// A tail that begins within a parameter fits no header; the header's own parameters have to do.
		const isPartial = depth < -1 || tail[0]?.text === "*";
		const start = code[isPartial ? edge : 0]!.start;
		const supply = depth === -1 && !isPartial ? header.open : header.complete;
		const { key, isNameless } = header;
		const piece = { fragment, key, isNameless, label: null, supply, inside: false };
		return functionBody(list, code, edge, { ...piece, start: lineOf(fragment.text, start) }, pieces);
	}
	if (at?.text === "}" && isDataEnd(code, edge)) return endOfData(code, edge) + 1;
	if (at?.kind === "word" || code.length === 0) return edge;
	if (header === null) return skipBlock(code, edge);
	const { key, isNameless, label, complete: supply } = header;
	const piece = { fragment, key, isNameless, label, supply, inside: true, start: list.start };
	return functionBody(list, code, -1, piece, pieces);
}

/**
 * Index of the first token that stands at the first column and tells where the fragment began: in a
 * body (`}`), in a function header (`{`) or outside of functions (a word). Statements at the first
 * column tell nothing, and neither do words behind other statements of a function.
 */
function firstEdge(code: readonly Token[], mayBeInside: boolean): number {
	for (let index = 0; index < code.length; index++) {
		const token = code[index]!;
		if (token.indent !== 0) continue;
		if (token.text === "{" || token.text === "}") return index;
		if (token.kind !== "word" || STATEMENT.has(token.text) || isLabel(code, index)) continue;
		if (isAnnotation(token)) continue;
		const before = code[index - 1]?.text;
		const follows = before === ";" || before === "}" || before === "{" || before === ":";
		if (mayBeInside && follows && balance(code.slice(0, index)) >= 0) continue;
		return index;
	}
	return code.length;
}

/** Lowest depth of parentheses that the tokens reach, if below where they begin; else 0 or more. */
function balance(tokens: readonly Token[]): number {
	let depth = 0;
	let lowest = 0;
	for (const { text } of tokens) {
		if (text === "(") depth++;
		if (text === ")") lowest = Math.min(lowest, --depth);
	}
	return lowest;
}

/** Whether the brace at the index ends a structure or an initialiser: something other follows it. */
function isDataEnd(code: readonly Token[], index: number): boolean {
	const next = code[index + 1];
	return next !== undefined && next.indent === null;
}

/** Index of the `;` that ends a definition of data of which the token at `from` is a part; the number of tokens without one. */
function endOfData(code: readonly Token[], from: number): number {
	let depth = 0;
	for (let index = from; index < code.length; index++) {
		const { text } = code[index]!;
		if (text === "{") depth++;
		if (text === "}") depth--;
		if (text === ";" && depth <= 0) return index;
	}
	return code.length;
}

/** Index behind the `}` in the first column that ends the block of which `from` is a part. */
function skipBlock(code: readonly Token[], from: number): number {
	const end = nextAtMargin(code, from);
	if (end === code.length) return end;
	return isDataEnd(code, end) ? endOfData(code, end) + 1 : end + 1;
}

/** Reads what begins at the token `first`, outside of functions; gives the index behind it. */
function topLevelItem(
	fragment: Fragment,
	list: TokenList,
	code: readonly Token[],
	first: number,
	pieces: Piece[],
): number {
	let depth = 0;
	for (let index = first; index < code.length; index++) {
		const token = code[index]!;
		if (token.text === "(") depth++;
		if (token.text === ")") depth--;
		if (depth > 0) continue;
		if (token.text === ";" || token.text === "=") return declaration(fragment, code, first, index, pieces);
		if (token.text === "}") return index + 1;
		if (token.text === "{") return braced(fragment, list, code, { first, brace: index }, pieces);
		// A macro invocation without a semicolon, or what was left of a cut one.
		const begins = index > first && token.indent === 0 && !isAnnotation(token);
		if (begins && code[index - 1]!.text === ")") return index;
	}
	return code.length;
}

function declaration(
	fragment: Fragment,
	code: readonly Token[],
	first: number,
	from: number,
	pieces: Piece[],
): number {
	const semicolon = endOfData(code, from);
	const head = code[first]!;
	const last = code[semicolon];
	// A bare macro invocation declares nothing that is looked for, and its arguments need not be C.
	const isDeclaration = head.kind === "word" && code[first + 1]?.text !== "(";
	if (last !== undefined && head.indent === 0 && isDeclaration) {
		pieces.push({ kind: "declaration", fragment, span: { start: head.start, end: last.end } });
	}
	return semicolon + 1;
}

function braced(
	fragment: Fragment,
	list: TokenList,
	code: readonly Token[],
	{ first, brace }: { first: number; brace: number },
	pieces: Piece[],
): number {
	const head = code.slice(first, brace);
	const signature = readSignature(head);
	if (signature === null || head[0]!.indent !== 0) return declaration(fragment, code, first, brace, pieces);
	// The type may stand on the line above, where only the hunk's header shows it.
	const untyped = signature.index === 0 && !signature.isMacro;
	const above = first === 0 && /^[A-Za-z_][\w\s*]*$/.test(fragment.header) ? fragment.header : GAP_NAME;
	const piece = {
		fragment,
		key: signature.key,
		isNameless: false,
		label: null,
		supply: untyped ? above : "",
		inside: false,
	};
	return functionBody(list, code, brace, { ...piece, start: head[0]!.start }, pieces);
}

interface FunctionStart {
	readonly fragment: Fragment;
	readonly key: string;
	readonly isNameless: boolean;
	readonly label: string | null;
	readonly supply: string;
	readonly inside: boolean;
	readonly start: number;
}

/**
 * Adds the function whose opening brace has that index (-1: it stands in front of the fragment). It
 * ends at the first `}` in the first column, whatever the braces in between say: conditional
 * compilation may open two for each that it closes.
 */
function functionBody(
	list: TokenList,
	code: readonly Token[],
	brace: number,
	{ start, ...piece }: FunctionStart,
	pieces: Piece[],
): number {
	const opensLine = brace < 0 || code[brace]!.indent === 0;
	const inLine = opensLine ? code.length : closing(code, brace);
	const end = Math.min(inLine, nextAtMargin(code, brace + 1));
	const closed = end < code.length;
	const body = {
		start: brace < 0 ? start : code[brace]!.end,
		end: closed ? code[end]!.start : list.end,
	};
	pieces.push({
		kind: "function",
		...piece,
		span: { start, end: closed ? code[end]!.end : list.end },
		body,
		tokens: tokensIn(list.tokens, body),
		closed,
	});
	return closed ? end + 1 : code.length;
}

/** Index of the next `}` in the first column, or the number of tokens. */
function nextAtMargin(code: readonly Token[], from: number): number {
	let index = from;
	while (index < code.length && !(code[index]!.text === "}" && code[index]!.indent === 0)) index++;
	return index;
}

function tokensIn(tokens: readonly Token[], { start, end }: Span): readonly Token[] {
	const indexOf = (offset: number) => {
		let low = 0;
		let high = tokens.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (tokens[middle]!.start < offset) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	return tokens.slice(indexOf(start), indexOf(end));
}

function lineOf(text: string, offset: number): number {
	return text.lastIndexOf("\n", offset - 1) + 1;
}
