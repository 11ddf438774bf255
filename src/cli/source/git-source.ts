import { resolve } from "node:path";
import type { ContextSource } from "../../input/context.js";
import { type Changes, textBefore } from "../../input/git/before.js";
import { type Change, commitChange, pendingChange } from "../../input/git/changes.js";
import { openDiffs } from "../../input/git/diffs.js";
import { openObjects } from "../../input/git/objects.js";
import { currentRepository, findRepository, gitFault, type Repository } from "../../input/git/repository.js";
import { type Commit, commitsOf, type Range } from "../../input/git/revisions.js";
import { parsePatch } from "../../patch/parse.js";
import type { Patch, SeriesPlace } from "../../patch/patch.js";
import type { Output } from "../output/output.js";
import { UsageError } from "../status.js";
import { type Terminal, warn } from "../terminal.js";
import type { GitFlags, PatchSource } from "./patch-source.js";

/**
 * Opens the commits, or the index or work tree, that the options ask for: patches with the tree that each was
 * made on. The commits of a range are one series, oldest first.
 * @throws UsageError where they contradict each other, or the repository does not have it.
 */
export async function openGitSource(
	inputs: readonly string[],
	flags: GitFlags,
	terminal: Terminal,
): Promise<PatchSource> {
	const option = optionIn(flags, inputs);
	const repository = await repositoryOf(flags.tree, terminal, option);
	if (option !== "--git" && repository.root === null)
		throw new UsageError(`${option}: ${repository.gitDir} has no work tree`);
	const ranges = await readRanges(repository, flags.git ?? []);
	const objects = openObjects(repository);
	const diffs = openDiffs(repository);
	const contexts = new WeakMap<Patch, ContextSource>();
	return {
		async *patches(output) {
			const changes =
				option === "--git"
					? commitsIn(ranges, (commit) => commitChange(repository, objects, diffs, commit), output, terminal)
					: [pendingChange(repository, objects, option === "--staged" ? "index" : "worktree")];
			for await (const change of changes) {
				const patch = patchOf(change);
				contexts.set(patch, change.context);
				for (const fault of change.faults) output.problem(`${patch.input}: ${fault}`);
				const isEmpty = patch.files.length + patch.problems.length === 0;
				// A commit may change nothing, and is a part of its series all the same.
				if (option === "--git" ? change.faults.length === 0 : !isEmpty) yield patch;
			}
		},
		root: repository.root,
		context: (patch) => (flags.tree === false ? null : (contexts.get(patch) ?? null)),
		close: () => {
			objects.close();
			diffs.close();
		},
	};
}

type GitOption = "--git" | "--staged" | "--worktree";

/** The one option that says what to take. */
function optionIn(flags: GitFlags, inputs: readonly string[]): GitOption {
	const asked: GitOption[] = [];
	if (flags.git) asked.push("--git");
	if (flags.staged) asked.push("--staged");
	if (flags.worktree) asked.push("--worktree");
	const [option, other] = asked;
	if (option === undefined) throw new Error("nothing is asked for");
	if (other !== undefined) throw new UsageError(`${option} and ${other} cannot be given together`);
	if (inputs.length > 0) {
		const hint = option === "--git" ? "; several ranges are several -g RANGE" : "";
		throw new UsageError(
			`${option} takes its patches from git, so '${inputs[0]}' cannot be given too${hint}`,
		);
	}
	return option;
}

/**
 * The text of a file in front of the changes that the options ask for, where these touch it; see
 * {@link textBefore}. Undefined also where the options cannot be met, which {@link openGitSource} tells.
 */
export async function textBeforeGit(
	path: string,
	flags: GitFlags,
	terminal: Terminal,
): Promise<string | null | undefined> {
	try {
		const repository = await repositoryOf(flags.tree, terminal, "--git");
		const ranges = flags.git ? await readRanges(repository, flags.git) : [];
		const changes: readonly Changes[] = flags.git
			? ranges.map(({ commits }) => commits)
			: [flags.staged ? "index" : "worktree"];
		for (const change of changes) {
			const text = await textBefore(repository, change, path);
			if (text !== undefined) return text && Buffer.from(text, "latin1").toString("utf8");
		}
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
	}
	return undefined;
}

async function repositoryOf(tree: GitFlags["tree"], terminal: Terminal, option: string): Promise<Repository> {
	const dir = typeof tree === "string" ? resolve(terminal.cwd, tree) : terminal.cwd;
	const current = await currentRepository(terminal.cwd);
	const repository = typeof tree === "string" ? await findRepository(dir) : current;
	if (repository === null) {
		throw new UsageError(`${option}: ${(await gitFault(dir)) ?? `${dir} is not in a git repository`}`);
	}
	// The index of a commit under way is that of its repository, by whatever name that is called.
	return current !== null && current.gitDir === repository.gitDir ? current : repository;
}

interface NamedRange extends Range {
	readonly name: string;
}

/** All of them before the first is linted, so that a slip in the last one costs nothing. */
async function readRanges(repository: Repository, names: readonly string[]): Promise<readonly NamedRange[]> {
	const ranges: NamedRange[] = [];
	for (const name of names) {
		const range = await commitsOf(repository, name).catch((error: Error) => {
			throw new UsageError(`--git ${name}: ${error.message}`);
		});
		if (range === null) {
			throw new UsageError(
				`--git ${name}: this is no commit of ${repository.root ?? repository.gitDir}, and no A..B or REV-N of its commits`,
			);
		}
		ranges.push({ ...range, name });
	}
	return ranges;
}

function noteEmptiness({ name, emptiness, isWrong }: NamedRange, output: Output, terminal: Terminal): void {
	if (emptiness === null) return;
	if (isWrong) output.problem(`${name}: ${emptiness}`);
	else warn(terminal, `${name}: ${emptiness}`);
}

/** A change that may have a place among others. */
interface PlacedChange extends Change {
	readonly series?: SeriesPlace | null;
}

async function* commitsIn(
	ranges: readonly NamedRange[],
	read: (commit: Commit) => Promise<Change>,
	output: Output,
	terminal: Terminal,
): AsyncIterable<PlacedChange> {
	for (const range of ranges) {
		noteEmptiness(range, output, terminal);
		const total = range.commits.length;
		for (const [at, commit] of range.commits.entries()) {
			output.progress(`reading ${range.name}: commit ${at + 1} of ${total}`);
			yield { ...(await read(commit)), series: { index: at + 1, total, version: 1 } };
		}
	}
}

/** A change is a patch by nature, so that nothing is guessed from its subject. */
function patchOf({ message, series = null }: PlacedChange): Patch {
	const parsed = parsePatch({ ...message, subject: "" }, { quoted: false, repair: false });
	const { subject, author } = message;
	return { ...parsed, kind: "patch", subject, author, series };
}
