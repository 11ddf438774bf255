import { type Token, tokenize } from "../image/tokens.js";
import type { ByteText } from "../input/message.js";
import { conditionOf, definedness } from "./directive.js";
import { ALWAYS, all, any, type Formula, not, UNKNOWN } from "./formula.js";

/** A word in the code of a file, and when it is compiled. */
export interface Mention {
	readonly name: string;
	readonly start: number;
	readonly end: number;
	readonly condition: Formula;
}

/** What a file says to the compiler, by configuration. */
export interface Outline {
	/** Of each name what stands outside of all braces, and definitions of macros: whatever may declare it. */
	readonly declarations: ReadonlyMap<string, readonly Mention[]>;
	/** Arguments of macros outside of all braces, which may be parts of names that they declare: `FLAG(idle)`. */
	readonly pasted: readonly Mention[];
	/** Names among them of functions and macros: what can be called. */
	readonly callable: ReadonlySet<string>;
	/**
	 * Words inside of braces that a parenthesis follows, in order; not those behind `.` and `->`, nor in the
	 * arguments of macros, which may drop them.
	 */
	readonly calls: readonly Mention[];
}

interface Group {
	/** Condition around the group. */
	readonly outer: Formula;
	/** Brace depth in front of it: each arm begins there. */
	readonly depth: number;
	/** Of the arms so far. */
	readonly asked: Formula[];
}

/** Reads a whole file. */
export function outlineOf(text: ByteText): Outline {
	const { tokens } = tokenize(text);
	const guard = includeGuard(text, tokens);
	const declarations = new Map<string, Mention[]>();
	const callable = new Set<string>();
	const pasted: Mention[] = [];
	const calls: Mention[] = [];
	const open: Group[] = [];
	let condition: Formula = ALWAYS;
	let depth = 0;
	/** Parentheses open since the name of a macro; 0 outside of its arguments. */
	let nesting = 0;
	const isOpened = (index: number) =>
		isMacroName(tokens[index - 1]) && (depth === 0 || mayDrop(tokens, index - 1));
	const declare = (mention: Mention) => {
		const list = declarations.get(mention.name);
		if (list) list.push(mention);
		else declarations.set(mention.name, [mention]);
	};
	tokens.forEach((token, index) => {
		const { start, end } = token;
		if (token.kind === "directive") {
			const name = token.text === "define" ? definedName(text, token) : null;
			if (name === null) step(token, index);
			else {
				declare({ name, start, end, condition });
				callable.add(name);
			}
		} else if (token.text === ";") nesting = 0;
		else if (token.text === "{") depth++;
		else if (token.text === "}") depth = Math.max(0, depth - 1);
		else if (token.text === "(" && (nesting > 0 || isOpened(index))) nesting++;
		else if (token.text === ")") nesting = Math.max(0, nesting - 1);
		else if (token.kind === "word") {
			const mention = { name: token.text, start, end, condition };
			if (depth === 0) declare(mention);
			if (depth === 0 && isDeclarator(tokens, index)) callable.add(token.text);
			if (depth === 0 && nesting > 0) pasted.push(mention);
			if (depth > 0 && nesting === 0 && isCall(tokens, index)) calls.push(mention);
		}
	});
	return { declarations, callable, pasted, calls };

	function step(token: Token, index: number): void {
		const group = open.at(-1);
		switch (token.text) {
			case "if":
			case "ifdef":
			case "ifndef": {
				const asked = index === guard ? ALWAYS : askedBy(text, token);
				open.push({ outer: condition, depth, asked: [asked] });
				condition = all([condition, asked]);
				return;
			}
			case "else":
			case "elif":
			case "elifdef":
			case "elifndef": {
				if (!group) return;
				const asked = token.text === "else" ? ALWAYS : askedBy(text, token);
				condition = all([group.outer, ...group.asked.map(not), asked]);
				group.asked.push(asked);
				({ depth } = group);
				return;
			}
			case "endif":
				if (open.pop() && group) condition = group.outer;
		}
	}
}

/** Where any of them is compiled. */
export function conditionOfAny(mentions: readonly Mention[]): Formula {
	return any(mentions.map((mention) => mention.condition));
}

/** Whether it is `f` of `int f(void)`, and not an attribute. */
function isDeclarator(tokens: readonly Token[], index: number): boolean {
	const before = tokens[index - 1];
	if (tokens[index + 1]?.text !== "(" || before === undefined) return false;
	return before.text === "*" || (before.kind === "word" && !STORAGE.has(before.text));
}

const STORAGE: ReadonlySet<string> = new Set(["static", "extern", "inline", "__always_inline"]);

function isMacroName(token: Token | undefined): boolean {
	return token?.kind === "word" && /^[A-Z][A-Z0-9_]*$/.test(token.text);
}

function mayDrop(tokens: readonly Token[], index: number): boolean {
	return !EVALUATING.test(tokens[index]!.text);
}

/** Macros that evaluate what they are given in every configuration. */
const EVALUATING = /^(?:WARN|BUG|IS_ERR|PTR_ERR|ERR_PTR|READ_ONCE|WRITE_ONCE|ARRAY_SIZE|DIV_ROUND_UP)/;

function isCall(tokens: readonly Token[], index: number): boolean {
	if (tokens[index + 1]?.text !== "(") return false;
	const [before, last] = [tokens[index - 2]?.text, tokens[index - 1]?.text];
	return last !== "." && !(last === ">" && before === "-");
}

function askedBy(text: ByteText, token: Token): Formula {
	const expression = text.slice(token.start, token.end).replace(/^#\s*\w+/, "");
	switch (token.text) {
		case "if":
		case "elif":
			return conditionOf(expression);
		default: {
			const name = /\w+/.exec(expression)?.[0];
			const asked = name === undefined ? UNKNOWN : definedness(name);
			return token.text.endsWith("ndef") ? not(asked) : asked;
		}
	}
}

function definedName(text: ByteText, token: Token): string | null {
	return /^#\s*define\s+(\w+)/.exec(text.slice(token.start, token.end))?.[1] ?? null;
}

/** Index of the `#ifndef` that keeps a header from being read twice; -1 where there is none. */
function includeGuard(text: ByteText, tokens: readonly Token[]): number {
	const [first, second] = tokens;
	if (first?.kind !== "directive" || !first.text.startsWith("if") || second?.text !== "define") return -1;
	const asked = /^#\s*if(?:ndef\s+|\s+!\s*defined\s*\(?\s*)(\w+)/.exec(
		text.slice(first.start, first.end),
	)?.[1];
	return asked !== undefined && asked === definedName(text, second) ? 0 : -1;
}
