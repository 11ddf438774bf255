import { type Formula, type Level, symbolsOf, truthOf } from "./formula.js";
import type { Implications } from "./implication.js";

/** Conditions about more symbols than that are not worked out, nor more tries made. */
const MAX_SYMBOLS = 12;
const MAX_TRIES = 400;

/**
 * A configuration that the tree's Kconfig allows, in which the one formula holds and the other does not; null
 * where there is none, or none is found.
 */
export function configurationFor(
	holds: Formula,
	fails: Formula,
	implications: Implications,
): ReadonlyMap<string, Level> | null {
	const names = [...new Set([...symbolsOf(fails), ...symbolsOf(holds)])];
	if (names.length > MAX_SYMBOLS || names.some((name) => !implications.isDefined(name))) return null;
	let tries = 0;
	return choose(0, new Map());

	function choose(index: number, values: ReadonlyMap<string, Level>): ReadonlyMap<string, Level> | null {
		const range = (name: string) => {
			const level = values.get(name);
			return level === undefined ? ({ low: 0, high: 2 } as const) : { low: level, high: level };
		};
		const truths = [truthOf(holds, range), truthOf(fails, range)];
		if (truths[0] === false || truths[1] === true || tries > MAX_TRIES) return null;
		const name = names[index];
		if (name === undefined) {
			tries++;
			return truths[0] === true && truths[1] === false && implications.isPossible(values) ? values : null;
		}
		for (const level of implications.levelsOf(name)) {
			const chosen = choose(index + 1, new Map([...values, [name, level]]));
			if (chosen) return chosen;
		}
		return null;
	}
}
