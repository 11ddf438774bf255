import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ByteText } from "../message.js";
import { gitIn, pathFrom, type Repository } from "./repository.js";

/** A commit that is no merge. */
export interface Commit {
	/** Full id. */
	readonly id: string;
	/** Id of its parent; null for a root commit. */
	readonly parent: string | null;
	/** True where the repository does not have the parent, because it is a shallow clone. */
	readonly isCut: boolean;
	/** `Name <address>`. */
	readonly author: string;
	readonly subject: string;
}

/** What a range stands for. */
export interface Range {
	/** Oldest first, without merges. */
	readonly commits: readonly Commit[];
	/** Why there are no commits, where there are none: one sentence without a full stop. */
	readonly emptiness: string | null;
	/** True where one commit was named, and that was not to be had: somebody is mistaken. */
	readonly isWrong: boolean;
}

/**
 * The commits of `REV`, `REV-N` (the last N up to REV) or a range as `git rev-list` reads it (`A..B`,
 * `A...B`).
 *
 * What is a revision by itself is one, whatever else it could be read as. Null where the text is neither;
 * it never becomes an option of git.
 */
export async function commitsOf(repository: Repository, text: string): Promise<Range | null> {
	const single = await commitId(repository, text);
	if (single !== null) {
		const commits = await list(repository, ["--no-walk", single]);
		const isMerge = commits.length === 0;
		const emptiness = isMerge ? "this is a merge, and merges are passed over" : null;
		return { commits, emptiness, isWrong: isMerge };
	}
	const [, rev, count] = /^(.+)-(\d+)$/s.exec(text) ?? [];
	const last = rev === undefined ? null : await commitId(repository, rev);
	if (last !== null) {
		const most = Math.min(Number(count), 2 ** 31 - 1);
		return rangeOf(repository, [`--max-count=${most}`, last]);
	}
	if (!/\.\.|\^!$/.test(text) || /[\n\0]/.test(text)) return null;
	const ids = await gitIn(repository, ["rev-parse", "--revs-only", "--end-of-options", text, "--"]);
	const ends = ids.stdout.split("\n").filter((id) => id !== "");
	if (ids.status !== 0 || ends.length === 0 || !ends.every((id) => /^\^?[0-9a-f]{40,64}$/.test(id)))
		return null;
	return rangeOf(repository, ["--topo-order", ...ends]);
}

async function rangeOf(repository: Repository, walk: readonly string[]): Promise<Range> {
	const commits = await list(repository, walk);
	if (commits.length > 0) return { commits, emptiness: null, isWrong: false };
	const all = await gitIn(repository, ["rev-list", "--count", ...walk, "--"]);
	const hasMerges = all.stdout.trim() !== "0";
	const emptiness = hasMerges ? "only merges in it, and they are passed over" : "no commits in it";
	return { commits, emptiness, isWrong: false };
}

/** The full id of the commit that a name stands for, or null. */
async function commitId(repository: Repository, name: string): Promise<string | null> {
	const commit = await objectId(repository, `${name}^{commit}`);
	if (commit !== null) return commit;
	// `:/text` and `^{/text}` take what stands behind them for a part of the text.
	const object = await objectId(repository, name);
	return object && objectId(repository, `${object}^{commit}`);
}

/** The id of the tree of a commit, or null. */
export async function treeId(repository: Repository, name: string): Promise<string | null> {
	return objectId(repository, `${name}^{tree}`);
}

/** The id of the tree without files, which git knows in every repository. */
export async function emptyTree(repository: Repository): Promise<string> {
	const { stdout } = await gitIn(repository, ["hash-object", "-t", "tree", "--stdin"]);
	return stdout.trim();
}

/** Names are asked on standard input, where they are no options. */
async function objectId(repository: Repository, name: string): Promise<string | null> {
	if (/[\n\0]/.test(name)) return null;
	const input = Buffer.from(`${name}\n`, "utf8").toString("latin1");
	const { stdout } = await gitIn(repository, ["cat-file", "--batch-check=%(objectname)"], { input });
	return /^[0-9a-f]{40,64}\n$/.test(stdout) ? stdout.trim() : null;
}

async function list(repository: Repository, walk: readonly string[]): Promise<readonly Commit[]> {
	const args = ["rev-list", "--no-merges", "--reverse", "--no-commit-header", "--encoding=UTF-8"];
	const format = "--format=%H%x00%P%x00%an <%ae>%x00%s";
	const [{ status, stdout, fault }, cut] = await Promise.all([
		gitIn(repository, [...args, format, ...walk, "--"]),
		shallowCommits(repository),
	]);
	if (status !== 0) throw new Error(fault);
	const commits: Commit[] = [];
	for (const line of stdout.split("\n")) {
		const [id = "", parent = "", author = "", subject = ""] = line.split("\0");
		if (id === "") continue;
		commits.push({
			id,
			parent: parent === "" ? null : parent,
			isCut: cut.has(id),
			author: unicode(author),
			subject: unicode(subject),
		});
	}
	return commits;
}

/** The commits at which a shallow clone ends; git shows them as if they had no parents. */
async function shallowCommits(repository: Repository): Promise<ReadonlySet<string>> {
	const { stdout } = await gitIn(repository, ["rev-parse", "--git-path", "shallow"]);
	const text = await readFile(resolve(repository.gitDir, pathFrom(stdout)), "latin1").catch(() => "");
	return new Set(text.split("\n"));
}

/** Commits that do not say their charset should be UTF-8; where they are not, each byte is a character. */
function unicode(text: ByteText): string {
	const bytes = Buffer.from(text, "latin1");
	const decoded = bytes.toString("utf8");
	return decoded.includes("\ufffd") ? text : decoded;
}
