import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathFrom, type Repository } from "./repository.js";
import { runGit } from "./run.js";

/** The folder in which git looks for the hooks of a repository, which `core.hooksPath` may name. */
export async function hooksFolder({ root, gitDir, environment }: Repository): Promise<string> {
	const cwd = root ?? gitDir;
	// The safe options would answer for themselves here, for they turn hooks off.
	const call = { cwd, environment, options: [] };
	const { stdout } = await runGit([`--git-dir=${gitDir}`, "rev-parse", "--git-path", "hooks"], call);
	return resolve(cwd, pathFrom(stdout));
}

/** Whether a merge is under way, of which the next commit will be the result. */
export async function isMerging({ gitDir }: Repository): Promise<boolean> {
	return access(join(gitDir, "MERGE_HEAD")).then(
		() => true,
		() => false,
	);
}
