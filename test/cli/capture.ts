import { main } from "../../src/cli/main.js";
import type { Terminal } from "../../src/cli/terminal.js";

/** A terminal that keeps what is written to it. */
export interface Capture extends Terminal {
	stdout: string;
	stderr: string;
}

export function capture(over: Partial<Terminal> = {}): Capture {
	const terminal: Capture = {
		cwd: "/",
		typedInput: false,
		color: false,
		liveStderr: false,
		stdin: bytes(""),
		write: async (text) => {
			terminal.stdout += text;
		},
		writeError: (text) => {
			terminal.stderr += text;
		},
		...over,
		stdout: "",
		stderr: "",
	};
	return terminal;
}

/** Runs a command line in this process. */
export async function run(argv: readonly string[], over: Partial<Terminal> = {}) {
	const terminal = capture(over);
	const status = await main(argv, terminal);
	return { status, stdout: terminal.stdout, stderr: terminal.stderr };
}

export async function* bytes(text: string): AsyncIterable<Uint8Array> {
	yield Buffer.from(text);
}
