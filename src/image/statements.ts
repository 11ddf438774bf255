import { GAP_NAME, GAP_STATEMENT } from "./image.js";
import { closing } from "./signature.js";
import { isLabel, type Token } from "./tokens.js";

/** What was seen that needs a loop or switch which the fragment does not show. */
export interface Escapes {
	caseLabel: boolean;
	breaks: boolean;
	continues: boolean;
}

/** A walk over the statements of a fragment, up to where its end cuts them off. */
export interface Walk {
	readonly tokens: readonly Token[];
	/** Index of the next token. */
	at: number;
	escapes: Escapes;
	/** Offset from which on the text is the beginning of a statement that is cut off. */
	cutAt: number | null;
	/** Count of the statements around the next one. */
	depth: number;
	/** What is to be written at the end: bodies that are missing, braces that are open. */
	readonly tail: string[];
}

/** What a statement stands in, as far as the fragment shows it. */
export interface Surroundings {
	readonly inSwitch: boolean;
	readonly inLoop: boolean;
}

export const NOWHERE: Surroundings = { inSwitch: false, inLoop: false };
const IN_LOOP: Surroundings = { inSwitch: false, inLoop: true };

const STATEMENT = new Set("if for while do switch return goto else case break continue".split(" "));

export function noEscapes(): Escapes {
	return { caseLabel: false, breaks: false, continues: false };
}

/** Statements nested deeper, which only hostile input has, are cut away: they would exhaust the stack. */
const MAX_DEPTH = 500;

/** Walks one statement with the labels in front of it. Where its end is cut off, notes what mends it. */
export function walkStatement(walk: Walk, around: Surroundings): void {
	if (walk.depth === MAX_DEPTH) {
		cutFrom(walk, walk.at);
		return;
	}
	walk.depth++;
	walkLabelled(walk, around);
	walk.depth--;
}

function walkLabelled(walk: Walk, around: Surroundings): void {
	while (walkLabel(walk, around)) {
		if (peek(walk) === undefined) walk.tail.push(GAP_STATEMENT);
		if (peek(walk) === undefined || peek(walk) === "}") return;
	}
	switch (peek(walk)) {
		case "{":
			walkBlock(walk, around);
			break;
		case "if":
			if (!walkHead(walk)) break;
			walkBody(walk, around);
			if (peek(walk) === "else") walkElse(walk, around);
			break;
		case "for":
		case "while":
			if (walkHead(walk)) walkBody(walk, IN_LOOP);
			break;
		case "switch":
			if (walkHead(walk)) walkBody(walk, { inSwitch: true, inLoop: around.inLoop });
			break;
		case "do":
			walkDo(walk);
			break;
		case "else":
			walkElse(walk, around);
			break;
		default:
			noteEscape(walk, around);
			walkExpression(walk);
	}
}

function noteEscape({ tokens, at, escapes }: Walk, { inLoop, inSwitch }: Surroundings): void {
	if (tokens[at]?.text === "break" && !inLoop && !inSwitch) escapes.breaks = true;
	if (tokens[at]?.text === "continue" && !inLoop) escapes.continues = true;
}

function peek(walk: Walk): string | undefined {
	return walk.tokens[walk.at]?.text;
}

/** The statement behind a head or an `else`; a gap where the fragment ends in front of it. */
function walkBody(walk: Walk, around: Surroundings): void {
	if (peek(walk) === undefined) walk.tail.push(GAP_STATEMENT);
	else walkStatement(walk, around);
}

export function walkElse(walk: Walk, around: Surroundings): void {
	walk.at++;
	walkBody(walk, around);
}

/** Walks `name:`, `case x:` or `default:`, if one is next. */
export function walkLabel(walk: Walk, around: Surroundings): boolean {
	const { tokens, at } = walk;
	const first = tokens[at];
	if (first?.kind !== "word") return false;
	if (first.text !== "case") {
		if (!isLabel(tokens, at)) return false;
		if (first.text === "default" && !around.inSwitch) walk.escapes.caseLabel = true;
		walk.at += 2;
		return true;
	}
	let depth = 0;
	for (let index = at + 1; index < tokens.length; index++) {
		const { text } = tokens[index]!;
		if (text === "(") depth++;
		if (text === ")") depth--;
		if (text === ":" && depth === 0) {
			if (!around.inSwitch) walk.escapes.caseLabel = true;
			walk.at = index + 1;
			return true;
		}
	}
	cutFrom(walk, at);
	return false;
}

/** Gives up the text from the token on: the statement that it begins has no end. */
function cutFrom(walk: Walk, index: number): void {
	cutText(walk, index);
	walk.tail.push(GAP_STATEMENT);
}

function cutText(walk: Walk, index: number): void {
	walk.cutAt ??= walk.tokens[index]?.start ?? null;
	walk.at = walk.tokens.length;
}

/** Walks a keyword and the parentheses behind it; false where their end is cut off. */
function walkHead(walk: Walk): boolean {
	const keyword = walk.at;
	const close =
		walk.tokens[keyword + 1]?.text === "(" ? closing(walk.tokens, keyword + 1) : walk.tokens.length;
	if (close >= walk.tokens.length) {
		cutFrom(walk, keyword);
		return false;
	}
	walk.at = close + 1;
	return true;
}

function walkBlock(walk: Walk, around: Surroundings): void {
	walk.at++;
	while (walk.at < walk.tokens.length) {
		if (peek(walk) === "}") {
			walk.at++;
			return;
		}
		walkStatement(walk, around);
	}
	walk.tail.push(`${GAP_STATEMENT}\n}`);
}

function walkDo(walk: Walk): void {
	walk.at++;
	walkBody(walk, IN_LOOP);
	const keyword = walk.at;
	const close =
		walk.tokens[keyword + 1]?.text === "(" ? closing(walk.tokens, keyword + 1) : walk.tokens.length;
	if (close < walk.tokens.length) {
		walk.at = close + 1;
		if (peek(walk) === ";") walk.at++;
	} else {
		cutText(walk, keyword);
		walk.tail.push(`while (${GAP_NAME});`);
	}
}

/**
 * Walks a declaration or expression to its `;`, or a macro that heads a block or statement such as
 * `list_for_each_entry(a, list, node)`.
 */
function walkExpression(walk: Walk): void {
	const { tokens, at: first } = walk;
	let depth = 0;
	let assigned = false;
	for (let index = first; index < tokens.length; index++) {
		const { text, kind, indent } = tokens[index]!;
		const behindCall = index > first && tokens[index - 1]!.text === ")";
		if (text === "(" || text === "[") depth++;
		if (text === ")" || text === "]") depth--;
		if (depth > 0) continue;
		if (text === "=") assigned = true;
		if (text === ";") {
			walk.at = index + 1;
			return;
		}
		if (text === "}") {
			walk.at = index;
			return;
		}
		if (text === "{") {
			if (behindCall && !assigned) {
				walk.at = index;
				walkBlock(walk, IN_LOOP);
				return;
			}
			index = closing(tokens, index);
		}
		const begins = index > first && kind === "word" && indent !== null && (behindCall || STATEMENT.has(text));
		if (!begins || assigned) continue;
		walk.at = index;
		if (behindCall && indent > (tokens[first]!.indent ?? indent)) walkStatement(walk, IN_LOOP);
		return;
	}
	cutFrom(walk, first);
}

/** Names of the labels among the tokens of a body. */
export function labels(tokens: readonly Token[]): string[] {
	return tokens
		.filter(({ text, indent }, index) => {
			if (!isLabel(tokens, index) || text === "default") return false;
			return indent !== null && ";{}:".includes(tokens[index - 1]?.text ?? ";");
		})
		.map(({ text }) => text);
}

/** Names of the labels that the tokens of a body jump to. */
export function gotoTargets(tokens: readonly Token[]): string[] {
	return tokens.filter((_, index) => tokens[index - 1]?.text === "goto").map(({ text }) => text);
}
