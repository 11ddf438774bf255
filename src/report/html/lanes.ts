import type { FunctionLanes } from "../../compare/lanes.js";
import type { Side } from "../../image/image.js";
import { attribute, text } from "./escape.js";
import type { CodeRow, CutRow } from "./segments.js";

/** More lanes than that a function does not get; the others are named in words only. */
export const MAX_LANES = 6;

/** A lock at one line. */
export interface HeldLock {
	readonly name: string;
	/** Index among the lanes of its function; its place in the margin and its colour. */
	readonly slot: number;
	readonly paths: "all" | "some";
}

/** A function that has lanes, both sides of it together. */
export interface LaneFunction {
	readonly name: string;
	/** By slot. */
	readonly locks: readonly { readonly name: string; readonly kind: string | null }[];
	/** The side whose locks its unchanged lines show. */
	readonly side: Side;
}

/** Which locks are held at the rows of one file. */
export interface FileLanes {
	/** Lanes that the margin must have room for. */
	readonly width: number;
	at(row: CodeRow): readonly HeldLock[];
	/** The function that the row belongs to; null outside of functions with lanes. */
	functionAt(row: CodeRow): LaneFunction | null;
}

interface LineEntry {
	readonly function: LaneFunction;
	readonly held: readonly HeldLock[];
}

/**
 * The lanes of one file, by row. Removed lines show what was held before the patch, all others what is held
 * after it; in the functions named in `before`, what was held before.
 */
export function fileLanes(lanes: readonly FunctionLanes[], before: ReadonlySet<string>): FileLanes {
	const entries = { pre: new Map<number, LineEntry>(), post: new Map<number, LineEntry>() };
	const functions = functionsOf(lanes, before);
	for (const one of lanes) {
		const shown = functions.get(one.function)!;
		for (let line = one.firstLine; line <= one.lastLine; line++) {
			entries[one.side].set(line, { function: shown, held: [] });
		}
		for (const { name, runs } of one.lanes) {
			const slot = shown.locks.findIndex((lock) => lock.name === name);
			for (const { firstLine, lastLine, paths } of runs) {
				for (let line = firstLine; line <= lastLine; line++) {
					const held = entries[one.side].get(line)?.held ?? [];
					entries[one.side].set(line, { function: shown, held: [...held, { name, slot, paths }] });
				}
			}
		}
	}
	const entryAt = (row: CodeRow): LineEntry | null => {
		const after = row.post === null ? undefined : entries.post.get(row.post);
		if (row.pre === null || (after && after.function.side === "post")) return after ?? null;
		return entries.pre.get(row.pre) ?? after ?? null;
	};
	return {
		width: [...functions.values()].reduce(
			(width, { locks }) => Math.min(MAX_LANES, Math.max(width, locks.length)),
			0,
		),
		at: (row) => entryAt(row)?.held ?? [],
		functionAt: (row) => entryAt(row)?.function ?? null,
	};
}

function functionsOf(
	lanes: readonly FunctionLanes[],
	before: ReadonlySet<string>,
): ReadonlyMap<string, LaneFunction> {
	const functions = new Map<string, LaneFunction>();
	// Slots are given from the side after the patch, so that a lock stays where it is.
	for (const one of [...lanes].sort((a, b) => (a.side === b.side ? 0 : a.side === "post" ? -1 : 1))) {
		const locks = [...(functions.get(one.function)?.locks ?? [])];
		for (const { name, kind } of one.lanes) {
			if (!locks.some((lock) => lock.name === name)) locks.push({ name, kind });
		}
		const side = before.has(one.function) ? "pre" : "post";
		functions.set(one.function, { name: one.function, locks, side });
	}
	return functions;
}

/** The lanes at one row, as marks for the margin. `above` and `below` hold what the rows around it show. */
export function laneMarks(
	held: readonly HeldLock[],
	above: readonly HeldLock[],
	below: readonly HeldLock[],
): string {
	const has = (locks: readonly HeldLock[], slot: number) => locks.some((lock) => lock.slot === slot);
	return held
		.filter(({ slot }) => slot < MAX_LANES)
		.map(({ slot, paths }) => {
			const ends = `${has(above, slot) ? "" : " top"}${has(below, slot) ? "" : " end"}`;
			return `<i class="lane at${slot}${paths === "some" ? " some" : ""}${ends}"></i>`;
		})
		.join("");
}

/** The same in words, for whoever cannot see them, and for the tip that the margin shows. */
export function laneWords(held: readonly HeldLock[]): string {
	if (held.length === 0) return "";
	const named = (paths: HeldLock["paths"]) =>
		held.filter((lock) => lock.paths === paths).map((lock) => attribute(lock.name));
	const [all, some] = [named("all"), named("some")];
	const parts = [
		...(all.length > 0 ? [`held: ${all.join(", ")}`] : []),
		...(some.length > 0 ? [`on some paths: ${some.join(", ")}`] : []),
	];
	return `<span class="held">${parts.join("; ")}</span>`;
}

/** What the lanes of a function mean. */
export function legend({ name, locks, side }: LaneFunction): string {
	const keys = locks.map(
		(lock, slot) =>
			`<li>${slot < MAX_LANES ? `<i class="swatch at${slot}"></i>` : ""}<code>${text(lock.name)}</code>${
				lock.kind === null ? "" : ` <span class="kind">${text(lock.kind)}</span>`
			}</li>`,
	);
	const when = side === "pre" ? " before the patch" : "";
	return `<span class="of">Held in <code>${text(name)}()</code>${when}</span><ul>${keys.join("")}</ul>`;
}

/** What the gap between two rows shows of their lanes. */
export function between(above: readonly HeldLock[], below: readonly HeldLock[]): readonly HeldLock[] {
	return above.filter(({ slot, name }) => below.some((lock) => lock.slot === slot && lock.name === name));
}

export function isCode(row: CodeRow | CutRow): row is CodeRow {
	return row.kind !== "cut";
}
