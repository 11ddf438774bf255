import { BLOCK, type Structure } from "./structure.js";
import * as T from "./tokens.js";

/** Token indices of something that has the shape of a function definition. */
export interface Candidate {
	/** First token of the declaration. */
	readonly first: number;
	/** The `{` of the body. */
	readonly open: number;
	/** The `}` of the body, or the last token of the text where none closes it. */
	readonly close: number;
}

/** Finds what may be a function definition: a top-level `{` that belongs to no type and no value. */
export function findCandidates(source: Structure): Candidate[] {
	const { tokens, partner, role, boundaries } = source;
	const { kind, count } = tokens;
	const found: Candidate[] = [];
	let first = 0;
	/** Whether the declaration so far may be a function's: it has parentheses, no `=`, no `typedef`. */
	let hasParens = false;
	let isOther = false;
	let boundary = 0;
	const begin = (token: number) => {
		first = token;
		hasParens = false;
		isOther = false;
	};
	for (let i = 0; i < count; i++) {
		const current = kind[i]!;
		while (boundary < boundaries.length && boundaries[boundary]! < i) boundary++;
		// What a preprocessor line cuts off in front was a macro without a semicolon.
		if (boundaries[boundary] === i && i > first && !isOther) begin(i);
		// So was what a new declaration follows: `MACHINE_START(x) .init = f, MACHINE_END`.
		if (isOther && current === T.STORAGE && startsLine(source, i) && kind[i - 1] !== T.STORAGE) begin(i);
		if (current === T.SEMICOLON || current === T.RBRACE) begin(i + 1);
		else if (current === T.ASSIGN || current === T.TYPEDEF) isOther = true;
		else if (current === T.LPAREN || current === T.LBRACKET) {
			hasParens ||= current === T.LPAREN;
			i = Math.max(i, partner[i]!);
		} else if (current === T.LBRACE) {
			const close = partner[i]! < 0 ? count - 1 : partner[i]!;
			if (isLinkageBlock(source, first, i)) {
				begin(i + 1);
				continue;
			}
			if (role[i] === BLOCK && hasParens && !isOther) {
				found.push({ first, open: i, close });
				begin(close + 1);
			} else if (startsLine(source, close + 1) && kind[close + 1]! >= T.AGGREGATE) begin(close + 1);
			i = close;
		}
	}
	return found;
}

/** `extern "C" {`: what it holds is top level too. */
function isLinkageBlock({ tokens }: Structure, first: number, open: number): boolean {
	return open - first === 2 && tokens.kind[first] === T.STORAGE && tokens.kind[first + 1] === T.STRING;
}

/** True for a token in column 0. */
export function startsLine({ tokens }: Structure, token: number): boolean {
	if (token >= tokens.count) return false;
	const at = tokens.start[token]!;
	return at === 0 || tokens.text.charCodeAt(at - 1) === 10;
}
