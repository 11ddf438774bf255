import { type Baseline, type BaselineEntry, keyOf, wanderingKey } from "./baseline.js";

interface Stock {
	readonly entry: BaselineEntry;
	left: number;
}

/** Takes findings out of a baseline, each as often as it stands there. */
export class BaselineMatcher {
	private readonly stock = new Map<string, Stock>();
	private readonly wandering = new Map<string, Stock[]>();

	/** @param isGone whether there is no file any more at the path of an entry: then it may have been renamed */
	constructor(
		{ entries }: Baseline,
		private readonly isGone: (path: string) => boolean,
	) {
		for (const entry of entries) {
			const item = { entry, left: entry.count };
			this.stock.set(keyOf(entry), item);
			const key = wanderingKey(entry);
			this.wandering.set(key, [...(this.wandering.get(key) ?? []), item]);
		}
	}

	/** Whether the finding is a known one, and is used up by this; `formerly` is the path that it had before a patch. */
	take(finding: BaselineEntry, formerly: string | null): boolean {
		const here = this.stock.get(keyOf(finding));
		const before = formerly === null ? undefined : this.stock.get(keyOf({ ...finding, path: formerly }));
		const known =
			[here, before].find((item) => item !== undefined && item.left > 0) ??
			this.wandering
				.get(wanderingKey(finding))
				?.find(({ entry, left }) => left > 0 && this.isGone(entry.path));
		if (known === undefined) return false;
		known.left--;
		return true;
	}

	/** Makes all entries count in full again: the next patch has the same code before it. */
	refill(): void {
		for (const item of this.stock.values()) item.left = item.entry.count;
	}

	/** What no finding has used up, as entries of their own. */
	left(): readonly BaselineEntry[] {
		return [...this.stock.values()]
			.filter(({ left }) => left > 0)
			.map(({ entry, left }) => ({ ...entry, count: left }));
	}
}
