import type { IgnoredFinding, PatchResult } from "../compare/result.js";
import type { Finding } from "../rules/finding.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import type { Summary } from "./summary.js";
import { safeJson, toUnicode } from "./unicode.js";

/**
 * One JSON object a line: a `patch`, then its findings, for every patch; a `summary` at the end. What is ignored
 * comes behind the findings as objects of the type `ignored`, where it is asked for.
 * Fields and their order are a contract with the programs that read them.
 */
export function jsonlReporter({ showIgnored }: Pick<ReporterOptions, "showIgnored"> = {}): Reporter {
	return {
		begin: () => "",
		patch: (result, findings) => resultObjects(result, findings, showIgnored).map(line).join(""),
		end: (summary) => line(summaryObject(summary)),
	};
}

/** The object of a patch, those of its findings, and of what is ignored, where that is to be shown. */
export function resultObjects(
	result: PatchResult,
	findings: readonly Finding[],
	showIgnored = false,
): object[] {
	return [
		patchObject(result),
		...findings.map((finding) => findingObject(finding, result)),
		...(showIgnored ? (result.ignored ?? []).map((item) => ignoredObject(item, result)) : []),
	];
}

export function summaryObject({ patches, findings, problems }: Summary): object {
	return {
		type: "summary",
		patches,
		findings: { error: findings.error, warning: findings.warning, note: findings.note },
		problems,
	};
}

export function line(value: object): string {
	return `${safeJson(value)}\n`;
}

export function patchObject(result: PatchResult): object {
	const { patch, context, functions } = result;
	return {
		type: "patch",
		input: toUnicode(patch.input),
		subject: toUnicode(patch.subject),
		messageId: orNull(patch.messageId),
		series: patch.series && { index: patch.series.index, total: patch.series.total },
		context: Object.fromEntries([...context].map(([path, kind]) => [toUnicode(path), kind])),
		functions: {
			checked: functions.checked,
			skipped: functions.skipped.map((skip) => ({
				function: toUnicode(skip.function),
				path: toUnicode(skip.path),
				reason: toUnicode(skip.reason),
			})),
		},
		ms: Math.round(result.ms),
		problems: result.problems.map((problem) => ({
			path: orNull(problem.path),
			message: toUnicode(problem.message),
		})),
	};
}

export function findingObject(finding: Finding, { patch }: PatchResult): object {
	return {
		type: "finding",
		input: toUnicode(patch.input),
		rule: finding.rule,
		family: finding.family,
		severity: finding.severity,
		confidence: finding.confidence,
		status: finding.status,
		path: toUnicode(finding.path),
		side: finding.side,
		line: finding.line,
		column: finding.column,
		function: toUnicode(finding.function),
		message: toUnicode(finding.message),
		witness: finding.witness.map((step) => ({
			path: toUnicode(step.path),
			line: step.line,
			message: toUnicode(step.message),
		})),
		fingerprint: toUnicode(finding.fingerprint),
		patch: patchReference(patch),
	};
}

/** A finding that does not count, and why, behind the fields of one that does. */
function ignoredObject({ finding, by, reason }: IgnoredFinding, result: PatchResult): object {
	return { ...findingObject(finding, result), type: "ignored", by, reason: toUnicode(reason) };
}

/** How a finding names its patch. */
export function patchReference({ messageId, subject, series }: PatchResult["patch"]): object {
	return { messageId: orNull(messageId), subject: toUnicode(subject), index: series?.index ?? null };
}

function orNull(text: string | null): string | null {
	return text === null ? null : toUnicode(text);
}
