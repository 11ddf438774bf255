import { readFile, realpath, stat, writeFile } from "node:fs/promises";
import { type Baseline, baselineText, parseBaseline } from "../../policy/baseline.js";
import { replaceFile } from "../replace-file.js";
import { UsageError } from "../status.js";

/** Reads a baseline. Throws a UsageError that names the file where that cannot be. */
export async function readBaseline(path: string): Promise<Baseline> {
	try {
		return parseBaseline(await readFile(path, "utf8"));
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		const why = code === "ENOENT" ? "no such baseline; --write-baseline makes one" : message;
		throw new UsageError(`${path}: ${why}`);
	}
}

/** Writes a baseline, whole or not at all. Throws a UsageError where that cannot be. */
export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
	try {
		// What a link leads to is meant, not the link.
		await replace(await realpath(path).catch(() => path), baselineText(baseline));
	} catch (error) {
		throw new UsageError(`${path}: the baseline cannot be written: ${(error as Error).message}`);
	}
}

async function replace(path: string, text: string): Promise<void> {
	const info = await stat(path).catch(() => null);
	// Devices and pipes are written to; a file in their place would take them away from everybody.
	if (info !== null && !info.isFile()) return writeFile(path, text);
	await replaceFile(path, text, info?.mode);
}
