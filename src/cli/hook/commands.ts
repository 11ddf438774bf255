import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import { type CommandContext, LINT_DEFAULTS } from "../commands.js";
import { executable } from "../package.js";
import { NOTHING_FOUND } from "../status.js";

/** The hooks of git that lorelint can be, and what stops for them. */
export const HOOKS = ["pre-commit", "sendemail-validate", "pre-applypatch"] as const;
export type HookName = (typeof HOOKS)[number];

interface HookFlags {
	readonly repo?: string;
}

/** `lorelint hook`: git hooks that call lorelint. */
export function addHook(program: Command, { terminal, finish }: CommandContext): void {
	const hook = program
		.command("hook")
		.description("let git run lorelint on what is committed, sent or applied")
		.helpCommand(false);
	const directory = ({ repo = "." }: HookFlags) => resolve(terminal.cwd, repo);
	const name = () => new Argument("<NAME>", "the hook").choices(HOOKS);
	hook
		.command("install")
		.description("put a hook into the repository around; one that is there already runs before it")
		.addArgument(name())
		.option("--repo <DIR>", "the repository (default: the one around)")
		.action(async (which: HookName, flags: HookFlags) => {
			const { installHook } = await import("./install.js");
			await terminal.write(await installHook(directory(flags), which, executable()));
			finish(NOTHING_FOUND);
		});
	hook
		.command("uninstall")
		.description("take the hook away, and put the one that was there before in its place")
		.addArgument(name())
		.option("--repo <DIR>", "the repository (default: the one around)")
		.action(async (which: HookName, flags: HookFlags) => {
			const { uninstallHook } = await import("./install.js");
			await terminal.write(await uninstallHook(directory(flags), which));
			finish(NOTHING_FOUND);
		});
	hook
		.command("run", { hidden: true })
		.description("what an installed hook calls")
		.addArgument(name())
		.argument("[ARG...]", "what git gives the hook")
		.action(async (which: HookName, args: string[]) => {
			const { runHook } = await import("./run.js");
			finish(await runHook(which, args, LINT_DEFAULTS, terminal));
		});
}
