import type { ByteText } from "./message.js";

/**
 * Where whole files come from. Implementations must not follow a path out of the tree (`..`,
 * absolute, symbolic links) and answer null for whatever they do not have or may not read.
 */
export interface ContextSource {
	/** A blob of the repository by its id, which may be abbreviated. */
	readBlob(id: string): Promise<ByteText | null>;
	/** A file of the tree, path relative to its root. */
	readFile(path: string): Promise<ByteText | null>;
	/**
	 * Paths of the `.c` files below a folder (empty: the root) that contain any of the texts. Slow: it reads
	 * them all. Absent where that cannot be done.
	 */
	sourcesWith?(folder: string, texts: readonly string[]): Promise<readonly string[]>;
}
