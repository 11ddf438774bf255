import type { PatchResult } from "../compare/result.js";
import { patchLabel } from "../compare/series/open-finding.js";
import type { Introduced, VersionChange } from "../compare/versions.js";
import { versionOf } from "../patch/subject.js";
import type { Severity } from "../rules/finding.js";
import { counted } from "./counted.js";
import { findingObject, line, patchObject, patchReference } from "./jsonl.js";
import type { ReporterOptions } from "./reporter.js";
import { COLORED, PLAIN, type Style } from "./style.js";
import { evidenceLines, headLine, problemLine } from "./text.js";
import { printable, toUnicode } from "./unicode.js";

/** Two versions of a series, linted, and what became of the findings. */
export interface VersionReport {
	readonly old: readonly PatchResult[];
	readonly now: readonly PatchResult[];
	readonly changes: readonly VersionChange[];
	/** What could not be read: of the patches, and of the inputs themselves. */
	readonly problems: number;
}

export type VersionFormat = "text" | "jsonl";

/** The whole output of a comparison. */
export function versionReport(
	report: VersionReport,
	format: VersionFormat,
	{ color, width }: Pick<ReporterOptions, "color" | "width">,
): string {
	return format === "text" ? textOf(report, width, color ? COLORED : PLAIN) : jsonlOf(report);
}

function textOf({ old, now, changes, problems }: VersionReport, width: number, style: Style): string {
	const [before, after] = versionNames(old, now);
	const unread = [...old, ...now].flatMap((result) =>
		result.problems.map((problem) => `${problemLine(result, problem, style)}\n\n`),
	);
	const groups = [
		{ change: "healed", title: `Healed: in ${before}, no longer in ${after}` },
		{ change: "remaining", title: `Remaining: in ${before} and in ${after}` },
		{ change: "new", title: `New: only in ${after}` },
	].map(({ change, title }) => {
		const members = changes.filter((each) => each.change === change);
		const blocks = members.map((each) => `${linesOf(each, before, after, width, style).join("\n")}\n\n`);
		return {
			count: `${members.length} ${change}`,
			text: `${style.strong(title)}\n\n${blocks.join("")}`,
			members,
		};
	});
	const shown = groups.filter(({ members }) => members.length > 0).map(({ text }) => text);
	const patches = ({ length }: readonly PatchResult[]) => counted(length, "patch", "patches");
	const closing = [
		`${before} has ${patches(old)}, ${after} ${patches(now)}: ${groups.map(({ count }) => count).join(", ")}.`,
	];
	if (problems > 0) {
		closing.push(
			`${style.warning(counted(problems, "problem"))}: a part of the input could not be read and was not checked.`,
		);
	}
	return `${[...unread, ...shown].join("")}${closing.join("\n")}\n`;
}

/** Of what is healed, to know that it is suffices. */
function linesOf(
	{ old, now }: VersionChange,
	before: string,
	after: string,
	width: number,
	style: Style,
): readonly string[] {
	const places = [old && `${before} ${placeOf(old)}`, now && `${after} ${placeOf(now)}`];
	const remark = ` (${places.filter((place) => place !== null).join(" -> ")})`;
	if (now === null) return [headLine(old.finding, remark, style)];
	return [headLine(now.finding, remark, style), ...evidenceLines(now.result, now.finding, width, style)];
}

/** `3/7`; what stands alone goes by its subject. */
function placeOf({ result: { patch } }: Introduced): string {
	return patch.series === null ? printable(patchLabel(patch)) : `${patch.series.index}/${patch.series.total}`;
}

/** `v1` and `v2` where the subjects say so. */
function versionNames(old: readonly PatchResult[], now: readonly PatchResult[]): readonly [string, string] {
	const [before, after] = [versionsIn(old), versionsIn(now)];
	const isTold = before.length === 1 && after.length === 1 && before[0] !== after[0];
	return isTold ? [`v${before[0]}`, `v${after[0]}`] : ["old", "new"];
}

/** Versions that the patches are of, by their subjects. */
export function versionsIn(results: readonly Pick<PatchResult, "patch">[]): readonly number[] {
	return [
		...new Set(results.map(({ patch }) => patch.series?.version ?? versionOf(patch.subject) ?? 1)),
	].sort((a, b) => a - b);
}

/**
 * As `--format jsonl` of a series: the patches of both versions, with `version`; then the findings, each
 * with what became of it and, where both versions have it, where the old one does.
 */
function jsonlOf({ old, now, changes, problems }: VersionReport): string {
	const findings: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
	const counts = { healed: 0, remaining: 0, new: 0 };
	const objects: object[] = [
		...old.map((result) => ({ ...patchObject(result), version: "old" })),
		...now.map((result) => ({ ...patchObject(result), version: "new" })),
	];
	for (const { change, old, now } of changes) {
		const { finding, result } = now ?? old;
		counts[change]++;
		if (now) findings[finding.severity]++;
		objects.push({ ...findingObject(finding, result), change, old: now && old ? oldPlace(old) : null });
	}
	objects.push({ type: "summary", patches: old.length + now.length, findings, problems, changes: counts });
	return objects.map(line).join("");
}

function oldPlace({ finding, result: { patch } }: Introduced): object {
	const { path, line } = finding;
	return { input: toUnicode(patch.input), path: toUnicode(path), line, patch: patchReference(patch) };
}
