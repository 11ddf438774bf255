import type { SourceImage } from "../image/image.js";
import { type FunctionOutline, isGroupEdit } from "./dialect/dialect.js";
import { applyEdits } from "./dialect/edits.js";
import { resolveAllGroups } from "./dialect/structure.js";
import type { SyntaxTree } from "./syntax.js";
import { type BuiltTree, brokenTree, buildTree, CompactTree } from "./tree.js";
import { parseC } from "./treesitter.js";

export interface ParsedTree {
	readonly tree: SyntaxTree;
	readonly clean: boolean;
}

/** Longest function that is parsed, in bytes: twice the longest hand-written one of the kernel. */
const MAX_FUNCTION = 512 << 10;

/**
 * Deepest tree that is handed out. Hand-written code stays below 100; deeper trees would only
 * exhaust the stack of whoever walks them.
 */
const MAX_DEPTH = 600;

/**
 * Parses one function: the first text that parses cleanly, or the one that comes nearest to it.
 */
export function parseFunction(image: SourceImage, outline: FunctionOutline): ParsedTree {
	const { start, end } = outline.span;
	if (end - start > MAX_FUNCTION) return unparsed(image, outline);
	let best: BuiltTree | null = null;
	for (const text of attempts(image, outline)) {
		const built = parseText(text, start);
		if (built === "out-of-bounds") break;
		if (built && (!best || isBetter(built, best))) best = built;
		if (best?.broken === 0) break;
	}
	if (!best) return unparsed(image, outline);
	return { tree: new CompactTree(image, best.columns), clean: best.broken === 0 };
}

function isBetter(a: BuiltTree, b: BuiltTree): boolean {
	return a.broken === b.broken ? a.lost < b.lost : a.broken < b.broken;
}

/** The texts to try in turn: as rewritten, as written, and with every preprocessor group down to one branch. */
function* attempts(image: SourceImage, { span, edits }: FunctionOutline): Generator<string> {
	const { text, changed } = image;
	const rewritten = applyEdits(text, span.start, span.end, edits);
	yield rewritten;
	yield applyEdits(text, span.start, span.end, edits.filter(isGroupEdit));
	const shifted = changed.map(({ start, end }) => ({ start: start - span.start, end: end - span.start }));
	const groups = resolveAllGroups(rewritten, shifted);
	if (groups.length > 0) yield applyEdits(rewritten, 0, rewritten.length, groups);
}

function unparsed(image: SourceImage, { span }: FunctionOutline): ParsedTree {
	return { tree: new CompactTree(image, brokenTree(span.start, span.end)), clean: false };
}

/**
 * Tree of the one function definition that the text must be. Where the parser saw it begin late or
 * end early it counts as broken; null where it saw none at all.
 */
function parseText(text: string, shift: number): BuiltTree | null | "out-of-bounds" {
	const cursor = parseC(text);
	if (!cursor) return "out-of-bounds";
	if (!cursor.gotoFirstChild()) return null;
	let isFirst = true;
	do {
		if (cursor.nodeType === "comment") continue;
		if (cursor.nodeType === "function_definition") {
			const lost = (isFirst ? 0 : cursor.startIndex) + text.length - cursor.endIndex;
			const built = buildTree(cursor, shift, (text.length >> 1) + 16, MAX_DEPTH);
			if (!built) return "out-of-bounds";
			return lost === 0 ? built : { ...built, broken: built.broken + 1, lost: built.lost + lost };
		}
		isFirst = false;
	} while (cursor.gotoNextSibling());
	return null;
}
