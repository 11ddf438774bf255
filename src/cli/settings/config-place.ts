import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

/** The line on which the value at a path stands, or the nearest one around it that is there; 1-based. */
export function lineOf(text: string, path: readonly (string | number)[]): number {
	const root = parseTree(text);
	for (let length = path.length; root !== undefined && length > 0; length--) {
		const node = findNodeAtLocation(root, path.slice(0, length));
		if (node !== undefined) return lineAt(text, node.offset);
	}
	return root === undefined ? 1 : lineAt(text, root.offset);
}

/** Where a text stops being JSON, and what is amiss there; null where it is JSON. */
export function syntaxFault(text: string): { readonly line: number; readonly message: string } | null {
	const errors: ParseError[] = [];
	parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
	const [first] = errors;
	if (first === undefined) return null;
	const name = printParseErrorCode(first.error);
	return { line: lineAt(text, first.offset), message: SAYINGS[name] ?? name };
}

const SAYINGS: Readonly<Record<string, string>> = {
	InvalidSymbol: "an unknown word stands here",
	InvalidNumberFormat: "a number is malformed",
	PropertyNameExpected: "the name of a key is missing, or a comma is one too many",
	ValueExpected: "a value is missing, or a comma is one too many",
	ColonExpected: "a colon is missing",
	CommaExpected: "a comma is missing",
	CloseBraceExpected: "a closing brace is missing",
	CloseBracketExpected: "a closing bracket is missing",
	EndOfFileExpected: "something stands behind its end",
	InvalidCommentToken: "comments are not allowed",
	UnexpectedEndOfComment: "comments are not allowed",
	UnexpectedEndOfString: "a string is not closed",
	InvalidUnicode: "a character is malformed",
	InvalidEscapeCharacter: "a character is escaped that cannot be",
	InvalidCharacter: "a control character stands in a string",
};

function lineAt(text: string, offset: number): number {
	return text.slice(0, offset).split("\n").length;
}
