import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { wholeImage } from "../../src/image/whole.js";
import { macroAsFunction } from "../../src/syntax/macro.js";
import { parseSource } from "../../src/syntax/parse.js";
import type { FunctionUnit, ParsedFile } from "../../src/syntax/syntax.js";

/** Folders of a kernel tree that are no kernel code. */
const APART: ReadonlySet<string> = new Set([
	...["Documentation", "LICENSES", "certs", "rust", "samples", "scripts", "tools", "usr", ".git"],
]);
/** Larger headers are lists of registers. */
const MAX_HEADER = 1 << 20;

/** Sources and headers of a tree, in a fixed order. */
export function* filesOf(tree: string, below = ""): Iterable<string> {
	const entries = readdirSync(join(tree, below), { withFileTypes: true });
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = below === "" ? entry.name : `${below}/${entry.name}`;
		if (entry.isDirectory()) {
			if (below !== "" || !APART.has(entry.name)) yield* filesOf(tree, path);
		} else if (entry.isFile() && /\.[ch]$/.test(entry.name)) yield path;
	}
}

export function readSource(tree: string, path: string): string {
	const text = readFileSync(join(tree, path), "latin1");
	return path.endsWith(".h") && text.length > MAX_HEADER ? "" : text;
}

export function parseText(path: string, text: string): ParsedFile {
	return parseSource(wholeImage(path, "post", text, []));
}

/** The functions of a file that return pointers. */
export function pointerFunctions(file: ParsedFile): readonly FunctionUnit[] {
	return file.functions.filter(({ returnType }) => returnType.trimEnd().endsWith("*"));
}

/** A macro that is called like a function, as it stands in a file. */
export interface Macro {
	readonly name: string;
	/** All of the definition, on one line, fit for {@link macroFile}. */
	readonly text: string;
	/** Where the macro is nothing but another name: that name. */
	readonly alias: string | null;
	/** Names that its body calls. */
	readonly calls: readonly string[];
}

const DEFINE =
	/^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)(\((?:[^)\n\\]|\\\n)*\))?[ \t]+((?:[^\n\\]|\\\n|\\.)*)/gm;

/** Macros of a text whose body calls something, or is a name. */
export function* macrosOf(text: string): Iterable<Macro> {
	if (!text.includes("define")) return;
	for (const [, name = "", parameters, written = ""] of text.matchAll(DEFINE)) {
		if (written.length > 3000) continue;
		const body = written
			.replace(/\\\n/g, " ")
			.replace(/\/\*.*?\*\//g, " ")
			.trim();
		if (parameters === undefined) {
			if (/^[a-z_]\w*$/.test(body)) yield { name, text: "", alias: body, calls: [] };
			continue;
		}
		const named = parameters
			.replace(/\\\n\s*/g, " ")
			.replace(/(\w)\s*\.\.\./, "$1")
			.replace("...", "__va_args");
		const inner = body
			.replace(/##\s*__VA_ARGS__/g, "__va_args")
			.replace(/__VA_ARGS__/g, "__va_args")
			.replace(/\b(\w+)##/g, "$1")
			.replace(/\balloc_hooks\(/g, "(")
			// It calls its first argument with the others but the second.
			.replace(/\b__regmap_lockdep_wrapper\((\w+), *#\w+,/g, "$1(")
			.replace(/\(([A-Za-z_]\w*)\)\(/g, "$1(")
			.replace(/,\s*##/g, ", ");
		const calls = [...inner.matchAll(/\b([A-Za-z_]\w*)[ \t]*\(/g)].map(([, called]) => called!);
		if (calls.length === 0) continue;
		yield { name, text: `#define ${name}${named} ${inner}\n`, alias: null, calls };
	}
}

/** The macro as a function in a file of its own; null where it cannot be one. */
export function macroFile(path: string, macro: Macro): ParsedFile | null {
	return macroAsFunction(wholeImage(path, "post", macro.text, []), 0);
}
