import { constants } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { ContextSource } from "./context.js";
import { contextAt, isInside, readBlob, SIZE_LIMIT } from "./git/context.js";
import { openObjects } from "./git/objects.js";
import { findRepository, type Repository } from "./git/repository.js";
import type { ByteText } from "./message.js";
import { sourcesWith as findSources } from "./search.js";

/** A directory that serves as context; `close` ends the processes behind it. */
export interface Tree extends ContextSource {
	/** Real path of the directory that the paths of a patch are relative to. */
	readonly root: string;
	/** Null where the directory is no git repository: then it has no blobs. */
	readonly repository: Repository | null;
	close(): void;
}

/**
 * Opens a kernel tree, a git work tree or a bare repository.
 *
 * Files are read from the directory itself, in a bare repository from `HEAD`; blobs come from the
 * repository it belongs to. Throws an Error that says what is wrong with the directory, without
 * its name, where it cannot be read.
 */
export async function openTree(dir: string): Promise<Tree> {
	const root = await realDirectory(dir);
	const repository = await findRepository(root);
	const objects = repository && openObjects(repository);
	const source: ContextSource =
		repository !== null && objects !== null && repository.root === null
			? contextAt(repository, objects, "HEAD")
			: { ...filesBelow(root), readBlob: (id) => readBlob(objects, id) };
	return { root, repository, ...source, close: () => objects?.close() };
}

/** The files of a directory, of which `root` is the real path. */
export function filesBelow(root: string): Pick<ContextSource, "readFile" | "sourcesWith"> {
	return {
		readFile: (path) => (isInside(path) ? readUnder(root, path) : Promise.resolve(null)),
		sourcesWith: (folder, texts) =>
			folder === "" || isInside(folder) ? findSources(root, folder, texts) : Promise.resolve([]),
	};
}

/** Root of the work tree, or of the bare repository, around a directory; null where there is none. */
export async function findTree(cwd: string): Promise<string | null> {
	const repository = await findRepository(cwd);
	return repository && (repository.root ?? repository.gitDir);
}

async function realDirectory(dir: string): Promise<string> {
	try {
		const root = await realpath(dir);
		if ((await stat(root)).isDirectory()) return root;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new Error(code === "ENOENT" ? "no such directory" : `cannot be read (${code})`, { cause: error });
	}
	throw new Error("not a directory");
}

/** A regular file whose real path lies under the root, or null. */
async function readUnder(root: string, path: string): Promise<ByteText | null> {
	let file: FileHandle | null = null;
	try {
		// Paths are bytes, as git and ByteText have them.
		const real = await realpath(Buffer.from(join(root, path), "latin1"), "buffer");
		const inside = real.toString("latin1").startsWith(root.endsWith(sep) ? root : root + sep);
		if (!inside) return null;
		// The path is real now, so a link in its place came later: O_NOFOLLOW refuses it.
		file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		const info = await file.stat();
		return info.isFile() && info.size <= SIZE_LIMIT ? await file.readFile("latin1") : null;
	} catch {
		// Not there, not readable, a loop of links: all the same to the caller, who has other contexts.
		return null;
	} finally {
		await file?.close();
	}
}
