import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** Files of a directory that hold patches or mail, by their usual names. */
const MAIL_FILE = /\.(?:patch|diff|eml|mbox|mbx)(?:\.gz)?$/;

/**
 * The files an input stands for, in the order in which they are read: itself, or for a directory its
 * mails (maildir: `cur` and `new`) or its patch and mail files.
 * @throws with a message for the user where it cannot be read or holds neither.
 */
export async function filesOf(path: string): Promise<string[]> {
	if (!(await stat(path)).isDirectory()) return [path];
	const entries = await readdir(path, { withFileTypes: true });
	const names = new Set(entries.map((entry) => entry.name));
	if (names.has("cur") && names.has("new")) {
		const folders = await Promise.all(["cur", "new"].map((folder) => filesIn(join(path, folder), /^[^.]/)));
		return folders.flat();
	}
	const files = await filesIn(path, MAIL_FILE);
	if (files.length === 0) {
		throw new Error("the directory is no maildir and holds no .patch, .diff, .eml or .mbox files");
	}
	return files;
}

async function filesIn(folder: string, wanted: RegExp): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	return entries
		.filter((entry) => !entry.isDirectory() && wanted.test(entry.name))
		.map((entry) => entry.name)
		.sort()
		.map((name) => join(folder, name));
}

/** The bytes of a file, uncompressed where they are gzip. */
export function openFile(path: string): AsyncIterable<Uint8Array> {
	return uncompressed(createReadStream(path, { highWaterMark: CHUNK_BYTES }));
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Uncompresses a stream that begins like gzip, several members one after the other included. The bytes
 * decide, not the name, so that standard input may be compressed too.
 */
export async function* uncompressed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const chunks = source[Symbol.asyncIterator]();
	let head: Uint8Array = new Uint8Array();
	let done = false;
	while (head.length < 2 && !done) {
		const next = await chunks.next();
		done = next.done === true;
		if (!done) head = Buffer.concat([head, next.value as Uint8Array]);
	}
	const whole = replay(head, chunks);
	if (head[0] !== 0x1f || head[1] !== 0x8b) {
		yield* whole;
		return;
	}
	const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
	// The error reaches the reader through the iteration below.
	pipeline(Readable.from(whole, { objectMode: false }), gunzip, () => {});
	yield* gunzip as AsyncIterable<Uint8Array>;
}

async function* replay(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
	try {
		if (head.length > 0) yield head;
		for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
	} finally {
		// A reader that stops early leaves no open file behind.
		await rest.return?.();
	}
}
