import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { describeFormats, FORMAT_NAMES, type FormatName } from "../report/formats.js";
import type { Status } from "../rules/finding.js";
import type { CheckTreeFlags } from "./check-tree-command.js";
import type { Shell } from "./completion-command.js";
import type { LintFlags } from "./lint-command.js";
import { POLICY_DEFAULTS } from "./settings/policy-flags.js";
import { type ExitStatus, THRESHOLDS } from "./status.js";
import type { Terminal } from "./terminal.js";

/** What the commands work with. */
export interface CommandContext {
	readonly terminal: Terminal;
	/** Takes the exit status of the command that ran. */
	finish(status: ExitStatus): void;
}

const STATUSES: readonly Status[] = ["introduced", "fixed", "preexisting"];

/** What the options come to when they are not given; `--help` says the same. */
const REPORT_DEFAULTS: CheckTreeFlags = {
	format: "text",
	select: [],
	ignore: [],
	preview: false,
	failOn: "warning",
	statistics: false,
	timing: false,
	...POLICY_DEFAULTS,
};
export const LINT_DEFAULTS: LintFlags = {
	...REPORT_DEFAULTS,
	quoted: false,
	repair: false,
	show: ["introduced"],
	bisection: false,
};

export function addLint(program: Command, { terminal, finish }: CommandContext): Command {
	const command = program
		.command("lint [INPUT...]", { isDefault: true })
		.description("lint patches, mboxes and maildirs; '-' or nothing: standard input (the default command)")
		.option("-g, --git <RANGE>", "commits of a repository: REV, A..B, REV-N (the last N up to REV)", listed)
		.option("--staged", "what is in the index and differs from HEAD")
		.option("--worktree", "what differs from HEAD, in the index or not");
	addInputOptions(command)
		.addOption(
			new Option("--show <LIST>", "findings to show, comma-separated (default: introduced)")
				.choices(STATUSES)
				.argParser(statuses),
		)
		.option("--bisection", "also note what a later patch of the series heals");
	addReportOptions(command).action(async (inputs: string[], values: Partial<LintFlags>) => {
		const { lintCommand } = await import("./lint-command.js");
		finish(await lintCommand(inputs, { ...LINT_DEFAULTS, ...values, given: givenTo(command) }, terminal));
	});
	return command;
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
		.description("say what a rule means, why, and show code that it reports")
		.action(async (rule: string) => {
			const { explainCommand } = await import("./explain-command.js");
			finish(await explainCommand(rule, terminal));
		});
}

export function addCheckTree(program: Command, { terminal, finish }: CommandContext): void {
	const command = program
		.command("check-tree <PATH...>")
		.description("check whole .c files, or all below a directory, without a patch");
	addReportOptions(command)
		.option("--prune-baseline", "take out of the baseline what is not found any more")
		.action(async (paths: string[], values: Partial<CheckTreeFlags>) => {
			const { checkTreeCommand } = await import("./check-tree-command.js");
			const flags = { ...REPORT_DEFAULTS, ...values, given: givenTo(command) };
			finish(await checkTreeCommand(paths, flags, terminal));
		});
}

/** The options that stand on the command line, by the names of their values. */
export function givenTo(command: Command): ReadonlySet<string> {
	const names = Object.keys(command.opts());
	return new Set(names.filter((name) => command.getOptionValueSource(name) === "cli"));
}

export function addCompletion(program: Command, { terminal, finish }: CommandContext): void {
	const shells: readonly Shell[] = ["bash", "zsh", "fish"];
	program
		.command("completion")
		.description("print the completion of a shell; its first lines say how to load it")
		.addArgument(new Argument("<SHELL>", "the shell").choices(shells))
		.action(async (shell: Shell) => {
			const [{ completionCommand }, { outlineOf }] = await Promise.all([
				import("./completion-command.js"),
				import("./manual/outline.js"),
			]);
			finish(await completionCommand(shell, outlineOf(program), terminal));
		});
}

/** How patches are read, and the code around them. */
export function addInputOptions(command: Command): Command {
	return command
		.option("-t, --tree <DIR>", "kernel tree or git repository for context (default: the repository around)")
		.option("--no-tree", "look at the hunks alone")
		.option("--quoted", "also lint diffs that stand quoted in replies")
		.option("--repair", "accept diffs whose leading spaces, blank context lines or indentation were lost");
}

function addReportOptions(command: Command): Command {
	command
		.addOption(formatOption(FORMAT_NAMES))
		.option(
			"-o, --output <PATH>",
			"write to a file, or with b4-review to a folder (default: standard output)",
		);
	return addRuleOptions(command)
		.option("--write-baseline <FILE>", "put all that is found into this file, and report none of it")
		.option("--show-ignored", "also show what is ignored, and why")
		.option("--statistics", "say on standard error how often each rule spoke")
		.option("--timing", "say on standard error where the time went");
}

export function formatOption(names: readonly FormatName[]): Option {
	const formats = describeFormats().filter(({ name }) => names.includes(name));
	const described = formats.map(({ name, summary }) => `${name} (${summary})`);
	return new Option("-f, --format <F>", `output format: ${described.join(", ")}`)
		.choices(names)
		.default(REPORT_DEFAULTS.format);
}

/** Which rules run, and what comes of their findings. */
export function addRuleOptions(command: Command): Command {
	return command
		.option("--select <NAMES>", "run only these rules or families (comma-separated)", names)
		.option("--ignore <NAMES>", "leave these rules or families out (comma-separated)", names)
		.option("--preview", "also run rules that are still on trial")
		.addOption(
			new Option("--fail-on <SEVERITY>", "least severity that makes the exit status 1")
				.choices(THRESHOLDS)
				.default(REPORT_DEFAULTS.failOn),
		)
		.option("--config <FILE>", "configuration (default: the nearest .lorelintrc.json upwards)")
		.option("--no-config", "read no configuration")
		.option("--baseline <FILE>", "do not report what stands in this file of known findings")
		.option("--no-notes", "do not follow notes below the --- of a mail ('lorelint: ignore RULE reason')");
}

/** A comma-separated list; the option may also be given several times. */
function names(value: string, before: readonly string[] = []): readonly string[] {
	return [...before, ...value.split(",").map((name) => name.trim())].filter((name) => name !== "");
}

/** An option that may be given several times, each with one value. */
function listed(value: string, before: readonly string[] = []): readonly string[] {
	return [...before, value];
}

function statuses(value: string, before: readonly string[] = []): readonly string[] {
	const list = names(value, before);
	const unknown = list.find((name) => !(STATUSES as readonly string[]).includes(name));
	if (unknown !== undefined)
		throw new InvalidArgumentError(`'${unknown}' is none of ${STATUSES.join(", ")}.`);
	return list;
}
