import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { FORMAT_NAMES } from "../report/formats.js";
import type { VersionFormat } from "../report/versions.js";
import type { CheckTreeFlags } from "./check-tree-command.js";
import type { Shell } from "./completion-command.js";
import type { DiffFlags } from "./diff-command.js";
import type { LintFlags } from "./lint-command.js";
import {
	addChoice,
	addGitOptions,
	addInputOptions,
	addReportOptions,
	addRuleOptions,
	addShowOptions,
	formatOption,
	givenTo,
	REPORT_DEFAULTS,
	RULE_DEFAULTS,
} from "./options.js";
import { type ExitStatus, UsageError } from "./status.js";
import type { Terminal } from "./terminal.js";

// What a command does is loaded when it is called: `--help` needs none of it.

/** What the commands work with. */
export interface CommandContext {
	readonly terminal: Terminal;
	/** Takes the exit status of the command that ran. */
	finish(status: ExitStatus): void;
}

/** What the options of `lint` come to when they are not given. */
export const LINT_DEFAULTS: LintFlags = {
	...RULE_DEFAULTS,
	...REPORT_DEFAULTS,
	quoted: false,
	repair: false,
	show: ["introduced"],
	bisection: false,
};

export function addLint(program: Command, { terminal, finish }: CommandContext): Command {
	const command = program
		.command("lint [INPUT...]", { isDefault: true })
		.description("lint patches, mboxes and maildirs; '-' or nothing: standard input (the default command)");
	addShowOptions(addInputOptions(addGitOptions(command)));
	return addReportOptions(command, FORMAT_NAMES).action(
		async (inputs: string[], values: Partial<LintFlags>) => {
			await refuseSlip(program, inputs, terminal);
			const { lintCommand } = await import("./lint-command.js");
			const flags = { ...LINT_DEFAULTS, ...values, given: givenTo(command) };
			finish(await lintCommand(inputs, flags, terminal));
		},
	);
}

/** @throws UsageError where the first input is not there, and something else was probably meant. */
async function refuseSlip(program: Command, [input]: readonly string[], terminal: Terminal): Promise<void> {
	if (input === undefined || input === "-" || existsSync(resolve(terminal.cwd, input))) return;
	const { slipIn } = await import("./slips.js");
	const commands = program.commands.map((command) => command.name());
	const slip = await slipIn(input, commands, terminal.cwd);
	if (slip !== null) throw new UsageError(slip);
}

const DIFF_FORMATS: readonly VersionFormat[] = ["text", "jsonl"];

const DIFF_HELP = `
OLD and NEW are each one version of a series: an mbox, a patch file, a maildir or directory of patch
files; one of them may be '-' for standard input.

Example:
  lorelint diff --tree ~/linux v1.mbox v2.mbox

Exit status: 0 nothing remains and nothing is new, 1 findings that remain or are new, 2 as for lint.`;

export function addDiff(program: Command, { terminal, finish }: CommandContext): void {
	const defaults: DiffFlags = { ...RULE_DEFAULTS, quoted: false, repair: false, format: "text" };
	const command = program
		.command("diff <OLD> <NEW>")
		.showHelpAfterError("(OLD and NEW are each one file or directory; see 'lorelint diff --help')")
		.description("compare two versions of a series: which findings are healed, remain, or are new");
	addInputOptions(command).addOption(formatOption(DIFF_FORMATS));
	addRuleOptions(command)
		.addHelpText("after", DIFF_HELP)
		.action(async (old: string, now: string, values: Partial<DiffFlags>) => {
			const { diffCommand } = await import("./diff-command.js");
			finish(await diffCommand([old, now], { ...defaults, ...values, given: givenTo(command) }, terminal));
		});
}

export function addRules(program: Command, { terminal, finish }: CommandContext): void {
	program
		.command("rules")
		.description("list the rules")
		.option("--json", "as JSON")
		.action(async ({ json = false }: { json?: boolean }) => {
			const { rulesCommand } = await import("./rules-command.js");
			finish(await rulesCommand(json, terminal));
		});
}

export function addExplain(program: Command, { terminal, finish }: CommandContext): void {
	program
		.command("explain <RULE>")
		.showHelpAfterError("('lorelint rules' lists the rules)")
		.description("say what a rule means, why, and show code that it reports")
		.action(async (rule: string) => {
			const { explainCommand } = await import("./explain-command.js");
			finish(await explainCommand(rule, terminal));
		});
}

export function addCheckTree(program: Command, { terminal, finish }: CommandContext): void {
	const defaults: CheckTreeFlags = { ...RULE_DEFAULTS, ...REPORT_DEFAULTS };
	const command = program
		.command("check-tree <PATH...>")
		.description("check whole .c files, or all below a directory, without a patch");
	addReportOptions(command, FORMAT_NAMES)
		.option("--prune-baseline", "take out of the baseline what is not found any more")
		.action(async (paths: string[], values: Partial<CheckTreeFlags>) => {
			const { checkTreeCommand } = await import("./check-tree-command.js");
			const flags = { ...defaults, ...values, given: givenTo(command) };
			finish(await checkTreeCommand(paths, flags, terminal));
		});
}

export function addCompletion(program: Command, { terminal, finish }: CommandContext): void {
	const shells: readonly Shell[] = ["bash", "zsh", "fish"];
	const command = program
		.command("completion")
		.description("print the completion of a shell; its first lines say how to load it");
	addChoice(command, "SHELL", "the shell", shells).action(async (shell: Shell) => {
		const [{ completionCommand }, { outlineOf }] = await Promise.all([
			import("./completion-command.js"),
			import("./manual/outline.js"),
		]);
		finish(await completionCommand(shell, outlineOf(program), terminal));
	});
}
