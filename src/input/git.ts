import { execFile, spawn } from "node:child_process";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { ByteText } from "./message.js";

/** A git repository as far as reading it needs. */
export interface Repository {
	/** Absolute path of its git directory (of a linked worktree: that worktree's own). */
	readonly gitDir: string;
	/** Root of its work tree; null for a bare repository. */
	readonly root: string | null;
	/** Environment for the git processes that are to work on it. */
	readonly environment: NodeJS.ProcessEnv;
}

/** Reads objects of one repository, one process for all of them. */
export interface ObjectReader {
	/**
	 * The blob of that name: an id, which may be abbreviated, or `HEAD:path`. Null where there is
	 * none, the name is ambiguous, or the blob is larger than `limit` bytes.
	 */
	read(name: string, limit: number): Promise<ByteText | null>;
	close(): void;
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

/**
 * Options for every git call: the repository's configuration must not start programs, and a missing
 * object of a partial clone must not be fetched.
 */
export const SAFE_OPTIONS = [
	"--no-optional-locks",
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"protocol.allow=never",
];

/**
 * The repository that `dir` belongs to, or null where there is none, git is not installed or refuses
 * to work on it (a directory of another user).
 *
 * A hook runs with `GIT_DIR` set. It is minded only where it names the repository found from `dir`
 * alone: then the objects of the push under way, which git keeps in quarantine, are to be seen too.
 */
export async function findRepository(dir: string): Promise<Repository | null> {
	const environment: NodeJS.ProcessEnv = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1" };
	for (const name of REPOSITORY_VARIABLES) delete environment[name];
	const found = await output(dir, ["rev-parse", "--absolute-git-dir", "--is-bare-repository"], environment);
	if (found === null) return null;
	const [gitDir, bare] = found.split("\n");
	if (gitDir === undefined) return null;
	const top = bare === "true" ? null : await output(dir, ["rev-parse", "--show-toplevel"], environment);
	const hooked = process.env.GIT_DIR;
	if (hooked !== undefined && (await isSamePath(resolve(hooked), gitDir))) {
		for (const name of ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"]) {
			if (process.env[name] !== undefined) environment[name] = process.env[name];
		}
	}
	return { gitDir, root: top?.trimEnd() || null, environment };
}

function output(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
	return new Promise((done) => {
		execFile("git", [...SAFE_OPTIONS, ...args], { cwd, env, windowsHide: true }, (error, stdout) => {
			done(error ? null : stdout);
		});
	});
}

async function isSamePath(a: string, b: string): Promise<boolean> {
	try {
		return (await realpath(a)) === (await realpath(b));
	} catch {
		return false;
	}
}

/** Opens a reader. The process behind it starts with the first read and ends with `close`. */
export function openObjects(repository: Repository): ObjectReader {
	let batch: Batch | null = null;
	return {
		read(name, limit) {
			// The protocol is one name a line; what git itself would not print is no name.
			if (!/^[^\n\0]+$/.test(name)) return Promise.resolve(null);
			if (batch === null || batch.ended()) batch = startBatch(repository);
			return batch.request(name, limit);
		},
		close() {
			batch?.close();
			batch = null;
		},
	};
}

interface Batch {
	request(name: string, limit: number): Promise<ByteText | null>;
	ended(): boolean;
	close(): void;
}

/** `git cat-file --batch`: it answers the names written to it in their order. */
function startBatch({ gitDir, environment }: Repository): Batch {
	const args = [...SAFE_OPTIONS, `--git-dir=${gitDir}`, "cat-file", "--batch"];
	const child = spawn("git", args, { env: environment, windowsHide: true });
	const waiting: Request[] = [];
	let ended = false;
	const end = () => {
		ended = true;
		// Whoever still waits gets the honest answer: it was not read.
		for (const { answer } of waiting.splice(0)) answer(null);
	};
	child.stdout.on("data", answerReader(waiting));
	child.stderr.resume();
	for (const source of [child, child.stdin, child.stdout]) source.on("error", end);
	child.on("close", end);
	return {
		request: (name, limit) =>
			new Promise((answer) => {
				waiting.push({ limit, answer });
				child.stdin.write(`${name}\n`, "latin1");
			}),
		ended: () => ended,
		close: () => child.stdin.end(),
	};
}

interface Request {
	readonly limit: number;
	readonly answer: (text: ByteText | null) => void;
}

const NEWLINE = 10;

/**
 * Reads the answers, `<id> blob <size>`, the content and a newline, or one line that says what is
 * wrong, from chunks that may end anywhere, and hands each to the one who has waited longest.
 */
function answerReader(waiting: Request[]): (chunk: Buffer) => void {
	let line = "";
	/** Bytes of content still to come, with the newline behind it; 0 while a line is read. */
	let missing = 0;
	let content: string[] | null = null;
	const finish = () => {
		const text = content?.join("").slice(0, -1) ?? null;
		content = null;
		waiting.shift()?.answer(text);
	};
	const startContent = () => {
		const [, type, size] = / (\w+) (\d+)$/.exec(line) ?? [];
		line = "";
		if (size === undefined) return finish();
		missing = Number(size) + 1;
		content = type === "blob" && Number(size) <= waiting[0]!.limit ? [] : null;
	};
	return (chunk) => {
		for (let at = 0; at < chunk.length; ) {
			if (missing > 0) {
				const end = Math.min(chunk.length, at + missing);
				content?.push(chunk.toString("latin1", at, end));
				missing -= end - at;
				at = end;
				if (missing === 0) finish();
				continue;
			}
			const newline = chunk.indexOf(NEWLINE, at);
			line += chunk.toString("latin1", at, newline < 0 ? chunk.length : newline);
			at = newline < 0 ? chunk.length : newline + 1;
			if (newline >= 0) startContent();
		}
	};
}
