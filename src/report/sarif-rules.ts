import type { ReportingDescriptor } from "sarif";
import type { RuleMeta } from "../rules/rule.js";
import type { ReporterOptions } from "./reporter.js";
import { rulePage } from "./rule-page.js";

/** A rule in SARIF's catalogue. Its help is the page that `lorelint explain` prints. */
export function ruleDescriptor(
	meta: RuleMeta,
	{ readExample }: Pick<ReporterOptions, "readExample">,
): ReportingDescriptor {
	const page = rulePage(meta, (name) => readExample?.(meta.id, name) ?? null);
	return {
		id: meta.id,
		name: meta.id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
		shortDescription: { text: `${meta.summary}.` },
		fullDescription: { text: meta.rationale.trim() },
		help: { text: page, markdown: page },
		defaultConfiguration: { level: meta.severity },
		properties: {
			tags: [meta.family, meta.state],
			precision: meta.state === "stable" ? "high" : "medium",
			"problem.severity": meta.severity === "note" ? "recommendation" : meta.severity,
		},
	};
}
