import type { IgnoredFinding, PatchResult } from "../compare/result.js";
import type { Problem } from "../input/message.js";
import { type Finding, SEVERITIES } from "../rules/finding.js";
import { counted } from "./counted.js";
import { listSteps, renderFrame } from "./frame.js";
import { problemWords } from "./problem.js";
import { inputName, type Reporter, type ReporterOptions } from "./reporter.js";
import { COLORED, PLAIN, type Style } from "./style.js";
import type { Summary } from "./summary.js";
import { printable } from "./unicode.js";

/** The format for people; a patch about which there is nothing to say is not mentioned. */
export function textReporter(options: ReporterOptions): Reporter {
	const style = options.color ? COLORED : PLAIN;
	return {
		begin: () => "",
		patch: (result, findings) => resultBlock(result, findings, options, style),
		end: (summary) => `${closingLines(summary, options.unit, style).join("\n")}\n`,
	};
}

function resultBlock(
	result: PatchResult,
	findings: readonly Finding[],
	options: ReporterOptions,
	style: Style,
): string {
	const blocks = [
		...result.problems.map((problem) => [problemLine(result, problem, style)]),
		...findings.map((finding) => findingLines(result, finding, options, style)),
		...(options.showIgnored ? (result.ignored ?? []).map((item) => ignoredLines(item, style)) : []),
	];
	if (blocks.length === 0) return "";
	// The lines below name the file; a patch has to be named.
	const headed = options.unit === "patch" ? [[heading(result, style)], ...blocks] : blocks;
	return headed.map((block) => `${block.join("\n")}\n\n`).join("");
}

function heading({ patch }: PatchResult, style: Style): string {
	const input = printable(inputName(patch.input));
	return patch.subject ? `${style.strong(printable(patch.subject))} (${input})` : style.strong(input);
}

/** What could not be read, and where. */
export function problemLine(result: PatchResult, problem: Problem, style: Style): string {
	const { place, message } = problemWords(result, problem);
	return `${place}: ${style.warning("problem")}: ${message}`;
}

function findingLines(
	result: PatchResult,
	finding: Finding,
	{ unit, width }: ReporterOptions,
	style: Style,
): string[] {
	// Without a patch, everything was there before.
	const status = unit === "file" ? "" : statusOf(finding, result);
	return [headLine(finding, status, style), ...evidenceLines(result, finding, width, style)];
}

/** What is wrong, and where; `remark` stands at the end. */
export function headLine(finding: Finding, remark: string, style: Style): string {
	const where = `${printable(finding.path)}:${finding.line}:${finding.column}:`;
	const severity = style[finding.severity](finding.severity);
	return `${style.strong(where)} ${severity}: ${printable(finding.message)} [${finding.rule}]${remark}`;
}

/** The code, and the path that leads there. */
export function evidenceLines(result: PatchResult, finding: Finding, width: number, style: Style): string[] {
	const frame = result.frame(finding);
	return frame ? renderFrame(frame, finding, width, style) : listSteps(finding, () => false, style);
}

function statusOf({ status, healedBy }: Finding, { patch: { series } }: PatchResult): string {
	if (status !== "introduced") return ` (${status})`;
	// A note about bisection says it itself.
	if (healedBy !== undefined || series === null || series.total < 2) return "";
	return ` (introduced in ${series.index}/${series.total})`;
}

/** One line, or two: where it is, and why it does not count. */
function ignoredLines({ finding, by, reason }: IgnoredFinding, style: Style): string[] {
	const where = `${printable(finding.path)}:${finding.line}:${finding.column}:`;
	const name = IGNORERS.find((item) => item.by === by)!.name;
	const why = reason === "" ? name : `${name}: ${printable(reason)}`;
	return [
		`${where} ignored ${finding.severity}: ${printable(finding.message)} [${finding.rule}]`,
		style.faint(`  by ${why}`),
	];
}

/** What a whole run came to, in sentences; names of what was not checked stand indented. */
export function closingLines(summary: Summary, unit: ReporterOptions["unit"], style: Style): string[] {
	const units =
		unit === "patch" ? counted(summary.patches, "patch", "patches") : counted(summary.patches, "file");
	const checked = `${units}, ${counted(summary.checked, "function")} checked`;
	const lines = [
		summary.patches > 0 ? `${checked}: ${verdict(summary, unit, style)}.` : "Nothing was checked.",
	];
	lines.push(...ignoredLine(summary));
	const context = contextLine(summary);
	if (context && unit === "patch") lines.push(context);
	if (summary.skipped > 0) {
		lines.push(`Not checked: ${counted(summary.skipped, "function")}.`);
		for (const skip of summary.skips) {
			lines.push(`  ${printable(skip.function)} (${printable(skip.path)}): ${printable(skip.reason)}`);
		}
		const unnamed = summary.skipped - summary.skips.length;
		if (unnamed > 0) lines.push(`  and ${unnamed} more`);
	}
	if (summary.repaired > 0)
		lines.push(`Repaired before reading: the diffs of ${counted(summary.repaired, "file")}.`);
	if (summary.problems > 0 && summary.patches > 0) {
		const problems = style.warning(counted(summary.problems, "problem"));
		lines.push(`${problems}: a part of the input could not be read and was not checked.`);
	}
	return [...lines, ...summary.remarks.map(printable)];
}

/** Who has asked to ignore how many findings. */
function ignoredLine({ ignored }: Summary): string[] {
	const parts = IGNORERS.flatMap(({ by, name }) =>
		ignored[by] > 0 ? [`${ignored[by]} ignored by ${name}`] : [],
	);
	return parts.length > 0 ? [`${parts.join(", ")}.`] : [];
}

const IGNORERS = [
	{ by: "note", name: "a note in the mail" },
	{ by: "configuration", name: "the configuration" },
	{ by: "baseline", name: "the baseline" },
] as const;

function verdict(summary: Summary, unit: ReporterOptions["unit"], style: Style): string {
	const found = SEVERITIES.filter((severity) => summary.findings[severity] > 0);
	if (found.length === 0) return "nothing found";
	const total = found
		.map((severity) => style[severity](counted(summary.findings[severity], severity)))
		.join(", ");
	const { introduced, fixed, preexisting } = summary.statuses;
	if (unit === "file" || fixed + preexisting === 0) return total;
	return `${total} (${introduced} introduced, ${fixed} fixed, ${preexisting} preexisting)`;
}

/** Which code around the hunks was known, because a verdict on hunks alone is worth less. */
function contextLine({ context }: Summary): string | null {
	const { blob, tree, applied, hunks } = context;
	const whole = (diffs: number, source: string) => `${diffs === 1 ? "whole file" : "whole files"} ${source}`;
	const kinds = [
		{ diffs: blob, what: whole(blob, "by blob id"), but: "" },
		{ diffs: tree, what: whole(tree, "from the tree"), but: "" },
		{ diffs: applied, what: whole(applied, "from the tree with the patch applied"), but: "" },
		{ diffs: hunks, what: "the hunks alone", but: " (what stands outside them is not known)" },
	].filter(({ diffs }) => diffs > 0);
	if (kinds.length <= 1) return kinds[0] ? `Context: ${kinds[0].what}${kinds[0].but}.` : null;
	const parts = kinds.map(({ diffs, what, but }) => `${what} for ${diffs}${but}`);
	return `Context of ${blob + tree + applied + hunks} file diffs: ${parts.join(", ")}.`;
}
