import { decodeWords } from "postal-mime";
import type { Message } from "./message.js";
import { headerValue, type MailHeader, splitPart, textOf } from "./mime.js";
import type { RawMessage } from "./split.js";

/**
 * Decodes one mail.
 * @throws where its header is beyond reading.
 */
export async function decodeMail(input: string, raw: RawMessage): Promise<Message> {
	const part = await splitPart(raw.text);
	const { text, verbatim } = await textOf(part);
	const message: Message = {
		input,
		line: raw.line,
		subject: unfolded(part.header, "subject"),
		author: unfolded(part.header, "from"),
		messageId: messageIds(part.header, "message-id")[0] ?? null,
		inReplyTo: messageIds(part.header, "in-reply-to")[0] ?? null,
		references: messageIds(part.header, "references"),
		body: text,
	};
	const isMail = !raw.isPatchFile || TRACES.some((name) => headerValue(part.header, name) !== undefined);
	return { ...message, isMail, ...(verbatim ? { bodyLine: raw.line + part.headerLines } : {}) };
}

/** What sending leaves behind in a header. */
const TRACES = ["message-id", "received", "return-path", "delivered-to", "x-mailing-list", "list-id"];

function unfolded(header: MailHeader, name: string): string {
	return decodeWords(headerValue(header, name) ?? "")
		.replace(/\s+/g, " ")
		.trim();
}

function messageIds(header: MailHeader, name: string): string[] {
	return headerValue(header, name)?.match(/<[^<>\s]+>/g) ?? [];
}
