import type { ReportingDescriptor } from "sarif";
import type { RuleMeta } from "../rules/rule.js";
import type { ReporterOptions } from "./reporter.js";
import { rulePage } from "./rule-page.js";

/** GitHub takes no longer description of a rule; its help may be as long as it likes. */
const MAX_DESCRIPTION = 1024;

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
		fullDescription: { text: openingOf(meta.rationale.trim()) },
		help: { text: page, markdown: page },
		defaultConfiguration: { level: meta.severity },
		properties: {
			tags: [meta.family, meta.state],
			precision: meta.state === "stable" ? "high" : "medium",
			"problem.severity": meta.severity === "note" ? "recommendation" : meta.severity,
		},
	};
}

/** As many paragraphs as fit, on one line each; of the first one, what fits. */
function openingOf(text: string): string {
	let opening = "";
	for (const paragraph of text.split(/\n{2,}/)) {
		const longer = `${opening}${opening && "\n\n"}${paragraph.replace(/\s+/g, " ")}`;
		if (longer.length > MAX_DESCRIPTION) break;
		opening = longer;
	}
	return opening || `${text.replace(/\s+/g, " ").slice(0, MAX_DESCRIPTION - 1)}…`;
}
