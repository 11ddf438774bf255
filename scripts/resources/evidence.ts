import type { ResourceRow } from "../../rules/knowledge/resources/index.js";
import type { Said } from "./said.js";
import type { Survey } from "./survey.js";

/** What a tree says of two functions. */
export interface Evidence {
	readonly done: string;
	readonly undone: string;
	/** How the second is given what the first gave, with the number of files that unwind so. */
	readonly ways: Map<string, number>;
	/** Files in which the failure of something later undoes it, and in which its own failure does. */
	files: number;
	own: number;
	readonly said: Said[];
	example: string;
}

/** All pairs, by both names. */
export function gather({ later, own, said }: Survey): Map<string, Evidence> {
	const all = new Map<string, Evidence>();
	const of = (done: string, undone: string): Evidence => {
		const key = `${done} ${undone}`;
		const known = all.get(key) ?? { done, undone, ways: new Map(), files: 0, own: 0, said: [], example: "" };
		all.set(key, known);
		return known;
	};
	for (const [key, { files, example }] of Object.entries(later)) {
		const [done = "", undone = "", ...way] = key.split(" ");
		const item = of(done, undone);
		item.ways.set(way.join(" "), files);
		item.files = Math.max(item.files, files);
		item.example ||= example;
	}
	for (const [key, { files }] of Object.entries(own)) {
		const [done = "", undone = ""] = key.split(" ");
		const item = all.get(`${done} ${undone}`);
		if (item) item.own = Math.max(item.own, files);
	}
	for (const item of said) of(item.done, item.undone).said.push(item);
	return all;
}

/** What speaks for a row: files that unwind with one of its releases, given what the row says. */
export function evidenceOf(
	row: ResourceRow,
	all: ReadonlyMap<string, Evidence>,
): { readonly unwinding: number; readonly own: number; readonly said: readonly Said[] } {
	let unwinding = 0;
	let own = 0;
	const said: Said[] = [];
	for (const { name, argument, member } of row.release) {
		const item = all.get(`${row.acquire} ${name}`);
		if (!item) continue;
		for (const way of waysOf(row, member)) unwinding += item.ways.get(`${way}/${argument}`) ?? 0;
		own += item.own;
		said.push(...item.said);
	}
	return { unwinding, own, said };
}

function waysOf({ gives }: ResourceRow, member: string | undefined): readonly string[] {
	const behind = member === undefined ? "" : ` ${member}`;
	if (gives === "result") return [`result${behind}`];
	// A structure that is filled in is given back by its address.
	if ("out" in gives) return [`out ${gives.out}${behind}`, `argument ${gives.out}${behind}`];
	return [`argument ${gives.argument}${behind}`];
}
