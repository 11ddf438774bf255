import { createHash } from "node:crypto";

/** Mails that are remembered; what an archive brings again later counts as another mail. */
const MEMORY = 250_000;

/** Remembers Message-IDs, so that a mail that went over several lists counts once. */
export class SeenIds {
	private readonly digests = new Set<string>();

	constructor(private readonly memory = MEMORY) {}

	/** True where the id has been asked for before. */
	has(messageId: string): boolean {
		// A part of a mail's text would keep all of it in memory.
		const digest = createHash("sha256").update(messageId).digest("base64");
		if (this.digests.has(digest)) return true;
		this.digests.add(digest);
		const [oldest] = this.digests;
		if (oldest !== undefined && this.digests.size > this.memory) this.digests.delete(oldest);
		return false;
	}
}
