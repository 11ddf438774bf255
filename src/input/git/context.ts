import type { ContextSource } from "../context.js";
import type { ByteText } from "../message.js";
import type { ObjectReader } from "./objects.js";
import { gitIn, type Repository } from "./repository.js";

/** Larger files are not source code, whatever a patch says. In bytes. */
export const SIZE_LIMIT = 16 * 1024 * 1024;

/**
 * The files of a commit or tree, from the object database.
 *
 * @param revision a full id, or a name that is none of the user's making; null: a tree without files
 */
export function contextAt(
	repository: Repository,
	objects: ObjectReader,
	revision: string | null,
): ContextSource {
	const isThere = (path: string) => revision !== null && isInside(path);
	return {
		readBlob: (id) => readBlob(objects, id),
		readFile: (path) =>
			isThere(path) ? objects.read(`${revision}:${path}`, SIZE_LIMIT) : Promise.resolve(null),
		sourcesWith: async (folder, texts) =>
			isThere(folder === "" ? "." : folder) ? sourcesAt(repository, revision!, folder, texts) : [],
	};
}

/** A blob by its id, which may be abbreviated. */
export async function readBlob(objects: ObjectReader | null, id: string): Promise<ByteText | null> {
	// Anything else would be a name such as `HEAD:path` or an option of the protocol.
	return /^[0-9a-f]{4,64}$/.test(id) ? ((await objects?.read(id, SIZE_LIMIT)) ?? null) : null;
}

/** Whether a path, taken literally, stays under the directory it is relative to. */
export function isInside(path: string): boolean {
	if (path === "" || path.includes("\0") || path.startsWith("/") || path.startsWith("./")) return false;
	return !path.split(/[/\\]/).some((part) => part === ".." || part === ".git");
}

/** See {@link ContextSource.sourcesWith}. */
async function sourcesAt(
	repository: Repository,
	revision: string,
	folder: string,
	texts: readonly string[],
): Promise<readonly string[]> {
	if (texts.length === 0) return [];
	const below = folder === "" ? "" : `${folder.replace(/[*?[\]\\]/g, "\\$&")}/`;
	const options = ["-l", "-z", "-a", "-F", "--no-color", "--full-name", "--no-recurse-submodules"];
	const patterns = texts.flatMap((text) => ["-e", text]);
	const paths = ["--", `:(top,glob)${below}**/*.c`];
	const { stdout } = await gitIn(repository, ["grep", ...options, ...patterns, revision, ...paths]);
	// Each name has the revision in front: `0123abc:drivers/x.c`.
	return stdout
		.split("\0")
		.filter((name) => name !== "")
		.map((name) => name.slice(revision.length + 1))
		.sort();
}
