import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Larger files are generated. In bytes. */
const SIZE_LIMIT = 4 * 1024 * 1024;

/** Files read at a time. */
const BATCH = 32;

/**
 * Paths, relative to the root, of the `.c` files below a folder of it (empty: the root itself) that contain
 * any of the texts. Links are not followed.
 */
export async function sourcesWith(
	root: string,
	folder: string,
	texts: readonly string[],
): Promise<readonly string[]> {
	const wanted = texts.map((text) => Buffer.from(text, "latin1"));
	const found: string[] = [];
	const folders = [folder];
	for (let here = folders.pop(); here !== undefined; here = folders.pop()) {
		const sources: string[] = [];
		for (const entry of await entriesOf(join(root, here))) {
			const path = here === "" ? entry.name : `${here}/${entry.name}`;
			if (entry.isDirectory() && !entry.name.startsWith(".")) folders.push(path);
			if (entry.isFile() && entry.name.endsWith(".c")) sources.push(path);
		}
		for (let at = 0; at < sources.length; at += BATCH) {
			const batch = sources.slice(at, at + BATCH);
			const hits = await Promise.all(batch.map((path) => contains(join(root, path), wanted)));
			found.push(...batch.filter((_, index) => hits[index]));
		}
	}
	return found.sort();
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
	try {
		return await readdir(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

async function contains(file: string, wanted: readonly Buffer[]): Promise<boolean> {
	try {
		if ((await stat(file)).size > SIZE_LIMIT) return false;
		const content = await readFile(file);
		return wanted.some((text) => content.includes(text));
	} catch {
		return false;
	}
}
