import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Processes to climb before giving up. */
const MOST_ANCESTORS = 12;

/**
 * The process that runs the hook: the nearest one above this whose command line does not name the hook, as
 * those do that only pass it on (`git hook run`, the script). With the time of its start, for numbers are
 * given again. Null where it cannot be told.
 */
export async function callerOf(hook: string): Promise<string | null> {
	let pid = process.ppid;
	for (let climbed = 0; climbed < MOST_ANCESTORS && pid > 1; climbed++) {
		const process = await processOf(pid);
		if (process === null) return null;
		if (!process.command.includes(hook)) return `${pid}@${process.started}`;
		pid = process.parent;
	}
	return null;
}

/** Whether a process that {@link callerOf} named is still there. */
export async function isAlive(caller: string): Promise<boolean> {
	const [pid, started] = caller.split("@");
	const process = await processOf(Number(pid));
	return process !== null && process.started === started;
}

interface Process {
	readonly parent: number;
	readonly started: string;
	readonly command: string;
}

async function processOf(pid: number): Promise<Process | null> {
	return (await fromProc(pid)) ?? (await fromPs(pid));
}

/** Linux. */
async function fromProc(pid: number): Promise<Process | null> {
	try {
		const [status, command] = await Promise.all([
			readFile(`/proc/${pid}/stat`, "latin1"),
			readFile(`/proc/${pid}/cmdline`, "latin1"),
		]);
		// `1234 (name) S 1 ...`: the name may hold anything, blanks and brackets too.
		const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
		return { parent: Number(fields[1]), started: fields[19] ?? "", command };
	} catch {
		return null;
	}
}

/** Other systems, by the words of POSIX; the start is told by the second. */
function fromPs(pid: number): Promise<Process | null> {
	return new Promise((done) => {
		const columns = ["-o", "ppid=", "-o", "lstart=", "-o", "args=", "-p", String(pid)];
		const env = { ...process.env, LC_ALL: "C" };
		execFile("ps", columns, { env, windowsHide: true }, (error, stdout) => {
			const [, parent, started, command] = /^\s*(\d+)\s+(\w+ \w+ +\d+ [\d:]+ \d+)\s+(.*)/s.exec(stdout) ?? [];
			if (error || parent === undefined || started === undefined) return done(null);
			done({ parent: Number(parent), started: started.replace(/\W+/g, "."), command: command ?? "" });
		});
	});
}
