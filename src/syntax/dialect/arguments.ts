import type { BodyContext } from "./body.js";
import { type Argument, splitArguments } from "./macro-header.js";
import * as T from "./tokens.js";
import { isStatementArgument, rewriteStatementArgument } from "./wrapped.js";

/**
 * Rewrites the arguments of the call `at` that only a macro can take: types, operators, statements,
 * nothing at all.
 */
export function rewriteArguments(context: BodyContext, at: number): void {
	const { source } = context;
	const { kind } = source.tokens;
	const open = at + 1;
	const close = source.partner[open]!;
	if (close < 0 || isDeclarator(kind, at)) return;
	// `(u16 (*)[3])x` is a cast and no call.
	if (kind[open + 1] === T.STAR && kind[open + 2] === T.RPAREN) return;
	for (const argument of splitArguments(source, open, close)) rewriteArgument(context, argument);
}

/** `int f(struct s *p);` inside a function declares; its parentheses hold parameters. */
function isDeclarator(kind: Uint8Array, at: number): boolean {
	let before = at - 1;
	while (kind[before] === T.STAR) before--;
	if (before === at - 1) return kind[before] === T.IDENTIFIER || isTypeEnd(kind[before]!);
	return isTypeEnd(kind[before]!) || (kind[before] === T.IDENTIFIER && kind[before - 1] === T.AGGREGATE);
}

function isTypeEnd(kind: number): boolean {
	return kind === T.TYPE || kind === T.SIZE || kind === T.STORAGE;
}

function rewriteArgument(context: BodyContext, argument: Argument): void {
	const { source, overwrite } = context;
	const { kind } = source.tokens;
	const { first, last } = argument;
	const current = kind[first]!;
	if (last < first) rewriteEmpty(context, argument);
	else if (isStatementArgument(context, argument)) rewriteStatementArgument(context, argument);
	else if (current === T.RETURN || current === T.GOTO || current === T.ELSE || current === T.DO) {
		overwrite(first, first, first === last ? "_" : "", "argument");
	} else if (current === T.JUMP) overwrite(first, first, "_", "argument");
	else if (isOperator(current) && isOperator(kind[last]!) && last - first < 2)
		overwrite(first, last, "_", "argument");
	else if (T.isTypeKeyword(current) && current !== T.TYPEOF) rewriteType(context, argument);
	else if (current === T.MEMBER) overwrite(first, first, "", "argument");
	else if (kind[last] === T.STAR) rewriteTrailingStars(context, argument);
	else if (current === T.IDENTIFIER) rewriteAdjacentNames(context, argument);
}

/**
 * `KERN_ERR PFX "text"`, `KERN_INFO fmt("text")`, `u32 x`: of several names in a row the last stays,
 * since the grammar joins strings with one name in front at most.
 */
function rewriteAdjacentNames({ source, overwrite }: BodyContext, { first, last }: Argument): void {
	const { kind } = source.tokens;
	let kept = first;
	while (kept < last && kind[kept + 1] === T.IDENTIFIER) kept++;
	if (kept > first) overwrite(first, kept - 1, "", "string-macro");
	const close = source.partner[kept + 1]!;
	// `fmt("a") "b"`: joined with the string behind it, a macro with arguments goes.
	if (kind[kept + 1] === T.LPAREN && close > 0 && kind[close + 1] === T.STRING) {
		overwrite(kept, close, "", "string-macro");
	}
}

function isOperator(kind: number): boolean {
	return kind === T.OPERATOR || kind === T.ASSIGN || kind === T.STAR || kind === T.AMP || kind === T.AMPAMP;
}

/** `f(a, , b)`: a name goes into the blank, or the comma in front of it goes. */
function rewriteEmpty(context: BodyContext, { first }: Argument): void {
	const { source, edits, overwrite } = context;
	const { kind, text, start, end } = source.tokens;
	const from = end[first - 1]!;
	const gap = text.slice(from, start[first]!);
	const blank = gap.search(/[ \t]/);
	if (blank >= 0 && !gap.includes("/")) {
		edits.push({ start: from + blank, end: from + blank + 1, with: "_", reason: "argument" });
	} else if (kind[first - 1] === T.COMMA) overwrite(first - 1, first - 1, "", "argument");
	else if (kind[first] === T.COMMA) overwrite(first, first, "", "argument");
}

/** `struct foo *` and `unsigned int` leave one word that can stand for a name. */
function rewriteType({ source, overwrite, word }: BodyContext, { first, last }: Argument): void {
	const { kind } = source.tokens;
	let end = first;
	let kept = first;
	for (let i = first; i <= last; i++) {
		const current = kind[i]!;
		if (current === T.IDENTIFIER || current === T.TYPE) kept = i;
		else if (!T.isTypeKeyword(current) && current !== T.STAR && current < T.ATTRIBUTE) break;
		end = i;
	}
	if (kept > first) overwrite(first, kept - 1, "", "type-argument");
	if (kind[kept] !== T.IDENTIFIER) overwrite(kept, kept, word(kept).replace(/^./, "_"), "type-argument");
	if (end > kept) overwrite(kept + 1, end, "", "type-argument");
}

/** `u8 *` as an argument. */
function rewriteTrailingStars({ source, overwrite }: BodyContext, { first, last }: Argument): void {
	const { kind } = source.tokens;
	let star = last;
	while (star > first && (kind[star] === T.STAR || kind[star] === T.QUALIFIER)) star--;
	overwrite(star + 1, last, "", "type-argument");
}
