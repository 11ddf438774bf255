import type { LintOptions } from "../../lint.js";
import type { ParseOptions } from "../../patch/parse.js";
import type { Patch } from "../../patch/patch.js";
import type { Output } from "../output/output.js";

/** Where the patches of a run come from, and what they are read against. */
export interface PatchSource {
	patches(output: Output): AsyncIterable<Patch>;
	readonly context: LintOptions["context"];
	/** Root of the work tree around the patches; null where there is none. */
	readonly root: string | null;
	close(): void;
}

/** What is to be taken from a repository in place of the inputs. */
export interface GitFlags {
	/** Ranges of commits, as `-g` takes them. */
	readonly git?: readonly string[];
	readonly staged?: boolean;
	readonly worktree?: boolean;
	/** The tree to read patches against, and the repository of the changes: a directory; false for --no-tree. */
	readonly tree?: string | false;
}

export interface SourceFlags extends GitFlags, ParseOptions {}

/** Whether the options take patches from a repository, in place of inputs. */
export function asksForGit({ git, staged, worktree }: GitFlags): boolean {
	return git !== undefined || staged === true || worktree === true;
}
