import { bashCompletion } from "./completion/bash.js";
import { type Entry, entriesOf } from "./completion/entries.js";
import { fishCompletion } from "./completion/fish.js";
import { zshCompletion } from "./completion/zsh.js";
import type { CommandOutline } from "./manual/outline.js";
import { type ExitStatus, NOTHING_FOUND } from "./status.js";
import type { Terminal } from "./terminal.js";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
	string,
	(entries: readonly Entry[], rules: readonly string[]) => string
>;

export type Shell = keyof typeof SHELLS;

/** Prints the completion of a shell. All of it is static, so that completing is quick. */
export async function completionCommand(
	shell: Shell,
	program: CommandOutline,
	terminal: Terminal,
): Promise<ExitStatus> {
	const { shippedRules } = await import("../../rules/index.js");
	const metas = shippedRules.rules.map(({ meta }) => meta);
	const names = [...new Set(metas.map(({ family }) => family)), ...metas.map(({ id }) => id)];
	await terminal.write(SHELLS[shell](entriesOf(program, "lint"), names));
	return NOTHING_FOUND;
}
