import type { IgnoredFinding, PatchResult, SkippedFunction } from "../compare/result.js";
import type { ContextKind } from "../image/image.js";
import type { Finding, Severity, Status } from "../rules/finding.js";

/** Skipped functions that a summary names; the rest is counted. */
const NAMED_SKIPS = 10;

/** What a whole run came to. */
export interface Summary {
	readonly patches: number;
	/** Shown findings by severity. */
	readonly findings: Readonly<Record<Severity, number>>;
	/** Shown findings by what the patch has to do with them. */
	readonly statuses: Readonly<Record<Status, number>>;
	/** What could not be read: of the patches, and of the inputs themselves. */
	readonly problems: number;
	/** Functions that were analysed. */
	readonly checked: number;
	/** Functions that the patches touch and that could not be analysed. */
	readonly skipped: number;
	/** The first of them. */
	readonly skips: readonly SkippedFunction[];
	/** How many file diffs each kind of context served. */
	readonly context: Readonly<Record<ContextKind, number>>;
	/** Files whose diff was repaired before it was read. */
	readonly repaired: number;
	/** Findings that would be shown if nobody had asked to ignore them, by who has. */
	readonly ignored: Readonly<Record<IgnoredFinding["by"], number>>;
	/** What a reader should know of the run: whole sentences. */
	readonly remarks: readonly string[];
}

export const EMPTY_SUMMARY: Summary = {
	patches: 0,
	findings: { error: 0, warning: 0, note: 0 },
	statuses: { introduced: 0, fixed: 0, preexisting: 0 },
	problems: 0,
	checked: 0,
	skipped: 0,
	skips: [],
	context: { blob: 0, tree: 0, applied: 0, hunks: 0 },
	repaired: 0,
	ignored: { configuration: 0, note: 0, baseline: 0 },
	remarks: [],
};

/** The summary with one more patch in it. */
export function withResult(summary: Summary, result: PatchResult, shown: readonly Finding[]): Summary {
	const findings = { ...summary.findings };
	const statuses = { ...summary.statuses };
	for (const finding of shown) {
		findings[finding.severity]++;
		statuses[finding.status]++;
	}
	const context = { ...summary.context };
	for (const kind of result.context.values()) context[kind]++;
	const ignored = { ...summary.ignored };
	for (const { by } of result.ignored ?? []) ignored[by]++;
	const { checked, skipped } = result.functions;
	return {
		...summary,
		patches: summary.patches + 1,
		findings,
		statuses,
		problems: summary.problems + result.problems.length,
		checked: summary.checked + checked,
		skipped: summary.skipped + skipped.length,
		skips: [...summary.skips, ...skipped.slice(0, NAMED_SKIPS - summary.skips.length)],
		context,
		repaired: summary.repaired + result.patch.files.filter((file) => file.repaired).length,
		ignored,
	};
}

/** The summary with a problem in it that belongs to an input and to no patch. */
export function withInputProblem(summary: Summary): Summary {
	return { ...summary, problems: summary.problems + 1 };
}
