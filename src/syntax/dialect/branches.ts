import type { Span } from "../../image/image.js";
import type { Branch, Group } from "./groups.js";
import type { Directive, TokenList } from "./tokens.js";
import * as T from "./tokens.js";

/** Where in the code a group stands. */
export interface GroupContext {
	/** True directly inside a block or at top level, where whole statements or declarations may stand. */
	readonly statements: boolean;
	readonly topLevel: boolean;
	/** Kind of the token in front of the group, or -1 at the beginning. */
	readonly before: number;
}

/**
 * True where the group splits a construct, so that tree-sitter could not read it: its branches do
 * not hold whole statements, or it stands where no statement may.
 */
export function splitsConstruct(tokens: TokenList, group: Group, context: GroupContext): boolean {
	if (group.branches.some((branch) => !isBalanced(branch))) return true;
	if (group.last === group.first) return !context.statements;
	if (!context.statements) return true;
	if (!endsStatement(context.before, context.topLevel)) return true;
	if (group.last < tokens.count && tokens.kind[group.last] === T.ELSE) return true;
	return group.branches.some((branch) => !holdsStatements(tokens, branch, group, context.topLevel));
}

function isBalanced(branch: Branch): boolean {
	return branch.braces === 0 && branch.parens === 0 && branch.lowBraces === 0 && branch.lowParens === 0;
}

function endsStatement(kind: number, topLevel: boolean): boolean {
	if (kind === -1 || kind === T.SEMICOLON || kind === T.LBRACE || kind === T.RBRACE || kind === T.COLON)
		return true;
	return topLevel && kind === T.RPAREN;
}

function holdsStatements(tokens: TokenList, branch: Branch, group: Group, topLevel: boolean): boolean {
	if (branch.last === branch.first) return true;
	if (tokens.kind[branch.first] === T.ELSE) return false;
	const end = tokens.kind[branch.last - 1]!;
	if (end === T.SEMICOLON || end === T.RBRACE) return true;
	// `#ifdef A  int f(int a)  #endif  {` splits a header, `#ifdef A  MODULE_ALIAS("a")  #endif` nothing.
	return topLevel && end === T.RPAREN && tokens.kind[group.last] !== T.LBRACE;
}

/**
 * Chooses the one branch that stays of a group which splits a construct.
 *
 * The branch with changed lines wins, else the first that is neither empty nor `#if 0`. Groups that
 * belong together (a brace opened under one `#ifdef A` and closed under another) must agree, so the
 * choice for a condition is remembered.
 */
export class BranchChooser {
	readonly #text: string;
	readonly #changed: readonly Span[];
	readonly #chosen = new Map<string, boolean>();

	constructor(text: string, changed: readonly Span[]) {
		this.#text = text;
		this.#changed = changed;
	}

	/** The branch that stays; null where nothing does. */
	choose(group: Group): Branch | null {
		const { branches } = group;
		const opener = branches[0]!;
		const { name, negated } = this.#condition(opener.directive);
		const touched = branches.find((branch, i) =>
			this.#isChanged(branch, branches[i + 1]?.directive ?? group.endif),
		);
		const remembered = this.#chosen.get(name);
		if (touched) {
			if (branches.length <= 2) this.#chosen.set(name, (touched === opener) !== negated);
			return touched;
		}
		if (remembered !== undefined && branches.length <= 2) {
			if (remembered !== negated) return opener;
			return branches[1] ?? null;
		}
		const isNever = name === "0" && !negated;
		const whole = branches.find((branch) => branch.last > branch.first && !(isNever && branch === opener));
		const kept = whole ?? (isNever ? null : opener);
		if (branches.length <= 2) this.#chosen.set(name, (kept === opener) !== negated);
		return kept;
	}

	/** Whether no build takes the whole of the group: `#if 0` without any other branch, and the patch leaves it be. */
	isNever(group: Group): boolean {
		const [opener, ...others] = group.branches;
		if (opener === undefined || others.length > 0 || group.endif === null) return false;
		const { name, negated } = this.#condition(opener.directive);
		return name === "0" && !negated && !this.#isChanged(opener, group.endif);
	}

	#condition(directive: Directive): { name: string; negated: boolean } {
		const line = this.#text.slice(directive.start, directive.end);
		const words = line
			.replace(/^#\s*\w+\s*/, "")
			.replace(/\s+/g, " ")
			.trim();
		const negation = /^!\s*defined\s*\(?\s*(\w+)\s*\)?$/.exec(words);
		if (negation) return { name: negation[1]!, negated: true };
		const plain = /^defined\s*\(?\s*(\w+)\s*\)?$/.exec(words);
		return { name: plain?.[1] ?? words, negated: directive.name === "ifndef" };
	}

	#isChanged(branch: Branch, next: Directive | null): boolean {
		const from = branch.directive.end;
		const to = next?.start ?? this.#text.length;
		// The spans are sorted and disjoint: the first that ends behind `from` decides.
		let low = 0;
		let high = this.#changed.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#changed[middle]!.end <= from) low = middle + 1;
			else high = middle;
		}
		const span = this.#changed[low];
		return span !== undefined && span.start < to;
	}
}
