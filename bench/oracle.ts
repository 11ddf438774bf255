/**
 * Function definitions told by kernel style alone, line by line: a header that begins in column 0, a
 * `{` alone in column 0, and the next `}` in column 0. It shares no code with the dialect pass.
 */
export interface OracleFunction {
	/** What the header calls it; the first argument for a macro in capitals. */
	readonly name: string;
	/** Offset of the `{` and the offset behind the `}`. */
	readonly open: number;
	readonly end: number;
}

export function oracleFunctions(text: string): OracleFunction[] {
	const lines = blankComments(text).split("\n");
	const offsets: number[] = [];
	let offset = 0;
	for (const line of lines) {
		offsets.push(offset);
		offset += line.length + 1;
	}
	const found: OracleFunction[] = [];
	for (let i = 0; i < lines.length; i++) {
		if (!/^\{\s*$/.test(lines[i]!)) continue;
		const header = headerAbove(lines, i);
		const name = header === null ? null : nameIn(header);
		const close = nextClose(lines, i);
		if (name === null || close < 0) continue;
		found.push({ name, open: offsets[i]!, end: offsets[close]! + 1 });
		i = close;
	}
	return found;
}

/** Comments become blanks, so that lines and columns stay. */
function blankComments(text: string): string {
	return text.replace(
		/"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
		(token) => (token.startsWith("/") ? token.replace(/[^\n]/g, " ") : token),
	);
}

/** The lines in front of a `{` that belong to its header, joined; null where they are no function's. */
function headerAbove(lines: readonly string[], brace: number): string | null {
	const parts: string[] = [];
	for (let i = brace - 1; i >= 0 && brace - i < 40; i--) {
		const line = lines[i]!;
		if (/^\s*$/.test(line)) {
			if (parts.length > 0) break;
			continue;
		}
		if (/^\s*#/.test(line) || /^[{}]/.test(line) || /[;}]\s*$/.test(line)) break;
		parts.unshift(line.trim());
		if (/^\S/.test(line) && /\(/.test(line) && !/^\w+:?$/.test(lines[i - 1] ?? "")) {
			if (depthOf(parts.join(" ")) === 0) break;
		}
	}
	const header = parts.join(" ");
	if (depthOf(header) !== 0 || !header.includes("(") || header.endsWith(",")) return null;
	return /=|^typedef\b|\b(?:struct|union|enum)\s+\w*\s*$/.test(header) ? null : header;
}

function depthOf(text: string): number {
	let depth = 0;
	for (const char of text) depth += char === "(" ? 1 : char === ")" ? -1 : 0;
	return depth;
}

function nameIn(header: string): string | null {
	// Attributes behind the parameters and in front of the name, innermost parentheses first.
	const bare = header.replace(/\bSEC\("[^"]*"\)/g, " ").replace(/\b__\w+\s*\((?:[^()]|\([^()]*\))*\)/g, " ");
	const call = /(\w+)\s*\(\s*([^()]*)/.exec(bare);
	if (!call) return null;
	const name = call[1]!;
	if (name.startsWith("TEST_F")) return /^\w+,\s*(\w+)/.exec(call[2]!)?.[1] ?? name;
	const first = /^\w+/.exec(call[2]!)?.[0];
	if (/^[A-Z0-9_]+$/.test(name) && first && /^\w+\s*(?:,|$)/.test(call[2]!)) return first;
	return name;
}

function nextClose(lines: readonly string[], from: number): number {
	for (let i = from + 1; i < lines.length; i++) {
		if (/^\}/.test(lines[i]!)) return /^\}\s*$/.test(lines[i]!) ? i : -1;
		if (/^\{/.test(lines[i]!)) return -1;
	}
	return -1;
}
