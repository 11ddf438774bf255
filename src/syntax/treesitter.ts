import { createRequire } from "node:module";
import type Parser from "tree-sitter";

/**
 * A walk over the nodes of a parse, the one thing the rest of lorelint wants of a parser. Offsets
 * are into the parsed text. Another binding takes tree-sitter's place by providing this.
 */
export interface ParseCursor {
	readonly nodeType: string;
	readonly nodeIsNamed: boolean;
	readonly nodeIsMissing: boolean;
	readonly startIndex: number;
	readonly endIndex: number;
	readonly currentFieldName: string | null | undefined;
	gotoFirstChild(): boolean;
	gotoNextSibling(): boolean;
	gotoParent(): boolean;
}

/** How long one function may take to parse, in microseconds; the longest of the kernel takes a tenth of it. */
const TIMEOUT_MICROSECONDS = 2_000_000;

let shared: Parser | null = null;

/**
 * Parses C and answers a cursor at the root, or null where the parser gave up in time.
 *
 * The text has one character a byte, so that offsets are byte offsets. The tree behind the cursor
 * is native memory that goes only when the event loop turns: use the cursor at once, do not keep it.
 */
export function parseC(text: string): ParseCursor | null {
	shared ??= createParser();
	let tree: Parser.Tree | null;
	try {
		tree = shared.parse(text);
	} catch {
		tree = null;
	}
	if (tree) return tree.walk() as ParseCursor;
	// A halted parser would otherwise go on with the old text.
	shared.reset();
	return null;
}

function createParser(): Parser {
	// Both packages are CommonJS with native addons.
	const require = createRequire(import.meta.url);
	const parser: Parser = new (require("tree-sitter") as typeof Parser)();
	const language = require("tree-sitter-c") as Parser.Language;
	// The binding makes a class of every node type listed here, which takes longer than to parse most
	// functions; a cursor needs none of them.
	language.nodeTypeInfo = [];
	parser.setLanguage(language);
	parser.setTimeoutMicros(TIMEOUT_MICROSECONDS);
	return parser;
}
