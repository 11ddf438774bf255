import { decodeMessage } from "./decode.js";
import { readLines } from "./lines.js";
import type { InputItem, Problem } from "./message.js";
import { filesOf, openFile, uncompressed } from "./sources.js";
import { type RawMessage, splitMessages } from "./split.js";

export interface ReadOptions {
	/** What `-` reads; standard input by default. */
	readonly stdin?: AsyncIterable<Uint8Array>;
	/** Longer messages are passed over with a problem; bounds the memory taken. 32 MiB by default. */
	readonly maxMessageBytes?: number;
}

/**
 * Reads patches and mail, one message at a time, in order.
 *
 * A path is a file (patch, mail, mbox, output of `git show`; plain or gzip), a directory (maildir, or one
 * of such files) or `-`. Whatever cannot be read is a problem in its place; reading goes on behind it, and
 * nothing is thrown.
 */
export async function* readInputs(
	paths: readonly string[],
	options: ReadOptions = {},
): AsyncGenerator<InputItem> {
	for (const path of paths) {
		if (path === "-") {
			yield* readStream(path, uncompressed(options.stdin ?? process.stdin), options);
			continue;
		}
		try {
			for (const file of await filesOf(path)) yield* readStream(file, openFile(file), options);
		} catch (error) {
			yield problemItem(path, null, reasonOf(error));
		}
	}
}

const DEFAULT_MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

async function* readStream(
	input: string,
	bytes: AsyncIterable<Uint8Array>,
	options: ReadOptions,
): AsyncGenerator<InputItem> {
	const limit = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
	let empty = true;
	const problems: InputItem[] = [];
	for await (const raw of splitMessages(guarded(readLines(bytes, limit), input, problems), limit)) {
		empty = false;
		if (raw.type === "raw") yield await itemOf(input, raw);
		else
			yield problemItem(
				input,
				raw.line,
				`the message is larger than ${limit} bytes or a million lines and was not read`,
			);
	}
	// A file that breaks off is read as far as it goes; the problem comes behind what was read.
	yield* problems;
	if (empty && problems.length === 0) yield problemItem(input, null, "no patch found: the input is empty");
}

/** Ends the lines where reading fails, and notes why. */
async function* guarded<T>(
	source: AsyncIterable<T>,
	input: string,
	problems: InputItem[],
): AsyncGenerator<T> {
	try {
		yield* source;
	} catch (error) {
		problems.push(problemItem(input, null, reasonOf(error)));
	}
}

async function itemOf(input: string, raw: RawMessage): Promise<InputItem> {
	if (raw.form === "text" && isBinary(raw)) {
		return problemItem(input, raw.line, "this is binary data, not a patch or a mail");
	}
	try {
		return { type: "message", message: await decodeMessage(input, raw) };
	} catch (error) {
		return problemItem(input, raw.line, `the mail cannot be decoded: ${reasonOf(error)}`);
	}
}

/** NUL bytes near the start, as git itself decides; patches of such files are told from it by their header. */
function isBinary(raw: RawMessage): boolean {
	const start = raw.text.slice(0, 8000);
	return start.includes("\0") && !/^(?:diff --git |--- )/m.test(start);
}

function problemItem(input: string, line: number | null, message: string): InputItem {
	const problem: Problem = { path: null, line, message };
	return { type: "problem", input, problem };
}

function reasonOf(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code !== undefined && code in REASONS) return REASONS[code]!;
	if (code?.startsWith("Z_")) return `the gzip data is damaged or cut short (${message})`;
	return message.replace(/\.$/, "");
}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: "no such file or directory",
	EACCES: "permission denied",
	EISDIR: "is a directory",
};
