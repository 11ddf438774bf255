import type { BodyContext } from "./body.js";
import * as T from "./tokens.js";

/**
 * Makes an inline assembler statement readable: macros among the strings of its template are
 * blanked, and all its operands where one of them is a macro. Answers the last token dealt with.
 */
export function rewriteAsm(context: BodyContext, at: number): number {
	const { source, overwrite, close } = context;
	const { kind } = source.tokens;
	let open = at + 1;
	while (open < close && isAsmQualifier(kind[open]!)) {
		if (kind[open] === T.ATTRIBUTE) overwrite(open, open, "", "asm");
		open++;
	}
	const last = source.partner[open]!;
	if (kind[open] !== T.LPAREN || last < 0) return at;
	if (kind[at - 1] === T.IDENTIFIER) {
		// `register long r asm("r1") = 0;` names a register.
		overwrite(at, last, "", "asm");
		return last;
	}
	if (context.word(at) === "asm_inline") overwrite(at, at, "asm", "asm");
	const operands = rewriteTemplate(context, open, last);
	if (operands < last && hasMacroOperand(context, operands, last)) {
		overwrite(operands, last - 1, "", "asm");
		return last;
	}
	return operands - 1;
}

/** `volatile`, `goto`, `inline`; `__volatile` is spelt like an attribute. */
function isAsmQualifier(kind: number): boolean {
	return kind === T.QUALIFIER || kind === T.GOTO || kind === T.STORAGE || kind === T.ATTRIBUTE;
}

/** Leaves nothing but strings in the template. Answers the colon behind it, or the closing parenthesis. */
function rewriteTemplate({ source, overwrite }: BodyContext, open: number, last: number): number {
	const { kind, start, end } = source.tokens;
	let stop = open + 1;
	let hasString = false;
	for (; stop < last && kind[stop] !== T.COLON; stop++) {
		hasString ||= kind[stop] === T.STRING;
		if (kind[stop] === T.LPAREN) stop = Math.max(stop, source.partner[stop]!);
	}
	for (let i = open + 1; i < stop; i++) {
		if (kind[i] === T.STRING) continue;
		const isCall = kind[i + 1] === T.LPAREN && source.partner[i + 1]! > 0;
		const until = isCall ? source.partner[i + 1]! : i;
		const isWide = end[until]! - start[i]! >= 2;
		overwrite(i, until, hasString || !isWide ? "" : '""', "asm");
		hasString = true;
		i = until;
	}
	return stop;
}

/** True where an operand is neither `[name] "constraint" (value)` nor a clobber string nor a label. */
function hasMacroOperand({ source }: BodyContext, from: number, last: number): boolean {
	const { kind } = source.tokens;
	let section = 0;
	let begins = false;
	for (let i = from; i < last; i++) {
		const current = kind[i]!;
		if (current === T.COLON) {
			section++;
			begins = true;
			continue;
		}
		// The fourth section names the labels of an `asm goto`.
		if (section < 4 && current === T.IDENTIFIER && (begins || kind[i - 1] === T.STRING)) return true;
		begins = current === T.COMMA;
		if (current === T.LPAREN || current === T.LBRACKET) i = Math.max(i, source.partner[i]!);
	}
	return false;
}
