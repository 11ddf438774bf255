import type { ByteText } from "../input/message.js";

const ASCII = /^\p{ASCII}*$/u;
const BEYOND_BYTES = /[\u0100-\uffff]/;
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * What must never reach a terminal or a web page as it is: C0 (tab and newline too), DEL and C1
 * drive the terminal; line separators, bidirectional marks, embeddings, overrides and isolates
 * make text look like what it is not.
 */
const CONTROL = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/**
 * Byte text as Unicode: UTF-8 where the bytes are valid UTF-8, else latin1.
 *
 * Text that is Unicode already comes back unchanged, because a character above U+00FF is no byte
 * and letters such as a lone U+00E4 are not valid UTF-8. So every string of a result may pass
 * through here, whichever of the two it is.
 */
export function toUnicode(text: ByteText): string {
	if (ASCII.test(text) || BEYOND_BYTES.test(text)) return text;
	try {
		return strictUtf8.decode(Buffer.from(text, "latin1"));
	} catch {
		return text;
	}
}

/** Unicode of `text` on one line, with every control character written out: `\x1b`, `\u202e`. */
export function printable(text: ByteText): string {
	return toUnicode(text).replace(CONTROL, escapeControl);
}

/**
 * JSON of `value` on one line. Control characters that JSON allows as they are (DEL, C1,
 * bidirectional overrides) are escaped too; a parser gives back the same strings.
 */
export function safeJson(value: unknown): string {
	return JSON.stringify(value).replace(CONTROL, (char) => `\\u${hex(char, 4)}`);
}

function escapeControl(char: string): string {
	if (char === "\t") return "\\t";
	if (char === "\n") return "\\n";
	return char.charCodeAt(0) < 0x100 ? `\\x${hex(char, 2)}` : `\\u${hex(char, 4)}`;
}

function hex(char: string, width: number): string {
	return char.charCodeAt(0).toString(16).padStart(width, "0");
}
