import { createHash } from "node:crypto";
import { dirname } from "node:path";
import type { Patch } from "./patch.js";

/** Patches held back while the rest of their series may still come. */
export const WINDOW = 100;
/** Mails that are remembered, so that one which arrives again counts once. */
const MEMORY = 10_000;

interface Group {
	readonly key: string | null;
	/** In order of arrival. */
	readonly patches: Patch[];
}

/**
 * Puts the patches of each series together, each group in the order in which its patches came, the groups
 * in the order of their first patches; {@link inSeriesOrder} is how they build on each other. Other patches
 * stand alone.
 *
 * A group ends when all of its patches are there, or when {@link WINDOW} patches are held back. So series
 * that arrive interleaved, as in a list archive, are told apart, and an endless stream is worked off in
 * bounded memory. A mail that arrives twice counts once; a different patch with a number that is taken
 * begins a series of its own.
 */
export class SeriesCollector {
	private readonly queue: Group[] = [];
	private readonly open = new Map<string, Group>();
	/** Digests of diffs by Message-ID. */
	private readonly known = new Map<string, string>();
	private held = 0;

	/** Takes the next patch, and gives the groups that are complete or can wait no longer. */
	add(patch: Patch): readonly (readonly Patch[])[] {
		if (this.isKnown(patch)) return [];
		const key = seriesKey(patch);
		const index = patch.series?.index ?? 0;
		let group = key === null ? undefined : this.open.get(key);
		if (!group || group.patches.some((member) => member.series?.index === index)) {
			group = { key, patches: [] };
			this.queue.push(group);
			if (key !== null) this.open.set(key, group);
		}
		group.patches.push(patch);
		this.held++;
		const ready: (readonly Patch[])[] = [];
		while (this.queue.length > 0 && (this.held > WINDOW || isComplete(this.queue[0]!))) {
			ready.push(this.shift());
		}
		return ready;
	}

	/** Nothing more comes: what is left. */
	end(): readonly (readonly Patch[])[] {
		const rest: (readonly Patch[])[] = [];
		while (this.queue.length > 0) rest.push(this.shift());
		return rest;
	}

	private shift(): readonly Patch[] {
		const { key, patches } = this.queue.shift()!;
		this.held -= patches.length;
		if (key !== null && this.open.get(key)?.patches === patches) this.open.delete(key);
		return patches;
	}

	private isKnown({ messageId, files, problems }: Patch): boolean {
		if (messageId === null) return false;
		const digest = createHash("sha256")
			.update(JSON.stringify([files, problems]))
			.digest("base64");
		if (this.known.get(messageId) === digest) return true;
		const [oldest] = this.known.keys();
		if (oldest !== undefined && this.known.size >= MEMORY) this.known.delete(oldest);
		this.known.set(messageId, digest);
		return false;
	}
}

/** Whether there is a diff to lint, or a diff that could not be read and has to be named. */
export function isToBeLinted({ kind, problems }: Patch): boolean {
	return kind === "patch" || kind === "quoted" || problems.length > 0;
}

/** The patches of one group as they build on each other. */
export function inSeriesOrder(group: readonly Patch[]): readonly Patch[] {
	return [...group].sort((a, b) => (a.series?.index ?? 0) - (b.series?.index ?? 0));
}

/** A cover letter is no patch of those that the total counts. */
function isComplete({ key, patches }: Group): boolean {
	const total = key === null ? 0 : (patches[0]!.series?.total ?? 0);
	return patches.filter(({ series }) => series?.index !== 0).length >= total;
}

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

/** What the messages of one series have in common: one run of a sending tool, a thread, or a folder. */
export function originOf(patch: Pick<Patch, "input" | "messageId" | "inReplyTo" | "references">): string {
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
