import { splitAtBlank } from "./lines.js";
import type { ByteText, Message } from "./message.js";
import type { RawMessage } from "./split.js";

/**
 * Decodes one message of an input.
 * @throws where its mail header is beyond reading.
 */
export async function decodeMessage(input: string, raw: RawMessage): Promise<Message> {
	if (raw.form === "commit") return decodeCommit(input, raw);
	if (raw.form === "text") return { ...ANONYMOUS, input, line: raw.line, body: raw.text, bodyLine: raw.line };
	// A bare diff need not wait for the mail library to load.
	const { decodeMail } = await import("./mail.js");
	return decodeMail(input, raw);
}

const ANONYMOUS = {
	subject: "",
	author: "",
	messageId: null,
	inReplyTo: null,
	references: [],
} satisfies Partial<Message>;

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
