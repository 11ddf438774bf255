import { addressParser, decodeWords } from "postal-mime";
import { decodeMessage } from "../../input/decode.js";
import type { Message } from "../../input/message.js";
import { parsePatch } from "../../patch/parse.js";
import type { Patch } from "../../patch/patch.js";
import type { Head, Identity } from "./head.js";

/** A mail of a list with what must be known of it to sort it. */
export interface ListMail {
	readonly message: Message;
	/** Its diff, where it has one; what kind of mail it is otherwise. */
	readonly patch: Patch & { readonly messageId: string };
	readonly head: Head;
	/** Address of the sender in lower case; empty where there is none. */
	readonly from: string;
}

/** Where a mail was found, and its bytes. */
export interface RawMail {
	readonly place: string;
	readonly line: number;
	readonly text: string;
}

/**
 * Understands a mail. Its identity is that of its head, so that all who ask agree on it.
 * @throws with one sentence where its header is beyond reading.
 */
export async function readMail(raw: RawMail, head: Head, identity: Identity): Promise<ListMail> {
	const { place, line, text } = raw;
	const decoded = await decodeMessage(place, { type: "raw", form: "mail", line, text, isPatchFile: false });
	const message = { ...decoded, ...identity };
	const patch = { ...parsePatch(message, { quoted: false, repair: false }), messageId: identity.messageId };
	return { message, patch, head, from: addressIn(head.get("from") ?? "") };
}

/** The first address of a field; a longer field is no sender but an attack on the parser. */
function addressIn(field: string): string {
	const [first] = addressParser(decodeWords(field.slice(0, 1000)), { flatten: true });
	return first?.address?.toLowerCase() ?? "";
}
