import { undeclaredCalls } from "../config/undeclared.js";
import type { FileImages } from "../image/image.js";
import type { SeriesOverlay } from "../image/series.js";
import type { ContextSource } from "../input/context.js";
import type { Finding, RawFinding } from "../rules/finding.js";
import type { RuleSet } from "../rules/registry.js";
import { runBuildRules } from "../rules/run.js";
import { compareVerdicts } from "./compare.js";

/** The tree around a patch: what stands in front of the source before the patch and after it. */
export interface Surroundings {
	readonly source: ContextSource;
	readonly before: SeriesOverlay;
	readonly after: SeriesOverlay;
}

/** Checks how configurations build both sides of a patch. */
export async function checkBuild(
	files: readonly FileImages[],
	{ source, before, after }: Surroundings,
	rules: RuleSet,
): Promise<readonly Finding[]> {
	if (!rules.rules.some((rule) => rule.checkBuild)) return [];
	const [pre, post] = await Promise.all([
		undeclaredCalls(files, "pre", source, before),
		undeclaredCalls(files, "post", source, after),
	]);
	return compareVerdicts({
		pre: verdictOn(runBuildRules(rules, { undeclared: pre })),
		post: verdictOn(runBuildRules(rules, { undeclared: post })),
		isHandedOver: false,
	});
}

function verdictOn(findings: readonly RawFinding[]) {
	return { function: "", findings, tentative: [], evidence: () => new Set<string>() };
}
