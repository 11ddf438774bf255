import type { PatchResult } from "../compare/result.js";
import { type Finding, SEVERITIES, type Severity } from "../rules/finding.js";
import { counted } from "./counted.js";
import { textAt } from "./region.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { gravityOf, messageWithPath, pathOf } from "./shown.js";
import type { Summary } from "./summary.js";
import { printable, safeJson } from "./unicode.js";

type Status = "pass" | "warn" | "fail";

/** One line in b4's view of details. */
interface Detail {
	readonly status: Status;
	readonly context: string;
	readonly state: string;
	readonly description: string;
	/** Text of the line it is about, for lines that the patch does not show. */
	readonly srcline?: string;
}

const NOT_CHECKED = "not checked";
const STATUSES: Record<Severity, Status> = { error: "fail", warning: "warn", note: "pass" };

/**
 * What b4 reads from a command of `b4.review-perpatch-check-cmd`: a JSON array of one result for the patch,
 * or of none where there was nothing to check, such as a cover letter. b4 keeps one result a tool and
 * message, so all patches of a run count together.
 */
export function b4CheckReporter({ unit }: ReporterOptions): Reporter {
	const details: Detail[] = [];
	const notChecked = (description: string): string => {
		details.push({ status: "warn", context: "lorelint", state: NOT_CHECKED, description });
		return "";
	};
	return {
		begin: () => "",
		patch: (result, findings) => {
			for (const { path, message } of result.problems) {
				notChecked(printable(path === null ? message : `${path}: ${message}`));
			}
			for (const finding of findings) details.push(detailOf(finding, result, unit));
			return "";
		},
		problem: (message) => notChecked(printable(message)),
		end: (summary) => `${safeJson(resultsOf(details, summary))}\n`,
	};
}

function detailOf(finding: Finding, result: PatchResult, unit: ReporterOptions["unit"]): Detail {
	const severity = gravityOf(finding);
	const text = textAt(result.frame(finding), finding.line);
	return {
		status: STATUSES[severity],
		context: finding.rule,
		state: severity,
		description: `${printable(pathOf(finding.path))}:${finding.line}: ${messageWithPath(finding, unit)}`,
		...(text !== undefined && { srcline: printable(text.trim()) }),
	};
}

function resultsOf(details: readonly Detail[], summary: Summary): object[] {
	if (summary.patches === 0 && details.length === 0) return [];
	const has = (status: Status) => details.some((detail) => detail.status === status);
	return [
		{
			tool: "lorelint",
			status: has("fail") ? "fail" : has("warn") ? "warn" : "pass",
			summary: summaryOf(details, summary.checked),
			...(details.length > 0 && { details: safeJson(details) }),
		},
	];
}

/** By the states of the details, so that what a patch fixes counts here, too, as the note that it is there. */
function summaryOf(details: readonly Detail[], checked: number): string {
	const stated = (state: string) => details.filter((detail) => detail.state === state).length;
	const problems = stated(NOT_CHECKED);
	const parts = SEVERITIES.filter((severity) => stated(severity) > 0).map((severity) =>
		counted(stated(severity), severity),
	);
	if (problems > 0) parts.push(`${counted(problems, "part")} not checked`);
	return parts.length > 0 ? parts.join(", ") : `nothing found in ${counted(checked, "function")}`;
}
