import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { PatchResult } from "../compare/result.js";
import type { Reporter } from "../report/reporter.js";
import type { Finding } from "../rules/finding.js";
import { ReportFolder } from "./report-folder.js";
import { UsageError } from "./status.js";
import type { Terminal } from "./terminal.js";

/** Where a report goes. */
export interface Destination {
	/** Takes the text of a report. */
	write(text: string): Promise<void>;
	/** Takes a result as the reporter puts it. */
	result(result: PatchResult, findings: readonly Finding[]): Promise<void>;
	close(): Promise<void>;
}

/** Standard output, or what `--output` names: a folder for formats of many files, else a file. */
export async function openDestination(
	path: string | undefined,
	reporter: Reporter,
	terminal: Terminal,
): Promise<Destination> {
	if (path === undefined) return intoStream(terminal.write, reporter, async () => {});
	const target = resolve(terminal.cwd, path);
	try {
		if (reporter.files) return intoFolder(new ReportFolder(target), reporter.files);
		const file = await open(target, "w");
		return intoStream(
			async (text) => {
				await file.write(text);
			},
			reporter,
			() => file.close(),
		);
	} catch (error) {
		throw new UsageError(`--output ${path}: ${(error as Error).message}`);
	}
}

function intoStream(
	write: Destination["write"],
	reporter: Reporter,
	close: Destination["close"],
): Destination {
	return { write, result: (result, findings) => write(reporter.patch(result, findings)), close };
}

function intoFolder(folder: ReportFolder, files: NonNullable<Reporter["files"]>): Destination {
	return {
		write: async () => {},
		result: (result, findings) => folder.write(files(result, findings)),
		close: async () => {},
	};
}
