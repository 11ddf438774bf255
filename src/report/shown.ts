import type { ByteText } from "../input/message.js";
import type { Finding, Severity } from "../rules/finding.js";
import type { ReporterOptions } from "./reporter.js";
import { printable, toUnicode } from "./unicode.js";

/** How grave a finding is to whoever reads the report: what a patch has fixed is good news. */
export function gravityOf(finding: Finding): Severity {
	return finding.status === "fixed" ? "note" : finding.severity;
}

/** What a finding says, on one line, with its status where that is not `introduced`. */
export function messageOf(finding: Finding, unit: ReporterOptions["unit"]): string {
	return `${printable(finding.message)}${statusNote(finding, unit)}`;
}

/** The same with the path that leads there, a step a line. */
export function messageWithPath(finding: Finding, unit: ReporterOptions["unit"]): string {
	const steps = finding.witness.map(
		(step, index) => `${index + 1}. ${printable(pathOf(step.path))}:${step.line}: ${printable(step.message)}`,
	);
	return [messageOf(finding, unit), ...steps].join("\n");
}

/** A path as programs look it up: without a leading `./`, control characters and all. */
export function pathOf(path: ByteText): string {
	return toUnicode(path).replace(/^(?:\.\/+)+/, "");
}

function statusNote(finding: Finding, unit: ReporterOptions["unit"]): string {
	// Without a patch, everything was there before.
	if (unit === "file" || finding.status === "introduced") return "";
	return finding.status === "fixed"
		? " (fixed; the line is that of the file before the patch)"
		: " (preexisting)";
}
