import type { Finding, Severity } from "../rules/finding.js";
import { hasEnd } from "./region.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { gravityOf, messageOf, pathOf } from "./shown.js";
import { printable, safeJson } from "./unicode.js";

const SEVERITIES: Record<Severity, string> = { error: "ERROR", warning: "WARNING", note: "INFO" };

/**
 * Reviewdog Diagnostic Format, one diagnostic a line. Its columns count bytes from 1, the end is exclusive,
 * and it refuses fields that it does not know.
 */
export function rdjsonlReporter({ unit }: ReporterOptions): Reporter {
	return {
		begin: () => "",
		patch: (_, findings) => findings.map((finding) => `${safeJson(diagnostic(finding, unit))}\n`).join(""),
		end: () => "",
		problemsAside: true,
	};
}

function diagnostic(finding: Finding, unit: ReporterOptions["unit"]): object {
	return {
		message: messageOf(finding, unit),
		location: {
			path: pathOf(finding.path),
			range: {
				start: { line: finding.line, column: finding.column },
				...(hasEnd(finding) && { end: { line: finding.endLine, column: finding.endColumn } }),
			},
		},
		severity: SEVERITIES[gravityOf(finding)],
		source: { name: "lorelint" },
		code: { value: finding.rule },
		related_locations: finding.witness.map((step) => ({
			message: printable(step.message),
			location: { path: pathOf(step.path), range: { start: { line: step.line } } },
		})),
	};
}
