import type { SharedMap } from "./shared-map.js";
import type { Place, Term, TermTable } from "./term.js";

/**
 * A loop comes by a site again, which makes its value anew. The one it made the last time round gets
 * another name, under which `prev = p; p = next(p);` goes on to be followed; the one of the time
 * before that is given up. Each part of a state does so for what it holds.
 */
export interface Renewal {
	/** The site whose values become those of the last round. */
	readonly site: number;
	/** The site that stands for the last round: its values so far are given up. */
	readonly last: number;
	readonly terms: TermTable;
}

export function renewalOf(site: number, terms: TermTable): Renewal {
	return { site, last: -site, terms };
}

/** Whether any name speaks of values of the site: in the first round none does yet. */
export function isNeeded({ site, last, terms }: Renewal): boolean {
	return terms.knows(site) || terms.knows(last);
}

/** A site that stands for all rounds before the last. */
export function siteOfOlder({ last }: Renewal): number {
	return last - OLDER;
}

/** Beyond every site of a function, so that the two kinds of names never meet. */
const OLDER = 1_000_000;

/** Whether the term or place speaks of a value of that site. */
export function isOf(whole: Term | Place, site: number): boolean {
	return whole.roots.includes(site);
}

/**
 * Renews what is known of terms or places. What gets its new name is met once more at the end of the
 * map, and left alone there: it speaks of the site no more.
 */
export function renewKeys<K extends Term | Place, V>(map: SharedMap<K, V>, renewal: Renewal): void {
	dropOlder(map, renewal);
	const { site, last, terms } = renewal;
	for (const [key, item] of map) {
		if (!isOf(key, site)) continue;
		map.delete(key);
		map.set(terms.renamed(key, site, last), item);
	}
}

/** Must come before anything is renamed: a new name may be one that is given up here. */
export function dropOlder<K extends Term | Place>(map: SharedMap<K, unknown>, { last }: Renewal): void {
	for (const key of map.keys()) if (isOf(key, last)) map.delete(key);
}
