import type { Side } from "../../image/image.js";
import { type NumberedFinding, toneOf } from "./finding.js";
import type { CodeRow, CutRow } from "./segments.js";

/** Columns in which paths run side by side; more of them share the last one. */
const MAX_COLUMNS = 4;

/** The way of one finding through the rows of a file. */
interface Path {
	readonly finding: NumberedFinding;
	readonly column: number;
	readonly first: number;
	readonly last: number;
	/** Numbers of the steps at a row. */
	readonly stops: ReadonlyMap<number, readonly number[]>;
}

/** The paths of the findings in one file; rows go by their index among all rows of the file. */
export interface FilePaths {
	/** Columns that the margin must have room for. */
	readonly width: number;
	/** Marks for the margin of the row, or of what stands in front of it. */
	marksAt(row: number): string;
	marksBefore(row: number): string;
	/** The row of a line on a side, or null where it is not shown. */
	rowOf(side: Side, line: number): number | null;
}

/**
 * Lays the paths of the findings in the margin of a file; `isHere` tells which paths name it. Rows must be
 * asked for in their order.
 */
export function filePaths(
	isHere: (path: string, side: Side) => boolean,
	rows: readonly (CodeRow | CutRow)[],
	findings: readonly NumberedFinding[],
): FilePaths {
	const index = new Map<string, number>();
	for (const [at, row] of rows.entries()) {
		if (row.kind === "cut") continue;
		if (row.pre !== null) index.set(`pre ${row.pre}`, at);
		if (row.post !== null) index.set(`post ${row.post}`, at);
	}
	const rowOf = (side: Side, line: number) => index.get(`${side} ${line}`) ?? null;
	const paths: Path[] = [];
	const ends: number[] = [];
	for (const one of findings) {
		const stops = stopsOf(isHere, one, rowOf);
		const at = [...stops.keys()].sort((a, b) => a - b);
		const [first, last] = [at[0], at.at(-1)];
		if (first === undefined || last === undefined) continue;
		const free = ends.findIndex((end) => end < first);
		const column = Math.min(free < 0 ? ends.length : free, MAX_COLUMNS - 1);
		ends[column] = Math.max(last, ends[column] ?? -1);
		paths.push({ finding: one, column, first, last, stops });
	}
	const starting = groupBy(paths, ({ first }) => first);
	const open = new Set<Path>();
	return {
		width: ends.length,
		rowOf,
		marksBefore: () => [...open].map(({ finding, column }) => line(finding, column, "")).join(""),
		marksAt: (row) => {
			for (const one of starting.get(row) ?? []) open.add(one);
			const marks = [...open].map((one) => markAt(one, row));
			for (const one of [...open]) if (one.last <= row) open.delete(one);
			return marks.join("");
		},
	};
}

function stopsOf(
	isHere: (path: string, side: Side) => boolean,
	{ finding }: NumberedFinding,
	rowOf: FilePaths["rowOf"],
): ReadonlyMap<number, readonly number[]> {
	const stops = new Map<number, number[]>();
	for (const [index, step] of finding.witness.entries()) {
		const row = isHere(step.path, finding.side) ? rowOf(finding.side, step.line) : null;
		if (row !== null) stops.set(row, [...(stops.get(row) ?? []), index + 1]);
	}
	return stops;
}

function markAt({ finding, column, first, last, stops }: Path, row: number): string {
	const ends = `${row === first ? " top" : ""}${row === last ? " end" : ""}`;
	const steps = stops.get(row);
	const dot = steps
		? `<b class="stop in${column} ${toneOf(finding.finding)}" data-path="${finding.number}">${steps.join("·")}</b>`
		: "";
	return (first === last ? "" : line(finding, column, ends)) + dot;
}

function line({ number, finding }: NumberedFinding, column: number, ends: string): string {
	return `<b class="way in${column} ${toneOf(finding)}${ends}" data-path="${number}"></b>`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): ReadonlyMap<number, readonly T[]> {
	const groups = new Map<number, T[]>();
	for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
	return groups;
}
