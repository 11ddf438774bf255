import type { DialectMark } from "../syntax.js";
import { rewriteArguments } from "./arguments.js";
import { rewriteAsm } from "./asm.js";
import { rewriteAttribute } from "./attributes.js";
import {
	rewriteDeclarationMacro,
	rewriteLeadingAttribute,
	rewriteMemberMacros,
	rewriteUnknownAttribute,
} from "./declarations.js";
import type { Edit, EditReason } from "./edits.js";
import {
	rewriteAlignof,
	rewriteCase,
	rewriteComputedGoto,
	rewriteLabelAddress,
	rewriteNumber,
	rewriteOffsetof,
	rewriteTypeof,
} from "./expressions.js";
import { rewriteStatementMacro } from "./statements.js";
import { rewriteStrings } from "./strings.js";
import { BLOCK, MEMBERS, type Structure } from "./structure.js";
import * as T from "./tokens.js";

/** What the rules for a function's body share. */
export interface BodyContext {
	readonly source: Structure;
	/** The braces of the body. */
	readonly open: number;
	readonly close: number;
	readonly edits: Edit[];
	readonly marks: DialectMark[];
	/** Tokens behind which a statement begins though they do not end one, as the parenthesis of `if (x)`. */
	readonly heads: Set<number>;
	/** Records that the tokens `from` to `to` become `text` and blanks. */
	overwrite(from: number, to: number, text: string, reason: EditReason): void;
	word(token: number): string;
}

/** Applies all rules for statements and expressions to one function's body, in one walk over its tokens. */
export function rewriteBody(context: BodyContext): void {
	let begins = true;
	for (let i = context.open + 1; i < context.close; i++) {
		const last = rewriteToken(context, i, begins);
		begins = beginsBehind(context, i, begins);
		i = last;
	}
}

/** Asks the rule for a token; `begins` tells whether it begins a statement. Answers the last token dealt with. */
function rewriteToken(context: BodyContext, at: number, begins: boolean): number {
	const { source, heads } = context;
	const { kind } = source.tokens;
	const current = kind[at]!;
	switch (current) {
		case T.IDENTIFIER:
			rewriteName(context, at, begins);
			return at;
		case T.RBRACKET:
			rewriteUnknownAttribute(context, at);
			return at;
		case T.NUMBER:
			rewriteNumber(context, at);
			return at;
		case T.STORAGE:
		case T.TYPEDEF:
			rewriteDeclarationMacro(context, at);
			return at;
		case T.LBRACE:
			if (source.role[at] === MEMBERS) rewriteMemberMacros(context, at);
			return at;
		case T.IF:
		case T.LOOP:
			if (kind[at + 1] === T.LPAREN) heads.add(source.partner[at + 1]!);
			return at;
		case T.DEFAULT:
			heads.add(at + 1);
			return at;
		case T.CASE:
			rewriteCase(context, at);
			return at;
		case T.AMPAMP:
			rewriteLabelAddress(context, at);
			return at;
		case T.OFFSETOF:
			rewriteOffsetof(context, at);
			return at;
		case T.ALIGNOF:
			rewriteAlignof(context, at);
			return at;
		case T.GOTO:
			return kind[at + 1] === T.STAR ? rewriteComputedGoto(context, at) : at;
		case T.STRING:
			return rewriteStrings(context, at);
		case T.TYPEOF:
			return rewriteTypeof(context, at);
		case T.ASM:
			return rewriteAsm(context, at);
		default:
			return current >= T.ATTRIBUTE ? rewriteAttribute(context, at) : at;
	}
}

function rewriteName(context: BodyContext, at: number, begins: boolean): void {
	const { heads } = context;
	const next = context.source.tokens.kind[at + 1]!;
	if (rewriteLeadingAttribute(context, at)) {
		if (begins) heads.add(at);
	} else if (begins && next === T.COLON) heads.add(at + 1);
	else if (begins && !rewriteStatementMacro(context, at)) return;
	else if (next === T.LPAREN) rewriteArguments(context, at);
	else if (!begins) rewriteUnknownAttribute(context, at);
}

/** Whether a statement begins behind the token, given whether one began with it. */
function beginsBehind({ source, heads }: BodyContext, at: number, begins: boolean): boolean {
	const current = source.tokens.kind[at]!;
	switch (current) {
		case T.SEMICOLON:
		case T.ELSE:
		case T.DO:
			return true;
		case T.LBRACE:
			return source.role[at] === BLOCK;
		case T.RBRACE:
			return source.partner[at]! >= 0 && source.role[source.partner[at]!] === BLOCK;
		case T.IDENTIFIER:
		case T.RPAREN:
		case T.LPAREN:
		case T.COMMA:
		case T.COLON:
			return heads.delete(at);
		default:
			return begins && current >= T.ATTRIBUTE;
	}
}
