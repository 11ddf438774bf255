import { type Command, CommanderError, Command as Program } from "commander";
import {
	addCheckTree,
	addCompletion,
	addDiff,
	addExplain,
	addLint,
	addRules,
	type CommandContext,
} from "./commands.js";
import { addHook } from "./hook/commands.js";
import { helpFooter } from "./manual/help.js";
import { version } from "./package.js";
import { addScan } from "./scan/commands.js";
import { type ExitStatus, NOTHING_FOUND, UsageError, WRONG_INPUT } from "./status.js";
import { PipeClosed, type Terminal, warn } from "./terminal.js";

/**
 * Runs the command line `argv` (without node and script) and gives its exit status. Throws only
 * on a fault of lorelint itself.
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
	let status: ExitStatus = NOTHING_FOUND;
	let printed = "";
	const program = createProgram({
		terminal,
		print: (text) => {
			printed += text;
		},
		finish: (result) => {
			status = result;
		},
	});
	// `lorelint help hook` is what users of git type; a file of that name is ./help.
	const [first, ...rest] = argv;
	const words = first === "help" ? [...rest, "--help"] : [...argv];
	try {
		await program.parseAsync(words, { from: "user" });
	} catch (error) {
		if (error instanceof PipeClosed) return status;
		// Commander has said what is wrong, or has printed help; its statuses are not ours.
		if (error instanceof CommanderError) status = error.exitCode === 0 ? NOTHING_FOUND : WRONG_INPUT;
		else if (error instanceof UsageError) {
			warn(terminal, error.message);
			status = WRONG_INPUT;
		} else throw error;
	}
	await terminal.write(printed).catch(() => {});
	return status;
}

/** The command line as commander has it; `print` takes the help. */
export function createProgram(context: CommandContext & { print(text: string): void }): Command {
	const { terminal } = context;
	const program = new Program("lorelint")
		.description(
			"Finds what a patch to the Linux kernel breaks, such as a lock left held on an error return.",
		)
		.usage("[lint] [options] [INPUT...]\n       lorelint COMMAND [options]")
		.version(version(), "-V, --version", "print the version")
		.helpOption("-h, --help", "print this help")
		.helpCommand(false)
		.exitOverride()
		.configureOutput({
			writeOut: context.print,
			writeErr: (text) => terminal.writeError(text),
			outputError: (text, write) => write(`lorelint: ${spoken(text)}`),
		});
	const help = program.createHelp();
	// Each command takes over what is set when it is added.
	program.configureHelp({ optionDescription: (option) => withoutRepeats(help.optionDescription(option)) });
	const lint = addLint(program, context);
	addDiff(program, context);
	addRules(program, context);
	addExplain(program, context);
	addCheckTree(program, context);
	addScan(program, context);
	addHook(program, context);
	addCompletion(program, context);
	// `lorelint FILE` is `lorelint lint FILE`, so the first help page shows the options of lint.
	program.configureHelp({
		...program.configureHelp(),
		visibleOptions: (command) => [
			...(command === program ? help.visibleOptions(lint).slice(0, -1) : []),
			...help.visibleOptions(command),
		],
	});
	return program.addHelpText("after", helpFooter());
}

/** The help of an option without the list of choices that commander adds, where the text names each of them. */
function withoutRepeats(description: string): string {
	const [list = "", names = ""] = /choices: ((?:"[^"]*"(?:, )?)+)/.exec(description) ?? [];
	const text = description.replace(list, "");
	return [...names.matchAll(/"([^"]*)"/g)].every(([, name = ""]) => text.includes(`${name} (`))
		? text
		: description;
}

/** What commander says of a fault, in our words. A list of names that is closed is told by {@link addChoice}. */
function spoken(text: string): string {
	return text
		.replace(/^error: /, "")
		.replace(/^command-argument value ('.*') is invalid for argument '(\w+)'\. .*$/m, "$1 is no $2");
}
