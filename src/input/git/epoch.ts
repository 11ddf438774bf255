import { spawn } from "node:child_process";
import { readLines } from "../lines.js";
import type { ByteText } from "../message.js";
import { type Blob, openObjects } from "./objects.js";
import { gitIn, type Repository } from "./repository.js";
import { lastWords, SAFE_OPTIONS } from "./run.js";

/** One mail of an epoch of a public-inbox archive. */
export interface EpochMail {
	/** Full id of the commit that brought it. */
	readonly commit: string;
	/** When the archive got it: milliseconds since 1970. */
	readonly time: number;
	/** Null where it is larger than the limit, or its object is not in the repository. */
	readonly text: ByteText | null;
	readonly fault: "too large" | "not there" | null;
	/** True where the archive has taken it back since. */
	readonly isDeleted: boolean;
}

export interface EpochOptions {
	/** Mails that came earlier are passed over; milliseconds since 1970. */
	readonly since: number | null;
	/** Bytes of the longest mail to read. */
	readonly limit: number;
}

/** Mails that are asked for before the first of them is worked on. */
const AHEAD = 16;

/**
 * The mails of one epoch of a public-inbox v2 archive, oldest first: each commit brings one, as the file
 * `m`, or takes one back, as the file `d`.
 *
 * Two processes of git serve all of it: one lists the commits, the other gives the mails.
 * @throws with one sentence where the repository is no epoch, or git fails on the way.
 */
export async function* readEpoch(
	repository: Repository,
	{ since, limit }: EpochOptions,
): AsyncGenerator<EpochMail> {
	const head = await headOf(repository);
	if (head === null) return;
	const objects = openObjects(repository);
	try {
		if (!(await objects.fetch(`${head}:m`, 0)) && !(await objects.fetch(`${head}:d`, 0))) {
			throw new Error("this is no epoch of a public-inbox v2 archive: its last commit has no file m");
		}
		const gone = await deletionsIn(repository, head, (name) => objects.fetch(name, 0));
		const pending: { commit: string; time: number; blob: Promise<Blob | null> }[] = [];
		const next = async (): Promise<EpochMail> => {
			const { blob, commit, time } = pending.shift()!;
			const found = await blob;
			const fault = found === null ? "not there" : found.text === null ? "too large" : null;
			const isDeleted = found !== null && gone.takes(found.id);
			return { commit, time, text: found?.text ?? null, fault, isDeleted };
		};
		for await (const { commit, time } of commitsOf(repository, head)) {
			if ((since !== null && time < since) || gone.commits.has(commit)) continue;
			pending.push({ commit, time, blob: objects.fetch(`${commit}:m`, limit) });
			if (pending.length >= AHEAD) yield await next();
		}
		while (pending.length > 0) yield await next();
	} finally {
		objects.close();
	}
}

/** The last commit; null where there is none yet, as in an epoch that was just begun. */
async function headOf(repository: Repository): Promise<string | null> {
	for (const name of ["HEAD", "refs/heads/master"]) {
		const { status, stdout } = await gitIn(repository, ["rev-parse", "--verify", "-q", `${name}^{commit}`]);
		if (status === 0) return stdout.trim();
	}
	return null;
}

interface Deletions {
	readonly commits: ReadonlySet<string>;
	/** Whether the mail of this id was taken back; to be asked in order, since it may come again behind that. */
	takes(id: string): boolean;
}

async function deletionsIn(
	repository: Repository,
	head: string,
	fetch: (name: string) => Promise<Blob | null>,
): Promise<Deletions> {
	const commits = new Set<string>();
	const times = new Map<string, number>();
	for await (const { commit } of commitsOf(repository, head, "d")) {
		// The commit behind a deletion touches the file too: it takes it away.
		const blob = await fetch(`${commit}:d`);
		if (blob === null) continue;
		commits.add(commit);
		times.set(blob.id, (times.get(blob.id) ?? 0) + 1);
	}
	return {
		commits,
		takes: (id) => {
			const left = times.get(id) ?? 0;
			if (left > 0) times.set(id, left - 1);
			return left > 0;
		},
	};
}

interface ListedCommit {
	readonly commit: string;
	readonly time: number;
}

/** The commits up to `head`, oldest first, as git lists them; of a path, those that touch it. */
async function* commitsOf(
	{ gitDir, environment }: Repository,
	head: string,
	path?: string,
): AsyncGenerator<ListedCommit> {
	const walk = [
		"rev-list",
		"--reverse",
		"--first-parent",
		"--no-commit-header",
		"--format=%H %ct",
		head,
		"--",
	];
	const args = [...SAFE_OPTIONS, `--git-dir=${gitDir}`, ...walk, ...(path === undefined ? [] : [path])];
	const child = spawn("git", args, { cwd: gitDir, env: environment, stdio: ["ignore", "pipe", "pipe"] });
	const fault = lastWords(child);
	const ended = new Promise<number | null>((done) => {
		child.on("error", () => done(null));
		child.on("close", done);
	});
	try {
		for await (const lines of readLines(child.stdout, MAX_LINE)) {
			for (const line of lines) {
				const [commit = "", seconds] = line.trim().split(" ");
				yield { commit, time: Number(seconds) * 1000 };
			}
		}
		if ((await ended) !== 0) throw new Error(fault());
	} finally {
		child.kill();
	}
}

const MAX_LINE = 4096;
