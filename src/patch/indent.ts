import type { DiffLine } from "./patch.js";

/** Fewer lines of code than this tell nothing of their indentation. */
const MIN_LINES = 6;

/**
 * Whether the indentation of all lines is lost, as on pages that collapse white space: no line of code
 * begins with a tab or several spaces, though kernel code inside a function always does.
 */
export function isFlat(lines: readonly DiffLine[]): boolean {
	const code = lines.filter(({ text }) => text.trim() !== "");
	return code.length >= MIN_LINES && code.every(({ text }) => !/^(\t| {2})/.test(text));
}

/**
 * Gives lines without indentation one that shows what is inside a function and what is not, by their
 * braces. `header` is the text of the hunk's first line: with one, the hunk begins inside a function.
 * Each side counts its own braces; a context line goes by those after the patch.
 */
export function indented(lines: readonly DiffLine[], header: string): DiffLine[] {
	const first = lines.find(({ text }) => text.trim() !== "")?.text.trim();
	// The function that the header names, unless its own opening brace is shown, or another function begins.
	const depth = /\([^;]*$/.test(header) && first !== "{" && !beginsOutside(lines) ? 1 : 0;
	const [pre, post] = [
		{ braces: depth, parens: 0 },
		{ braces: depth, parens: 0 },
	];
	return lines.map((line) => {
		const side = line.kind === "removed" ? pre : post;
		const code = line.text.trim();
		const isInside = side.parens > 0 || (code.startsWith("}") ? side.braces > 1 : side.braces > 0);
		const isLabel = /^[A-Za-z_]\w*:$/.test(code) && !code.startsWith("default");
		if (line.kind !== "added") count(pre, code);
		if (line.kind !== "removed") count(post, code);
		return { ...line, text: isInside && !isLabel && code !== "" ? `\t${code}` : code };
	});
}

/** `static int f(int a)`: two words and a parenthesis, as no statement begins. */
const FUNCTION_HEAD = /^(?!(else|return|case|goto)\b)[A-Za-z_]\w*[\s*]+([A-Za-z_]\w*[\s*]+)*[A-Za-z_]\w*\(/;

/** Whether the first block that opens, before any closes, is the body of a function: none begins inside another. */
function beginsOutside(lines: readonly DiffLine[]): boolean {
	let head = "";
	for (const { kind, text } of lines) {
		const code = text.trim();
		if (kind === "removed" || code === "") continue;
		if (code === "{") return FUNCTION_HEAD.test(head);
		if (/[{}]/.test(code)) return false;
		// The parameters may go over several lines.
		if (!/,$/.test(head) || !FUNCTION_HEAD.test(head)) head = code;
	}
	return false;
}

function count(side: { braces: number; parens: number }, code: string): void {
	for (const char of code) {
		if (char === "{") side.braces++;
		else if (char === "}") side.braces = Math.max(0, side.braces - 1);
		else if (char === "(") side.parens++;
		else if (char === ")") side.parens = Math.max(0, side.parens - 1);
	}
}
