import type { BodyText, Edit } from "./fragment.js";
import type { Span } from "./image.js";
import type { Token } from "./tokens.js";

const OPENS = new Set(["if", "ifdef", "ifndef"]);
const DIVIDES = new Set(["else", "elif", "elifdef", "elifndef"]);

/** Alternatives of conditional compilation: the directives between and around them, by token index. */
interface Group {
	/** `#if`, `#else` ... `#endif`; -1 and the number of tokens where the fragment's edge cuts them off. */
	readonly marks: number[];
}

/**
 * Takes conditional compilation out of a body where it would not survive: groups that the fragment
 * cuts off, and groups whose branches are not whole statements, are reduced to the branch that the
 * patch changes, or else the first. Gives the tokens that remain, without any directive, and the cuts.
 */
export function resolveConditionals(body: BodyText): { tokens: Token[]; edits: Edit[] } {
	const { tokens } = body;
	const dropped = new Set<number>();
	const edits: Edit[] = [];
	for (const { marks } of findGroups(tokens)) {
		const branches = marks.slice(1).map((end, index) => ({ start: marks[index]! + 1, end }));
		const alive = (branch: Span) =>
			tokens.slice(branch.start, branch.end).filter((token, index) => {
				return token.kind !== "directive" && !dropped.has(branch.start + index);
			});
		const isWhole = marks[0]! >= 0 && marks.at(-1)! < tokens.length;
		if (isWhole && endsStatement(tokens, marks[0]!) && branches.every((b) => isStatements(alive(b))))
			continue;
		const kept = chooseBranch(body, marks, branches);
		for (const branch of branches) {
			if (branch === kept) continue;
			for (let index = branch.start; index < branch.end; index++) dropped.add(index);
		}
		edits.push(...cuts(body, marks, kept));
	}
	const remaining = tokens.filter((token, index) => token.kind !== "directive" && !dropped.has(index));
	return { tokens: remaining, edits };
}

/** All groups, inner ones before those around them. */
function findGroups(tokens: readonly Token[]): Group[] {
	const found: Group[] = [];
	const open: Group[] = [];
	tokens.forEach((token, index) => {
		if (token.kind !== "directive") return;
		const opens = OPENS.has(token.text);
		if (opens) open.push({ marks: [index] });
		if (!DIVIDES.has(token.text) && token.text !== "endif") return;
		if (open.length === 0) open.push({ marks: [-1] });
		open.at(-1)!.marks.push(index);
		if (token.text === "endif") found.push(open.pop()!);
	});
	for (const group of open.reverse()) found.push({ marks: [...group.marks, tokens.length] });
	return found;
}

/** Whether no statement is under way in front of the token. */
function endsStatement(tokens: readonly Token[], index: number): boolean {
	let before = index - 1;
	while (tokens[before]?.kind === "directive") before--;
	return before < 0 || ";{}:".includes(tokens[before]!.text);
}

/** Whether the tokens are statements in full: braces in pairs, nothing left open. */
function isStatements(tokens: readonly Token[]): boolean {
	let depth = 0;
	for (const { text } of tokens) {
		if (text === "{" || text === "(") depth++;
		if (text === "}" || text === ")") depth--;
		if (depth < 0) return false;
	}
	const last = tokens.at(-1);
	return depth === 0 && tokens[0]?.text !== "else" && (last === undefined || ";}:".includes(last.text));
}

function chooseBranch(
	{ text, tokens, changed }: BodyText,
	marks: readonly number[],
	branches: readonly Span[],
): Span {
	const isChanged = (branch: Span) =>
		tokens.slice(branch.start, branch.end).some((token) => {
			return changed.some((span) => span.start < token.end && token.start < span.end);
		});
	return branches.find(isChanged) ?? branches[isNever(text, tokens[marks[0]!]) ? 1 : 0] ?? branches[0]!;
}

/** `#if 0`, under which nothing is ever compiled. */
function isNever(text: string, mark: Token | undefined): boolean {
	return mark !== undefined && /^#\s*if\s+0\b/.test(text.slice(mark.start, mark.end));
}

/** Cuts whole lines: the directives and every branch but the kept one. */
function cuts({ text, span, tokens }: BodyText, marks: readonly number[], kept: Span): Edit[] {
	const lineStart = (token: Token) => text.lastIndexOf("\n", token.start - 1) + 1;
	const lineEnd = (token: Token) => Math.min(text.length, token.end + 1);
	const edits: Edit[] = [];
	const before = tokens[kept.start - 1];
	if (before !== undefined) {
		const first = tokens[marks[0]!];
		const start = Math.max(span.start, lineStart(first ?? tokens[0]!));
		edits.push({ start, end: lineEnd(before), text: "" });
	}
	const behind = tokens[kept.end];
	if (behind !== undefined) {
		const last = tokens[marks.at(-1)!];
		const end = last === undefined ? tokens.at(-1)!.end : lineEnd(last);
		edits.push({ start: lineStart(behind), end, text: "" });
	}
	return edits;
}
