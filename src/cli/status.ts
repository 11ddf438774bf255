import { type Finding, SEVERITIES, type Severity } from "../rules/finding.js";

/** Exit statuses; a contract with scripts. */
export const NOTHING_FOUND = 0;
export const FINDINGS = 1;
/** The call or a part of the input was wrong. What could be read is reported all the same. */
export const WRONG_INPUT = 2;

export type ExitStatus = typeof NOTHING_FOUND | typeof FINDINGS | typeof WRONG_INPUT;

/** The call was wrong: one sentence for standard error, and status 2. */
export class UsageError extends Error {}

/** Values of `--fail-on`. */
export const THRESHOLDS = [...SEVERITIES, "never"] as const;
export type Threshold = (typeof THRESHOLDS)[number];

const RANK: Record<Severity, number> = { note: 0, warning: 1, error: 2 };

/** Whether a shown finding sets the exit status; one that the patch repairs never does. */
export function fails(finding: Finding, threshold: Threshold): boolean {
	return finding.status !== "fixed" && reaches(finding.severity, threshold);
}

/** Whether a severity is as grave as a threshold. */
export function reaches(severity: Severity, threshold: Threshold): boolean {
	return threshold !== "never" && RANK[severity] >= RANK[threshold];
}
