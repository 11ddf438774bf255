import { spawn } from "node:child_process";
import type { ByteText } from "../message.js";

/**
 * Options for every git call: the repository's configuration must not start programs, nothing of it may be
 * written, and a missing object of a partial clone must not be fetched.
 */
export const SAFE_OPTIONS = [
	"--no-optional-locks",
	"--no-pager",
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"protocol.allow=never",
];

/** Variables of a process. Users of the library need not have the types of Node, so it is none of these. */
export type Environment = Record<string, string | undefined>;

export interface GitCall {
	readonly cwd: string;
	readonly environment: Environment;
	/** Written to its standard input, which is empty otherwise. */
	readonly input?: string;
	/** Options of git itself, in front of the command; {@link SAFE_OPTIONS} by default. */
	readonly options?: readonly string[];
	/** Most bytes of output to take; git is ended where there are more. 1 GiB by default. */
	readonly limit?: number;
}

/** What came of a call of git. */
export interface GitOutcome {
	/** Null where git could not be started, or was ended for writing too much. */
	readonly status: number | null;
	readonly stdout: ByteText;
	/** What git said was wrong: its last line without "fatal: ", or a sentence of our own. */
	readonly fault: string;
	readonly overflow: boolean;
}

/** Runs git to its end. Never throws. */
export function runGit(
	args: readonly string[],
	{ cwd, environment, input = "", options = SAFE_OPTIONS, limit = 2 ** 30 }: GitCall,
): Promise<GitOutcome> {
	return new Promise((done) => {
		const child = spawn("git", [...options, ...args], { cwd, env: environment, windowsHide: true });
		const chunks: Buffer[] = [];
		let size = 0;
		const fault = lastWords(child);
		const end = (status: number | null, missing?: string) => {
			const overflow = size > limit;
			const stdout = overflow ? "" : Buffer.concat(chunks).toString("latin1");
			done({ status: overflow ? null : status, stdout, fault: missing ?? fault(), overflow });
		};
		child.on("error", (error: NodeJS.ErrnoException) =>
			end(null, error.code === "ENOENT" ? "git cannot be started; is it installed?" : error.message),
		);
		child.on("close", (status) => end(status));
		child.stdout.on("data", (chunk: Buffer) => {
			size += chunk.length;
			if (size > limit) child.kill();
			else chunks.push(chunk);
		});
		child.stdin.on("error", () => {});
		child.stdin.end(input, "latin1");
	});
}

/** A process, as far as its standard error goes. */
interface Speaker {
	readonly stderr: { on(event: "data", listener: (chunk: Uint8Array) => void): unknown } | null;
}

/** Listens to standard error, and gives the last thing that was said there. */
export function lastWords(child: Speaker): () => string {
	let said = "";
	child.stderr?.on("data", (chunk) => {
		said = (said + Buffer.from(chunk).toString("utf8")).slice(-4096);
	});
	return () => {
		const lines = said.split("\n").filter((line) => line.trim() !== "");
		const line = lines.findLast((each) => /^(?:fatal|error): /.test(each)) ?? lines.at(-1) ?? "git failed";
		return line.replace(/^(?:fatal|error): /, "");
	};
}
