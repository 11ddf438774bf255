import type { PatchResult } from "../../src/compare/result.js";
import type { Reporter } from "../../src/report/reporter.js";
import { EMPTY_SUMMARY, withInputProblem, withResult } from "../../src/report/summary.js";

/** The whole output of a reporter for these results and problems of inputs. */
export function outcome(
	reporter: Reporter,
	results: readonly PatchResult[],
	problems: readonly string[] = [],
): string {
	let summary = EMPTY_SUMMARY;
	let text = reporter.begin();
	for (const result of results) {
		summary = withResult(summary, result, result.findings);
		text += reporter.patch(result, result.findings);
	}
	for (const problem of problems) {
		summary = withInputProblem(summary);
		text += reporter.problem?.(problem) ?? "";
	}
	return text + reporter.end(summary);
}
