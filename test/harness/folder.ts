import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";

/** A folder of its own for each call, with these files by path; removed when the tests of the module are through. */
export function testFolder(files: Readonly<Record<string, string>> = {}): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "lorelint-")));
	folders.push(folder);
	for (const [path, content] of Object.entries(files)) put(folder, path, content);
	return folder;
}

/** Writes a file below a folder, and gives its path. */
export function put(folder: string, path: string, content: string, mode = 0o644): string {
	const file = join(folder, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, content);
	chmodSync(file, mode);
	return file;
}

const folders: string[] = [];
after(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
