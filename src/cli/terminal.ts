import { printable } from "../report/unicode.js";

/** The world outside, as far as a command sees it; tests bring their own. */
export interface Terminal {
	/** Directory the command was called in. */
	readonly cwd: string;
	/** Standard input, where it is not the process's own. */
	readonly stdin?: AsyncIterable<Uint8Array>;
	/** Nobody has redirected standard input: a person would have to type the patch. */
	readonly typedInput: boolean;
	/** Standard output takes ANSI colours. */
	readonly color: boolean;
	/** Width of standard output, where it is a terminal. */
	readonly columns?: number;
	/** Standard error is a terminal, so a line there may be overwritten. */
	readonly liveStderr: boolean;
	/** Writes to standard output and waits for room. Throws {@link PipeClosed} when nobody reads any more. */
	write(text: string): Promise<void>;
	/** Writes to standard error as it is. */
	writeError(text: string): void;
}

/** Columns of text that goes to a file or a pipe. */
const UNBOUND_COLUMNS = 120;

/** Columns that a line of text should not exceed. */
export function widthOf({ columns }: Pick<Terminal, "columns">): number {
	return columns ?? UNBOUND_COLUMNS;
}

/** The reader of standard output has gone (`lorelint ... | head`): stop, and say nothing. */
export class PipeClosed extends Error {}

/** One diagnostic line on standard error. */
export function warn(terminal: Terminal, message: string): void {
	terminal.writeError(`lorelint: ${printable(message)}\n`);
}

/** The terminal without its standard error, for callers that take a line there for a failure. */
export function withoutErrors(terminal: Terminal): Terminal {
	return { ...terminal, liveStderr: false, writeError: () => {} };
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
	const { stdin, stdout, stderr } = process;
	let closed = false;
	// Without a listener the failed write would end the process with a stack trace.
	stdout.on("error", () => {
		closed = true;
	});
	stderr.on("error", () => {});
	return {
		cwd: process.cwd(),
		typedInput: stdin.isTTY === true,
		color: stdout.isTTY === true && wantsColors(process.env) && stdout.hasColors(),
		...(stdout.isTTY === true && stdout.columns > 0 ? { columns: stdout.columns } : {}),
		liveStderr: stderr.isTTY === true,
		write: (text) =>
			new Promise((resolve, reject) => {
				if (closed) return reject(new PipeClosed());
				stdout.write(text, (error) => (error ? reject(asPipeClosed(error)) : resolve()));
			}),
		writeError: (text) => {
			stderr.write(text);
		},
	};
}

/** hasColors() knows these and more, but writes a warning where FORCE_COLOR says the opposite. */
function wantsColors({ NO_COLOR, NODE_DISABLE_COLORS }: NodeJS.ProcessEnv): boolean {
	return !NO_COLOR && !NODE_DISABLE_COLORS;
}

function asPipeClosed(error: NodeJS.ErrnoException): Error {
	return error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED" ? new PipeClosed() : error;
}
