import type { Edit } from "./edits.js";
import type { Header } from "./header.js";
import type { Structure } from "./structure.js";
import * as T from "./tokens.js";

/** What a function whose header is a macro invocation is called and takes. */
export interface MacroSignature {
	/** Token that holds the name. */
	readonly name: number;
	/** What readers call the function: `sys_` in front of the name of a system call. */
	readonly prefix: string;
	readonly returnType: string;
	/** Tokens that hold the names of the parameters. */
	readonly parameters: readonly number[];
}

/** Macros whose arguments are a name, then type and name of each parameter in turn. */
const PAIRED: readonly { readonly macro: RegExp; readonly prefix: string; readonly returnType: string }[] = [
	{ macro: /^(?:\w+_)?COMPAT_SYSCALL_DEFINE\d$/, prefix: "compat_sys_", returnType: "long" },
	{ macro: /^(?:\w+_)?SYSCALL(?:32|64)?_DEFINE\d$/, prefix: "sys_", returnType: "long" },
	{ macro: /^(?:NOTRACE_)?BPF_CALL_\d$/, prefix: "", returnType: "u64" },
];

/** Test macros that name a fixture first and the test second. */
const NAME_SECOND = /^(?:X?FAIL_)?TEST_F\w*$|^TEST_P$/;

/** Reads `SYSCALL_DEFINE2(name, type, a, type, b)`, `BPF_PROG(name, type a)`, `DEFINE_X(name)`. */
export function readMacroSignature(source: Structure, header: Header): MacroSignature {
	const { kind, text, start, end } = source.tokens;
	const macro = text.slice(start[header.name]!, end[header.name]!);
	const args = splitArguments(source, header.open, header.close);
	const paired = PAIRED.find((row) => row.macro.test(macro));
	const wanted = NAME_SECOND.test(macro) ? 1 : 0;
	const arg = args[wanted] ?? args[0];
	const isName = arg !== undefined && arg.last === arg.first && isNameOrNumber(kind[arg.first]!);
	if (paired && isName) {
		const parameters = args.filter((_, i) => i > 0 && i % 2 === 0).map((a) => a.last);
		return { name: arg.first, prefix: paired.prefix, returnType: paired.returnType, parameters };
	}
	return { name: isName ? arg.first : header.name, prefix: "", returnType: "", parameters: [] };
}

/** `SYSCALL_DEFINE4(32_truncate64, ...)`: to the lexer its name is a number. */
function isNameOrNumber(kind: number): boolean {
	return T.isNameLike(kind) || kind === T.NUMBER;
}

export interface Argument {
	readonly first: number;
	/** Last token; below `first` for an empty argument. */
	readonly last: number;
}

/** Splits what stands between two parentheses at its top-level commas; nothing between them is no argument. */
export function splitArguments({ tokens, partner }: Structure, open: number, close: number): Argument[] {
	const { kind } = tokens;
	const found: Argument[] = [];
	if (close <= open + 1) return found;
	let first = open + 1;
	for (let i = first; i <= close; i++) {
		const current = kind[i]!;
		if (i === close || current === T.COMMA) {
			found.push({ first, last: i - 1 });
			first = i + 1;
		} else if (current === T.LPAREN || current === T.LBRACKET || current === T.LBRACE)
			i = Math.max(i, partner[i]!);
	}
	return found;
}

/**
 * Turns a macro header into a C header of equal length. System calls become a real parameter list;
 * of any other macro the arguments are blanked and the first letters of its name give way to a type.
 */
export function editMacroHeader(
	source: Structure,
	header: Header,
	signature: MacroSignature,
	edits: Edit[],
): void {
	const { kind, text, start, end } = source.tokens;
	const write = (from: number, to: number, text: string) =>
		edits.push({ start: from, end: to, with: text, reason: "macro-header" });
	const args = splitArguments(source, header.open, header.close);
	if (signature.returnType !== "" && args.length > 1) {
		write(start[header.name]!, end[header.open]!, "long");
		const name = signature.name;
		if (kind[name] === T.NUMBER) {
			write(start[name]!, end[name]!, `_${text.slice(start[name]! + 1, end[name]!)}`);
		}
		args.forEach((arg, i) => {
			const comma = arg.last + 1;
			if (i === 0) write(start[comma]!, end[comma]!, "(");
			else if (i % 2 === 1 && i < args.length - 1) write(start[comma]!, end[comma]!, "");
		});
		return;
	}
	const macro = text.slice(start[header.name]!, end[header.name]!);
	if (macro.length > 4) {
		write(start[header.name]!, end[header.name]!, `int ${macro.slice(4)}`);
		if (header.close > header.open + 1) write(end[header.open]!, start[header.close]!, "");
		return;
	}
	// `TEST(name)`: the macro is too short for a type and a name, so that its parenthesis gives way too.
	const length = end[header.close]! - start[header.name]!;
	if (length >= 7) write(start[header.name]!, end[header.close]!, `int ${"_".repeat(length - 6)}()`);
}
