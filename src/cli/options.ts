import type { Command } from "commander";
import type { VersionFormat } from "../report/versions.js";
import { addInputOptions, addRuleOptions, type CommandContext, formatOption, givenTo } from "./commands.js";
import type { DiffFlags } from "./diff-command.js";
import { POLICY_DEFAULTS } from "./settings/policy-flags.js";

const FORMATS: readonly VersionFormat[] = ["text", "jsonl"];

const DEFAULTS: DiffFlags = {
	...{ quoted: false, repair: false, select: [], ignore: [], preview: false },
	...{ format: "text", failOn: "warning" },
	...POLICY_DEFAULTS,
};

const HELP = `
OLD and NEW are each one version of a series: an mbox, a patch file, a maildir or directory of patch
files; one of them may be '-' for standard input.

Example:
  lorelint diff --tree ~/linux v1.mbox v2.mbox

Exit status: 0 nothing remains and nothing is new, 1 findings that remain or are new, 2 as for lint.`;

export function addDiff(program: Command, { terminal, finish }: CommandContext): void {
	const command = program
		.command("diff <OLD> <NEW>")
		.description("compare two versions of a series: which findings are healed, remain, or are new");
	addInputOptions(command).addOption(formatOption(FORMATS));
	addRuleOptions(command)
		.addHelpText("after", HELP)
		.action(async (old: string, now: string, values: Partial<DiffFlags>) => {
			const { diffCommand } = await import("./diff-command.js");
			finish(await diffCommand([old, now], { ...DEFAULTS, ...values, given: givenTo(command) }, terminal));
		});
}
