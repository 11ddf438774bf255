import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ReportFiles } from "../../report/reporter.js";
import { replaceFile } from "../replace-file.js";

/** Writes the files of a report into a folder that may hold those of an earlier run, and nobody else's. */
export class ReportFolder {
	private readonly written = new Set<string>();

	constructor(private readonly path: string) {}

	async write({ owner, files }: ReportFiles): Promise<void> {
		const before = await readFile(join(this.path, owner.name), "utf8").catch(() => null);
		if (before !== null && before.trim() !== owner.text.trim()) {
			throw new Error(`it holds the files of ${before.trim()}`);
		}
		for (const [name, text] of files) {
			if (this.written.has(name)) {
				throw new Error(`it takes one series, but two patches would be ${name}`);
			}
			this.written.add(name);
			if (text !== null) {
				await mkdir(this.path, { recursive: true });
				if (before === null) await replaceFile(join(this.path, owner.name), owner.text);
				await replaceFile(join(this.path, name), text);
			} else if (before !== null) await rm(join(this.path, name), { force: true });
		}
	}
}
