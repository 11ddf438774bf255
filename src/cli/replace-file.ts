import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Puts a text in the place of a file at once: nobody reads half of it, where it fails the old file stays, and
 * a link at that path is replaced, not followed.
 *
 * @param mode permissions; by default those of any new file
 */
export async function replaceFile(path: string, text: string, mode?: number): Promise<void> {
	const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
	try {
		await writeFile(draft, text, { flag: "wx", ...(mode !== undefined && { mode }) });
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
}
