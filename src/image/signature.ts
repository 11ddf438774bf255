import type { ByteText } from "../input/message.js";
import { GAP_NAME } from "./image.js";
import { type Token, tokenize } from "./tokens.js";

/** A function's name as its header gives it. */
export interface Signature {
	/** Tells functions of one file apart; of a macro such as `SYSCALL_DEFINE1` with its first argument. */
	readonly key: string;
	/** Index of the name among the tokens of the header. */
	readonly index: number;
	readonly isMacro: boolean;
}

/** Macros that stand for a whole function header; any other name in capitals defines something else. */
const HEADER_MACRO =
	/^\w*(SYSCALL(32|64)?_DEFINE\d|BPF_CALL_\d|BPF_PROG\w*|DEFINE_IDTENTRY\w*)$|^(FIXTURE_)?(TEST|SETUP|TEARDOWN)(_\w+)?$/;

/** What may stand on lines of its own between the parameters and the body. */
const ANNOTATION = /^__(cond_)?(acquires|releases|must_hold|context_unsafe|no_context_analysis)\w*$/;

const NEVER_A_NAME = new Set(
	"if else for while do switch case default return goto sizeof typeof struct union enum typedef".split(" "),
);

/**
 * Finds the name of the function that the tokens declare: the word in front of the parameter list,
 * which attributes with arguments (`__printf(1, 2)`) may precede. Null where they declare none.
 */
export function readSignature(tokens: readonly Token[]): Signature | null {
	for (let index = 0; index < tokens.length; index++) {
		const { kind, text } = tokens[index]!;
		if (text === "*") continue;
		if (kind !== "word" || text === "typedef") return null;
		if (tokens[index + 1]?.text !== "(") continue;
		if (NEVER_A_NAME.has(text)) return null;
		const close = closing(tokens, index + 1);
		if (text.startsWith("__") && isDeclarator(tokens, close + 1)) {
			index = close;
			continue;
		}
		const isMacro = /^_*[A-Z][A-Z0-9_]*$/.test(text) || HEADER_MACRO.test(text);
		if (!isMacro) return { key: text, index, isMacro };
		if (!HEADER_MACRO.test(text)) return null;
		return { key: `${text}(${tokens[index + 2]?.text ?? ""}`, index, isMacro };
	}
	return null;
}

/** Whether the word annotates a function, such as `__acquires(x)` behind its parameters. */
export function isAnnotation({ text }: Token): boolean {
	return ANNOTATION.test(text);
}

/** Index of the bracket that closes the one at `open`, or the number of tokens. */
export function closing(tokens: readonly Token[], open: number): number {
	const opener = tokens[open]!.text;
	const closer = opener === "(" ? ")" : opener === "{" ? "}" : "]";
	let depth = 0;
	for (let index = open; index < tokens.length; index++) {
		if (tokens[index]!.text === opener) depth++;
		if (tokens[index]!.text === closer && --depth === 0) return index;
	}
	return tokens.length;
}

/** Whether a declarator follows: more words, then a parameter list. */
function isDeclarator(tokens: readonly Token[], from: number): boolean {
	if (tokens[from]?.kind !== "word") return false;
	for (let index = from; index < tokens.length; index++) {
		const { kind, text } = tokens[index]!;
		if (text === "(") return index > from + 1;
		if (kind !== "word" && text !== "*") return false;
	}
	return false;
}

/** A function header made of what stands behind the `@@`. */
export interface SuppliedHeader {
	readonly key: string;
	/** True where a line of the function stands behind the `@@`, but not its header: the name is unknown. */
	readonly isNameless: boolean;
	/** The label that is this line, if it is one. */
	readonly label: string | null;
	/** The header in full, parameters that are out of sight as `...`. */
	readonly complete: ByteText;
	/** The header as far as known up to the parameters that follow, to be completed by the hunk's first lines. */
	readonly open: ByteText;
}

/**
 * Turns a hunk's header into a function header, or null where it is none. git shows the first line
 * only, cut off at 80 bytes (GNU diff at 40), so that the parameter list may end anywhere.
 *
 *     static int foo(struct bar *b, unsig   ->  static int foo(struct bar *b, ...)
 *
 * A label is what GNU diff, and git without its C driver, may take for the opening line; such a
 * function is named {@link GAP_NAME}.
 */
export function supplyHeader(header: ByteText): SuppliedHeader | null {
	const { tokens } = tokenize(header);
	const label = /^(\w+):(?!:)/.exec(header)?.[1] ?? null;
	if (label !== null || (tokens[0] && isAnnotation(tokens[0]))) {
		const front = `${GAP_NAME} ${GAP_NAME}(`;
		return { key: header, isNameless: true, label, complete: `${front}...)`, open: front };
	}
	const signature = readSignature(tokens);
	if (signature === null) return supplyCutName(header, tokens);
	const open = signature.index + 1;
	const close = closing(tokens, open);
	const isUntyped = signature.index === 0 && !signature.isMacro;
	// A prototype or a data definition, or an invocation: what the hunk shows is not inside of it.
	if (tokens.slice(close + 1).some(({ text }) => text === ";" || text === "=")) return null;
	if (isUntyped && tokens.slice(open, close).some(({ kind }) => kind === "string" || kind === "number"))
		return null;
	const type = isUntyped ? `${GAP_NAME} ` : "";
	const front = type + header.slice(0, tokens[open]!.end);
	const shown = shownParameters(header, tokens, open, close);
	const unknown = signature.isMacro ? shown : shown === "" ? "..." : `${shown}, ...`;
	const isWhole = close < tokens.length;
	return {
		key: signature.key,
		isNameless: false,
		label: null,
		complete: isWhole ? type + header.slice(0, endOfAnnotations(tokens, close)) : `${front}${unknown})`,
		open: shown === "" ? front : `${front}${shown},`,
	};
}

/** Whether the header is as long as git (80 bytes) and GNU diff (40) show at most, less a blank at the end. */
function isCutOff({ length }: ByteText): boolean {
	return length === 39 || length === 40 || length >= 79;
}

/** A header cut off within the function's name: what is shown of the name has to serve. */
function supplyCutName(header: ByteText, tokens: readonly Token[]): SuppliedHeader | null {
	const last = tokens.at(-1);
	const before = tokens.at(-2);
	if (!isCutOff(header) || last?.kind !== "word" || before === undefined) return null;
	if (!tokens.every(({ kind, text }) => kind === "word" || text === "*")) return null;
	if (tokens.some(({ text }) => text === "typedef") || NEVER_A_NAME.has(before.text)) return null;
	const front = header.slice(0, last.end);
	return { key: last.text, isNameless: false, label: null, complete: `${front}(...)`, open: `${front}(` };
}

/** The parameters that a comma or the closing parenthesis ends. */
function shownParameters(header: ByteText, tokens: readonly Token[], open: number, close: number): ByteText {
	const start = tokens[open]!.end;
	let end = tokens[close]?.start ?? start;
	let depth = 0;
	for (const { text, start: at } of close < tokens.length ? [] : tokens.slice(open)) {
		if (text === "(") depth++;
		if (text === ")") depth--;
		if (text === "," && depth === 1) end = at;
	}
	return header.slice(start, end);
}

/** Offset behind the parameter list and the `__acquires(x)` that follow it in full. */
function endOfAnnotations(tokens: readonly Token[], close: number): number {
	let last = close;
	while (tokens[last + 1]?.kind === "word" && tokens[last + 2]?.text === "(") {
		const end = closing(tokens, last + 2);
		if (end === tokens.length) break;
		last = end;
	}
	return tokens[last]!.end;
}
