import { decodeWords } from "postal-mime";
import { splitAtBlank } from "./lines.js";
import type { ByteText, Message } from "./message.js";
import { headerValue, type MailHeader, splitPart, textOf } from "./mime.js";
import type { RawMessage } from "./split.js";

/**
 * Decodes one message of an input.
 * @throws where its mail header is beyond reading.
 */
export async function decodeMessage(input: string, raw: RawMessage): Promise<Message> {
	if (raw.form === "mail") return decodeMail(input, raw);
	if (raw.form === "commit") return decodeCommit(input, raw);
	return { ...ANONYMOUS, input, line: raw.line, body: raw.text, bodyLine: raw.line };
}

const ANONYMOUS = {
	subject: "",
	author: "",
	messageId: null,
	inReplyTo: null,
	references: [],
} satisfies Partial<Message>;

async function decodeMail(input: string, raw: RawMessage): Promise<Message> {
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
	return verbatim ? { ...message, bodyLine: raw.line + part.headerLines } : message;
}

function unfolded(header: MailHeader, name: string): string {
	return decodeWords(headerValue(header, name) ?? "")
		.replace(/\s+/g, " ")
		.trim();
}

function messageIds(header: MailHeader, name: string): string[] {
	return headerValue(header, name)?.match(/<[^<>\s]+>/g) ?? [];
}

/** A commit as `git show`, `git log -p` and `git whatchanged` print it. */
function decodeCommit(input: string, raw: RawMessage): Message {
	const { header, body } = splitAtBlank(raw.text);
	return {
		...ANONYMOUS,
		input,
		line: raw.line,
		// git indents the commit message by four columns; its first line is the subject.
		subject: fromUtf8(/^ {4}(.*\S)/m.exec(body)?.[1] ?? ""),
		author: fromUtf8(/^Author:\s*(.*\S)/m.exec(header)?.[1] ?? ""),
		body,
		bodyLine: raw.line + header.split("\n").length,
	};
}

function fromUtf8(text: ByteText): string {
	return Buffer.from(text, "latin1").toString("utf8");
}
