import { type Header, isMacroSpelling } from "./header.js";
import { type Argument, readMacroSignature, splitArguments } from "./macro-header.js";
import type { Structure } from "./structure.js";
import * as T from "./tokens.js";

/** What a {@link FunctionUnit} tells about its declaration. */
export interface Signature {
	readonly name: string;
	/** Token of the name. */
	readonly nameToken: number;
	readonly returnType: string;
	readonly returnsValue: boolean | null;
	readonly parameters: readonly string[];
	readonly isStatic: boolean;
}

export function readSignature(source: Structure, header: Header): Signature {
	const word = (i: number) => source.tokens.text.slice(source.tokens.start[i]!, source.tokens.end[i]!);
	const isStatic = hasStatic(source, header, word);
	const wrapper = macroWrapped(source, header, word);
	if (header.shape === "macro") {
		const macro = readMacroSignature(source, header);
		return {
			name: macro.prefix + word(macro.name),
			nameToken: macro.name,
			returnType: macro.returnType,
			returnsValue: null,
			parameters: macro.parameters.map(word),
			isStatic,
		};
	}
	const args = splitArguments(source, header.open, header.close).slice(wrapper === null ? 0 : 1);
	const nameToken = wrapper ?? header.name;
	return {
		name: word(nameToken),
		nameToken,
		returnType: typeText(source, header, word),
		// A nested declarator may give a function that returns a pointer to one, a macro a type of its own.
		returnsValue:
			header.shape === "nested" || wrapper || header.wrapped ? null : returnsValue(source, header, word),
		parameters: parameterNames(source, args).map((i) => (i < 0 ? "" : word(i))),
		isStatic,
	};
}

function hasStatic({ tokens }: Structure, header: Header, word: (i: number) => string): boolean {
	for (let i = header.first; i < header.name; i++) {
		if (tokens.kind[i] === T.STORAGE && word(i) === "static") return true;
		// xfs and zstd spell it as a macro.
		if (T.isNameLike(tokens.kind[i]!) && /^(?:MEM_)?STATIC$/.test(word(i))) return true;
	}
	return false;
}

/**
 * `int BPF_PROG(name, int a)`: the function's name is the macro's first argument. A macro is what is
 * written in capitals and has a lone name for its first argument.
 */
function macroWrapped(source: Structure, header: Header, word: (i: number) => string): number | null {
	if (header.shape !== "function" || header.wrapped || /[a-z]/.test(word(header.name))) return null;
	const first = splitArguments(source, header.open, header.close)[0];
	if (!first || first.first !== first.last || source.tokens.kind[first.first] !== T.IDENTIFIER) return null;
	return first.first;
}

function typeText({ tokens }: Structure, header: Header, word: (i: number) => string): string {
	let text = "";
	for (const i of header.type) {
		const isStar = tokens.kind[i] === T.STAR;
		text += text === "" || (isStar && text.endsWith("*")) ? word(i) : ` ${word(i)}`;
	}
	return text;
}

/** Typedefs of numbers and pointers: a name may as well be a macro that stands for `void`. */
const VALUE_TYPEDEF = /_t$|^[su](?:8|16|32|64)$|^__[a-z]+\d+$/;

function returnsValue(
	{ tokens: { kind } }: Structure,
	{ type }: Header,
	word: (i: number) => string,
): boolean | null {
	const [only] = type;
	if (type.some((i) => kind[i] === T.STAR)) return true;
	if (only === undefined || type.some((i) => kind[i] === T.TYPEOF)) return null;
	if (type.length === 1 && word(only) === "void") return false;
	if (type.some((i) => word(i) === "void")) return null;
	return type.some((i) => kind[i] !== T.IDENTIFIER || VALUE_TYPEDEF.test(word(i))) || null;
}

/** Token of each parameter's name, -1 for one without. */
function parameterNames(source: Structure, args: readonly Argument[]): number[] {
	const { kind } = source.tokens;
	const named = args.filter((arg) => arg.last >= arg.first && kind[arg.first] !== T.ELLIPSIS);
	const only = named[0];
	if (named.length === 1 && only && only.first === only.last && kind[only.first] === T.TYPE) return [];
	return named.map((arg) => parameterName(source, arg));
}

function parameterName({ tokens, partner }: Structure, arg: Argument): number {
	const { kind, text, start, end } = tokens;
	let name = -1;
	let hasType = false;
	for (let i = arg.first; i <= arg.last; i++) {
		const current = kind[i]!;
		if (current === T.LPAREN || current === T.LBRACKET) {
			if (current === T.LPAREN && kind[i + 1] === T.STAR) return innermostName(kind, i + 1, arg.last);
			i = Math.max(i, partner[i]!);
		} else if (current === T.AGGREGATE) {
			hasType = true;
			i++;
		} else if (current === T.TYPE || current === T.SIZE || current === T.TYPEOF) hasType = true;
		else if (current > T.ATTRIBUTE && kind[i + 1] === T.LPAREN) i = Math.max(i, partner[i + 1]!);
		else if (current === T.IDENTIFIER) {
			const isAttribute = name >= 0 && isMacroSpelling(text.slice(start[i]!, end[i]!));
			if (hasType && !isAttribute) name = i;
			hasType = true;
		}
	}
	return name;
}

/** The first name behind the stars and qualifiers of `(*name)(...)` or `(*name[2])(...)`. */
function innermostName(kind: Uint8Array, from: number, last: number): number {
	for (let i = from; i <= last; i++) {
		if (kind[i] === T.IDENTIFIER) return i;
		if (kind[i] === T.RPAREN) return -1;
	}
	return -1;
}
