/** lorelint as a library: read patches, lint them, get findings. The command line is one user of it. */
export { shippedRules } from "../rules/index.js";
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
export { type ContextOfPatch, type LintFileOptions, type LintOptions, lint, lintFile } from "./lint.js";
export { parsePatch } from "./patch/parse.js";
export type { FileDiff, Hunk, Patch, SeriesPlace } from "./patch/patch.js";
export { type Baseline, type BaselineEntry, baselineText, parseBaseline } from "./policy/baseline.js";
export type { Ignore, Level } from "./policy/config.js";
export { rulesAtLevels } from "./policy/levels.js";
export { createPolicy, type Judged, type Policy, type PolicyOptions, type Remark } from "./policy/policy.js";
export type { Family, Finding, Severity, Status, WitnessStep } from "./rules/finding.js";
export { type RuleSet, ruleSet, type Selection, selectRules } from "./rules/registry.js";
export type { Report, Rule, RuleMeta } from "./rules/rule.js";
