import type { Edit, EditReason } from "./edits.js";
import type { Candidate } from "./outline.js";
import { startsLine } from "./outline.js";
import type { Structure } from "./structure.js";
import * as T from "./tokens.js";

/** Where the parts of a function's header stand, as token indices. */
export interface Header {
	/** First token that belongs to the definition. */
	readonly first: number;
	readonly name: number;
	/** Tokens between `first` and the declarator that make up the type, attributes left out. */
	readonly type: readonly number[];
	/** The parentheses around the parameters. */
	readonly open: number;
	readonly close: number;
	/** `function`: plain C; `nested`: the name stands in parentheses; `macro`: all is one macro invocation. */
	readonly shape: "function" | "nested" | "macro";
	/** `NAME(f)(params)`: the macro around the name, to be blanked. */
	readonly wrapped: boolean;
}

/** A name with parentheses behind it, in the header of a function. */
interface Invocation {
	readonly name: number;
	readonly open: number;
	readonly close: number;
}

/**
 * Takes a header apart: which of its names is the function, which its type, which are attributes
 * that the word list does not know. Null where it is no function after all.
 */
export function readHeader(source: Structure, whole: Candidate): Header | null {
	const { parts, candidate } = nearestParts(source, whole);
	const { kind } = source.tokens;
	const invocations = findInvocations(source, parts);
	if (invocations.length === 0) return readNestedDeclarator(source, candidate, parts);
	const chosen = chooseName(source, parts, invocations);
	if (!chosen) return null;
	const before = parts.filter((i) => i < chosen.name && !isInside(i, invocations));
	if (before.length > 0 && kind[before.at(-1)!] === T.AGGREGATE) return null;
	const first = firstToken(source, candidate, invocations, chosen);
	const type = typeTokens(
		source,
		before.filter((i) => i >= first),
		invocations,
		chosen,
	);
	const behind = chosen.close + 1;
	const wrapped = kind[behind] === T.LPAREN && source.partner[behind]! > 0;
	const shape = type.length > 0 || wrapped ? "function" : "macro";
	if (wrapped) {
		return {
			first,
			name: chosen.open + 1,
			type,
			open: behind,
			close: source.partner[behind]!,
			shape,
			wrapped,
		};
	}
	return { first, name: chosen.name, type, open: chosen.open, close: chosen.close, shape, wrapped };
}

/** Longest header that is read, in tokens that stand outside parentheses. */
const MAX_PARTS = 400;

/** Leaves out what a long run of macros without semicolons has in front of the header. */
function nearestParts(source: Structure, candidate: Candidate): { parts: number[]; candidate: Candidate } {
	const parts = significantTokens(source, candidate);
	if (parts.length <= MAX_PARTS) return { parts, candidate };
	const near = parts.slice(-MAX_PARTS);
	const begin = Math.max(
		near.findIndex((i) => startsLine(source, i)),
		0,
	);
	return { parts: near.slice(begin), candidate: { ...candidate, first: near[begin]! } };
}

/** Top-level tokens of the header without known attributes; parentheses are skipped. */
function significantTokens({ tokens, partner }: Structure, { first, open }: Candidate): number[] {
	const { kind } = tokens;
	const found: number[] = [];
	for (let i = first; i < open; i++) {
		const current = kind[i]!;
		if (current >= T.ATTRIBUTE) {
			if (current !== T.ATTRIBUTE && kind[i + 1] === T.LPAREN) i = Math.max(i, partner[i + 1]!);
			continue;
		}
		found.push(i);
		if (current === T.LPAREN || current === T.LBRACKET) i = Math.max(i, partner[i]!);
	}
	return found;
}

function findInvocations({ tokens, partner }: Structure, parts: readonly number[]): Invocation[] {
	const found: Invocation[] = [];
	for (const i of parts) {
		const close = partner[i + 1]!;
		const isCall = tokens.kind[i] === T.IDENTIFIER && tokens.kind[i + 1] === T.LPAREN && close > i;
		// `u16 (*rows(int n))[4]`: a type, and the declarator in parentheses.
		if (isCall && tokens.kind[i + 2] !== T.STAR) {
			found.push({ name: i, open: i + 1, close });
		}
	}
	return found;
}

function isInside(token: number, invocations: readonly Invocation[]): boolean {
	return invocations.some((call) => token >= call.name && token <= call.close);
}

/**
 * The invocation that declares the function: the first with a type in front of it, unless a plain
 * name with parentheses follows, which makes it an attribute; else the last.
 */
function chooseName(
	source: Structure,
	parts: readonly number[],
	invocations: readonly Invocation[],
): Invocation | null {
	const { kind, text, start, end } = source.tokens;
	const isType = (i: number) => {
		if (kind[i] !== T.IDENTIFIER) return T.isTypeKeyword(kind[i]!);
		return !isInside(i, invocations) && !isMacroSpelling(text.slice(start[i]!, end[i]!));
	};
	for (const [n, call] of invocations.entries()) {
		const typed = parts.some((i) => i < call.name && isType(i));
		const next = invocations[n + 1];
		if (!next) return call;
		const follower = kind[call.close + 1]!;
		const isFollowedByType = isTypeLike(follower) && follower !== T.IDENTIFIER;
		if (isFollowedByType || follower === T.STORAGE || follower === T.SEMICOLON) continue;
		if (typed && isTrailer(source, next)) return call;
	}
	return invocations.at(-1) ?? null;
}

function isTypeLike(kind: number): boolean {
	return kind === T.IDENTIFIER || T.isTypeKeyword(kind);
}

/** Behind the parameters only attributes can follow, and those are spelt like macros. */
function isTrailer({ tokens }: Structure, call: Invocation): boolean {
	return isMacroSpelling(tokens.text.slice(tokens.start[call.name]!, tokens.end[call.name]!));
}

/** `__attr` and `ATTR`, but not a type such as `__le32`, `__u8`, `__kernel_t` or `FOO_t`. */
export function isMacroSpelling(name: string): boolean {
	if (/^__[a-z]+\d+$|^__poll_t$|_t$/.test(name)) return false;
	return name.startsWith("__") || !/[a-z]/.test(name);
}

/** A macro invocation of an earlier line, `EXPORT_SYMBOL(f)` without a semicolon, is no part of it. */
function firstToken(
	source: Structure,
	{ first }: Candidate,
	invocations: readonly Invocation[],
	chosen: Invocation,
): number {
	const { kind, text, start, end } = source.tokens;
	let begin = first;
	for (const call of invocations) {
		if (call.name >= chosen.name) break;
		if (call.name === begin && startsLine(source, call.close + 1)) begin = call.close + 1;
	}
	// A lone macro name in its own line, `BEGIN_TABLE`, is none either unless it is all the type there is.
	while (kind[begin] === T.IDENTIFIER && startsLine(source, begin + 1) && begin + 1 < chosen.name) {
		const name = text.slice(start[begin]!, end[begin]!);
		if (!isMacroSpelling(name)) break;
		begin++;
	}
	return begin;
}

/** Which of the tokens in front of the name are its type. */
function typeTokens(
	{ tokens, partner }: Structure,
	before: readonly number[],
	invocations: readonly Invocation[],
	chosen: Invocation,
): number[] {
	const { kind, text, start, end } = tokens;
	const words = before.filter((i) => isTypeLike(kind[i]!) && kind[i] !== T.QUALIFIER);
	const isTag = (i: number) =>
		kind[i - 1] === T.AGGREGATE || (kind[i - 1]! >= T.ATTRIBUTE && kind[i - 2] === T.AGGREGATE);
	const firm = words.filter((i) => kind[i] !== T.IDENTIFIER || isTag(i));
	const stars = before.filter((i) => kind[i] === T.STAR);
	if (firm.length > 0) {
		return [...firm, ...stars].sort((a, b) => a - b);
	}
	const spelt = words.filter((i) => !isMacroSpelling(text.slice(start[i]!, end[i]!)));
	const name = spelt.at(-1) ?? words.at(-1);
	if (name !== undefined) return [name, ...stars];
	const typeMacro = invocations.find(
		(call) => call.close + 1 === chosen.name && partner[call.open] === call.close,
	);
	return typeMacro ? [typeMacro.name, ...stars] : [];
}

/** `void (*get(int a))(int)`, `int (f)(int a)`: the name stands inside the first parentheses. */
function readNestedDeclarator(
	source: Structure,
	candidate: Candidate,
	parts: readonly number[],
): Header | null {
	const { tokens, partner } = source;
	const { kind } = tokens;
	const outer = parts.find((i) => kind[i] === T.LPAREN);
	if (outer === undefined || partner[outer]! < 0) return null;
	let name = outer + 1;
	while (name < partner[outer]! && (kind[name] === T.STAR || kind[name]! >= T.ATTRIBUTE)) name++;
	if (kind[name] !== T.IDENTIFIER) return null;
	const open = kind[name + 1] === T.LPAREN ? name + 1 : partner[outer]! + 1;
	if (kind[open] !== T.LPAREN || partner[open]! < 0) return null;
	const type = parts.filter(
		(i) => i < outer && (isTypeLike(kind[i]!) || kind[i] === T.STAR) && kind[i] !== T.QUALIFIER,
	);
	if (type.length === 0) return null;
	return { first: candidate.first, name, type, open, close: partner[open]!, shape: "nested", wrapped: false };
}

/** Blanks whatever in front of the name and behind the parameters is neither type nor storage class. */
export function editHeader(source: Structure, candidate: Candidate, header: Header, edits: Edit[]): void {
	const { kind, start, end } = source.tokens;
	const blank = (from: number, to: number, reason: EditReason) =>
		edits.push({ start: start[from]!, end: end[to]!, with: "", reason });
	const type = new Set(header.type);
	for (let i = header.first; i < candidate.open; i++) {
		if (i === header.name && header.shape === "nested") return;
		if (i === header.open) {
			editParameters(source, header, edits);
			i = header.close;
		} else if (i === header.name || type.has(i) || kind[i] !== T.IDENTIFIER) continue;
		else if (header.wrapped && i === header.name - 2) {
			blank(i, i + 1, "macro-header");
			const wrapEnd = header.open - 1;
			blank(header.name + 1, wrapEnd, "macro-header");
			i = wrapEnd;
		} else if (kind[i + 1] === T.LPAREN && source.partner[i + 1]! > 0) {
			blank(i, source.partner[i + 1]!, "attribute");
			i = source.partner[i + 1]!;
		} else blank(i, i, "attribute");
	}
}

/** `int x HOUSE_UNUSED`: an attribute behind a parameter's name that no list knows. */
function editParameters(source: Structure, { open, close }: Header, edits: Edit[]): void {
	const { kind, text, start, end } = source.tokens;
	for (let i = open + 3; i < close; i++) {
		const isBehindName = kind[i] === T.IDENTIFIER && kind[i - 1] === T.IDENTIFIER;
		const isTyped = isTypeLike(kind[i - 2]!) || kind[i - 2] === T.STAR;
		if (!isBehindName || !isTyped || kind[i - 2] === T.QUALIFIER || kind[i - 2] === T.AGGREGATE) continue;
		if (isMacroSpelling(text.slice(start[i]!, end[i]!))) {
			edits.push({ start: start[i]!, end: end[i]!, with: "", reason: "attribute" });
		}
	}
}
