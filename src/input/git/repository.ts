import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { ByteText } from "../message.js";
import { type Environment, type GitCall, type GitOutcome, runGit } from "./run.js";

/** A git repository as far as reading it needs. */
export interface Repository {
	/** Absolute path of its git directory (of a linked worktree: that worktree's own). */
	readonly gitDir: string;
	/** Root of its work tree; null for a bare repository. */
	readonly root: string | null;
	/** Environment for the git processes that are to work on it. */
	readonly environment: Environment;
}

/** Variables that bind git to one repository: a hook sets them, and another repository must not see them. */
const REPOSITORY_VARIABLES = [
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_COMMON_DIR",
	"GIT_INDEX_FILE",
	"GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_QUARANTINE_PATH",
	"GIT_PREFIX",
	"GIT_CONFIG",
	"GIT_CONFIG_PARAMETERS",
	"GIT_CONFIG_COUNT",
	"GIT_GRAFT_FILE",
	"GIT_SHALLOW_FILE",
	"GIT_REPLACE_REF_BASE",
	"GIT_NAMESPACE",
];

/** Variables that change what git writes, or how it reads the paths that it is given. */
const MANNERS = [
	"GIT_DIFF_OPTS",
	"GIT_EXTERNAL_DIFF",
	"GIT_ATTR_SOURCE",
	"GIT_LITERAL_PATHSPECS",
	"GIT_GLOB_PATHSPECS",
	"GIT_NOGLOB_PATHSPECS",
	"GIT_ICASE_PATHSPECS",
];

/**
 * The repository that `dir` belongs to, or null where there is none, git is not installed or refuses
 * to work on it (a directory of another user).
 *
 * A hook runs with `GIT_DIR` set. It is minded only where it names the repository found from `dir`
 * alone: then the objects of the push under way, which git keeps in quarantine, are to be seen too.
 */
export async function findRepository(dir: string): Promise<Repository | null> {
	const environment = cleanEnvironment();
	const repository = await repositoryFrom(dir, environment);
	const hooked = process.env.GIT_DIR;
	if (repository !== null && hooked !== undefined && (await isSamePath(resolve(hooked), repository.gitDir))) {
		for (const name of ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"]) {
			if (process.env[name] !== undefined) environment[name] = process.env[name];
		}
	}
	return repository;
}

/**
 * The repository that git itself would work on if it were called in `dir`: the one that `GIT_DIR` names,
 * where that is set, with its index. Else the one that `dir` belongs to.
 */
export async function currentRepository(dir: string): Promise<Repository | null> {
	if (process.env.GIT_DIR === undefined) {
		const repository = await findRepository(dir);
		if (repository !== null) keepIndex(repository);
		return repository;
	}
	const environment = cleanEnvironment();
	for (const name of REPOSITORY_VARIABLES) {
		if (process.env[name] !== undefined && !/^GIT_CONFIG|^GIT_PREFIX$/.test(name))
			environment[name] = process.env[name];
	}
	const repository = await repositoryFrom(dir, environment);
	for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"]) delete environment[name];
	if (repository !== null) keepIndex(repository);
	return repository;
}

/** Why git cannot be asked about a directory that is in no repository of its knowledge; null: it simply is in none. */
export async function gitFault(dir: string): Promise<string | null> {
	const isFolder = await stat(dir).then(
		(info) => info.isDirectory(),
		() => false,
	);
	if (!isFolder) return `${dir} is no directory`;
	const { status, fault } = await runGit(["rev-parse", "--git-dir"], {
		cwd: dir,
		environment: cleanEnvironment(),
	});
	return status === 0 || fault.startsWith("not a git repository") ? null : fault;
}

/** A commit of some files only has an index of its own; git takes its name from the top of the work tree. */
function keepIndex({ environment, root, gitDir }: Repository): void {
	const index = process.env.GIT_INDEX_FILE;
	if (index) environment.GIT_INDEX_FILE = resolve(root ?? gitDir, index);
}

/** Runs git on the repository, in its git directory: no file of a work tree is in reach of a relative path. */
export function gitIn(
	repository: Repository,
	args: readonly string[],
	call: Partial<GitCall> = {},
): Promise<GitOutcome> {
	const { gitDir, environment } = repository;
	return runGit([`--git-dir=${gitDir}`, ...args], { cwd: gitDir, environment, ...call });
}

/** What git says of a path: the bytes as Node would name the file. */
export function pathFrom(line: ByteText): string {
	return Buffer.from(line.replace(/\n$/, ""), "latin1").toString("utf8");
}

function cleanEnvironment(): Environment {
	const environment: Environment = {
		...process.env,
		GIT_TERMINAL_PROMPT: "0",
		GIT_NO_LAZY_FETCH: "1",
		GIT_ATTR_NOSYSTEM: "1",
		LC_ALL: "C",
	};
	for (const name of [...REPOSITORY_VARIABLES, ...MANNERS]) delete environment[name];
	return environment;
}

async function repositoryFrom(dir: string, environment: Environment): Promise<Repository | null> {
	const ask = (question: string) => runGit(["rev-parse", question], { cwd: dir, environment });
	const [gitDir, bare, top] = await Promise.all([
		ask("--absolute-git-dir"),
		ask("--is-bare-repository"),
		ask("--show-toplevel"),
	]);
	if (gitDir.status !== 0) return null;
	const hasRoot = bare.stdout.trim() !== "true" && top.status === 0 && top.stdout !== "\n";
	return { gitDir: pathFrom(gitDir.stdout), root: hasRoot ? pathFrom(top.stdout) : null, environment };
}

async function isSamePath(a: string, b: string): Promise<boolean> {
	try {
		return (await realpath(a)) === (await realpath(b));
	} catch {
		return false;
	}
}
