import type { Command, Option } from "commander";

/** What a value is, as far as a shell can offer some. */
export type ValueKind = "file" | "directory" | "rule" | "revision" | "choice" | "text";

export interface ValueOutline {
	/** As the help spells it: `DIR`. */
	readonly name: string;
	readonly kind: ValueKind;
	/** What it may be, where the list is closed. */
	readonly choices: readonly string[];
	/** Several, separated by commas. */
	readonly isList: boolean;
}

export interface OptionOutline {
	/** `-t`, or null. */
	readonly short: string | null;
	/** `--tree`. */
	readonly long: string;
	/** Null for a switch. */
	readonly value: ValueOutline | null;
	readonly description: string;
	/** What it comes to when it is not given, where the description does not say so. */
	readonly fallback: string | null;
}

export interface ArgumentOutline extends ValueOutline {
	readonly required: boolean;
	readonly variadic: boolean;
}

/** A command as its users see it: what the man page and the completions are made from. */
export interface CommandOutline {
	/** Name below its parent; the program's own name at the root. */
	readonly name: string;
	readonly description: string;
	readonly arguments: readonly ArgumentOutline[];
	readonly options: readonly OptionOutline[];
	readonly commands: readonly CommandOutline[];
}

/** The outline of a program, or of one command, as `--help` shows it. */
export function outlineOf(command: Command): CommandOutline {
	const help = command.createHelp();
	return {
		name: command.name(),
		description: command.description(),
		arguments: command.registeredArguments.map((argument) => ({
			...valueOutline(argument.name(), argument.argChoices),
			required: argument.required,
			variadic: argument.variadic,
		})),
		options: help.visibleOptions(command).map(optionOf),
		commands: help.visibleCommands(command).map(outlineOf),
	};
}

function optionOf(option: Option): OptionOutline {
	const value = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1];
	return {
		short: option.short ?? null,
		long: option.long ?? option.flags,
		value: value === undefined ? null : valueOutline(value, option.argChoices),
		description: option.description,
		fallback: typeof option.defaultValue === "string" ? option.defaultValue : null,
	};
}

/** What the placeholders of the help stand for. */
const KINDS: Readonly<Record<string, ValueKind>> = {
	DIR: "directory",
	FILE: "file",
	INPUT: "file",
	OLD: "file",
	NEW: "file",
	PATH: "file",
	NAMES: "rule",
	RULE: "rule",
	RANGE: "revision",
};

function valueOutline(name: string, choices: readonly string[] | undefined): ValueOutline {
	return {
		name,
		kind: choices === undefined ? (KINDS[name] ?? "text") : "choice",
		choices: choices ?? [],
		isList: name === "LIST" || name === "NAMES",
	};
}
