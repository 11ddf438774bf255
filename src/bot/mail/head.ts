import { createHash } from "node:crypto";
import { splitAtBlank } from "../../input/lines.js";
import type { ByteText } from "../../input/message.js";

/** The fields of a mail's header, unfolded and not decoded: lower-case name to the first value. */
export type Head = ReadonlyMap<string, ByteText>;

/** What lies behind so many bytes is not read. */
const MAX_HEADER = 256 * 1024;

/**
 * Reads the header of a mail.
 *
 * Every shard of a scan asks every mail of the archives whose it is. That is why this does less than the mail
 * library, which reads those that are to be understood.
 */
export function readHead(text: ByteText): Head {
	const { header } = splitAtBlank(text.slice(0, MAX_HEADER));
	const fields = new Map<string, ByteText>();
	for (const field of header.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
		const colon = field.indexOf(":");
		if (colon <= 0) continue;
		const name = field.slice(0, colon).trim().toLowerCase();
		if (!fields.has(name)) fields.set(name, field.slice(colon + 1).trim());
	}
	return fields;
}

/** What says where a mail belongs. */
export interface Identity {
	/** With angle brackets; made up from the content where the mail has none, or none that can be one. */
	readonly messageId: string;
	readonly inReplyTo: string | null;
	/** Oldest first; of absurdly many, the first. */
	readonly references: readonly string[];
}

/** As long as a line of a mail may be (RFC 5322). */
const MAX_ID = 998;
const MAX_REFERENCES = 500;

export function identityOf(head: Head, text: ByteText): Identity {
	return {
		messageId: idsIn(head, "message-id")[0] ?? madeUpId(text),
		inReplyTo: idsIn(head, "in-reply-to")[0] ?? null,
		references: idsIn(head, "references").slice(0, MAX_REFERENCES),
	};
}

function idsIn(head: Head, name: string): readonly string[] {
	const ids = head.get(name)?.match(/<[^<>\s]+>/g) ?? [];
	return ids.filter((id) => id.length <= MAX_ID);
}

function madeUpId(text: ByteText): string {
	const digest = createHash("sha256").update(text, "latin1").digest("hex");
	return `<${digest.slice(0, 40)}@no-message-id.invalid>`;
}

/** When the last host on the way got the mail, or else when it says it was written; milliseconds since 1970. */
export function arrivalOf(head: Head): number | null {
	const received = head.get("received") ?? "";
	const stamps = [received.slice(received.lastIndexOf(";") + 1), head.get("date") ?? ""];
	for (const stamp of stamps) {
		const time = Date.parse(stamp.slice(0, MAX_STAMP));
		if (time >= EARLIEST && time < LATEST) return time;
	}
	return null;
}

const MAX_STAMP = 80;
/** No mail about Linux is older. */
const EARLIEST = Date.UTC(1991, 0);
const LATEST = Date.UTC(2100, 0);
