import { resolve } from "node:path";
import type { Tree } from "../input/tree.js";
import { type FormatName, isQuiet, needsLanes } from "../report/formats.js";
import type { Status } from "../rules/finding.js";
import { type RuleSet, type Selection, selectRules } from "../rules/registry.js";
import type { GitFlags, GitInput } from "./git-input.js";
import { type LintSeries, lintAll } from "./lint-series.js";
import { type Verdict, withOutput } from "./output.js";
import { readPatches } from "./patches.js";
import { type ExitStatus, type Threshold, UsageError } from "./status.js";
import { type Terminal, withoutErrors } from "./terminal.js";

/** The options of `lorelint lint` as commander hands them over. */
export interface LintFlags extends Selection, GitFlags {
	/** A directory; false for --no-tree; undefined: the repository around. */
	readonly tree?: string | false;
	readonly quoted: boolean;
	readonly repair: boolean;
	readonly format: FormatName;
	/** A file or folder to write to. */
	readonly output?: string;
	readonly show: readonly Status[];
	/** Also show what a later patch of the series heals, as notes. */
	readonly bisection: boolean;
	readonly failOn: Threshold;
	readonly statistics: boolean;
	readonly timing: boolean;
	/** See {@link OutputOptions.verdict}. */
	readonly verdict?: Verdict;
}

/** Lints patches; the README says what the options mean. */
export async function lintCommand(
	inputs: readonly string[],
	flags: LintFlags,
	given: Terminal,
): Promise<ExitStatus> {
	const terminal = isQuiet(flags.format) ? withoutErrors(given) : given;
	// Loaded here and side by side: `--help` and `rules` need none of it, and for a small patch
	// starting up is most of the time.
	const git = await gitInput(inputs, flags, terminal);
	const [{ lint }, { readInputs }, { parsePatch }, rules, tree] = await Promise.all([
		import("../lint.js"),
		import("../input/inputs.js"),
		import("../patch/parse.js"),
		selectedRules(flags),
		git ? null : openContext(flags.tree, terminal),
	]);
	const context = git ? git.context : tree;
	const readers = {
		readInputs: (paths: readonly string[]) =>
			readInputs(paths, terminal.stdin ? { stdin: terminal.stdin } : {}),
		parsePatch,
	};
	const { bisection } = flags;
	const lanes = needsLanes(flags.format);
	const lintSeries: LintSeries = (series, more) =>
		lint(series, { rules, context, bisection, lanes, ...more });
	const report = {
		format: flags.format,
		show: new Set(flags.show),
		failOn: flags.failOn,
		statistics: flags.statistics,
		timing: flags.timing,
		unit: "patch",
		rules: rules.rules.map(({ meta }) => meta),
		path: flags.output,
		...(flags.verdict && { verdict: flags.verdict }),
	} as const;
	try {
		return await withOutput(terminal, report, async (output) => {
			const patches = git
				? git.patches(output)
				: readPatches(orStandardInput(inputs, terminal), flags, readers, output, terminal);
			await lintAll(patches, lintSeries, output);
		});
	} finally {
		tree?.close();
		git?.close();
	}
}

/** What is to be taken from a repository; null: from the inputs. */
async function gitInput(
	inputs: readonly string[],
	flags: LintFlags,
	terminal: Terminal,
): Promise<GitInput | null> {
	if (!flags.git && !flags.staged && !flags.worktree) return null;
	const { openGitInput } = await import("./git-input.js");
	return openGitInput(inputs, flags, terminal);
}

/** The rules that the options ask for. */
export async function selectedRules(selection: Selection): Promise<RuleSet> {
	const { shippedRules } = await import("../../rules/index.js");
	try {
		return selectRules(shippedRules, selection);
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

export async function openContext(tree: LintFlags["tree"], terminal: Terminal): Promise<Tree | null> {
	if (tree === false) return null;
	const { findTree, openTree } = await import("../input/tree.js");
	const root = tree === undefined ? await findTree(terminal.cwd) : resolve(terminal.cwd, tree);
	if (root === null) return null;
	try {
		return await openTree(root);
	} catch (error) {
		throw new UsageError(`--tree ${root}: ${(error as Error).message}`);
	}
}

function orStandardInput(inputs: readonly string[], terminal: Terminal): readonly string[] {
	if (inputs.length === 0 && terminal.typedInput) {
		terminal.writeError(
			"lorelint: reading a patch from the terminal; Ctrl-D ends it ('lorelint --help' shows other ways)\n",
		);
	}
	return inputs.length > 0 ? inputs : ["-"];
}
