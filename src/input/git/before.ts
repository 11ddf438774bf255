import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import type { ByteText } from "../message.js";
import { SIZE_LIMIT } from "./context.js";
import { openObjects } from "./objects.js";
import { gitIn, type Repository } from "./repository.js";
import { type Commit, emptyTree, treeId } from "./revisions.js";

/** Commits, oldest first; or all that the index or the work tree has and HEAD has not. */
export type Changes = readonly Commit[] | "index" | "worktree";

/**
 * The text that a file of the work tree had in front of changes that touch it, null where it was not there.
 * Undefined where they leave it alone, or it is no file of the repository.
 *
 * @param path absolute; a link is touched also where the file that it leads to is
 */
export async function textBefore(
	repository: Repository,
	changes: Changes,
	path: string,
): Promise<ByteText | null | undefined> {
	const names = await namesIn(repository, path);
	if (names.length === 0) return undefined;
	const isTouched =
		typeof changes === "string"
			? await isPending(repository, changes, names)
			: await isCommitted(repository, changes, names);
	// Who cannot tell had better not trust the file.
	if (isTouched === false) return undefined;
	const revision = typeof changes === "string" ? "HEAD" : changes[0]?.parent;
	if (!revision) return null;
	const objects = openObjects(repository);
	try {
		return await objects.read(`${revision}:${Buffer.from(names[0]!).toString("latin1")}`, SIZE_LIMIT);
	} finally {
		objects.close();
	}
}

/** The path and, where that is a link, what it leads to, from the root of the work tree. */
async function namesIn({ root }: Repository, path: string): Promise<readonly string[]> {
	if (root === null) return [];
	const top = await realpath(root);
	const own = join(await realpath(dirname(path)), basename(path));
	const target = await realpath(path).catch(() => own);
	const names = [...new Set([own, target])].map((name) => relative(top, name));
	return names.filter((name) => name !== "" && name !== ".." && !name.startsWith(`..${sep}`));
}

/** Whether one of the commits changes one of the files; null where git does not tell. */
async function isCommitted(
	repository: Repository,
	commits: readonly Commit[],
	names: readonly string[],
): Promise<boolean | null> {
	const options = ["--stdin", "-r", "--root", "--no-commit-id", "--name-only", "--no-renames"];
	const input = commits.map(({ id }) => `${id}\n`).join("");
	const { status, stdout } = await gitIn(repository, ["diff-tree", ...options, "--", ...literal(names)], {
		input,
	});
	return status === 0 ? stdout !== "" : null;
}

async function isPending(
	repository: Repository,
	what: "index" | "worktree",
	names: readonly string[],
): Promise<boolean | null> {
	const head = (await treeId(repository, "HEAD")) ?? (await emptyTree(repository));
	const options = ["--name-only", "--no-renames", ...(what === "index" ? ["--cached"] : [])];
	const { root, gitDir } = repository;
	const { status, stdout } = await gitIn(
		repository,
		["diff-index", ...options, head, "--", ...literal(names)],
		// Files of the work tree are looked for from its root.
		{ cwd: what === "worktree" ? (root ?? gitDir) : gitDir },
	);
	return status === 0 ? stdout !== "" : null;
}

function literal(names: readonly string[]): string[] {
	return names.map((name) => `:(top,literal)${name}`);
}
