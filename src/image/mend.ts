import { readBeginning } from "./beginning.js";
import { resolveConditionals } from "./conditionals.js";
import type { BodyText, Edit } from "./fragment.js";
import { GAP_NAME, GAP_STATEMENT } from "./image.js";
import { closing } from "./signature.js";
import {
	type Escapes,
	NOWHERE,
	noEscapes,
	type Walk,
	walkElse,
	walkLabel,
	walkStatement,
} from "./statements.js";
import { isLabel, type Token } from "./tokens.js";

/**
 * A construct that began in front of the fragment. `plain` is any that only a `}` shows the end of:
 * an `if`, unless a `break` or `continue` asks for a loop.
 */
interface Frame {
	kind: "plain" | "if" | "do" | "switch" | "loop";
}

/** State of the walk over the statements that stand in no construct the fragment opens. */
interface Mending {
	readonly body: BodyText;
	readonly walk: Walk;
	readonly edits: Edit[];
	/** Constructs whose beginning is cut off, the innermost first. */
	readonly frames: Frame[];
	/** Indentation of the statements of the construct that the walk is in; null before the first one. */
	level: number | null;
	/** The first token of the statement walked last. */
	last: Token | null;
}

/** Columns by which a line must stand back to have left a construct; less is a slip of the hand. */
const DEDENT = 4;

/** Columns to which kernel code indents the statements of a function. */
const BODY_LEVEL = 8;

/**
 * Makes the stretch a sequence of whole statements: constructs that begin in front of it get a
 * beginning, open ones are closed, and statements that its edges cut give way to gaps. The edits are
 * sorted and disjoint.
 *
 *             foo();                    if (__lorelint_gap) {
 *         } else {             ->           foo();
 *             bar(a,                    } else {
 *                                           __lorelint_gap;
 *                                       }
 */
export function mendBody(body: BodyText): Edit[] {
	const { tokens, edits } = resolveConditionals(body);
	const beginning = body.startsCut ? readBeginning(body.text, tokens) : { cut: 0, head: "none" as const };
	const walk: Walk = { tokens, at: beginning.cut, escapes: noEscapes(), cutAt: null, depth: 0, tail: [] };
	const mending: Mending = { body, walk, edits, frames: [], level: null, last: null };
	const head = beginning.head === "none" ? "" : mendHead(mending, beginning.head);
	while (walk.at < tokens.length) mendNext(mending);
	closeAll(mending);
	openEnd(mending);
	const front = frontEdit(mending, beginning.cut, head);
	return disjoint([...(front ? [front] : []), ...edits, ...tailEdits(mending)]);
}

/** Walks the body whose head is cut off, and gives the head to write in front of it. */
function mendHead({ walk }: Mending, head: "if" | "loop"): string {
	const outer = walk.escapes;
	walk.escapes = noEscapes();
	walkStatement(walk, head === "loop" ? { inSwitch: false, inLoop: true } : NOWHERE);
	const { caseLabel, breaks, continues } = walk.escapes;
	walk.escapes = outer;
	outer.continues ||= continues;
	if (head === "loop") return `while (${GAP_NAME})\n`;
	if (caseLabel) return `switch (${GAP_NAME})\n`;
	outer.breaks ||= breaks;
	if (walk.tokens[walk.at]?.text === "else") walkElse(walk, NOWHERE);
	return `if (${GAP_NAME})\n`;
}

function mendNext(mending: Mending): void {
	const { walk } = mending;
	const token = walk.tokens[walk.at]!;
	mending.last = token;
	if (token.text === "}") {
		closeFrame(mending, token);
	} else if (token.text === "else") {
		endBraceless(mending, token, "if");
		walkElse(walk, NOWHERE);
	} else {
		followLevel(mending, token);
		// A label alone, so that the statement behind it is looked at in its turn.
		if (!walkLabel(walk, NOWHERE) && walk.at < walk.tokens.length) walkStatement(walk, NOWHERE);
	}
}

/** Keeps track of the construct that the walk is in by the indentation of the next statement. */
function followLevel(mending: Mending, token: Token): void {
	const { walk } = mending;
	const label = isLabel(walk.tokens, walk.at);
	const isCase = token.text === "case" || (label && token.text === "default");
	// Labels stand at any column, and so does code that someone put at the first one to find it again.
	if (token.indent === null || token.indent === 0 || (label && !isCase)) return;
	const level = isCase ? token.indent + BODY_LEVEL : token.indent;
	if (mending.level !== null && level <= mending.level - DEDENT) endBraceless(mending, token, "plain");
	mending.level = isCase ? level : Math.min(level, mending.level ?? level);
}

/** A `}` whose opening brace is cut off. */
function closeFrame(mending: Mending, brace: Token): void {
	const { walk } = mending;
	walk.at++;
	if (brace.indent !== null) mending.level = brace.indent;
	const next = walk.tokens[walk.at];
	if (next?.text === "else") {
		addFrame(mending, "if");
		walkElse(walk, NOWHERE);
		return;
	}
	const isDo = next?.text === "while" && next.indent === null;
	addFrame(mending, isDo ? "do" : "plain");
	if (!isDo) return;
	const close = closing(walk.tokens, walk.at + 1);
	if (close < walk.tokens.length) {
		walk.at = walk.tokens[close + 1]?.text === ";" ? close + 2 : close + 1;
	} else {
		walk.cutAt = next.start;
		walk.at = walk.tokens.length;
		walk.tail.push(`while (${GAP_NAME});`);
	}
}

/** Less indentation without a brace: what stands in front was the body of a head that is cut off. */
function endBraceless(mending: Mending, token: Token, kind: Frame["kind"]): void {
	if (!mending.body.startsCut) return;
	const at = token.indent === null ? token.start : lineStart(mending.body.text, token.start);
	mending.edits.push({ start: at, end: at, text: "}\n" });
	addFrame(mending, kind);
}

function addFrame(mending: Mending, kind: Frame["kind"]): void {
	const { escapes } = mending.walk;
	const actual = kind === "plain" && escapes.caseLabel ? "switch" : kind;
	mending.frames.push({ kind: actual });
	mending.walk.escapes = escaping(escapes, actual);
}

/** What still asks for a construct around that one. */
function escaping({ breaks, continues }: Escapes, kind: Frame["kind"]): Escapes {
	return {
		caseLabel: false,
		breaks: breaks && kind !== "switch" && kind !== "do",
		continues: continues && kind !== "do",
	};
}

/**
 * Supplies what is still missing around all: the constructs that the indentation tells of, a switch
 * for `case` labels, a loop for `break` and `continue`. For the latter the outermost construct is
 * taken, so that they lead to the next gap rather than to code they may not reach.
 */
function closeAll(mending: Mending): void {
	const { body, walk, frames, level } = mending;
	if (!body.startsCut) return;
	const close = (kind: Frame["kind"]) => {
		addFrame(mending, kind);
		walk.tail.push(`${GAP_STATEMENT}\n}`);
	};
	if (walk.escapes.caseLabel || (level !== null && level > BODY_LEVEL)) close("plain");
	if (!walk.escapes.breaks && !walk.escapes.continues) return;
	const outermost = frames.filter((frame) => frame.kind === "plain").at(-1);
	if (outermost !== undefined) outermost.kind = "loop";
	else close("loop");
}

/**
 * Behind a `return` or `goto` at the end there must be a label that is out of sight. That the code
 * behind it is not taken for dead, the jump becomes one that may be taken.
 */
function openEnd({ body, walk, edits, last }: Mending): void {
	if (!body.endsCut || walk.tail.length > 0 || last === null) return;
	if (last.text !== "return" && last.text !== "goto") return;
	const at = last.indent === null ? last.start : lineStart(body.text, last.start);
	edits.push({ start: at, end: at, text: `if (${GAP_NAME})\n` });
}

const OPENERS: Record<Frame["kind"], string> = {
	plain: `if (${GAP_NAME}) {`,
	if: `if (${GAP_NAME}) {`,
	do: "do {",
	switch: `switch (${GAP_NAME}) {\ncase ${GAP_NAME}:`,
	loop: `while (${GAP_NAME}) {`,
};

/** The beginnings of what begins in front of the fragment, in place of the tokens that are cut. */
function frontEdit({ body, walk, frames }: Mending, cut: number, head: string): Edit | null {
	if (cut === 0 && head === "" && frames.length === 0) return null;
	const openers = [...frames].reverse().map(({ kind }) => `${OPENERS[kind]}\n${GAP_STATEMENT}\n`);
	const start = body.span.start;
	return { start, end: cutEnd(body, walk.tokens, cut), text: openers.join("") + head };
}

/** Where text is kept again behind the first `cut` tokens: at the next line, if no token is kept in theirs. */
function cutEnd({ text, span }: BodyText, tokens: readonly Token[], cut: number): number {
	const last = tokens[cut - 1];
	if (last === undefined) return span.start;
	const next = tokens[cut];
	if (next !== undefined && next.indent === null) return next.start;
	const newline = text.indexOf("\n", last.end);
	return newline < 0 ? span.end : Math.min(span.end, newline + 1);
}

function tailEdits({ body, walk }: Mending): Edit[] {
	const { end } = body.span;
	const token = walk.tokens.find((each) => each.start === walk.cutAt);
	const start =
		token === undefined ? end : token.indent === null ? token.start : lineStart(body.text, token.start);
	if (walk.tail.length === 0 && start === end) return [];
	return [{ start, end, text: walk.tail.map((line) => `${line}\n`).join("") }];
}

/** Sorts the edits; one that lies in an earlier one goes, as its text does. */
function disjoint(edits: readonly Edit[]): Edit[] {
	const sorted = edits.map((edit, index) => ({ edit, index }));
	sorted.sort((a, b) => a.edit.start - b.edit.start || a.index - b.index);
	const kept: Edit[] = [];
	let end = 0;
	for (const { edit } of sorted) {
		if (edit.end < end || (edit.start < end && edit.end === end)) continue;
		kept.push(edit.start < end ? { ...edit, start: end } : edit);
		end = edit.end;
	}
	return kept;
}

function lineStart(text: string, offset: number): number {
	return text.lastIndexOf("\n", offset - 1) + 1;
}
