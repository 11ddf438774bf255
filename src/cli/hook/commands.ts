import { resolve } from "node:path";
import type { Command } from "commander";
import { type CommandContext, LINT_DEFAULTS } from "../commands.js";
import { addChoice } from "../options.js";
import { executable } from "../package.js";
import { NOTHING_FOUND } from "../status.js";
import { HOOKS, type HookName } from "./names.js";

const HELP = `
Hooks:
  pre-commit          stops a commit whose staged changes break something
  sendemail-validate  stops git send-email before a patch that breaks something is sent
  pre-applypatch      stops git am before such a patch is committed

Example:
  lorelint hook install pre-commit`;

interface HookFlags {
	readonly repo?: string;
}

/** `lorelint hook`: git hooks that call lorelint. */
export function addHook(program: Command, { terminal, finish }: CommandContext): void {
	const hook = program
		.command("hook")
		.description("let git run lorelint on what is committed, sent or applied")
		.helpCommand(false)
		.addHelpText("after", HELP);
	const directory = ({ repo = "." }: HookFlags) => resolve(terminal.cwd, repo);
	const named = (command: Command) => addChoice(command, "NAME", "the hook", HOOKS);
	named(hook.command("install"))
		.description("put a hook into the repository around; one that is there already runs before it")
		.option("--repo <DIR>", "the repository (default: the one around)")
		.action(async (which: HookName, flags: HookFlags) => {
			const { installHook } = await import("./install.js");
			await terminal.write(await installHook(directory(flags), which, executable()));
			finish(NOTHING_FOUND);
		});
	named(hook.command("uninstall"))
		.description("take the hook away, and put the one that was there before in its place")
		.option("--repo <DIR>", "the repository (default: the one around)")
		.action(async (which: HookName, flags: HookFlags) => {
			const { uninstallHook } = await import("./install.js");
			await terminal.write(await uninstallHook(directory(flags), which));
			finish(NOTHING_FOUND);
		});
	named(hook.command("run", { hidden: true }))
		.description("what an installed hook calls")
		.argument("[ARG...]", "what git gives the hook")
		.action(async (which: HookName, args: string[]) => {
			const { runHook } = await import("./run.js");
			finish(await runHook(which, args, LINT_DEFAULTS, terminal));
		});
}
