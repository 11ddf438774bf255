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
		patch: (_, findings) => findings.map((finding) => `${line(finding, unit)}\n`).join(""),
		end: () => "",
		problemsAside: true,
	};
}

/** Bytes of a line, with its end, at which reviewdog stops to read and drops what follows, without a word. */
const TOO_LONG = 64 * 1024;

/** A diagnostic as JSON; without its path where that makes it too long, and with a part of its message at worst. */
function line(finding: Finding, unit: ReporterOptions["unit"]): string {
	const { related_locations, ...short } = diagnostic(finding, unit);
	// A surrogate that has lost its other half would be refused.
	const message = `${short.message.slice(0, TOO_LONG / 16).replace(/\p{Cs}/gu, "")}…`;
	const fits = (value: object) => Buffer.byteLength(safeJson(value)) < TOO_LONG - 1;
	const whole = { ...short, related_locations };
	return safeJson([whole, short].find(fits) ?? { ...short, message });
}

function diagnostic(finding: Finding, unit: ReporterOptions["unit"]) {
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
