import type { SourceImage, Span } from "../../image/image.js";
import type { DialectMark } from "../syntax.js";
import { rewriteAttribute } from "./attributes.js";
import { type BodyContext, rewriteBody } from "./body.js";
import { type Edit, settleEdits } from "./edits.js";
import { rewriteTypeof } from "./expressions.js";
import { editHeader, readHeader } from "./header.js";
import { lex } from "./lexer.js";
import { editMacroHeader, readMacroSignature } from "./macro-header.js";
import { type Candidate, findCandidates } from "./outline.js";
import { readSignature, type Signature } from "./signature.js";
import { type Structure, structure } from "./structure.js";
import * as T from "./tokens.js";

/** A function definition as the dialect pass found it. */
export interface FunctionOutline {
	readonly signature: Signature;
	readonly span: Span;
	readonly nameSpan: Span;
	readonly bodySpan: Span;
	/** Sorted, disjoint; one that splits a construct around the function may reach beyond its span. */
	readonly edits: readonly Edit[];
}

export interface DialectResult {
	readonly functions: readonly FunctionOutline[];
	readonly marks: readonly DialectMark[];
	/** All edits of the text, sorted and disjoint. */
	readonly edits: readonly Edit[];
}

/**
 * The kernel-dialect pass: finds the functions of an image and what must be overwritten in them so
 * that a parser of plain C can read them. Linear in the length of the text.
 */
export function readDialect(image: SourceImage): DialectResult {
	const groupEdits: Edit[] = [];
	const source = structure(lex(image.text), image.changed, groupEdits);
	const marks: DialectMark[] = [];
	const functions: FunctionOutline[] = [];
	const all: Edit[] = [...groupEdits];
	for (const candidate of findCandidates(source)) {
		const found = readFunction(source, candidate, groupEdits, marks);
		if (!found) continue;
		functions.push(found);
		for (const edit of found.edits) if (!isGroupEdit(edit)) all.push(edit);
	}
	marks.sort((a, b) => a.start - b.start);
	return { functions, marks, edits: settleEdits(all) };
}

function readFunction(
	source: Structure,
	candidate: Candidate,
	groupEdits: readonly Edit[],
	marks: DialectMark[],
): FunctionOutline | null {
	const header = readHeader(source, candidate);
	if (!header) return null;
	const { start, end, kind } = source.tokens;
	const span = { start: start[header.first]!, end: end[candidate.close]! };
	const edits = editsWithin(groupEdits, span);
	const context = bodyContext(source, candidate, edits, marks);
	for (let i = header.first; i < candidate.open; i++) {
		if (kind[i]! >= T.ATTRIBUTE) i = rewriteAttribute(context, i);
		else if (kind[i] === T.TYPEOF) i = rewriteTypeof(context, i);
	}
	if (header.shape === "macro") {
		if (!holdsStatements(source, candidate)) return null;
		editMacroHeader(source, header, readMacroSignature(source, header), edits);
	} else editHeader(source, candidate, header, edits);
	rewriteBody(context);
	const signature = readSignature(source, header);
	const name = signature.nameToken;
	// Of a header that an `#ifdef` splits only one branch was read.
	const isSplit = editsWithin(groupEdits, { start: span.start, end: start[candidate.open]! }).length > 0;
	return {
		signature: isSplit ? { ...signature, returnsValue: null } : signature,
		span,
		nameSpan: { start: start[name]!, end: end[name]! },
		bodySpan: { start: start[candidate.open]!, end: span.end },
		edits: settleEdits(edits),
	};
}

/** True for the edits that resolve preprocessor lines: they belong to the text, not to one function. */
export function isGroupEdit(edit: Edit): boolean {
	return edit.reason === "preprocessor-group" || edit.reason === "directive";
}

/** Those of the sorted, disjoint edits that touch the span. */
function editsWithin(edits: readonly Edit[], span: Span): Edit[] {
	let low = 0;
	let high = edits.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (edits[middle]!.end <= span.start) low = middle + 1;
		else high = middle;
	}
	const found: Edit[] = [];
	for (let i = low; i < edits.length && edits[i]!.start < span.end; i++) found.push(edits[i]!);
	return found;
}

/** A macro followed by braces may also build a table; a function's body has statements or nothing. */
function holdsStatements({ tokens }: Structure, { open, close }: Candidate): boolean {
	if (close <= open + 1) return true;
	if (tokens.kind[open + 1] === T.MEMBER) return false;
	for (let i = open + 1; i < close; i++) {
		if (tokens.kind[i] === T.SEMICOLON || tokens.kind[i] === T.LBRACE) return true;
	}
	return false;
}

function bodyContext(
	source: Structure,
	candidate: Candidate,
	edits: Edit[],
	marks: DialectMark[],
): BodyContext {
	const { text, start, end } = source.tokens;
	return {
		source,
		open: candidate.open,
		close: candidate.close,
		edits,
		marks,
		heads: new Set(),
		overwrite: (from, to, written, reason) =>
			edits.push({ start: start[from]!, end: end[to]!, with: written, reason }),
		word: (token) => text.slice(start[token]!, end[token]!),
	};
}
