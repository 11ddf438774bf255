import type { FileImages, Side } from "../image/image.js";
import { holdsAlways, outlineFor } from "./declared.js";
import { any, type Formula, not, textOf } from "./formula.js";
import { conditionOfAny } from "./outline.js";

/** A name that a header declares under another condition than on the other side of the patch. */
export interface Redeclared {
	readonly name: string;
	/** Of the header. */
	readonly path: string;
}

export interface RedeclaredNames {
	readonly all: ReadonlySet<string>;
	/** Those that the side declares in fewer configurations than the other: a stub is missing there. */
	readonly narrower: Readonly<Record<Side, readonly Redeclared[]>>;
}

/** What the headers of the patch declare otherwise than before. */
export function redeclaredNames(files: readonly FileImages[]): RedeclaredNames {
	const names = new Set<string>();
	const narrower: Record<Side, Redeclared[]> = { pre: [], post: [] };
	for (const { path, pre, post } of files) {
		if (!path.endsWith(".h")) continue;
		const outlines = [pre, post].map((image) => image && outlineFor(image.text));
		const [before, after] = outlines.map((outline) => outline?.declarations);
		for (const name of new Set(outlines.flatMap((outline) => [...(outline?.callable ?? [])]))) {
			const [old, now] = [before, after].map((map) => conditionOfAny(map?.get(name) ?? []));
			if (textOf(old!) === textOf(now!)) continue;
			names.add(name);
			const isInBoth = before?.has(name) && after?.has(name);
			if (isInBoth && isNarrower(old!, now!)) narrower.pre.push({ name, path });
			if (isInBoth && isNarrower(now!, old!)) narrower.post.push({ name, path });
		}
	}
	return { all: names, narrower };
}

/** Whether the one can fail where the other holds, and not the other way round. */
function isNarrower(one: Formula, other: Formula): boolean {
	return !holdsAlways(any([one, not(other)])) && holdsAlways(any([not(one), other]));
}
