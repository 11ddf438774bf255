import { declarationsOf } from "../check-knowledge.js";
import { filesOf, readSource } from "./definitions.js";

/** How the code of a tree tests what a function returned. */
export interface Tests {
	/** Files that call it. */
	files: number;
	/** By `IS_ERR()` alone, against NULL alone, by both; the rest is not tested near the call. */
	error: number;
	null: number;
	both: number;
	untested: number;
}

/** What is said of a function outside its body. */
export interface Evidence {
	readonly tests: Tests;
	/** What its kernel-doc says of the result; empty where it has none. */
	doc: string;
	/** A header that declares it; one below `include/` where there is any. */
	header: string;
}

const ASSIGNED = /([A-Za-z_][\w.>[\]-]*)\s*=\s*(?:\([\w\s]*\*+\s*\)\s*)?([A-Za-z_]\w*)\(/g;
const CALLED = /\b([A-Za-z_]\w*)[ \t]*\(/g;
const DOC = /\/\*\*[ \t]*\n([\s\S]*?)\*\//g;

/** Reads the tree once for what it says of the functions named. */
export function evidenceFor(tree: string, names: ReadonlySet<string>): Map<string, Evidence> {
	const all = new Map<string, Evidence>();
	const of = (name: string) => {
		let evidence = all.get(name);
		if (!evidence) {
			evidence = { tests: { files: 0, error: 0, null: 0, both: 0, untested: 0 }, doc: "", header: "" };
			all.set(name, evidence);
		}
		return evidence;
	};
	for (const path of filesOf(tree)) {
		const text = readSource(tree, path);
		for (const [name, doc] of docsIn(text)) if (names.has(name) && doc !== "") of(name).doc ||= doc;
		if (path.endsWith(".h")) {
			for (const name of declarationsOf(text)) {
				if (!names.has(name)) continue;
				const evidence = of(name);
				const isBetter = path.startsWith("include/") && !evidence.header.startsWith("include/");
				if (evidence.header === "" || isBetter) evidence.header = path;
			}
			continue;
		}
		const own = ownFunctions(text);
		const called = new Set([...text.matchAll(CALLED)].map((match) => match[1]!));
		for (const name of called) if (names.has(name) && !own.has(name)) of(name).tests.files++;
		for (const match of text.matchAll(ASSIGNED)) {
			const [, variable = "", name = ""] = match;
			if (!names.has(name) || own.has(name)) continue;
			of(name).tests[testedBy(text, match.index, match[0].length, variable)]++;
		}
	}
	return all;
}

/** Functions that a file defines, going by the left margin. */
function ownFunctions(text: string): ReadonlySet<string> {
	return new Set(
		[...text.matchAll(/^(?:[A-Za-z_][\w \t*]*[ \t*])?([A-Za-z_]\w*)\([^;{}]*\)\s*\{/gm)].map((m) => m[1]!),
	);
}

/** How far behind the call a test is looked for. */
const NEAR = 600;

function testedBy(
	text: string,
	start: number,
	length: number,
	variable: string,
): Exclude<keyof Tests, "files"> {
	const name = variable.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	if (/!\($/.test(text.slice(start - 2, start))) return "null";
	let behind = text.slice(start + length, start + length + NEAR);
	const cuts = [/\n\}/, new RegExp(`(?<![\\w>.])${name}\\s*=[^=]`)].map((cut) => behind.search(cut));
	for (const cut of cuts) if (cut >= 0) behind = behind.slice(0, cut);
	if (new RegExp(`IS_ERR_OR_NULL\\(${name}\\)`).test(behind)) return "both";
	const error = new RegExp(`(IS_ERR|PTR_ERR_OR_ZERO)\\(${name}\\)`).test(behind);
	const isNull = new RegExp(
		`(!|\\bif \\(|&& |\\|\\| |WARN_ON\\()${name}( &&|\\)| \\|\\|| \\?)|(?<![\\w>.])${name} [!=]= NULL|NULL [!=]= ${name}\\b`,
	).test(behind);
	if (error && isNull) return "both";
	return error ? "error" : isNull ? "null" : "untested";
}

function* docsIn(text: string): Iterable<readonly [string, string]> {
	if (!text.includes("/**")) return;
	for (const [, body = ""] of text.matchAll(DOC)) {
		const lines = body.split("\n").map((line) => line.replace(/^\s*\*? ?/, ""));
		const name = /^(?:\w+ )*\**\s*([A-Za-z_]\w*)\s*(\(\))?\s*[-:(]/.exec(lines[0] ?? "")?.[1];
		if (name) yield [name, returnSection(lines.slice(1))];
	}
}

function returnSection(lines: readonly string[]): string {
	const kept: string[] = [];
	let isIn = false;
	for (const line of lines) {
		if (
			/^\s*(Returns?|Return values?|RETURNS?|RETURN)\b/.test(line) ||
			/\b[Rr]eturns? (a|an|the|NULL|ERR|error|pointer|IS_ERR|%NULL|negative|valid|%?-E)/.test(line)
		)
			isIn = true;
		else if (/^\s*@?\w+:/.test(line) && !/^\s*\*/.test(line)) isIn = false;
		else if (
			/\b(NULL|ERR_PTR|IS_ERR|error pointer|error code)\b/.test(line) &&
			/return|fail|error/i.test(line)
		) {
			kept.push(line.trim());
			continue;
		} else if (line.trim() === "" && kept.length > 0 && isIn && kept.at(-1) !== "") isIn = false;
		if (isIn) kept.push(line.trim());
	}
	return kept.join(" ").replace(/\s+/g, " ").trim().slice(0, 600);
}

/** What the text of a kernel-doc says can be returned. */
export function readDoc(doc: string): { readonly null: boolean; readonly error: boolean } {
	return {
		null: /\bNULL\b/.test(doc),
		error:
			/\b(ERR_PTR|IS_ERR|PTR_ERR|ERR_CAST|errptr)\b|err(or)?[- ]?(encoded )?(pointer|ptr|valued|code)|-E[A-Z]{3,}|(negative|encoded) (error|errno)|errno/i.test(
				doc,
			),
	};
}
