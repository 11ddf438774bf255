import type { Severity } from "../rules/finding.js";
import { uniqueFingerprints } from "./fingerprints.js";
import { jsonArray } from "./json-array.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { gravityOf, messageOf, pathOf } from "./shown.js";

const SEVERITIES: Record<Severity, string> = { error: "critical", warning: "major", note: "info" };

/** A Code Quality report for the merge requests of GitLab. */
export function gitlabReporter({ unit }: ReporterOptions): Reporter {
	const array = jsonArray();
	const fingerprintOf = uniqueFingerprints();
	return {
		begin: () => "",
		patch: (_, findings) =>
			array.items(
				findings.map((finding) => ({
					description: messageOf(finding, unit),
					check_name: finding.rule,
					fingerprint: fingerprintOf(finding),
					severity: SEVERITIES[gravityOf(finding)],
					location: { path: pathOf(finding.path), lines: { begin: finding.line } },
				})),
			),
		end: () => array.end(),
		problemsAside: true,
	};
}
