import PostalMime from "postal-mime";
import { toUtf8 } from "./charset.js";
import { unflow } from "./flowed.js";
import { splitAtBlank } from "./lines.js";
import type { ByteText } from "./message.js";

/** A header block as the mail library reads it. */
export type MailHeader = Awaited<ReturnType<typeof PostalMime.parse>>;

/** The header block of a mail or of one of its parts, and what follows it. */
export interface Part {
	readonly header: MailHeader;
	readonly body: ByteText;
	/** Lines in front of `body`. */
	readonly headerLines: number;
}

/**
 * Splits a mail (or a part of one) at the blank line behind its header.
 *
 * Only the header goes through the library. Handed the whole mail, it would undo format=flowed and the
 * charset in ways that damage patches; the body is decoded here, step by step, from its bytes.
 * @throws where the library refuses the header, for instance one of megabytes.
 */
export async function splitPart(text: ByteText): Promise<Part> {
	const { header, body } = splitAtBlank(text);
	return {
		header: await PostalMime.parse(Buffer.from(`${header}\n`, "latin1")),
		body,
		headerLines: header.split("\n").length,
	};
}

/** Text that was found in a mail. */
export interface DecodedText {
	readonly text: ByteText;
	/** True where the text is the mail's body line for line. */
	readonly verbatim: boolean;
}

/**
 * The text of a part as UTF-8 bytes: its own body, or that of all text parts in it, attached patches
 * included, each ended by a line end. Other content (HTML, signatures, images) is left out.
 */
export async function textOf(part: Part, depth = 0): Promise<DecodedText> {
	const type = contentType(part.header);
	if (type.value.startsWith("multipart/")) {
		const inner = type.params.boundary === undefined ? [] : partsOf(part.body, type.params.boundary);
		// A mail whose boundary never comes is damaged, yet its text may still hold the patch.
		if (inner.length > 0 && depth < MAX_DEPTH) return joinedText(inner, depth);
		return { text: part.body, verbatim: true };
	}
	if (!isText(type, part.header)) return { text: "", verbatim: false };
	const encoding = (headerValue(part.header, "content-transfer-encoding") ?? "").toLowerCase();
	const named = /base64|quoted-printable/.exec(encoding)?.[0];
	const encoded = named !== undefined && isEncoded(part.body, named) ? named : undefined;
	const bytes = encoded === undefined ? part.body : await decodeTransfer(part.body, encoded);
	if (type.value === "message/rfc822" && depth < MAX_DEPTH) {
		const { text } = await textOf(await splitPart(bytes), depth + 1);
		return { text, verbatim: false };
	}
	const flowed = type.params.format?.toLowerCase() === "flowed";
	const text = flowed ? unflow(bytes, type.params.delsp?.toLowerCase() === "yes") : bytes;
	return { text: toUtf8(text, type.params.charset), verbatim: encoded === undefined && !flowed };
}

/** Deeper nesting than any mailer makes; what lies below is left out. */
const MAX_DEPTH = 16;
/** A mail of more parts than this is an attack on the reader. */
const MAX_PARTS = 1000;

async function joinedText(parts: readonly ByteText[], depth: number): Promise<DecodedText> {
	const texts: ByteText[] = [];
	for (const raw of parts) {
		// A part may begin with a blank line: it has no header then and is plain text.
		const { text } = await textOf(await splitPart(raw), depth + 1);
		if (text !== "") texts.push(text.endsWith("\n") ? text : `${text}\n`);
	}
	return { text: texts.join(""), verbatim: false };
}

/** The parts of a multipart body, without what stands before the first and after the last boundary. */
function partsOf(body: ByteText, boundary: string): ByteText[] {
	const parts: ByteText[] = [];
	let start = -1;
	const delimiter = `--${boundary}`;
	for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + 1)) {
		if (at > 0 && body[at - 1] !== "\n") continue;
		const after = at + delimiter.length;
		const ending = /^(--)?[ \t]*(?:\r?\n|$)/.exec(body.slice(after, after + MAX_BOUNDARY_TAIL));
		if (ending === null) continue;
		// The line end in front of a boundary belongs to the boundary.
		if (start >= 0) parts.push(body.slice(start, at).replace(/\r?\n$/, ""));
		start = after + ending[0].length;
		if (ending[1] !== undefined || parts.length >= MAX_PARTS) return parts;
	}
	// The mail was cut short: its last part counts as far as it goes.
	if (start >= 0 && start < body.length) parts.push(body.slice(start));
	return parts;
}

const MAX_BOUNDARY_TAIL = 80;

/**
 * Whether a body still is in the encoding that its header names. b4 hands mails to check commands with the
 * body decoded and the header as it was.
 */
function isEncoded(body: ByteText, encoding: string): boolean {
	// No line of base64 looks like this one, not even where a list has put a footer below.
	if (encoding === "base64") return !/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/m.test(body);
	const escapes = body.match(/=(?:[0-9A-Fa-f]{2}|[ \t]*\r?$)/gm)?.length ?? 0;
	const all = body.match(/=/g)?.length ?? 0;
	return escapes * 2 >= all;
}

/** Decodes base64 or quoted-printable. The library hands the content of an attachment out as plain bytes. */
async function decodeTransfer(body: ByteText, encoding: string): Promise<ByteText> {
	const header = `Content-Type: application/octet-stream\nContent-Disposition: attachment\nContent-Transfer-Encoding: ${encoding}\n\n`;
	const mail = await PostalMime.parse(Buffer.from(header + body, "latin1"));
	const content = mail.attachments[0]?.content;
	return content instanceof ArrayBuffer ? Buffer.from(content).toString("latin1") : "";
}

interface ContentType {
	/** Lower case, `text/plain` where the part does not say. */
	readonly value: string;
	readonly params: Readonly<Record<string, string | undefined>>;
}

/** A longer one is an attack; the time its quotes take grows with the square of their number. */
const MAX_CONTENT_TYPE = 4096;

function contentType(header: MailHeader): ContentType {
	const [value = "", ...rest] = splitParameters(
		(headerValue(header, "content-type") ?? "text/plain").slice(0, MAX_CONTENT_TYPE),
	);
	const params: Record<string, string> = {};
	for (const item of rest) {
		const match = /^\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\S*))/s.exec(item);
		if (match === null) continue;
		const name = match[1]!.toLowerCase();
		params[name] ??= match[2]?.replace(/\\(.)/gs, "$1") ?? match[3]!;
	}
	return { value: value.trim().toLowerCase() || "text/plain", params };
}

/** Splits at the semicolons that do not stand in a quoted string. */
function splitParameters(value: string): string[] {
	return value.match(/(?:"(?:[^"\\]|\\.)*"|[^;"]|")+/gs) ?? [];
}

/** The first value counts, as everywhere in mail: a second one is damage or an attack. */
export function headerValue(header: MailHeader, name: string): string | undefined {
	return header.headers.find((field) => field.key === name)?.value;
}

function isText(type: ContentType, header: MailHeader): boolean {
	if (type.value === "message/rfc822") return true;
	if (/^text\/(?!html|calendar|rtf|csv)/.test(type.value)) return true;
	if (/^application\/x-(?:patch|diff)/.test(type.value)) return true;
	const name = headerValue(header, "content-disposition") ?? "";
	return /\.(?:patch|diff|txt)\b/i.test(`${name};${type.params.name ?? ""}`);
}
