import { resolve } from "node:path";
import type { Tree } from "../../input/tree.js";
import { UsageError } from "../status.js";
import type { Terminal } from "../terminal.js";
import { asksForGit, type PatchSource, type SourceFlags } from "./patch-source.js";
import { readPatches } from "./patches.js";
import type { AheadReader } from "./read-ahead.js";

/**
 * Opens what the inputs and options name.
 * @throws UsageError where that is not there, or options contradict each other.
 */
export async function openSource(
	inputs: readonly string[],
	flags: SourceFlags,
	ahead: AheadReader,
	terminal: Terminal,
): Promise<PatchSource> {
	if (asksForGit(flags)) {
		const { openGitSource } = await import("./git-source.js");
		return openGitSource(inputs, flags, terminal);
	}
	// What reading needs is loaded beside the tree.
	const [tree] = await Promise.all([
		openTreeFor(flags.tree, terminal),
		import("../../patch/parse.js"),
		import("../../input/inputs.js"),
	]);
	return {
		patches: (output) => readPatches(inputs, flags, ahead, output, terminal),
		context: tree,
		root: tree?.root ?? null,
		close: () => tree?.close(),
	};
}

/** The tree that `--tree` names, or the one around; null where there is none, or none is wanted. */
export async function openTreeFor(tree: SourceFlags["tree"], terminal: Terminal): Promise<Tree | null> {
	if (tree === false) return null;
	const { findTree, openTree } = await import("../../input/tree.js");
	const root = tree === undefined ? await findTree(terminal.cwd) : resolve(terminal.cwd, tree);
	if (root === null) return null;
	try {
		return await openTree(root);
	} catch (error) {
		throw new UsageError(`--tree ${root}: ${(error as Error).message}`);
	}
}
