/**
 * Text in which every character stands for one byte (0x00-0xff).
 *
 * Kernel files and mails mix charsets; a byte string loses nothing, and offsets
 * into it are byte offsets. Only `report/` turns it into Unicode.
 */
export type ByteText = string;

/** One mail, commit or bare diff as it was delivered, decoded, not yet understood. */
export interface Message {
	/** Name of the input it came from, as the caller gave it; `-` is standard input. */
	readonly input: string;
	/** 1-based line of that input at which the message begins. */
	readonly line: number;
	/** Decoded and unfolded; empty where there is none. */
	readonly subject: string;
	readonly author: string;
	/** With its angle brackets, as in the mail; null for a bare diff. */
	readonly messageId: string | null;
	readonly inReplyTo: string | null;
	/** Oldest first. */
	readonly references: readonly string[];
	/** Decoded text parts, as UTF-8 bytes, line ends as they came (LF or CRLF). */
	readonly body: ByteText;
	/**
	 * 1-based line of the input at which `body` begins. Absent where decoding has changed the line
	 * structure, so that a line of the body is no line of the input.
	 */
	readonly bodyLine?: number;
	/**
	 * True where it came as a mail, from whomever. A commit, a bare diff, and what `git format-patch` has
	 * written and nobody has sent is none.
	 */
	readonly isMail?: boolean;
}

/** Something that could not be read; what could be is still delivered. */
export interface Problem {
	/** The file of the diff it concerns, where there is one. */
	readonly path: string | null;
	/** 1-based line of the input, or of the message body where that was decoded ({@link Message.bodyLine}). */
	readonly line: number | null;
	/** One sentence, no trailing full stop. */
	readonly message: string;
}

/** What reading one input yields, in order. */
export type InputItem =
	| { readonly type: "message"; readonly message: Message }
	| { readonly type: "problem"; readonly input: string; readonly problem: Problem };
