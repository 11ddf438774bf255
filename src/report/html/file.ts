import type { FunctionLanes } from "../../compare/lanes.js";
import type { PatchResult } from "../../compare/result.js";
import type { Side } from "../../image/image.js";
import type { FileDiff } from "../../patch/patch.js";
import type { RuleMeta } from "../../rules/rule.js";
import { attribute, code, text } from "./escape.js";
import { findingCard, type NumberedFinding, type RowId, toneOf } from "./finding.js";
import { between, fileLanes, type HeldLock, isCode, laneMarks, laneWords, legend } from "./lanes.js";
import { filePaths } from "./paths.js";
import { type Anchor, type CodeRow, type CutRow, type Segment, segmentsOf } from "./segments.js";

/** What the page shows of one file of a patch. */
export interface FileSection {
	/** Its id on the page; the ids of its rows begin with it. */
	readonly id: string;
	/** After the patch, or before it where it is gone. */
	readonly path: string;
	/** Null for a file that the patch does not touch. */
	readonly diff: FileDiff | null;
	readonly findings: readonly NumberedFinding[];
	readonly segments: readonly Segment[];
}

/** Whether findings and lanes of that side that name the path are about the file. */
export function isOf({ path, diff }: Pick<FileSection, "path" | "diff">, named: string, side: Side): boolean {
	return named === path || (side === "pre" && named === diff?.prePath);
}

/** Longer lines are cut, in bytes. */
const MAX_LINE = 1_000;
/** A function's legend is shown again behind so many rows. */
const LEGEND_EVERY = 40;

/** Makes the section of a file; no more than `maxRows` rows, beside those that findings lead to. */
export function fileSection(
	result: PatchResult,
	file: Pick<FileSection, "id" | "path" | "diff">,
	all: readonly NumberedFinding[],
	maxRows: number,
): FileSection {
	const { diff } = file;
	const findings = all.filter(({ finding }) => isOf(file, finding.path, finding.side));
	const anchors: Anchor[] = [
		...findings.map(({ finding }) => finding),
		...all.flatMap(({ finding }) =>
			finding.witness
				.filter((step) => isOf(file, step.path, finding.side))
				.map(({ line }) => ({ side: finding.side, line })),
		),
	];
	const functions = lanesIn(file, result)
		.filter(({ side }) => side === "post")
		.map(({ function: name, firstLine, lastLine }) => ({ name, firstLine, lastLine }));
	const lines = (side: Side) => result.lines((side === "pre" && diff?.prePath) || file.path, side);
	const hunks = diff && result.hunks(diff);
	return { ...file, findings, segments: segmentsOf({ hunks, lines, anchors, functions }, maxRows) };
}

const lanesByPath = new WeakMap<PatchResult, ReadonlyMap<string, readonly FunctionLanes[]>>();

function lanesIn(file: Pick<FileSection, "path" | "diff">, result: PatchResult): readonly FunctionLanes[] {
	let index = lanesByPath.get(result);
	if (!index) {
		const lists = new Map<string, FunctionLanes[]>();
		for (const lanes of result.lanes) {
			const list = lists.get(lanes.path);
			if (list) list.push(lanes);
			else lists.set(lanes.path, [lanes]);
		}
		index = lists;
		lanesByPath.set(result, index);
	}
	const paths = new Set([file.path, file.diff?.prePath ?? file.path]);
	return [...paths].flatMap((path) =>
		(index.get(path) ?? []).filter((lanes) => isOf(file, lanes.path, lanes.side)),
	);
}

/** The ids of the rows that a section shows. */
export function rowIds(section: FileSection): RowId {
	const { id, segments } = section;
	const ids = new Map<string, string>();
	for (const row of segments.flatMap(({ rows }) => rows).filter(isCode)) {
		if (row.pre !== null) ids.set(`pre ${row.pre}`, idOf(id, row));
		if (row.post !== null) ids.set(`post ${row.post}`, idOf(id, row));
	}
	return (path, side, line) => (isOf(section, path, side) ? (ids.get(`${side} ${line}`) ?? null) : null);
}

function idOf(file: string, { pre, post }: CodeRow): string {
	return post === null ? `${file}L${pre}` : `${file}R${post}`;
}

/** The section as HTML; `rowId` knows the rows of all files of the patch. */
export function renderFile(
	section: FileSection,
	result: PatchResult,
	rules: ReadonlyMap<string, RuleMeta>,
	rowId: RowId,
): string {
	const { id, path, diff, findings, segments } = section;
	const rows = segments.flatMap((segment) => segment.rows);
	const lanes = fileLanes(lanesIn(section, result), onlyFixed(findings));
	const paths = filePaths((of, side) => isOf(section, of, side), rows, findings);
	const held = rows.map((row) => (isCode(row) ? lanes.at(row) : []));
	const cards = cardsByRow(findings, rows, paths.rowOf);
	const card = (one: NumberedFinding) =>
		findingCard(one, rules.get(one.finding.rule), rowId, result.patch.files.length > 0);
	const out: string[] = [];
	let at = 0;
	let legendFor: unknown = null;
	let legendAt = 0;
	for (const segment of segments) {
		out.push(segmentHead(segment, diff !== null, paths.marksBefore(at)));
		for (const row of segment.rows) {
			const here = held[at]!;
			const [above, below] = [held[at - 1] ?? [], held[at + 1] ?? []];
			const isFirst = row === segment.rows[0];
			const shown = isCode(row) ? lanes.functionAt(row) : null;
			if (shown && segment.isOpen && (shown !== legendFor || (isFirst && at - legendAt > LEGEND_EVERY))) {
				const marks = laneMarks(isFirst ? [] : between(above, here), above, here) + paths.marksBefore(at);
				out.push(wideRow("legend", marks, legend(shown)));
				legendAt = at;
			}
			if (shown && segment.isOpen) legendFor = shown;
			const isLast = row === segment.rows.at(-1);
			const marks = laneMarks(here, isFirst ? [] : above, isLast ? [] : below) + paths.marksAt(at);
			out.push(isCode(row) ? codeRow(row, id, marks, here, cards.get(at) ?? []) : cutRow(row, marks));
			for (const one of cards.get(at) ?? []) {
				const through = laneMarks(isLast ? [] : between(here, below), here, below);
				out.push(wideRow("holds-card", through + paths.marksBefore(at + 1), card(one)));
			}
			at++;
		}
		out.push(segment.isOpen ? "" : "</details>");
	}
	for (const one of cards.get(-1) ?? []) out.push(wideRow("holds-card", "", card(one)));
	const digits = String(rows.reduce((most, row) => Math.max(most, lastNumber(row)), 0)).length;
	const sizes = `lanes${lanes.width} paths${paths.width} digits${Math.max(3, digits)}`;
	const body = rows.length + findings.length === 0 ? nothingText(diff) : out.join("");
	return [
		`<section class="file" id="${id}" aria-label="${attribute(path)}">`,
		`<h3 class="file-head"><span class="path">${pathText(section, result.patch.files.length > 0)}</span>${changeCounts(diff)}</h3>`,
		`<div class="code ${sizes}" tabindex="0" role="region" aria-label="Code of ${attribute(path)}">`,
		`<div class="rows">${body}</div></div></section>`,
	].join("");
}

/** Functions in which the patch has only mended something: what was held before it is what tells. */
function onlyFixed(findings: readonly NumberedFinding[]): ReadonlySet<string> {
	const of = (isFixed: boolean) =>
		findings
			.filter(({ finding }) => (finding.status === "fixed") === isFixed)
			.map((one) => one.finding.function);
	const others = new Set(of(false));
	return new Set(of(true).filter((name) => !others.has(name)));
}

/** Findings by the row below which they belong; -1: their line is not shown. */
function cardsByRow(
	findings: readonly NumberedFinding[],
	rows: readonly (CodeRow | CutRow)[],
	rowOf: (side: Side, line: number) => number | null,
): ReadonlyMap<number, readonly NumberedFinding[]> {
	const cards = new Map<number, NumberedFinding[]>();
	for (const one of findings) {
		const { side, line } = one.finding;
		const at = rowOf(side, line) ?? -1;
		const row = at < 0 || !isCode(rows[at]!) ? -1 : at;
		cards.set(row, [...(cards.get(row) ?? []), one]);
	}
	return cards;
}

function segmentHead(segment: Segment, isInDiff: boolean, marks: string): string {
	const { kind, range, isOpen, rows } = segment;
	const name = segment.function === "" ? "" : `<code>${text(segment.function)}</code>`;
	if (kind === "hunk") return wideRow("hunk", marks, `<span class="range">${text(range)}</span>${name}`);
	const [first, last] = [rows.find(isCode), rows.findLast(isCode)].map((row) => row?.post ?? row?.pre);
	const lines = first === last ? `Line ${first}` : `Lines ${first}–${last}`;
	const of = name === "" ? "" : ` of <code>${text(segment.function)}()</code>`;
	const words = `${lines}${of}${isInDiff ? ", outside of the diff" : ""}`;
	if (isOpen) return wideRow("beside", marks, words);
	return `<details class="unfold"><summary class="row wide"><span class="margin">${marks}</span><span class="content">${words}</span></summary>`;
}

function wideRow(kind: string, marks: string, content: string): string {
	return `<div class="row wide ${kind}"><div class="margin">${marks}</div><div class="content">${content}</div></div>`;
}

function cutRow({ count }: CutRow, marks: string): string {
	const lines = count === 1 ? "1 line is" : `${count} lines are`;
	return wideRow("cut", marks, `${lines} not shown: the diff is too long for this page`);
}

const SIGN: Readonly<Record<CodeRow["kind"], string>> = {
	added: "+",
	removed: "-",
	context: " ",
	outside: " ",
};

function codeRow(
	row: CodeRow,
	file: string,
	marks: string,
	held: readonly HeldLock[],
	findings: readonly NumberedFinding[],
): string {
	const hit = findings[0] ? ` hit ${toneOf(findings[0].finding)}` : "";
	const numbers = `<span class="number pre">${row.pre ?? ""}</span><span class="number post">${row.post ?? ""}</span>`;
	return [
		`<div class="row ${row.kind}${hit}" id="${idOf(file, row)}">`,
		`<div class="gutter"><div class="margin">${marks}</div>${numbers}${laneWords(held)}</div>`,
		`<span class="sign">${SIGN[row.kind]}</span>`,
		`<code>${codeText(row, findings)}</code></div>`,
	].join("");
}

/** The line, with what the findings mean in it marked. */
function codeText({ text: line }: CodeRow, findings: readonly NumberedFinding[]): string {
	const shown = line.slice(0, MAX_LINE);
	const more =
		line.length > MAX_LINE ? `<span class="more-text">… ${line.length - MAX_LINE} more</span>` : "";
	const finding = findings[0]?.finding;
	if (!finding) return code(shown) + more;
	const start = finding.column - 1;
	const end = finding.endLine > finding.line ? shown.length : finding.endColumn - 1;
	if (start >= shown.length || end <= start) return code(shown) + more;
	const [before, meant, after] = [shown.slice(0, start), shown.slice(start, end), shown.slice(end)];
	return `${code(before)}<mark>${code(meant)}</mark>${code(after)}${more}`;
}

function lastNumber(row: CodeRow | CutRow): number {
	return isCode(row) ? Math.max(row.pre ?? 0, row.post ?? 0) : 0;
}

function pathText({ path, diff }: FileSection, isPatch: boolean): string {
	const before = diff?.prePath;
	const arrow = before && diff.postPath && before !== diff.postPath ? `${text(before)} → ` : "";
	const change = diff && diff.change !== "modified" ? ` <span class="change">${diff.change}</span>` : "";
	const outside = diff || !isPatch ? "" : ' <span class="change">not in the diff</span>';
	return `${arrow}${text(path)}${change}${outside}`;
}

/** Lines added and removed. */
export function changeCounts(diff: FileDiff | null): string {
	if (!diff) return "";
	const count = (kind: string) =>
		diff.hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
	return `<span class="counts"><span class="plus">+${count("added")}</span> <span class="minus">−${count("removed")}</span></span>`;
}

function nothingText(diff: FileDiff | null): string {
	const what = diff?.binary ? "A binary file" : "No lines changed";
	return `<p class="empty">${what}.</p>`;
}
