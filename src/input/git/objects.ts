import { spawn } from "node:child_process";
import type { ByteText } from "../message.js";
import type { Repository } from "./repository.js";
import { SAFE_OPTIONS } from "./run.js";

/** Reads objects of one repository, one process for all of them. */
export interface ObjectReader {
	/**
	 * The blob of that name: an id, which may be abbreviated, or `HEAD:path`, which follows links as far as
	 * they stay in the tree. Null where there is none, the name is ambiguous, or the blob is larger than
	 * `limit` bytes.
	 */
	read(name: string, limit: number): Promise<ByteText | null>;
	/** The same with the id of the blob, also of one that is too large: then its text is null. */
	fetch(name: string, limit: number): Promise<Blob | null>;
	close(): void;
}

/** A blob that was asked for. */
export interface Blob {
	/** Full id. */
	readonly id: string;
	/** Null where it is larger than was asked for. */
	readonly text: ByteText | null;
}

/** Opens a reader. The process behind it starts with the first read and ends with `close`. */
export function openObjects(repository: Repository): ObjectReader {
	let batch: Batch | null = null;
	const fetch: ObjectReader["fetch"] = (name, limit) => {
		// The protocol is one name a line; what git itself would not print is no name.
		if (!/^[^\n\0]+$/.test(name)) return Promise.resolve(null);
		if (batch === null || batch.ended()) batch = startBatch(repository);
		return batch.request(name, limit);
	};
	return {
		fetch,
		read: async (name, limit) => (await fetch(name, limit))?.text ?? null,
		close() {
			batch?.close();
			batch = null;
		},
	};
}

interface Batch {
	request(name: string, limit: number): Promise<Blob | null>;
	ended(): boolean;
	close(): void;
}

/** `git cat-file --batch`: it answers the names written to it in their order. */
function startBatch({ gitDir, environment }: Repository): Batch {
	const args = [...SAFE_OPTIONS, `--git-dir=${gitDir}`, "cat-file", "--batch", "--follow-symlinks"];
	const child = spawn("git", args, { cwd: gitDir, env: environment, windowsHide: true });
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
	readonly answer: (blob: Blob | null) => void;
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
	/** Of the blob whose content comes; null where it is none. */
	let id: string | null = null;
	const finish = () => {
		const text = content?.join("").slice(0, -1) ?? null;
		waiting.shift()?.answer(id === null ? null : { id, text });
		content = null;
		id = null;
	};
	const startContent = () => {
		// Of a link that leads nowhere git says so, and then a name of as many bytes.
		const [, name, type, size] = /^(?:([0-9a-f]+) )?(\w+) (\d+)$/.exec(line) ?? [];
		line = "";
		if (size === undefined) return finish();
		missing = Number(size) + 1;
		id = type === "blob" ? (name ?? null) : null;
		content = id !== null && Number(size) <= waiting[0]!.limit ? [] : null;
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
