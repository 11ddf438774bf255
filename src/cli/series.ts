import type { Patch } from "../patch/patch.js";

/** Patches held back while the rest of their series may still come. */
export const WINDOW = 100;

interface Group {
	readonly patches: Patch[];
	readonly indices: Set<number>;
	readonly key: string | null;
}

/**
 * Groups the patches that belong to one series, each group in the order in which its patches came,
 * the groups in the order of their first patches.
 *
 * A group ends when all of its patches are there, or when {@link WINDOW} patches are held back. So
 * series that arrive interleaved, as in a list archive, are told apart, and an endless stream
 * is worked off in bounded memory. A second patch with the same index begins a new group.
 */
export async function* collectSeries(
	patches: AsyncIterable<Patch>,
	keyOf: (patch: Patch) => string | null,
): AsyncIterable<readonly Patch[]> {
	const queue: Group[] = [];
	const open = new Map<string, Group>();
	let held = 0;

	const shift = (): readonly Patch[] => {
		const group = queue.shift()!;
		held -= group.patches.length;
		if (group.key !== null && open.get(group.key) === group) open.delete(group.key);
		return group.patches;
	};
	for await (const patch of patches) {
		const key = patch.series ? keyOf(patch) : null;
		const index = patch.series?.index ?? 0;
		let group = key === null ? undefined : open.get(key);
		if (!group || group.indices.has(index)) {
			group = { patches: [], indices: new Set(), key };
			queue.push(group);
			if (key !== null) open.set(key, group);
		}
		group.patches.push(patch);
		group.indices.add(index);
		held++;
		while (queue.length > 0 && (held > WINDOW || isComplete(queue[0]!))) yield shift();
	}
	while (queue.length > 0) yield shift();
}

function isComplete(group: Group): boolean {
	const total = group.key === null ? 1 : (group.patches[0]!.series?.total ?? 1);
	return group.patches.length >= total;
}

/** The patches of one group as they build on each other. */
export function inSeriesOrder(group: readonly Patch[]): readonly Patch[] {
	return [...group].sort((a, b) => (a.series?.index ?? 0) - (b.series?.index ?? 0));
}
