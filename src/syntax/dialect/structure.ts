import type { Span } from "../../image/image.js";
import { BranchChooser, splitsConstruct } from "./branches.js";
import type { Edit, EditReason } from "./edits.js";
import { type Branch, findGroups, type Group } from "./groups.js";
import { lex } from "./lexer.js";
import type { Directive, TokenList } from "./tokens.js";
import * as T from "./tokens.js";

/** What a pair of brackets holds; roles of braces only, parentheses have {@link ENCLOSED}. */
export const BLOCK = 1;
const INITIALISER = 2;
export const MEMBERS = 3;
const ENCLOSED = 4;

/** The tokens that remain when split preprocessor groups are down to one branch, with their brackets. */
export interface Structure {
	readonly tokens: TokenList;
	/** For each bracket the index of its partner, or -1. Meaningless for other tokens. */
	readonly partner: Int32Array;
	/** For each `{` its role. */
	readonly role: Uint8Array;
	/** Tokens in front of which a preprocessor line still stands, in order. */
	readonly boundaries: readonly number[];
}

/**
 * Resolves preprocessor groups that split a construct and pairs all brackets.
 *
 * Pairing recovers where kernel style shows the way: a `}` in column 0 that another declaration
 * follows closes the outermost brace, whatever is still open inside.
 */
export function structure(all: TokenList, changed: readonly Span[], edits: Edit[]): Structure {
	const builder = new StructureBuilder(all, changed, edits);
	return builder.build();
}

/** The edits that bring every group of the text down to one branch, split or not. */
export function resolveAllGroups(text: string, changed: readonly Span[]): Edit[] {
	const edits: Edit[] = [];
	const tokens = lex(text);
	if (tokens.directives.length > 0) new StructureBuilder(tokens, changed, edits, true).build();
	return edits;
}

class StructureBuilder {
	readonly #resolvesAll: boolean;
	readonly #all: TokenList;
	readonly #edits: Edit[];
	readonly #live: TokenList;
	readonly #partner: Int32Array;
	readonly #role: Uint8Array;
	/** Live indices of the brackets that are open. */
	readonly #open: number[] = [];
	/** Where in `#open` the braces are. */
	readonly #openBraces: number[] = [];
	readonly #chooser: BranchChooser;
	readonly #groups: Map<Directive, Group>;
	/** Directives whose branch goes, with the directive at which what stays begins again. */
	readonly #dropped = new Map<Directive, { branch: Branch; until: Directive | null }>();
	/** Directives whose line goes though their branch stays. */
	readonly #blanked = new Set<Directive>();
	readonly #boundaries: number[] = [];
	/** Kind of the token in front of the parenthesis that closed last: tells `= (struct s){` apart. */
	#beforeLastParen = -1;

	constructor(all: TokenList, changed: readonly Span[], edits: Edit[], resolvesAll = false) {
		this.#resolvesAll = resolvesAll;
		this.#all = all;
		this.#edits = edits;
		this.#groups = findGroups(all);
		this.#chooser = new BranchChooser(all.text, changed);
		// Live tokens are compacted in place: the write position never overtakes the read position.
		this.#live = { ...all, count: 0 };
		this.#partner = new Int32Array(all.count).fill(-1);
		this.#role = new Uint8Array(all.count);
	}

	build(): Structure {
		const all = this.#all;
		const { directives } = all;
		let token = 0;
		for (let next = 0; next < directives.length; ) {
			const directive = directives[next++]!;
			while (token < directive.token) this.#take(token++);
			const group = this.#groups.get(directive);
			if (group && this.#isForOneBranch(group)) this.#planOneBranch(group);
			const dropped = this.#dropped.get(directive);
			if (dropped) {
				token = dropped.branch.last;
				this.#blank(directive.start, dropped.until?.start ?? all.text.length);
				while (next < directives.length && directives[next] !== dropped.until) next++;
			} else if (this.#blanked.has(directive)) this.#blank(directive.start, directive.end);
			else if (directive.name === "other" && this.#open.length > 0) {
				// A `#define` tells nothing inside a function, and the grammar has few places for it.
				this.#blank(directive.start, directive.end, "directive");
			} else this.#boundaries.push(this.#live.count);
		}
		while (token < all.count) this.#take(token++);
		return {
			tokens: this.#live,
			partner: this.#partner,
			role: this.#role,
			boundaries: this.#boundaries,
		};
	}

	#isForOneBranch(group: Group): boolean {
		const context = this.#context();
		if (this.#resolvesAll || splitsConstruct(this.#all, group, context)) return true;
		return context.topLevel && this.#chooser.isNever(group);
	}

	/** Notes for each directive of the group whether its branch goes or only the line itself. */
	#planOneBranch(group: Group): void {
		const kept = this.#chooser.choose(group);
		group.branches.forEach((branch, i) => {
			const until = group.branches[i + 1]?.directive ?? group.endif;
			if (branch === kept) this.#blanked.add(branch.directive);
			else this.#dropped.set(branch.directive, { branch, until });
		});
		if (group.endif) this.#blanked.add(group.endif);
	}

	#context() {
		const top = this.#open.at(-1);
		const live = this.#live;
		const role = top === undefined ? 0 : this.#role[top]!;
		return {
			statements: top === undefined || role === BLOCK || role === MEMBERS,
			topLevel: top === undefined,
			before: live.count > 0 ? live.kind[live.count - 1]! : -1,
		};
	}

	#blank(start: number, end: number, reason: EditReason = "preprocessor-group"): void {
		if (end > start) this.#edits.push({ start, end, with: "", reason });
	}

	#take(token: number): void {
		const live = this.#live;
		const all = this.#all;
		const i = live.count++;
		const kind = all.kind[token]!;
		live.kind[i] = kind;
		live.start[i] = all.start[token]!;
		live.end[i] = all.end[token]!;
		this.#partner[i] = -1;
		if (kind < T.LPAREN || kind > T.RBRACE) return;
		if (kind === T.LPAREN || kind === T.LBRACKET) this.#push(i, ENCLOSED);
		else if (kind === T.LBRACE) this.#push(i, this.#braceRole(i));
		else if (kind === T.RBRACE) this.#closeBrace(i, token);
		else this.#closeParen(i, kind === T.RPAREN ? T.LPAREN : T.LBRACKET);
	}

	#push(i: number, role: number): void {
		this.#role[i] = role;
		if (role !== ENCLOSED) this.#openBraces.push(this.#open.length);
		this.#open.push(i);
	}

	#braceRole(i: number): number {
		const { kind } = this.#live;
		const before = i > 0 ? kind[i - 1]! : T.SEMICOLON;
		const top = this.#open.at(-1);
		const inside = top === undefined ? BLOCK : this.#role[top]!;
		if (before === T.AGGREGATE || (i > 1 && kind[i - 2] === T.AGGREGATE)) return MEMBERS;
		if (before === T.ASSIGN || before === T.COMMA) return INITIALISER;
		if (inside === INITIALISER) return before === T.LPAREN ? BLOCK : INITIALISER;
		if (before === T.RPAREN && isValuePosition(this.#beforeLastParen)) return INITIALISER;
		return BLOCK;
	}

	#closeParen(i: number, opener: number): void {
		const { kind } = this.#live;
		const top = this.#open.at(-1);
		// A closer without its opener is left alone: a brace is the better witness of what is open.
		if (top === undefined || kind[top] !== opener) return;
		this.#open.pop();
		this.#pair(top, i);
		if (opener === T.LPAREN) this.#beforeLastParen = top > 0 ? kind[top - 1]! : -1;
	}

	#closeBrace(i: number, token: number): void {
		const braces = this.#openBraces;
		if (braces.length === 0) return;
		// Positions in the stack are kept apart, lest a hostile text makes each `}` search all of it.
		const position = this.#endsDeclaration(i, token) ? braces[0]! : braces.at(-1)!;
		braces.length = position === braces[0] ? 0 : braces.length - 1;
		this.#pair(this.#open[position]!, i);
		this.#open.length = position;
	}

	#endsDeclaration(i: number, token: number): boolean {
		const { text, kind, start, end, count } = this.#all;
		const at = this.#live.start[i]!;
		if (at > 0 && text.charCodeAt(at - 1) !== 10) return false;
		if (token + 1 >= count) return true;
		const next = kind[token + 1]!;
		const startsDeclaration = next === T.IDENTIFIER || next >= T.AGGREGATE;
		const nextStart = start[token + 1]!;
		return startsDeclaration && text.charCodeAt(nextStart - 1) === 10 && nextStart > end[token]!;
	}

	#pair(a: number, b: number): void {
		this.#partner[a] = b;
		this.#partner[b] = a;
	}
}

/** A parenthesis behind one of these is a cast, so that a brace behind it is a compound literal. */
function isValuePosition(kind: number): boolean {
	return (
		kind === T.ASSIGN ||
		kind === T.LPAREN ||
		kind === T.COMMA ||
		kind === T.RETURN ||
		kind === T.AMP ||
		kind === T.QUESTION ||
		kind === T.OPERATOR
	);
}
