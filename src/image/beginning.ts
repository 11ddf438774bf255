import { closing } from "./signature.js";
import { isLabel, type Token } from "./tokens.js";

/**
 * How a fragment begins: at a statement, behind tokens that are the rest of one, or behind the rest
 * of the condition of an `if` or loop whose body follows.
 */
export interface Beginning {
	/** Number of tokens that are the rest of something cut off. */
	readonly cut: number;
	/** What the cut tokens were the head of. */
	readonly head: "none" | "if" | "loop";
}

/** Tokens that no statement begins with; `*`, `&`, `(`, `-`, `+`, `!`, `~` may, and are told by what follows. */
const NEVER_FIRST = new Set([")", "]", ",", ".", "=", "|", "^", "/", "%", "<", ">", "?", ":", "[", '"']);

const STATEMENT = new Set("if for while do switch return goto else case break continue".split(" "));

/** Finds out how the tokens of a body begin whose front is cut off. */
export function readBeginning(text: string, tokens: readonly Token[]): Beginning {
	const close = lastUnopened(tokens);
	if (close >= 0) return behindParenthesis(tokens, close);
	const first = tokens[0];
	if (first === undefined) return { cut: 0, head: "none" };
	const brace = dataEnd(tokens);
	if (brace >= 0) return restOfStatement(tokens, brace + 1);
	if (first.text === "{") {
		const next = tokens[closing(tokens, 0) + 1]?.text;
		const isInitializer = next === "," || next === ";" || isElement(tokens);
		return isInitializer ? restOfStatement(tokens, 0) : { cut: 0, head: "if" };
	}
	const continues =
		NEVER_FIRST.has(first.text) || isOperator(tokens) || isAligned(text, tokens) || isTail(tokens);
	return continues ? restOfStatement(tokens, 0) : { cut: 0, head: "none" };
}

/**
 * Index of the last parenthesis whose opening one is cut off, or -1. All belong to the one statement
 * that the fragment's edge cuts, so what looks like it behind a later statement is none.
 */
function lastUnopened(tokens: readonly Token[]): number {
	let depth = 0;
	let lowest = 0;
	let found = -1;
	for (let index = 0; index < tokens.length; index++) {
		const { text, indent } = tokens[index]!;
		if (text === "(") depth++;
		if (text === ")" && --depth < lowest) {
			lowest = depth;
			found = index;
		}
		const before = tokens[index - 1]?.text ?? "";
		if (indent !== null && STATEMENT.has(text) && (before === ";" || before === "{" || before === "}")) break;
	}
	return found;
}

function behindParenthesis(tokens: readonly Token[], close: number): Beginning {
	const next = tokens[close + 1];
	const isLoop = tokens.slice(0, close).some((token) => token.text === ";");
	const head = isLoop ? "loop" : "if";
	if (next?.text === "{") return { cut: close + 1, head };
	if (next?.kind === "word" && next.indent !== null) return { cut: close + 1, head };
	return restOfStatement(tokens, close + 1);
}

/** Skips to the `;` that ends the statement under way, or up to the brace that ends what is around it. */
function restOfStatement(tokens: readonly Token[], from: number): Beginning {
	let depth = 0;
	for (let index = from; index < tokens.length; index++) {
		const { text } = tokens[index]!;
		if (text === "(" || text === "{" || text === "[") depth++;
		if (text === ")" || text === "]") depth--;
		if (text === "}" && --depth < 0 && !endsInitializer(tokens, index)) return { cut: index, head: "none" };
		if (text === ";" && depth <= 0) return { cut: index + 1, head: "none" };
	}
	return { cut: tokens.length, head: "none" };
}

function endsInitializer(tokens: readonly Token[], brace: number): boolean {
	const next = tokens[brace + 1]?.text ?? "";
	return next === ";" || next === "," || next === "}" || next === ")";
}

/** Index of the last `}` that ends an initialiser or structure, or a part of one, that began in front; or -1. */
function dataEnd(tokens: readonly Token[]): number {
	let depth = 0;
	let found = -1;
	let inStatements = false;
	for (let index = 0; index < tokens.length; index++) {
		const { text } = tokens[index]!;
		if (text === ";") inStatements = true;
		if (text === "{") depth++;
		if (text !== "}" || --depth >= 0) continue;
		const next = tokens[index + 1];
		const endsElement = !inStatements && (next?.text === "," || next?.text === ";");
		const isNamed = next?.kind === "word" && next.indent === null && !STATEMENT.has(next.text);
		if (endsElement || isNamed) found = index;
	}
	return found;
}

/** Whether the block at the front holds no statement: an element of an array. */
function isElement(tokens: readonly Token[]): boolean {
	const block = tokens.slice(1, closing(tokens, 0));
	return block.length > 0 && block.at(-1)!.text !== ";" && block.at(-1)!.text !== "}";
}

/** A binary operator of two characters, which no statement begins with. */
function isOperator(tokens: readonly Token[]): boolean {
	const [first, second] = tokens;
	if (first === undefined || second === undefined || second.start !== first.end) return false;
	const pair = first.text + second.text;
	return pair === "&&" || pair === "->" || pair === "!=" || pair === "+=" || pair === "-=";
}

/** Whether the first line is set under an opening parenthesis: tabs, then spaces. */
function isAligned(text: string, tokens: readonly Token[]): boolean {
	const first = tokens[0]!;
	if (first.indent === null || isLabel(tokens, 0)) return false;
	return /\t {1,7}$/.test(text.slice(Math.max(0, first.start - first.indent - 1), first.start));
}

/** Whether the first statement holds a `:` without its `?`: the rest of a conditional expression. */
function isTail(tokens: readonly Token[]): boolean {
	const first = tokens[0]!;
	if (STATEMENT.has(first.text) || isLabel(tokens, 0)) return false;
	let depth = 0;
	for (const { text } of tokens) {
		if (text === "(" || text === "[") depth++;
		if (text === ")" || text === "]") depth--;
		if (text === ";" || text === "{" || text === "?" || text === "}") return false;
		if (text === ":" && depth === 0) return true;
	}
	return false;
}
