/**
 * Tokens of kernel C as the dialect pass sees them.
 *
 * Comments and preprocessor lines are not tokens: the former are skipped, the latter are kept apart
 * as {@link Directive}s, each of which stands before the token with index `token`.
 */
export interface TokenList {
	readonly text: string;
	count: number;
	/** Kind of each token, one of the constants below. */
	kind: Uint8Array;
	/** Offset of the first character of each token. */
	start: Int32Array;
	/** Offset behind the last character of each token. */
	end: Int32Array;
	readonly directives: Directive[];
}

export type DirectiveName = "if" | "ifdef" | "ifndef" | "elif" | "else" | "endif" | "other";

export interface Directive {
	readonly name: DirectiveName;
	/** Offset of the `#`. */
	readonly start: number;
	/** Offset of the line end that closes the directive, continuation lines included. */
	readonly end: number;
	/** Index of the first token behind the directive. */
	readonly token: number;
}

// Literals, names and punctuation.
export const IDENTIFIER = 0;
export const NUMBER = 1;
export const STRING = 2;
export const CHARACTER = 3;
export const LPAREN = 4;
export const RPAREN = 5;
export const LBRACKET = 6;
export const RBRACKET = 7;
export const LBRACE = 8;
export const RBRACE = 9;
export const SEMICOLON = 10;
export const COMMA = 11;
export const COLON = 12;
export const QUESTION = 13;
export const ASSIGN = 14;
export const STAR = 15;
export const AMP = 16;
export const AMPAMP = 17;
export const ELLIPSIS = 18;
/** `.` and `->`. */
export const MEMBER = 19;
/** Any other operator, assignment operators such as `+=` included. */
export const OPERATOR = 20;
/** A byte that starts no token of C. */
export const STRAY = 21;

// Keywords. Those from IF to SIZEOF never name a thing.
export const IF = 30;
export const ELSE = 31;
/** `for`, `while` and `switch`: a parenthesised head, then a statement. */
export const LOOP = 32;
export const DO = 33;
export const CASE = 34;
export const DEFAULT = 35;
export const RETURN = 36;
export const GOTO = 37;
/** `break` and `continue`. */
export const JUMP = 38;
/** `sizeof` and `_Generic`: types may stand in their parentheses. */
export const SIZEOF = 39;
export const OFFSETOF = 40;
export const ASM = 41;
export const TYPEOF = 42;
/** `struct`, `union`, `enum`. */
export const AGGREGATE = 43;
/** Words that are a type of their own: `void`, `int`, `char` ... */
export const TYPE = 44;
/** Words that need another word beside them for tree-sitter: `unsigned`, `long` ... */
export const SIZE = 45;
/** `const`, `volatile`, `restrict` and their spellings. */
export const QUALIFIER = 46;
/** `static`, `extern`, `inline`, `register`. */
export const STORAGE = 47;
export const TYPEDEF = 48;

export const ALIGNOF = 49;

// Names with a meaning of their own in kernel C, see words.ts.
/** An attribute macro without arguments: `__init`. */
export const ATTRIBUTE = 60;
/** An attribute macro with arguments: `__aligned(8)`. */
export const ATTRIBUTE_CALL = 61;
/** A locking annotation: `__acquires(x)`. */
export const ANNOTATION = 62;
/** `__free(f)`. */
export const CLEANUP = 63;

/** True for the kinds that are spelt like a name and may serve as one where the grammar asks for it. */
export function isNameLike(kind: number): boolean {
	return kind === IDENTIFIER || kind >= ATTRIBUTE;
}

/** True for the keywords of which a type may consist, `struct` and `typeof` included. */
export function isTypeKeyword(kind: number): boolean {
	return kind >= TYPEOF && kind <= QUALIFIER;
}
