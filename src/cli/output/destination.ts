import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { PatchResult } from "../../compare/result.js";
import type { Reporter } from "../../report/reporter.js";
import type { Finding } from "../../rules/finding.js";
import { UsageError } from "../status.js";
import type { Terminal } from "../terminal.js";

/** Where a report goes. */
export interface Destination {
	/** Takes the text of a report. */
	write(text: string): Promise<void>;
	/** Takes a result as the reporter puts it. */
	result(result: PatchResult, findings: readonly Finding[]): Promise<void>;
	close(): Promise<void>;
}

/**
 * Standard output, or what `--output` names: a folder for formats of many files, else a file. Where that
 * cannot be written, opening and writing throw a UsageError.
 */
export async function openDestination(
	path: string | undefined,
	reporter: Reporter,
	terminal: Terminal,
): Promise<Destination> {
	const { files } = reporter;
	if (path === undefined || path === "-") return intoStream(terminal.write, reporter, async () => {});
	const target = resolve(terminal.cwd, path);
	const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			throw new UsageError(`--output ${path}: ${reasonOf(error as Error)}`);
		}
	};
	if (files) {
		const { ReportFolder } = await import("./report-folder.js");
		const folder = new ReportFolder(target);
		return {
			write: async () => {},
			result: (result, findings) => guarded(() => folder.write(files(result, findings))),
			close: async () => {},
		};
	}
	const file = await guarded(() => open(target, "w"));
	const write = async (text: string): Promise<void> => {
		await guarded(() => file.writeFile(text));
	};
	return intoStream(write, reporter, () => file.close());
}

/** `ENOENT: no such file or directory, open '/x'` without what the user knows or need not know. */
function reasonOf({ message }: Error): string {
	return message.replace(/^[A-Z\d]+: ([^,]+), .*$/s, "$1");
}

function intoStream(
	write: Destination["write"],
	reporter: Reporter,
	close: Destination["close"],
): Destination {
	return { write, result: (result, findings) => write(reporter.patch(result, findings)), close };
}
