import { resolve } from "node:path";
import type { ContextSource } from "../../input/context.js";
import { type Changes, textBefore } from "../../input/git/before.js";
import { type Change, commitChange, pendingChange } from "../../input/git/changes.js";
import { type DiffReader, openDiffs } from "../../input/git/diffs.js";
import { type ObjectReader, openObjects } from "../../input/git/objects.js";
import { currentRepository, findRepository, gitFault, type Repository } from "../../input/git/repository.js";
import { commitsOf, type Range } from "../../input/git/revisions.js";
import { parsePatch } from "../../patch/parse.js";
import type { Patch, SeriesPlace } from "../../patch/patch.js";
import type { Output } from "../output/output.js";
import { UsageError } from "../status.js";
import { type Terminal, warn } from "../terminal.js";
import type { PatchSource } from "./patch-source.js";

/** What is to be taken from a repository in place of the inputs. */
export interface GitFlags {
	/** Ranges of commits, as `-g` takes them. */
	readonly git?: readonly string[];
	readonly staged?: boolean;
	readonly worktree?: boolean;
	/** A directory of the repository; false or undefined: the one around. */
	readonly tree?: string | false;
}

/**
 * Opens the commits, or the index or work tree, that the options ask for: patches with the tree that each was
 * made on. The commits of a range are one series, oldest first.
 * @throws UsageError where they contradict each other, or the repository does not have it.
 */
export async function openGitInput(
	inputs: readonly string[],
	flags: GitFlags,
	terminal: Terminal,
): Promise<PatchSource> {
	const asked = [
		...(flags.git ? ["--git"] : []),
		...(flags.staged ? ["--staged"] : []),
		...(flags.worktree ? ["--worktree"] : []),
	];
	const [option, other] = asked;
	if (option === undefined) throw new Error("nothing is asked for");
	if (other !== undefined) throw new UsageError(`${option} and ${other} cannot be given together`);
	if (inputs.length > 0) {
		const hint = option === "--git" ? "; several ranges are several -g RANGE" : "";
		throw new UsageError(
			`${option} takes its patches from git, so '${inputs[0]}' cannot be given too${hint}`,
		);
	}
	const repository = await repositoryOf(flags.tree, terminal, option);
	if (option !== "--git" && repository.root === null)
		throw new UsageError(`${option}: ${repository.gitDir} has no work tree`);
	const ranges = option === "--git" ? await readRanges(repository, flags.git ?? []) : [];
	const objects = openObjects(repository);
	const diffs = openDiffs(repository);
	const contexts = new WeakMap<Patch, ContextSource>();
	const kept = (change: Change, series: SeriesPlace | null, output: Output): Patch => {
		const patch = patchOf(change, series);
		contexts.set(patch, change.context);
		for (const fault of change.faults) output.problem(`${patch.input}: ${fault}`);
		return patch;
	};
	return {
		async *patches(output) {
			if (option !== "--git") {
				const what = option === "--staged" ? "index" : "worktree";
				const patch = kept(await pendingChange(repository, objects, what), null, output);
				if (patch.files.length + patch.problems.length > 0) yield patch;
				return;
			}
			for (const range of ranges) {
				noteEmptiness(range, output, terminal);
				for await (const { change, place } of changesOf(repository, objects, diffs, range, output)) {
					const patch = kept(change, place, output);
					if (change.faults.length === 0) yield patch;
				}
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

/**
 * The text of a file in front of the changes that the options ask for, where these touch it; see
 * {@link textBefore}. Undefined also where the options cannot be met, which {@link openGitInput} tells.
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

async function* changesOf(
	repository: Repository,
	objects: ObjectReader,
	diffs: DiffReader,
	{ name, commits }: NamedRange,
	output: Output,
): AsyncIterable<{ readonly change: Change; readonly place: SeriesPlace }> {
	const total = commits.length;
	for (const [at, commit] of commits.entries()) {
		output.progress(`reading ${name}: commit ${at + 1} of ${total}`);
		const change = await commitChange(repository, objects, diffs, commit);
		yield { change, place: { index: at + 1, total, version: 1 } };
	}
}

/** A change is a patch by nature, so that nothing is guessed from its subject. */
function patchOf({ message }: Change, series: SeriesPlace | null): Patch {
	const parsed = parsePatch({ ...message, subject: "" }, { quoted: false, repair: false });
	const { subject, author } = message;
	return { ...parsed, kind: "patch", subject, author, series };
}
