import { resolve } from "node:path";
import { isMerging } from "../../input/git/hooks.js";
import { currentRepository } from "../../input/git/repository.js";
import { type LintFlags, lintCommand } from "../lint-command.js";
import { type ExitStatus, FINDINGS, NOTHING_FOUND, UsageError } from "../status.js";
import { type Terminal, warn } from "../terminal.js";
import type { HookName } from "./names.js";
import { collectMails } from "./sendemail.js";

/**
 * Does the work of a hook that git runs: status 1 stops what git is about to do.
 *
 * Nothing is said where nothing is found. What could not be read is told and lets it pass: a hook that
 * stands in the way for a reason of its own is soon taken out.
 */
export async function runHook(
	hook: HookName,
	args: readonly string[],
	defaults: LintFlags,
	terminal: Terminal,
): Promise<ExitStatus> {
	const repository = await currentRepository(terminal.cwd);
	if (hook === "sendemail-validate") {
		const [file] = args;
		if (file === undefined) throw new UsageError("sendemail-validate: git gave no mail to check");
		const mails = await collectMails(repository, resolve(terminal.cwd, file), process.env);
		return mails.length === 0
			? NOTHING_FOUND
			: lintQuietly(hook, mails, { ...defaults, fromMail: false }, terminal);
	}
	// What a merge brings in has been checked where it comes from.
	if (repository !== null && (await isMerging(repository))) return NOTHING_FOUND;
	return lintQuietly(
		hook,
		[],
		{ ...defaults, staged: true, ...(hook === "pre-applypatch" && { fromMail: true }) },
		terminal,
	);
}

async function lintQuietly(
	hook: HookName,
	inputs: readonly string[],
	flags: LintFlags,
	terminal: Terminal,
): Promise<ExitStatus> {
	let report = "";
	let isClean = true;
	const verdict = (failed: boolean, problems: number): ExitStatus => {
		isClean = !failed && problems === 0;
		return failed ? FINDINGS : NOTHING_FOUND;
	};
	const held: Terminal = {
		...terminal,
		write: async (text) => {
			report += text;
		},
	};
	const status = await lintCommand(inputs, { ...flags, verdict }, held);
	if (!isClean) await terminal.write(report);
	if (status === FINDINGS) warn(terminal, STOPPED[hook]);
	return status;
}

const STOPPED: Readonly<Record<HookName, string>> = {
	"pre-commit": "not committed; 'git commit --no-verify' commits without this check",
	"sendemail-validate": "not sent; 'git send-email --no-validate' sends without this check",
	"pre-applypatch":
		"not committed; mend it, 'git add' it and 'git am --continue', or 'git am --skip'; 'git -c core.hooksPath=/dev/null am --continue' commits it as it is",
};
