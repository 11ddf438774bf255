/**
 * lorelint as a library: read patches, lint them, get findings. The command line is one user of it.
 *
 * ```ts
 * import { lint, openTree, printable, readSeries } from "lorelint";
 *
 * const tree = await openTree("/home/robin/linux");
 * for await (const item of readSeries(["series.mbox"])) {
 * 	if (item.type === "problem") continue;
 * 	for await (const { patch, findings } of lint(item.patches, { context: tree }))
 * 		for (const { path, line, message } of findings)
 * 			console.log(`${patch.subject}: ${printable(path)}:${line}: ${printable(message)}`);
 * }
 * tree.close();
 * ```
 */
import { shippedRules } from "../rules/index.js";
import type { PatchResult } from "./compare/result.js";
import { type LintOptions, lint as lintWith } from "./lint.js";
import type { Patch } from "./patch/patch.js";
import { selectRules } from "./rules/registry.js";

/**
 * Lints the patches of one series, each on top of the one before; a lone patch is a series of one.
 *
 * Yields one result a patch, in order, also for patches that could not be read (their problems say why). What a
 * later patch of the series heals is no finding, so a result may be held back until the series ends.
 *
 * @param options by default the stable shipped rules, and the hunks alone
 */
export function lint(
	series: readonly Patch[],
	options: Partial<LintOptions> = {},
): AsyncIterable<PatchResult> {
	return lintWith(series, { rules: stableRules(), context: null, ...options });
}

function stableRules(): LintOptions["rules"] {
	return selectRules(shippedRules, { select: [], ignore: [], preview: false });
}

export { knowledgeWith, type OwnRows } from "../rules/knowledge/own.js";
export type { FunctionLanes, Lane, LaneRun } from "./compare/lanes.js";
export type {
	Frame,
	FrameLine,
	IgnoredFinding,
	PatchResult,
	SkippedFunction,
	Timing,
} from "./compare/result.js";
export type { ContextKind } from "./image/image.js";
export type { ContextSource } from "./input/context.js";
export { readInputs } from "./input/inputs.js";
export type { ByteText, InputItem, Message, Problem } from "./input/message.js";
export { findTree, openTree, type Tree } from "./input/tree.js";
export { type ContextOfPatch, type LintFileOptions, type LintOptions, lintFile } from "./lint.js";
export { parsePatch } from "./patch/parse.js";
export type { DiffLine, FileDiff, Hunk, Patch, SeriesPlace } from "./patch/patch.js";
export { type ReadSeriesOptions, readSeries, type SeriesItem } from "./patch/read.js";
export { type Baseline, type BaselineEntry, baselineText, parseBaseline } from "./policy/baseline.js";
export type { Ignore, Level } from "./policy/config.js";
export { rulesAtLevels } from "./policy/levels.js";
export { createPolicy, type Judged, type Policy, type PolicyOptions, type Remark } from "./policy/policy.js";
export { printable, toUnicode } from "./report/unicode.js";
export type { Family, Finding, Severity, Status, WitnessStep } from "./rules/finding.js";
export { type RuleSet, ruleSet, type Selection, selectRules } from "./rules/registry.js";
export type { Report, Rule, RuleMeta } from "./rules/rule.js";
export { shippedRules };
