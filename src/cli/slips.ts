import { findRepository } from "../input/git/repository.js";
import { commitsOf } from "../input/git/revisions.js";
import { nearest } from "../rules/nearest.js";

/**
 * What was probably meant by an input that is not there: commits of the repository around `cwd`, or a command.
 * One sentence for the user; null where it is like neither.
 */
export async function slipIn(
	input: string,
	commands: readonly string[],
	cwd: string,
): Promise<string | null> {
	const fault = `there is no file '${input}'`;
	if (await isRevision(input, cwd)) return `${fault}; for commits: lorelint -g ${input}`;
	const command = nearest(input, commands);
	return command === null ? null : `${fault} and no such command; did you mean 'lorelint ${command}'?`;
}

async function isRevision(text: string, cwd: string): Promise<boolean> {
	const repository = await findRepository(cwd).catch(() => null);
	if (repository === null) return false;
	return commitsOf(repository, text).then(
		(range) => range !== null,
		() => false,
	);
}
