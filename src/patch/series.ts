import { dirname } from "node:path";
import type { Patch } from "./patch.js";

/**
 * What the patches of one series have in common and no others have; null for a patch that stands alone.
 *
 * Version and length come from the subject. That is not enough, two series of a day's mail may agree in
 * both, so the messages must belong together too: by Message-IDs that one run of the sending tool made,
 * by their thread, or, for patches on disk that have no Message-ID yet, by the folder they lie in.
 */
export function seriesKey(patch: Patch): string | null {
	if (patch.series === null || (patch.kind !== "patch" && patch.kind !== "cover")) return null;
	const { version, total } = patch.series;
	return JSON.stringify([version, total, originOf(patch)]);
}

function originOf(patch: Patch): string {
	if (patch.messageId === null) return `folder ${dirname(patch.input)}`;
	for (const pattern of RUN_OF_SENDER) {
		const run = pattern.exec(patch.messageId);
		if (run !== null) return `run ${run[1]} ${run[2] ?? ""}`;
	}
	return `thread ${patch.references[0] ?? patch.inReplyTo ?? patch.messageId}`;
}

/** Message-IDs that tools number within one run; what is captured is the same for all of its mails. */
const RUN_OF_SENDER = [
	// git send-email: <20260101120000.4321-2-dev@example.org>
	/^<(\d{14}\.\d+)-\d+-(.*)>$/,
	// b4: <20260101-pool-limits-v2-1-0123456789ab@example.org>
	/^<(\d{8}-.+-v\d+)-\d+-[0-9a-f]+(@.*)>$/,
	// git format-patch --thread: <cover.1767225600.git.dev@example.org>
	/^<(?:cover|[0-9a-f]{40})\.(\d+\.git\..*)>$/,
];

/**
 * Puts the patches of each series together, in the order of their numbers, at the place of the first of
 * them. Others stand alone. A mail that arrived twice counts once; a different patch with a number that is
 * taken begins a series of its own.
 */
export function groupSeries(patches: readonly Patch[]): Patch[][] {
	const groups: Patch[][] = [];
	const open = new Map<string, Patch[]>();
	for (const patch of patches) {
		const key = seriesKey(patch);
		const group = key === null ? undefined : open.get(key);
		const rival = group?.find((member) => member.series?.index === patch.series?.index);
		if (rival !== undefined && rival.messageId !== null && rival.messageId === patch.messageId) continue;
		if (group !== undefined && rival === undefined) {
			group.push(patch);
			continue;
		}
		const fresh = [patch];
		groups.push(fresh);
		if (key !== null) open.set(key, fresh);
	}
	for (const group of groups) group.sort((a, b) => (a.series?.index ?? 0) - (b.series?.index ?? 0));
	return groups;
}
