import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { describeFormats, type FormatName } from "../report/formats.js";
import { STATUSES, type Status } from "../rules/finding.js";
import type { ReportFlags } from "./output/output.js";
import type { CommonFlags } from "./settings/settings.js";
import { THRESHOLDS, type Threshold } from "./status.js";

/** What the options about rules come to when they are not given; `--help` says the same. */
export const RULE_DEFAULTS: CommonFlags & { readonly failOn: Threshold } = {
	select: [],
	ignore: [],
	preview: false,
	failOn: "warning",
	notes: true,
};

/** The same for options about the report. */
export const REPORT_DEFAULTS: Omit<ReportFlags, "failOn"> = {
	format: "text",
	showIgnored: false,
	statistics: false,
	timing: false,
};

/** The options that stand on the command line, by the names of their values. */
export function givenTo(command: Command): ReadonlySet<string> {
	const names = Object.keys(command.opts());
	return new Set(names.filter((name) => command.getOptionValueSource(name) === "cli"));
}

/** An argument that is one of a few names; whoever gives none, or another one, is told them. */
export function addChoice(
	command: Command,
	name: string,
	description: string,
	choices: readonly string[],
): Command {
	return command
		.addArgument(new Argument(`<${name}>`, description).choices(choices))
		.showHelpAfterError(`(${name} is one of ${choices.join(", ")})`);
}

/** What is taken from a repository in place of inputs. */
export function addGitOptions(command: Command): Command {
	return command
		.option("-g, --git <RANGE>", "commits of a repository: REV, A..B, REV-N (the last N up to REV)", listed)
		.option("--staged", "what is in the index and differs from HEAD")
		.option("--worktree", "what differs from HEAD, in the index or not");
}

/** How patches are read, and the code around them. */
export function addInputOptions(command: Command): Command {
	return addTreeOptions(command)
		.option("--quoted", "also lint diffs that stand quoted in replies")
		.option("--repair", "accept diffs whose leading spaces, blank context lines or indentation were lost");
}

/** Where the code around patches comes from. */
export function addTreeOptions(command: Command): Command {
	return command
		.option("-t, --tree <DIR>", "kernel tree or git repository for context (default: the repository around)")
		.option("--no-tree", "look at the hunks alone");
}

/** Which findings of patches are shown. */
export function addShowOptions(command: Command): Command {
	return command
		.addOption(
			new Option("--show <LIST>", "findings to show, comma-separated (default: introduced)")
				.choices(STATUSES)
				.argParser(statuses),
		)
		.option("--bisection", "also note what a later patch of the series heals");
}

/** How the report looks and where it goes, and all of {@link addRuleOptions}. */
export function addReportOptions(command: Command, formats: readonly FormatName[]): Command {
	command
		.addOption(formatOption(formats))
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

/** `--format`, for a command that knows these formats. */
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
				.default(RULE_DEFAULTS.failOn),
		)
		.option("--config <FILE>", "configuration (default: the nearest .lorelintrc.json upwards)")
		.option("--no-config", "read no configuration")
		.option("--baseline <FILE>", "do not report what stands in this file of known findings")
		.option("--no-notes", "do not follow notes below the --- of a mail ('lorelint: ignore RULE reason')");
}

/** A comma-separated list; the option may also be given several times. */
export function names(value: string, before: readonly string[] = []): readonly string[] {
	return [...before, ...value.split(",").map((name) => name.trim())].filter((name) => name !== "");
}

/** An option that may be given several times, each with one value. */
function listed(value: string, before: readonly string[] = []): readonly string[] {
	return [...before, value];
}

function statuses(value: string, before: readonly Status[] = []): readonly Status[] {
	const statuses = names(value).map((name) => {
		const status = STATUSES.find((one) => one === name);
		if (status !== undefined) return status;
		throw new InvalidArgumentError(`'${name}' is none of ${STATUSES.join(", ")}.`);
	});
	return [...before, ...statuses];
}
