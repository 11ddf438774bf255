import { isBlank, splitAtBlank } from "./lines.js";
import type { ByteText } from "./message.js";

/** One message of an input, cut out but not decoded. */
export interface RawMessage {
	readonly type: "raw";
	/** `mail` has a header block, `commit` is a commit as `git show` prints it, `text` is anything else. */
	readonly form: "mail" | "commit" | "text";
	/** 1-based line of the input at which `text` begins (behind the separator line of an mbox). */
	readonly line: number;
	readonly text: ByteText;
	/** Whether it stands behind the separator line that `git format-patch` writes. */
	readonly isPatchFile: boolean;
}

/** Stands in the place of a message that was longer than the limit. */
export interface Oversized {
	readonly type: "oversized";
	readonly line: number;
}

/** What the first line of an input says about the rest of it. */
type Container = "mbox" | "log" | "single";

/**
 * Cuts the lines of an input into messages.
 *
 * An mbox is cut at its `From ` lines, the output of `git log -p` and `git show` at its `commit`
 * lines; anything else is one message. At most `maxBytes` of a message are held: a longer one is
 * passed over to its end and reported in its place.
 */
export async function* splitMessages(
	batches: AsyncIterable<ByteText[]>,
	maxBytes: number,
): AsyncGenerator<RawMessage | Oversized> {
	let container: Container | null = null;
	let current = new Accumulator("text", 1, maxBytes);
	let held: { text: ByteText; form: "mail" | "commit" } | null = null;
	let afterBlank = true;
	let number = 0;

	for await (const batch of batches) {
		for (const line of batch) {
			number++;
			if (held !== null) {
				if (confirms(held.form, line)) {
					yield* current.finish();
					container ??= held.form === "mail" ? "mbox" : "log";
					const start = held.form === "mail" ? number : number - 1;
					const separator = { quotedFrom: container === "mbox", byGit: GIT_FROM_LINE.test(held.text) };
					current = new Accumulator(held.form, start, maxBytes, separator);
					if (held.form === "commit") current.add(held.text);
				} else {
					current.add(held.text);
				}
				held = null;
			}
			const form = separatorForm(line, container, afterBlank);
			if (form !== null) held = { text: line, form };
			else current.add(line);
			afterBlank = isBlank(line);
			if (!afterBlank && form === null) container ??= "single";
		}
	}
	if (held !== null) current.add(held.text);
	yield* current.finish();
}

/** Lines take memory of their own: a limit on bytes alone would let a file of line ends through. */
const MAX_LINES = 1_000_000;

/** What the line in front of a message says of it. */
interface Separator {
	/** Lines that begin with `From ` are quoted in it. */
	readonly quotedFrom: boolean;
	/** It is that of `git format-patch`. */
	readonly byGit: boolean;
}

const NO_SEPARATOR: Separator = { quotedFrom: false, byGit: false };

/** Collects the lines of one message up to a limit. */
class Accumulator {
	readonly #form: RawMessage["form"];
	readonly #line: number;
	readonly #maxBytes: number;
	readonly #separator: Separator;
	#lines: ByteText[] = [];
	#bytes = 0;
	#oversized = false;

	constructor(form: RawMessage["form"], line: number, maxBytes: number, separator = NO_SEPARATOR) {
		this.#form = form;
		this.#line = line;
		this.#maxBytes = maxBytes;
		this.#separator = separator;
	}

	add(line: ByteText): void {
		this.#bytes += line.length;
		this.#oversized ||= this.#bytes > this.#maxBytes || this.#lines.length >= MAX_LINES;
		if (this.#oversized) this.#lines = [];
		else this.#lines.push(line);
	}

	/** The message, or nothing where it is blank from end to end. */
	*finish(): Generator<RawMessage | Oversized> {
		if (this.#oversized) {
			yield { type: "oversized", line: this.#line };
			return;
		}
		const lines = this.#lines;
		// Blank lines in front of a mail's header would end it before it began.
		const skipped = lines.findIndex((line) => !isBlank(line));
		if (skipped < 0) return;
		const text = lines.slice(skipped).join("");
		yield {
			type: "raw",
			form: this.#form === "text" && looksLikeMail(text) ? "mail" : this.#form,
			line: this.#line + skipped,
			text: this.#separator.quotedFrom ? unquoteFrom(text) : text,
			isPatchFile: this.#separator.byGit,
		};
	}
}

/** What a line would begin if the line behind it agrees; null for an ordinary line. */
function separatorForm(
	line: ByteText,
	container: Container | null,
	afterBlank: boolean,
): "mail" | "commit" | null {
	if (line.startsWith("From ")) {
		// `cat a.patch b.patch` leaves no blank line between, but git's own separator cannot be mistaken.
		if (GIT_FROM_LINE.test(line)) return "mail";
		if (afterBlank && container !== "single" && container !== "log" && FROM_LINE.test(line)) return "mail";
	} else if (container !== "mbox" && afterBlank && COMMIT_LINE.test(line)) {
		return "commit";
	}
	return null;
}

/** A separator is believed only when the next line is what must stand behind it. */
function confirms(form: "mail" | "commit", next: ByteText): boolean {
	return form === "mail" ? HEADER_LINE.test(next) || next.startsWith(">From ") : COMMIT_FIELD.test(next);
}

/** `From ADDRESS Mon Sep 17 00:00:00 2001`, perhaps with a time zone; prose that begins with "From " has no date. */
const FROM_LINE =
	/^From (?:\S+ +|".*" +)?[A-Z][a-z]{2},? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}) +(?:\d{2}:\d{2}(?::\d{2})?(?: +[A-Z+-][\w:+-]{0,8})? +\d{4}|\d{4} +\d{2}:\d{2}(?::\d{2})?)(?: +[+-]\d{4}| +[A-Z]{1,5}| +remote from .*)?\s*$/;
const GIT_FROM_LINE = /^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001\s*$/;
const HEADER_LINE = /^[!-9;-~]+[ \t]*:/;
const COMMIT_LINE = /^commit [0-9a-f]{7,64}(?: \(.*\))?\s*$/;
const COMMIT_FIELD = /^(?:Author|AuthorDate|Merge|Reflog|tree|parent)\b/;

/** Undoes the quoting of mboxrd, which for a single `>` is also that of mboxo. */
function unquoteFrom(text: ByteText): ByteText {
	return text.replace(/^>(>*From )/gm, "$1");
}

/**
 * True where the text opens with a block of mail headers. A field name alone does not make one: prose
 * may open with "Note:", and pages of web archives open with "Re: [PATCH] ...".
 */
function looksLikeMail(text: ByteText): boolean {
	const block = splitAtBlank(text.slice(0, MAIL_PROBE_BYTES)).header.split("\n");
	return HEADER_LINE.test(block[0] ?? "") && block.some((line) => MAIL_FIELD.test(line));
}

/** Far more than real headers take, little enough not to split a large diff twice. */
const MAIL_PROBE_BYTES = 64 * 1024;
const MAIL_FIELD = /^(?:From|Subject|Message-ID|Received|Return-Path|Delivered-To|MIME-Version)[ \t]*:/i;
