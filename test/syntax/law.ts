import { applyEdits, type Edit, type EditReason } from "../../src/syntax/dialect/edits.js";
import { lex } from "../../src/syntax/dialect/lexer.js";
import * as T from "../../src/syntax/dialect/tokens.js";

/** Kinds of token that an edit may touch for each reason; "any" for what goes as a whole. */
const MAY_TOUCH: Record<EditReason, "any" | readonly number[]> = {
	attribute: "any",
	annotation: "any",
	cleanup: "any",
	asm: "any",
	typeof: "any",
	"preprocessor-group": "any",
	directive: "any",
	"macro-header": "any",
	argument: "any",
	"string-macro": "any",
	"declaration-macro": "any",
	"missing-semicolon": "any",
	iterator: "any",
	"scoped-guard": [T.IDENTIFIER, T.LPAREN, T.RPAREN],
	"type-argument": [T.IDENTIFIER, T.STAR, T.AGGREGATE, T.TYPE, T.SIZE, T.QUALIFIER, T.ATTRIBUTE],
	"case-range": [T.ELLIPSIS, T.NUMBER, T.CHARACTER, T.IDENTIFIER, T.OPERATOR, T.LPAREN, T.RPAREN, T.STAR],
	offsetof: [
		T.MEMBER,
		T.IDENTIFIER,
		T.LBRACKET,
		T.RBRACKET,
		T.NUMBER,
		T.LPAREN,
		T.RPAREN,
		T.OPERATOR,
		T.STAR,
	],
	"label-address": [T.AMPAMP, T.STAR, T.IDENTIFIER, T.LBRACKET, T.RBRACKET, T.MEMBER],
};

/** First token that an edit may begin with, where the reason says it. */
const MUST_BEGIN: Partial<Record<EditReason, readonly number[]>> = {
	attribute: [T.ATTRIBUTE, T.ATTRIBUTE_CALL, T.IDENTIFIER],
	annotation: [T.ANNOTATION],
	cleanup: [T.CLEANUP],
	asm: [T.ASM, T.IDENTIFIER, T.COLON, T.ATTRIBUTE],
	typeof: [T.LPAREN],
	iterator: [T.IDENTIFIER],
	"string-macro": [T.IDENTIFIER],
	"case-range": [T.ELLIPSIS],
	"declaration-macro": [T.STORAGE, T.TYPEDEF, T.IDENTIFIER, T.LPAREN, T.COMMA, T.RPAREN],
};

/** Reasons whose edits come in pairs or hold whole lines, so that one alone need not be balanced. */
const TORN = new Set<EditReason>([
	"macro-header",
	"argument",
	"declaration-macro",
	"preprocessor-group",
	"directive",
]);

interface Token {
	readonly kind: number;
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/**
 * What speaks against the law that a rewrite keeps every token it does not mean to touch: lengths
 * or line ends that moved, tokens that changed outside an edit, and edits that cover what their
 * reason gives them no right to (an attribute does not begin with a `[`).
 */
export function lawViolations(text: string, edits: readonly Edit[]): string[] {
	const rewritten = applyEdits(text, 0, text.length, edits);
	const found: string[] = [];
	if (rewritten.length !== text.length) found.push(`length ${text.length} became ${rewritten.length}`);
	for (let i = 0; i < text.length; i++) {
		if ((text[i] === "\n") !== (rewritten[i] === "\n")) found.push(`line end moved at ${i}`);
	}
	const before = tokensOf(text);
	const kept = outside(before, edits).map(describe);
	const after = outside(tokensOf(rewritten), edits).map(describe);
	if (kept.join("\n") !== after.join("\n")) {
		const at = kept.findIndex((token, i) => token !== after[i]);
		found.push(`token ${kept[at] ?? "at the end"} became ${after[at] ?? "none"}`);
	}
	for (const edit of edits) found.push(...trespasses(edit, before));
	return found;
}

/** The tokens that no edit touches; both are sorted. */
function outside(tokens: readonly Token[], edits: readonly Edit[]): Token[] {
	let next = 0;
	return tokens.filter((token) => {
		while (next < edits.length && edits[next]!.end <= token.start) next++;
		return next === edits.length || edits[next]!.start >= token.end;
	});
}

function trespasses(edit: Edit, tokens: readonly Token[]): string[] {
	const touched = tokens.filter((token) => token.start < edit.end && token.end > edit.start);
	const found: string[] = [];
	const first = touched[0];
	const allowed = MAY_TOUCH[edit.reason];
	for (const token of touched) {
		if (allowed !== "any" && !allowed.includes(token.kind))
			found.push(`${edit.reason} touches ${token.text}`);
	}
	const begin = MUST_BEGIN[edit.reason];
	if (begin && first && !begin.includes(first.kind)) found.push(`${edit.reason} begins with ${first.text}`);
	if (!TORN.has(edit.reason) && edit.with === "" && depth(touched) !== 0 && touched.length > 1)
		found.push(`${edit.reason} unbalances ${text(touched)}`);
	return found;
}

function depth(tokens: readonly Token[]): number {
	let sum = 0;
	for (const { kind } of tokens) {
		if (kind === T.LPAREN || kind === T.LBRACKET || kind === T.LBRACE) sum++;
		if (kind === T.RPAREN || kind === T.RBRACKET || kind === T.RBRACE) sum--;
	}
	return sum;
}

function text(tokens: readonly Token[]): string {
	return tokens.map((token) => token.text).join(" ");
}

function tokensOf(source: string): Token[] {
	const list = lex(source);
	return Array.from({ length: list.count }, (_, i) => ({
		kind: list.kind[i]!,
		start: list.start[i]!,
		end: list.end[i]!,
		text: source.slice(list.start[i]!, list.end[i]!),
	}));
}

function describe(token: Token): string {
	return `${token.start}:${token.text}`;
}
