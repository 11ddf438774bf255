import type { PatchResult } from "../../compare/result.js";
import type { ContextKind } from "../../image/image.js";
import type { Patch } from "../../patch/patch.js";
import { titleOf } from "../../patch/subject.js";
import { type Finding, SEVERITIES } from "../../rules/finding.js";
import type { RuleMeta } from "../../rules/rule.js";
import { inputName } from "../reporter.js";
import { text } from "./escape.js";
import { changeCounts, type FileSection, fileSection, renderFile, rowIds } from "./file.js";
import type { NumberedFinding, RowId } from "./finding.js";

/** A patch as the page shows it, and what its line in the table of contents needs. */
export interface PatchSection {
	readonly id: string;
	/** `2/7`, or empty for a patch that stands alone. */
	readonly place: string;
	readonly title: string;
	readonly findings: readonly Finding[];
	readonly problems: number;
	/** What stands inside of the section. */
	readonly html: string;
}

/** Room that is left on the page; what is taken is taken from it. */
export interface Room {
	/** Rows of code. */
	rows: number;
	/** Findings with a card. */
	findings: number;
}

/** Rows of one file, beside those that findings lead to. */
const MAX_FILE_ROWS = 3_000;

const CONTEXT_TEXT: Readonly<Record<ContextKind, string>> = {
	blob: "whole file known by its blob id",
	tree: "whole file known from the tree",
	applied: "whole file known from the tree, which has the patch already",
	hunks: "known by its hunks alone",
};

/** Renders a patch; findings are numbered from `firstNumber`. */
export function patchSection(
	result: PatchResult,
	findings: readonly Finding[],
	id: string,
	firstNumber: number,
	rules: ReadonlyMap<string, RuleMeta>,
	room: Room,
): PatchSection {
	const { patch, problems } = result;
	const numbered = findings
		.slice(0, Math.max(0, room.findings))
		.map((finding, index) => ({ number: firstNumber + index, finding }));
	room.findings -= numbered.length;
	const sections = filesOf(result, numbered).map((file, index) => {
		const section = fileSection(
			result,
			{ ...file, id: `${id}f${index + 1}` },
			numbered,
			Math.min(MAX_FILE_ROWS, Math.max(0, room.rows)),
		);
		room.rows -= section.segments.reduce((sum, { rows }) => sum + rows.length, 0);
		return section;
	});
	const rowId = rowIdOf(sections);
	const unshown = findings.length - numbered.length;
	const html = [
		byLine(patch),
		problemList(result),
		unshown > 0
			? `<p class="problem">${unshown} more findings of this patch have no room on the page.</p>`
			: "",
		fileList(sections, result),
		...sections.map((section) => renderFile(section, result, rules, rowId)),
	].join("");
	const { series } = patch;
	return {
		id,
		html,
		findings,
		place: series ? `${series.index}/${series.total}` : "",
		title: titleOf(patch.subject) || inputName(patch.input),
		problems: problems.length,
	};
}

/** Knows the rows of all files of a patch; a file that is changed twice has two sections. */
function rowIdOf(sections: readonly FileSection[]): RowId {
	const byPath = new Map<string, RowId[]>();
	for (const section of sections) {
		const ids = rowIds(section);
		for (const path of new Set([section.path, section.diff?.prePath ?? section.path])) {
			const known = byPath.get(path);
			if (known) known.push(ids);
			else byPath.set(path, [ids]);
		}
	}
	return (path, side, line) => {
		for (const ids of byPath.get(path) ?? []) {
			const found = ids(path, side, line);
			if (found !== null) return found;
		}
		return null;
	};
}

function byLine({ author, input, subject }: Patch): string {
	// Without a subject the input is what the patch goes by already.
	const parts = [author, ...(subject === "" ? [] : [inputName(input)])].filter((part) => part !== "");
	return parts.length > 0 ? `<p class="by">${parts.map(text).join(" · ")}</p>` : "";
}

/** The files of the diff, and others in which findings lie. */
function filesOf(
	{ patch }: PatchResult,
	findings: readonly NumberedFinding[],
): readonly Pick<FileSection, "path" | "diff">[] {
	const files = patch.files.map((diff) => ({ path: diff.postPath ?? diff.prePath ?? "", diff }));
	const known = new Set(patch.files.flatMap(({ prePath, postPath }) => [prePath, postPath]));
	const others = new Set(findings.map(({ finding }) => finding.path).filter((path) => !known.has(path)));
	return [...files, ...[...others].map((path) => ({ path, diff: null }))];
}

function problemList({ problems, functions }: PatchResult): string {
	const items = [
		...problems.map(({ path, line, message }) => {
			const place = [...(line === null ? [] : [`line ${line}`]), ...(path === null ? [] : [text(path)])];
			return `<li><b>Problem</b> ${[...place, text(message)].join(": ")}</li>`;
		}),
		...functions.skipped.map(
			(skip) =>
				`<li><b>Not checked</b> <code>${text(skip.function)}()</code> in ${text(skip.path)}: ${text(skip.reason)}</li>`,
		),
	];
	return items.length > 0 ? `<ul class="problems">${items.join("")}</ul>` : "";
}

function fileList(sections: readonly FileSection[], { context }: PatchResult): string {
	const items = sections.map(({ id, path, diff, findings }) => {
		const kind = context.get(path);
		const known = diff && kind ? `<span class="context">${CONTEXT_TEXT[kind]}</span>` : "";
		return `<li><a href="#${id}"><span class="path">${text(path)}</span></a>${changeCounts(diff)}${badges(
			findings.map(({ finding }) => finding),
		)}${known}</li>`;
	});
	return items.length > 0 ? `<ul class="files">${items.join("")}</ul>` : "";
}

/** Counts of findings by severity; of those that a patch has mended apart. */
export function badges(findings: readonly Finding[]): string {
	const fixed = findings.filter(({ status }) => status === "fixed").length;
	const counts = SEVERITIES.map((severity) => ({
		severity,
		count: findings.filter((one) => one.severity === severity && one.status !== "fixed").length,
	}));
	const parts = counts
		.filter(({ count }) => count > 0)
		.map(
			({ severity, count }) =>
				`<span class="badge ${severity}">${count}<span class="word"> ${severity}${count > 1 ? "s" : ""}</span></span>`,
		);
	if (fixed > 0) parts.push(`<span class="badge fixed">${fixed}<span class="word"> fixed</span></span>`);
	return parts.length > 0 ? `<span class="badges">${parts.join(" ")}</span>` : "";
}
