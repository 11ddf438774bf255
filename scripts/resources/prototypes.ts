import { filesOf, readSource } from "../contracts/definitions.js";

/** How a function, an inline function or a macro is declared. */
export interface Prototype {
	readonly name: string;
	readonly path: string;
	/** Type in front of the name, attributes and all; empty for a macro. */
	readonly result: string;
	/** What stands between the commas: types with names, or the names of a macro's parameters. */
	readonly parameters: readonly string[];
	readonly isMacro: boolean;
	/** Of a macro: what it stands for, on one line. */
	readonly body: string;
}

/** A name at the left margin or behind a type there, and the parenthesis behind it. */
const DECLARED = /^((?:[A-Za-z_][\w \t*]*[ \t*\n])?(?:__\w+\([^()\n]*\)[ \t]*)?)([A-Za-z_]\w*)[ \t]*\(/gm;
const DEFINED = /^[ \t]*#[ \t]*define[ \t]+(\w+)(\((?:[^)\n\\]|\\\n)*\))?[ \t]*((?:[^\n\\]|\\\n|\\.)*)/gm;

/** What a file declares, each as it stands there. */
export function* prototypesIn(path: string, text: string): Iterable<Prototype> {
	for (const match of text.matchAll(DECLARED)) {
		const [all, before = "", name = ""] = match;
		const open = match.index + all.length - 1;
		const close = closingOf(text, open);
		if (close < 0 || before.trim() === "" || /\b(return|else|define|typedef)\b/.test(before)) continue;
		const parameters = split(text.slice(open + 1, close));
		yield { name, path, result: before.replace(/\s+/g, " ").trim(), parameters, isMacro: false, body: "" };
	}
	if (!text.includes("#define")) return;
	for (const [, name = "", list, written = ""] of text.matchAll(DEFINED)) {
		const body = written.replace(/\\\n/g, " ").replace(/\s+/g, " ").trim();
		if (list === undefined && !/^[A-Za-z_]\w*$/.test(body)) continue;
		const parameters = split((list ?? "").slice(1, -1).replace(/\\\n/g, " "));
		yield { name, path, result: "", parameters, isMacro: true, body };
	}
}

/** The declarations of a tree by name; only those of the names given, where there are any. */
export function prototypesOf(
	tree: string,
	names: ReadonlySet<string> | null = null,
): Map<string, Prototype[]> {
	const all = new Map<string, Prototype[]>();
	for (const path of filesOf(tree)) {
		for (const prototype of prototypesIn(path, withoutComments(readSource(tree, path)))) {
			if (names && !names.has(prototype.name)) continue;
			const known = all.get(prototype.name);
			if (known) known.push(prototype);
			else all.set(prototype.name, [prototype]);
		}
	}
	return all;
}

/** Where a parenthesis is closed; -1 where it is not near. */
function closingOf(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length && at < open + 3000; at++) {
		const character = text[at];
		if (character === "(") depth++;
		else if (character === ")" && --depth === 0) return at;
		else if (character === ";" || character === "{") return -1;
	}
	return -1;
}

/** What stands between the commas that no parenthesis encloses. */
export function split(list: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let part = "";
	for (const character of list) {
		if (character === "," && depth === 0) {
			parts.push(part);
			part = "";
			continue;
		}
		if ("([{".includes(character)) depth++;
		else if (")]}".includes(character)) depth--;
		part += character;
	}
	const all = [...parts, part].map((item) => item.replace(/\s+/g, " ").trim());
	return all.length === 1 && (all[0] === "" || all[0] === "void") ? [] : all;
}

/** Comments as blanks, line for line. */
function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
}
