import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { ContextSource } from "../../input/context.js";
import { openTree, type Tree } from "../../input/tree.js";

/** Headers kept in memory: most files of a folder include the same. */
const MAX_CACHED = 1000;

/** The kernel tree around a file, and the file's path in it. */
export interface Surroundings {
	readonly context: ContextSource;
	readonly path: string;
}

/**
 * Finds the tree around files: the nearest folder above with an `include/linux`, or else the folder the
 * file lies in. Trees are opened once.
 */
export class TreesAround {
	private readonly trees = new Map<string, Promise<Tree>>();
	private readonly texts = new Map<string, Promise<string | null>>();

	constructor(private readonly cwd: string) {}

	async around(file: string): Promise<Surroundings> {
		const path = resolve(this.cwd, file);
		const root = await rootAbove(dirname(path));
		const tree = this.trees.get(root) ?? openTree(root);
		this.trees.set(root, tree);
		const { readBlob, readFile } = await tree;
		const context = {
			readBlob,
			readFile: (name: string) => this.cached(join(root, name), () => readFile(name)),
		};
		return { context, path: relative(root, path) };
	}

	/** Ends the processes behind the trees. */
	async close(): Promise<void> {
		for (const tree of this.trees.values()) (await tree).close();
	}

	private cached(key: string, read: () => Promise<string | null>): Promise<string | null> {
		const known = this.texts.get(key);
		if (known) return known;
		const [oldest] = this.texts.keys();
		if (oldest !== undefined && this.texts.size >= MAX_CACHED) this.texts.delete(oldest);
		const text = read();
		this.texts.set(key, text);
		return text;
	}
}

/**
 * The folder that paths in a configuration or a baseline are relative to: the kernel tree around a file,
 * else the work tree around it, else `otherwise`.
 */
export async function topAbove(path: string, otherwise: string): Promise<string> {
	for (const mark of ["include/linux", ".git"]) {
		for (let at = path; ; at = dirname(at)) {
			if (await stat(join(at, mark)).catch(() => null)) return at;
			if (dirname(at) === at) break;
		}
	}
	return otherwise;
}

async function rootAbove(folder: string): Promise<string> {
	for (let at = folder; ; at = dirname(at)) {
		const include = await stat(join(at, "include/linux")).catch(() => null);
		if (include?.isDirectory()) return at;
		if (dirname(at) === at) return folder;
	}
}
