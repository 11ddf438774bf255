import type { FileDiff } from "../patch/patch.js";
import {
	type Composition,
	changedSpans,
	copyEdited,
	newComposition,
	placeNextLine,
	supply,
} from "./compose.js";
import { type Edit, type Fragment, fragmentOf } from "./fragment.js";
import { GAP_NAME, GAP_STATEMENT, type Side, type SourceImage } from "./image.js";
import { mendBody } from "./mend.js";
import { type DeclarationPiece, type FunctionPiece, outline, type Piece } from "./outline.js";
import { gotoTargets, labels } from "./statements.js";
import { lastAtOrBefore } from "./whole.js";

/** The pieces of one function in order, or a declaration between functions. */
type Part = readonly FunctionPiece[] | DeclarationPiece;

/**
 * The image of a file of which only the hunks are known.
 *
 * The hunks of one function become one function under its header; see {@link SourceImage} for what
 * stands between them. Of what is outside of functions only whole declarations are kept.
 */
export function partialImage(diff: FileDiff, side: Side): SourceImage {
	const fragments = diff.hunks.map((hunk) => fragmentOf(hunk, side));
	const path = (side === "pre" ? diff.prePath : diff.postPath) ?? "";
	const composition = newComposition();
	for (const part of gatherParts(diff, fragments)) {
		if ("kind" in part) copyEdited(composition, part.fragment, part.span, []);
		else writeFunction(composition, part);
		supply(composition, "\n");
	}
	const { parts, supplied, lineOffsets, lineNumbers } = composition;
	return {
		path,
		side,
		coverage: "hunks",
		text: parts.join(""),
		lineAt: (offset) => lineNumbers[lastAtOrBefore(lineOffsets, offset)] ?? 1,
		supplied,
		changed: changedSpans(composition, fragments),
	};
}

/**
 * Gathers the pieces of each function. Which hunks go on with a function is read off the pre-image,
 * whose headers they carry: behind a hunk that renames a function the next one still has the old name.
 */
function gatherParts(diff: FileDiff, fragments: readonly Fragment[]): Part[] {
	const [before, after] = (["pre", "post"] as const).map((side) =>
		continuations(diff.hunks.map((hunk) => outline(fragmentOf(hunk, side)))),
	);
	const outlines = fragments.map(outline);
	const parts: Part[] = [];
	let open: FunctionPiece[] | null = null;
	outlines.forEach((pieces, hunk) => {
		for (const piece of pieces) {
			if (piece.kind === "declaration") {
				parts.push(piece);
				continue;
			}
			if (open !== null && piece === pieces[0] && piece.inside && (before?.[hunk] ?? after?.[hunk])) {
				open.push(piece);
			} else {
				open = [piece];
				parts.push(open);
			}
			if (piece.closed) open = null;
		}
	});
	return parts;
}

/** For each hunk whether it begins in the function in which one before it ends; null if nothing tells. */
function continuations(outlines: readonly (readonly Piece[])[]): (boolean | null)[] {
	let open: FunctionPiece[] = [];
	return outlines.map((pieces) => {
		const first = pieces[0];
		const continues = first?.kind === "function" && first.inside ? isContinued(open, first) : null;
		for (const piece of pieces) {
			if (piece.kind !== "function") continue;
			open = piece.closed ? [] : piece === first && continues ? [...open, piece] : [piece];
		}
		return continues;
	});
}

/**
 * Whether the piece belongs to the function: it has its header or, where its own name is unknown, a
 * label that the function jumps to. Null where nothing tells.
 */
function isContinued(
	open: readonly FunctionPiece[],
	{ key, isNameless, label, tokens }: FunctionPiece,
): boolean | null {
	if (open[0]?.key === key) return true;
	if (!isNameless) return false;
	const here = [label, ...labels(tokens)];
	return open.some((piece) => gotoTargets(piece.tokens).some((target) => here.includes(target))) || null;
}

function writeFunction(composition: Composition, pieces: readonly FunctionPiece[]): void {
	const reached = new Set(pieces.flatMap((piece) => gotoTargets(piece.tokens)));
	pieces.forEach((piece, index) => {
		const { fragment, span, body, tokens, inside, closed } = piece;
		const edits = mendBody({
			text: fragment.text,
			span: body,
			tokens,
			changed: fragment.changed,
			startsCut: inside,
			endsCut: !closed,
		});
		if (index === 0 && piece.supply !== "") {
			placeNextLine(composition, fragment.firstLine);
			supply(composition, piece.supply + (inside ? "\n{" : ""));
		}
		if (inside) {
			if (piece.label !== null) supply(composition, `${piece.label}:`);
			supply(composition, `\t${GAP_STATEMENT}`);
			// Whoever jumps to these labels is out of sight: it may well be this gap.
			for (const label of labels(tokens)) {
				if (!reached.has(label)) supply(composition, `\tif (${GAP_NAME})\n\t\tgoto ${label};`);
			}
		}
		copyEdited(composition, fragment, span, edits.map(indented));
		if (closed || index < pieces.length - 1) return;
		supply(composition, `\t${GAP_STATEMENT}`);
		supply(composition, "}");
	});
}

/** Off the first column, where a brace would be taken for the function's own. */
function indented(edit: Edit): Edit {
	return { ...edit, text: edit.text.replace(/^(?=.)/gm, "\t") };
}
