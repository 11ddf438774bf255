import { type PatchInTree, undeclaredCalls } from "../config/undeclared.js";
import type { Finding, RawFinding } from "../rules/finding.js";
import type { RuleSet } from "../rules/registry.js";
import { runBuildRules } from "../rules/run.js";
import { compareVerdicts } from "./compare.js";

/** Checks how configurations build both sides of a patch. */
export async function checkBuild(patch: PatchInTree, rules: RuleSet): Promise<readonly Finding[]> {
	if (!rules.rules.some((rule) => rule.checkBuild)) return [];
	const [pre, post] = await Promise.all([undeclaredCalls(patch, "pre"), undeclaredCalls(patch, "post")]);
	return compareVerdicts({
		pre: verdictOn(runBuildRules(rules, { undeclared: pre })),
		post: verdictOn(runBuildRules(rules, { undeclared: post })),
		isHandedOver: false,
	});
}

function verdictOn(findings: readonly RawFinding[]) {
	return { function: "", findings, tentative: [], evidence: () => new Set<string>() };
}
