import type { Directive, TokenList } from "./tokens.js";
import * as T from "./tokens.js";

/** The tokens between one `#if`, `#elif` or `#else` and the next directive of its group. */
export interface Branch {
	readonly directive: Directive;
	/** First token of the branch and the one behind its last. */
	readonly first: number;
	readonly last: number;
	/** Sum of openers minus closers, and the lowest value on the way; nested groups count once. */
	readonly braces: number;
	readonly parens: number;
	readonly lowBraces: number;
	readonly lowParens: number;
}

/** One `#if` ... `#endif`. */
export interface Group {
	readonly branches: readonly Branch[];
	/** The `#endif`; null where the text ends first. */
	readonly endif: Directive | null;
	/** First token of the group and the one behind its last. */
	readonly first: number;
	readonly last: number;
}

interface OpenBranch {
	directive: Directive;
	first: number;
	braces: number;
	parens: number;
	lowBraces: number;
	lowParens: number;
}

interface OpenGroup {
	readonly done: Branch[];
	current: OpenBranch;
}

/**
 * Finds all groups of the text, keyed by their `#if` directive.
 *
 * Linear in the number of tokens however deep the groups nest: each branch sums its own tokens and
 * takes over the sum of a finished inner group's first branch that is not empty.
 */
export function findGroups(tokens: TokenList): Map<Directive, Group> {
	const groups = new Map<Directive, Group>();
	const open: OpenGroup[] = [];
	let token = 0;
	for (const directive of tokens.directives) {
		if (directive.name === "other") continue;
		const top = open.at(-1);
		if (top) addTokens(top.current, tokens, token, directive.token);
		token = directive.token;
		if (directive.name.startsWith("if")) {
			open.push({ done: [], current: openBranch(directive) });
		} else if (top) {
			closeBranch(top, directive.token);
			if (directive.name === "endif") {
				open.pop();
				finish(top, directive, directive.token, groups, open.at(-1));
			} else top.current = openBranch(directive);
		}
	}
	while (open.length > 0) {
		const top = open.pop()!;
		closeBranch(top, tokens.count);
		finish(top, null, tokens.count, groups, open.at(-1));
	}
	return groups;
}

function openBranch(directive: Directive): OpenBranch {
	return { directive, first: directive.token, braces: 0, parens: 0, lowBraces: 0, lowParens: 0 };
}

function addTokens(branch: OpenBranch, tokens: TokenList, from: number, to: number): void {
	for (let i = from; i < to; i++) {
		const kind = tokens.kind[i]!;
		if (kind < T.LPAREN || kind > T.RBRACE) continue;
		if (kind === T.LBRACE) branch.braces++;
		else if (kind === T.RBRACE) branch.lowBraces = Math.min(branch.lowBraces, --branch.braces);
		else if (kind === T.LPAREN || kind === T.LBRACKET) branch.parens++;
		else branch.lowParens = Math.min(branch.lowParens, --branch.parens);
	}
}

function closeBranch(group: OpenGroup, last: number): void {
	group.done.push({ ...group.current, last });
}

function finish(
	group: OpenGroup,
	endif: Directive | null,
	last: number,
	groups: Map<Directive, Group>,
	outer: OpenGroup | undefined,
): void {
	const branches = group.done;
	const opener = branches[0]!;
	groups.set(opener.directive, { branches, endif, first: opener.first, last });
	const counted = branches.find((branch) => branch.last > branch.first);
	if (!outer || !counted) return;
	const sum = outer.current;
	sum.lowBraces = Math.min(sum.lowBraces, sum.braces + counted.lowBraces);
	sum.lowParens = Math.min(sum.lowParens, sum.parens + counted.lowParens);
	sum.braces += counted.braces;
	sum.parens += counted.parens;
}
