import type { Frame } from "../compare/result.js";
import type { Finding } from "../rules/finding.js";
import { toUnicode } from "./unicode.js";

/**
 * The code that a finding is about, 1-based, the end exclusive. Columns count UTF-16 code units and are
 * left out where the text of their line is not known. An `endLine` without an `endColumn` means that
 * line to its end.
 */
export interface Region {
	readonly startLine: number;
	readonly startColumn?: number;
	readonly endLine?: number;
	readonly endColumn?: number;
}

/** The region of a finding, whose own columns count bytes. */
export function regionOf(finding: Finding, frame: Frame | null): Region {
	const { line, endLine } = finding;
	const startColumn = columnIn(frame, line, finding.column);
	if (!hasEnd(finding)) return { startLine: line, ...(startColumn && { startColumn }) };
	const endColumn = columnIn(frame, endLine, finding.endColumn);
	if (!startColumn || (!endColumn && endLine === line)) return { startLine: line, endLine };
	return { startLine: line, startColumn, endLine, ...(endColumn && { endColumn }) };
}

/** Whether the end of a finding lies behind its beginning. */
export function hasEnd({ line, column, endLine, endColumn }: Finding): boolean {
	return endLine > line || (endLine === line && endColumn > column);
}

/** A column in bytes as one in UTF-16 code units. */
function columnIn(frame: Frame | null, line: number, column: number): number | undefined {
	const text = textAt(frame, line);
	return text === undefined ? undefined : toUnicode(text.slice(0, column - 1)).length + 1;
}

/** The text of a line, where the frame has it. */
export function textAt(frame: Frame | null, line: number): string | undefined {
	return frame?.lines.find(({ number }) => number === line)?.text;
}
