import type { SourceImage } from "../image/image.js";
import { bodyText, calledNames } from "../syntax/called.js";
import { markedNames } from "../syntax/marks.js";
import type { ParsedFile } from "../syntax/syntax.js";

/**
 * Names of the members and variables whose accesses rules want to see: what either side of a patch
 * marks, for it may be plain on the other, and, where the patch changes calls that take or release
 * locks, what the changed functions store.
 */
export function watchedNames(
	sides: readonly ParsedFile[],
	changed: ReadonlySet<string>,
): ReadonlySet<string> {
	const names = new Set(sides.flatMap(({ image }) => [...markedNames(image)]));
	if (!sides.some(({ image }) => changesLocks(image))) return names;
	for (const { functions } of sides) {
		for (const unit of functions) {
			if (changed.has(unit.name)) for (const name of storedNames(bodyText(unit))) names.add(name);
		}
	}
	return names;
}

function changesLocks({ text, changed }: SourceImage): boolean {
	return changed.some(({ start, end }) =>
		[...calledNames(text.slice(start, end))].some((name) => /lock|guard|^(down|up)_/.test(name)),
	);
}

/** `p->n = 1`, `p->n[i]++`, `p->n |= 2`; and `++p->n[i]`. */
const STORED = /(?:->|\.)\s*(\w+)\s*(?:\[[^\]]*\]\s*)?(?:\+\+|--|(?:<<|>>|[-+*/%&|^])?=(?!=))/g;
const INCREMENTED = /(?:\+\+|--)\s*\(?[\w\s.>[\]-]*?(?:->|\.)\s*(\w+)\s*(?:\[[^\]]*\])?\s*[^\w\s.[-]/g;

function storedNames(text: string): readonly string[] {
	return [...text.matchAll(STORED), ...text.matchAll(INCREMENTED)].map((match) => match[1]!);
}
