import type { PatchResult } from "../compare/result.js";
import type { Problem } from "../input/message.js";
import type { Finding, Severity } from "../rules/finding.js";
import { problemWords } from "./problem.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { gravityOf, messageOf, pathOf } from "./shown.js";
import { printable } from "./unicode.js";

/** What checkpatch calls our severities. */
const LEVELS: Record<Severity, string> = { error: "ERROR", warning: "WARNING", note: "CHECK" };

/** Type of the lines about what could not be read. */
const NOT_CHECKED = "not-checked";

/**
 * A line a finding, as `checkpatch.pl --terse --show-types --showfile` writes them, and no other line:
 * `mm/pool.c:15: ERROR:unbalanced-lock: p->lock is still held`. What could not be read is a warning at its
 * place in the input, since nobody looks at standard error.
 */
export function terseReporter({ unit }: ReporterOptions): Reporter {
	return {
		begin: () => "",
		patch: (result, findings) =>
			[
				...result.problems.map((problem) => problemLine(result, problem)),
				...findings.map((finding) => findingLine(finding, unit)),
			].join(""),
		problem: (message) => line("-", 1, "WARNING", NOT_CHECKED, printable(message)),
		end: () => "",
	};
}

function findingLine(finding: Finding, unit: ReporterOptions["unit"]): string {
	const level = LEVELS[gravityOf(finding)];
	return line(pathOf(finding.path), finding.line, level, finding.rule, messageOf(finding, unit));
}

function problemLine(result: PatchResult, problem: Problem): string {
	const { patch } = result;
	const { message } = problemWords(result, problem);
	return line(patch.input, problem.line ?? patch.line, "WARNING", NOT_CHECKED, message);
}

function line(path: string, number: number, level: string, type: string, text: string): string {
	const whole = `${printable(path)}:${number}: ${level}:${type}: ${text}\n`;
	// Readers take a line for an error by this word, and a message or a file name may quote it.
	return level === "ERROR" ? whole : whole.replaceAll("ERROR:", "ERROR :");
}
