import type { Frame } from "../compare/result.js";
import type { Style } from "./style.js";
import { printable } from "./unicode.js";

/** Columns between two tab stops in kernel code. */
const TAB = 8;
/** Longer lines are cut: a frame is there to be looked at. */
const MAX_WIDTH = 160;

/**
 * The lines of a code frame, numbered, with a caret under the place that is meant.
 *
 *     >   12 |                 return -EINVAL;
 *            |                 ^
 *
 * @param line 1-based number of the marked line
 * @param column 1-based, in bytes of that line
 */
export function renderFrame(frame: Frame, line: number, column: number, style: Style): string[] {
	const digits = Math.max(4, String(frame.firstLine + frame.lines.length - 1).length);
	const out: string[] = [];
	frame.lines.forEach((text, index) => {
		const number = frame.firstLine + index;
		const marked = number === line;
		const gutter = `${marked ? ">" : " "} ${String(number).padStart(digits)} |`;
		out.push(`${style.faint(gutter)} ${cut(expand(text))}`.trimEnd());
		if (!marked) return;
		const indent = expand(text.slice(0, column - 1)).length;
		if (indent < MAX_WIDTH) {
			out.push(`${style.faint(`${" ".repeat(digits + 2)} |`)} ${" ".repeat(indent)}${style.error("^")}`);
		}
	});
	return out;
}

/** A line as it stands on a screen: tabs become spaces, control characters are written out. */
function expand(text: string): string {
	let out = "";
	const parts = text.split("\t");
	parts.forEach((part, index) => {
		out += printable(part);
		if (index < parts.length - 1) out += " ".repeat(TAB - (out.length % TAB));
	});
	return out;
}

function cut(text: string): string {
	return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text;
}
