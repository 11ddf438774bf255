import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { type Baseline, baselineText, parseBaseline } from "../policy/baseline.js";
import { UsageError } from "./status.js";

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

/** Writes a baseline, whole or not at all. */
export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
	const draft = `${path}.${process.pid}.tmp`;
	try {
		await writeFile(draft, baselineText(baseline), { flag: "wx" });
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw new UsageError(`${path}: the baseline cannot be written: ${(error as Error).message}`);
	}
}
