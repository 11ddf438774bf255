/** What the help and the manual page both say; the options stand with the commands. */

export const SUMMARY = "find what a patch to the Linux kernel breaks";

/** Paragraphs of the description. */
export const PURPOSE = [
	"lorelint reads patches to the Linux kernel, rebuilds the code before and after each, follows every path through the functions that it touches, and reports what it breaks, such as a lock left held on an error return. It needs no kernel build and no configuration, and where it cannot tell it stays silent.",
	"An INPUT is a patch, a mail, an mbox, a maildir or a directory of patch files, plain or compressed by gzip; '-', or no input at all, is standard input. Patches of one series build on each other.",
	"Only what a patch introduces is shown, and only that sets the exit status, unless the options say otherwise.",
] as const;

/** Commands that show what lorelint is for, and what they do. */
export const EXAMPLES: readonly (readonly [command: string, meaning: string])[] = [
	["lorelint 0001-fix.patch", "one patch, in the context of the repository around"],
	["lorelint -g HEAD-3", "the last three commits"],
	["lorelint -g origin/master..", "what is on this branch alone"],
	["lorelint hook install pre-commit", "check what is committed here from now on"],
	["lorelint --tree ~/linux series.mbox", "a series from a mailing list"],
	["lorelint diff v1.mbox v2.mbox", "what a new version heals, and what it leaves"],
	["lorelint --no-tree --format jsonl a.patch", "the hunks alone, for a program to read"],
	["lorelint explain unbalanced-lock", "what a rule means"],
];

export const EXIT_STATUSES: readonly (readonly [status: number, meaning: string])[] = [
	[0, "nothing found"],
	[1, "findings of at least the severity of --fail-on"],
	[2, "the call was wrong or a part of the input could not be read"],
];

export const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
	["NO_COLOR", "No colours, also where standard output is a terminal."],
	["FORCE_COLOR", "Colours on a terminal that is not known to have any."],
];

export const FILES: readonly (readonly [name: string, meaning: string])[] = [
	[".lorelintrc.json", "Configuration, looked for from the working directory upwards."],
];

/** What stands below the options in `--help`. */
export function helpFooter(): string {
	const width = Math.max(...EXAMPLES.map(([command]) => command.length));
	const examples = EXAMPLES.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`);
	const statuses = EXIT_STATUSES.map(([status, meaning]) => `${status} ${meaning}`);
	return `\nExamples:\n${examples.join("\n")}\n\nExit status: ${statuses.join(", ")}.`;
}
