/** Why a piece of text was overwritten; one value for each cause. */
export type EditReason =
	| "attribute"
	| "annotation"
	| "cleanup"
	| "iterator"
	| "scoped-guard"
	| "macro-header"
	| "preprocessor-group"
	| "type-argument"
	| "argument"
	| "typeof"
	| "case-range"
	| "offsetof"
	| "label-address"
	| "string-macro"
	| "asm"
	| "missing-semicolon"
	| "declaration-macro"
	| "directive";

/**
 * One overwriting of the text, of exactly equal length: `with` is padded with blanks up to `end`,
 * line ends in between stay where they are.
 */
export interface Edit {
	readonly start: number;
	readonly end: number;
	readonly with: string;
	readonly reason: EditReason;
}

/** `text` from `start` to `end` with the edits that touch it applied; edits are sorted and disjoint. */
export function applyEdits(text: string, start: number, end: number, edits: readonly Edit[]): string {
	const parts: string[] = [];
	let at = start;
	for (const edit of edits) {
		const from = Math.max(edit.start, at);
		const to = Math.min(edit.end, end);
		if (to <= from) continue;
		parts.push(text.slice(at, from), overwritten(text, edit).slice(from - edit.start, to - edit.start));
		at = to;
	}
	parts.push(text.slice(at, end));
	return parts.join("");
}

function overwritten(text: string, edit: Edit): string {
	const rest = text.slice(edit.start + edit.with.length, edit.end);
	return edit.with + blanked(rest);
}

function blanked(text: string): string {
	return text.includes("\n") ? text.replace(/[^\r\n]/g, " ") : " ".repeat(text.length);
}

/** Sorts edits and drops every one that overlaps an earlier (and there wider) one. */
export function settleEdits(edits: Edit[]): Edit[] {
	edits.sort((a, b) => a.start - b.start || b.end - a.end);
	const kept: Edit[] = [];
	let end = -1;
	for (const edit of edits) {
		if (edit.start < end) continue;
		kept.push(edit);
		end = edit.end;
	}
	return kept;
}
