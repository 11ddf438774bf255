import type { ArgumentOutline, CommandOutline, OptionOutline } from "../manual/outline.js";

/** One command with what may follow it on a command line. */
export interface Entry {
	/** Names below the program; empty for the program itself, which is also its default command. */
	readonly path: readonly string[];
	readonly options: readonly OptionOutline[];
	readonly arguments: readonly ArgumentOutline[];
	/** The commands below it. */
	readonly commands: readonly CommandOutline[];
}

/** All commands of a program; those of `defaultCommand` may be given without its name. */
export function entriesOf(program: CommandOutline, defaultCommand: string): readonly Entry[] {
	const implied = program.commands.find(({ name }) => name === defaultCommand);
	const root = { ...program, arguments: implied?.arguments ?? [] };
	return [entryOf([], root), ...program.commands.flatMap((command) => below([command.name], command))];
}

function below(path: readonly string[], command: CommandOutline): Entry[] {
	return [
		entryOf(path, command),
		...command.commands.flatMap((child) => below([...path, child.name], child)),
	];
}

function entryOf(path: readonly string[], outline: CommandOutline): Entry {
	return { path, options: outline.options, arguments: outline.arguments, commands: outline.commands };
}

/** The spellings of an option. */
export function flagsOf({ short, long }: OptionOutline): readonly string[] {
	return short === null ? [long] : [short, long];
}
