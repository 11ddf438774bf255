import type { Model, Tracked } from "./model.js";
import { isOf, type Renewal, renewKeys, siteOfOlder } from "./renew.js";
import { SharedMap } from "./shared-map.js";
import type { Place } from "./term.js";

/** What each model says of the places that it has something to say about. Models go by their index. */
export class Typestates {
	constructor(
		private readonly models: readonly Model[],
		private readonly tracked: readonly SharedMap<Place, Tracked>[] = models.map(() => new SharedMap()),
		/** True behind a gap: a place never touched since is unknown instead of untouched. */
		private behindGap = false,
	) {}

	clone(): Typestates {
		return new Typestates(
			this.models,
			this.tracked.map((map) => map.copy()),
			this.behindGap,
		);
	}

	get isBehindGap(): boolean {
		return this.behindGap;
	}

	of(model: number): ReadonlyMap<Place, Tracked> {
		return this.tracked[model]!.view;
	}

	statusOf(model: number, place: Place): number {
		const item = this.tracked[model]!.get(place);
		return item ? item.status : this.behindGap ? this.models[model]!.unseen : 0;
	}

	set(model: number, place: Place, item: Tracked): void {
		this.tracked[model]!.set(place, item);
	}

	/** Makes unknown what operations since that branch did. */
	doubt(since: number): void {
		for (let i = 0; i < this.models.length; i++) {
			for (const [place, item] of this.tracked[i]!) {
				if (item.order >= since) this.set(i, place, { ...item, status: this.models[i]!.unknown });
			}
		}
	}

	/** From here on nothing is known of any place, until it is touched again. */
	forget(): void {
		for (const map of this.tracked) map.clear();
		this.behindGap = true;
	}

	renew(renewal: Renewal): void {
		for (const [i, map] of this.tracked.entries()) {
			renewKeys(map, renewal);
			if (this.models[i]!.isMinor) renewPointers(map, renewal);
		}
		// What is called so was some older value, and may be another one from here on.
		this.forgetMade(siteOfOlder(renewal));
	}

	/** Forgets what minor models say of values that were made at the site, which will be made anew. */
	forgetMade(site: number): void {
		for (const [i, map] of this.tracked.entries()) {
			if (!this.models[i]!.isMinor || map.size === 0) continue;
			for (const [place, item] of map) {
				if (isOf(place, site)) map.delete(place);
				else if (item.pointer && isOf(item.pointer, site)) map.set(place, { ...item, pointer: null });
			}
		}
	}

	/** Equal where all models let their statuses merge; without the minor ones if only the others count. */
	signature(withMinor = true): string {
		const parts: string[] = [this.behindGap ? "g" : ""];
		for (let i = 0; i < this.models.length; i++) {
			const model = this.models[i]!;
			if (model.isMinor && !withMinor) continue;
			const items: string[] = [];
			for (const [place, item] of this.tracked[i]!) {
				const key = model.mergeKey(item.status);
				if (key === 0) continue;
				// What was set at two places may have to be undone in two ways, and is shown by two paths.
				const where = item.status === model.unknown ? "" : `@${item.span.start}`;
				items.push(`${place.id}=${key}${where}`);
			}
			parts.push(items.sort().join(","));
		}
		return parts.join(";");
	}

	/** For typestates of one signature; true where these changed. */
	merge(other: Typestates): boolean {
		let changed = false;
		for (let i = 0; i < this.models.length; i++) {
			const model = this.models[i]!;
			const [mine, theirs] = [this.tracked[i]!, other.tracked[i]!];
			for (const place of new Set([...mine.keys(), ...theirs.keys()])) {
				const [a, b] = [this.statusOf(i, place), other.statusOf(i, place)];
				const item = mine.get(place) ?? theirs.get(place)!;
				const status = a === b ? a : model.join(a, b);
				if (model.isMinor && mine.get(place)?.pointer !== theirs.get(place)?.pointer) {
					if (status === a && item.pointer === null) continue;
					mine.set(place, { ...item, status, pointer: null });
					changed = true;
					continue;
				}
				if (status === a && mine.has(place)) continue;
				if (status === a && status === 0) continue;
				mine.set(place, { ...item, status });
				changed = true;
			}
		}
		return changed;
	}
}

/** The pointers of a round before go by its names. */
function renewPointers(map: SharedMap<Place, Tracked>, renewal: Renewal): void {
	const { site, last, terms } = renewal;
	for (const [place, item] of map) {
		const { pointer } = item;
		if (!pointer) continue;
		if (isOf(pointer, last)) map.set(place, { ...item, pointer: null });
		else if (isOf(pointer, site)) map.set(place, { ...item, pointer: terms.renamed(pointer, site, last) });
	}
}
