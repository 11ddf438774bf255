import { resolve } from "node:path";
import type { Tree } from "../../input/tree.js";
import type { LintOptions } from "../../lint.js";
import type { Patch } from "../../patch/patch.js";
import type { Output } from "../output/output.js";
import { UsageError } from "../status.js";
import type { Terminal } from "../terminal.js";
import type { GitFlags } from "./git-source.js";
import { type ReadOptions, readPatches } from "./patches.js";
import type { AheadReader } from "./read-ahead.js";

/** Where the patches of a run come from, and what they are read against. */
export interface PatchSource {
	patches(output: Output): AsyncIterable<Patch>;
	readonly context: LintOptions["context"];
	/** Root of the work tree around the patches; null where there is none. */
	readonly root: string | null;
	close(): void;
}

export interface SourceFlags extends GitFlags, ReadOptions {
	/** A directory; false for --no-tree; undefined: the repository around. */
	readonly tree?: string | false;
}

/** Whether the options take patches from a repository, in place of inputs. */
export function asksForGit({ git, staged, worktree }: GitFlags): boolean {
	return git !== undefined || staged === true || worktree === true;
}

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
		const { openGitInput } = await import("./git-source.js");
		return openGitInput(inputs, flags, terminal);
	}
	const [{ parsePatch }, tree] = await Promise.all([
		import("../../patch/parse.js"),
		openTreeFor(flags.tree, terminal),
		import("../../input/inputs.js"),
	]);
	const readers = { readInputs: ahead.read, parsePatch };
	return {
		patches: (output) => readPatches(inputs, flags, readers, output, terminal),
		context: tree,
		root: tree?.root ?? null,
		close: () => tree?.close(),
	};
}

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
