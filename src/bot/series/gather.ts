import type { Patch } from "../../patch/patch.js";
import { inSeriesOrder, seriesKey } from "../../patch/series.js";
import type { ListMail } from "../mail/mail.js";
import type { Disposition } from "../sorting/sort.js";

/** A mail with a diff, and what is to become of it. */
export interface SortedPatch {
	readonly mail: ListMail;
	readonly disposition: Disposition;
}

/** How far a stream of mails has been read. All that is read counts, whoever it is for. */
export interface Position {
	readonly mails: number;
	readonly bytes: number;
}

/** What may come between the first patch of a series and its last, in mails and in bytes of mails. */
export const WINDOW: Position = { mails: 10_000, bytes: 256 * 1024 * 1024 };

interface Group {
	readonly key: string | null;
	readonly since: Position;
	readonly members: SortedPatch[];
}

/**
 * Puts the patches of a series together, as they lie in an archive among others.
 *
 * A series ends when its patches are there, or when it has waited for {@link WINDOW}. Nothing else decides on
 * it, in particular not what else waits: so the series of a part of the mails are those of all of them, and
 * the memory taken is bounded by the bytes of the window. A patch with a number that is taken, or of another
 * sender, is of another series.
 */
export class SeriesGatherer {
	/** In the order of their first patches. */
	private readonly waiting = new Set<Group>();
	private readonly open = new Map<string, Group>();

	constructor(private readonly window: Position = WINDOW) {}

	/** Takes a patch, and gives its series if that is complete now. */
	add(patch: SortedPatch, at: Position): readonly SortedPatch[] | null {
		const key = keyOf(patch.mail);
		let group = key === null ? undefined : this.open.get(key);
		if (!group || group.members.some((member) => placeOf(member) === placeOf(patch))) {
			group = { key, since: at, members: [] };
			this.waiting.add(group);
			if (key !== null) this.open.set(key, group);
		}
		group.members.push(patch);
		return isComplete(group) ? this.end(group) : null;
	}

	/** The series that have waited long enough. */
	*passed(now: Position): Generator<readonly SortedPatch[]> {
		for (const group of this.waiting) {
			const { mails, bytes } = group.since;
			if (now.mails - mails <= this.window.mails && now.bytes - bytes <= this.window.bytes) return;
			yield this.end(group);
		}
	}

	/** Nothing more comes: what is left. */
	*rest(): Generator<readonly SortedPatch[]> {
		for (const group of this.waiting) yield this.end(group);
	}

	private end(group: Group): readonly SortedPatch[] {
		this.waiting.delete(group);
		if (group.key !== null && this.open.get(group.key) === group) this.open.delete(group.key);
		const order = inSeriesOrder(group.members.map(({ mail }) => mail.patch));
		const byPatch = new Map<Patch, SortedPatch>(group.members.map((member) => [member.mail.patch, member]));
		return order.map((patch) => byPatch.get(patch)!);
	}
}

function keyOf({ patch, from }: ListMail): string | null {
	const key = seriesKey(patch);
	return key === null ? null : `${from} ${key}`;
}

function placeOf({ mail }: SortedPatch): number {
	return mail.patch.series?.index ?? 0;
}

/** A cover letter is no patch of those that the total counts. */
function isComplete({ key, members }: Group): boolean {
	const total = key === null ? 0 : (members[0]?.mail.patch.series?.total ?? 0);
	return members.filter((member) => placeOf(member) !== 0).length >= total;
}
