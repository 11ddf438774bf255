import { type ChildProcess, spawn } from "node:child_process";
import type { ByteText } from "../message.js";
import { gitIn, type Repository } from "./repository.js";
import { lastWords, SAFE_OPTIONS } from "./run.js";

/** Most bytes of one diff, as of one mail. */
const LIMIT = 32 * 1024 * 1024;

/** A diff, or why there is none. */
export type Diff = { readonly text: ByteText } | { readonly fault: string };

/** Makes the diffs of commits against their parents, one process for all of them. */
export interface DiffReader {
	/** The diff of a commit that is no merge, by its full id; of a root commit against nothing. */
	read(commit: string): Promise<Diff>;
	close(): void;
}

/** A file whose content nobody writes: an index that is not there is an empty one. */
const NO_INDEX = "lorelint-reads-no-index";

/**
 * The form of every diff, whatever the configuration says: git's own diff with its prefixes, three lines of
 * context, full ids, and no program of the user between.
 */
const DIFF_CONFIG = ["-c", "core.quotePath=true", "-c", "diff.suppressBlankEmpty=false"];
const DIFF_OPTIONS = [
	"-r",
	"-p",
	"-M",
	"-l1000",
	"-U3",
	"--inter-hunk-context=0",
	"--diff-algorithm=myers",
	"--indent-heuristic",
	"--full-index",
	"--src-prefix=a/",
	"--dst-prefix=b/",
	"--no-color",
	"--no-ext-diff",
	"--no-textconv",
	"--no-relative",
	"--ignore-submodules=all",
];

/** The difference between a tree and the index, or the work tree. */
export async function diffAgainst(
	repository: Repository,
	tree: string,
	what: "index" | "worktree",
): Promise<Diff> {
	const atRoot =
		what === "index" || repository.root === null
			? {}
			: {
					cwd: repository.root,
					environment: { ...(await withoutFilters(repository)), GIT_WORK_TREE: repository.root },
				};
	const options = what === "index" ? ["--cached"] : [];
	const run = async (more: readonly string[]): Promise<Diff> => {
		const args = [...DIFF_CONFIG, "diff-index", ...options, ...DIFF_OPTIONS, ...more, tree, "--"];
		const { status, stdout, fault, overflow } = await gitIn(repository, args, { ...atRoot, limit: LIMIT });
		if (overflow) return { fault: TOO_LARGE };
		return status === 0 ? { text: stdout } : { fault };
	};
	return withSources(await run([]), () => run(["--text"]));
}

const TOO_LARGE = `its diff is larger than ${LIMIT} bytes and was not read`;

/**
 * Comparing a work tree makes git pass files through the filters that the configuration names for them.
 * They are programs, so they are left out.
 */
async function withoutFilters(repository: Repository): Promise<NodeJS.ProcessEnv> {
	const names = await gitIn(repository, ["config", "-z", "--name-only", "--get-regexp", "^filter\\."]);
	const settings = [...new Set(names.stdout.split("\0"))].filter((name) => name !== "");
	const environment: NodeJS.ProcessEnv = {
		...repository.environment,
		GIT_CONFIG_COUNT: String(settings.length),
	};
	for (const [index, name] of settings.entries()) {
		environment[`GIT_CONFIG_KEY_${index}`] = Buffer.from(name, "latin1").toString("utf8");
		environment[`GIT_CONFIG_VALUE_${index}`] = name.endsWith(".required") ? "false" : "";
	}
	return environment;
}

/**
 * An attribute may say that C files are binary, and then their diffs are not shown. The few diffs of which
 * that is true are made again as text.
 */
async function withSources(diff: Diff, asText: () => Promise<Diff>): Promise<Diff> {
	return "text" in diff && HIDDEN_SOURCE.test(diff.text) ? asText() : diff;
}

const HIDDEN_SOURCE = /^Binary files .*\.[ch]"? (?:and .*)?differ$/m;

/** Opens a reader. The process behind it starts with the first read and ends with `close`. */
export function openDiffs(repository: Repository): DiffReader {
	let stream: DiffStream | null = null;
	return {
		async read(commit) {
			if (stream === null || stream.ended()) stream = startStream(repository);
			return withSources(await stream.request(commit), () => readOnce(repository, commit));
		},
		close() {
			stream?.close();
			stream = null;
		},
	};
}

async function readOnce(repository: Repository, commit: string): Promise<Diff> {
	const args = [...DIFF_CONFIG, "diff-tree", ...TREE_OPTIONS, "--text", commit, "--"];
	const { status, stdout, fault, overflow } = await gitIn(repository, args, {
		environment: { ...repository.environment, GIT_INDEX_FILE: `${repository.gitDir}/${NO_INDEX}` },
		limit: LIMIT,
	});
	if (overflow) return { fault: TOO_LARGE };
	return status === 0 ? { text: stdout } : { fault };
}

const TREE_OPTIONS = ["--root", "--no-commit-id", ...DIFF_OPTIONS];

interface DiffStream {
	request(commit: string): Promise<Diff>;
	ended(): boolean;
	close(): void;
}

/** A line that no diff has, and no id: `diff-tree --stdin` writes such a line as it is, behind all before it. */
const END = "end-of-diff\n";

/** `git diff-tree --stdin`: it answers one commit at a time, so that no more than one diff is in memory. */
function startStream(repository: Repository): DiffStream {
	const { gitDir, environment } = repository;
	const args = [...SAFE_OPTIONS, `--git-dir=${gitDir}`, ...DIFF_CONFIG, "diff-tree", "--stdin"];
	const child = spawn("git", [...args, ...TREE_OPTIONS], {
		cwd: gitDir,
		env: { ...environment, GIT_INDEX_FILE: `${gitDir}/${NO_INDEX}` },
		windowsHide: true,
	});
	const fault = lastWords(child);
	let ended = false;
	let answer: ((diff: Diff) => void) | null = null;
	const finish = (diff: Diff) => {
		const done = answer;
		answer = null;
		done?.(diff);
	};
	const end = () => {
		ended = true;
		finish({ fault: fault() });
	};
	child.on("error", end);
	child.on("close", end);
	child.stdin.on("error", () => {});
	collectDiffs(child, (diff) => {
		if ("fault" in diff) {
			ended = true;
			child.kill();
		}
		finish(diff);
	});
	return {
		request: (commit) =>
			new Promise((done) => {
				answer = done;
				child.stdin.write(`${commit}\n${END}`);
			}),
		ended: () => ended,
		close: () => child.stdin.end(),
	};
}

/** Cuts what the process writes at {@link END}; one request is under way at a time, so nothing is behind it. */
function collectDiffs({ stdout }: ChildProcess, found: (diff: Diff) => void): void {
	let chunks: Buffer[] = [];
	let size = 0;
	let tail = "\n";
	const finish = (diff: Diff) => {
		chunks = [];
		size = 0;
		tail = "\n";
		found(diff);
	};
	stdout?.on("data", (chunk: Buffer) => {
		chunks.push(chunk);
		size += chunk.length;
		tail = (tail + chunk.toString("latin1", Math.max(0, chunk.length - MARK.length))).slice(-MARK.length);
		if (size > LIMIT) finish({ fault: TOO_LARGE });
		else if (tail === MARK) {
			finish({ text: Buffer.concat(chunks).toString("latin1").slice(0, -END.length) });
		}
	});
}

const MARK = `\n${END}`;
