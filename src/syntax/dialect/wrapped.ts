import type { BodyContext } from "./body.js";
import { type Argument, splitArguments } from "./macro-header.js";
import { roomBetween } from "./text.js";
import * as T from "./tokens.js";

/**
 * `DEBUG(if (x) f(x));` becomes `     {if (x) f(x);}`: a macro invocation in statement position whose
 * only argument is a statement. False where it is none.
 */
export function rewriteWrappedStatement(context: BodyContext, at: number, close: number): boolean {
	const { source, heads, overwrite } = context;
	const { kind, start, end } = source.tokens;
	const whole = splitArguments(source, at + 1, close);
	if (whole.length !== 1 || !isStatementArgument(context, whole[0]!)) return false;
	const isEnded = kind[close - 1] === T.SEMICOLON || kind[close - 1] === T.RBRACE;
	if (!isEnded && kind[close + 1] !== T.SEMICOLON) return false;
	overwrite(at, at + 1, `${" ".repeat(end[at]! - start[at]!)}{`, "argument");
	if (isEnded) overwrite(close, close, "}", "argument");
	else {
		overwrite(close, close, ";", "argument");
		overwrite(close + 1, close + 1, "}", "argument");
	}
	heads.add(at + 1);
	return true;
}

/**
 * `wait(dev, 10, if (done(x)) break;)`: a statement among other arguments gets braces, for which
 * there must be blanks on both sides; else it is blanked.
 */
export function rewriteStatementArgument(context: BodyContext, { first, last }: Argument): void {
	const { source, edits, heads, overwrite } = context;
	const { kind, text, start, end } = source.tokens;
	const before = roomBetween(text, end[first - 1]!, start[first]!);
	const behind = roomBetween(text, end[last]!, start[last + 1]!);
	const isEnded = kind[last] === T.SEMICOLON || kind[last] === T.RBRACE;
	if (before < 0 || behind < 0 || !isEnded) {
		overwrite(first, last, "_", "argument");
		return;
	}
	edits.push({ start: before, end: before + 1, with: "{", reason: "argument" });
	edits.push({ start: behind, end: behind + 1, with: "}", reason: "argument" });
	heads.add(first - 1);
}

/** True for an argument that begins as only a statement can, or holds a `;`. */
export function isStatementArgument({ source }: BodyContext, { first, last }: Argument): boolean {
	const { kind } = source.tokens;
	const { partner } = source;
	if (kind[first] === T.IF || kind[first] === T.LOOP || kind[first] === T.DO) return true;
	if (kind[first] === T.IDENTIFIER && kind[first + 1] === T.LPAREN) {
		const behind = partner[first + 1]! + 1;
		if (behind > 0 && behind <= last && kind[behind] === T.LBRACE) return true;
	}
	for (let i = first; i <= last; i++) {
		if (kind[i] === T.SEMICOLON) return true;
		if (kind[i] === T.LPAREN || kind[i] === T.LBRACE) i = Math.max(i, partner[i]!);
	}
	return false;
}
