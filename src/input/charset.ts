import type { ByteText } from "./message.js";

/**
 * Turns text in the named charset into UTF-8 bytes.
 *
 * Text that says it is UTF-8 or ASCII, or says nothing, is handed on byte for byte: kernel files with
 * other bytes in them are sent that way, and replacing those bytes would make the patch not apply.
 * An unknown charset is read as windows-1252, which never fails.
 */
export function toUtf8(text: ByteText, charset: string | undefined): ByteText {
	const label = (charset ?? "").trim().toLowerCase();
	if (label === "" || /^(?:utf-?8|(?:us-)?ascii|x-unknown|unknown-8bit)$/.test(label)) return text;
	if (/^[\t-\r -~]*$/.test(text) && !/^(?:utf-?16|utf-?7|ucs|hz|iso-10646)/.test(label)) return text;
	const bytes = Buffer.from(text, "latin1");
	return Buffer.from(decoded(bytes, label), "utf8").toString("latin1");
}

function decoded(bytes: Buffer, label: string): string {
	// Node 20 decodes windows-1252 and its aliases as ISO 8859-1, which loses quotes and dashes.
	if (!WINDOWS_1252_LABEL.test(label)) {
		try {
			return new TextDecoder(label).decode(bytes);
		} catch {
			// Not a charset this build of Node knows.
		}
	}
	return bytes
		.toString("latin1")
		.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252_HIGH.charAt(char.charCodeAt(0) - 0x80));
}

const WINDOWS_1252_LABEL = /^(?:windows-?1252|cp-?1252|x-cp1252|iso-?8859-?1|iso_8859-1|latin-?1|l1)$/;

/** What windows-1252 has at 0x80 to 0x9f; the five unassigned bytes stand for themselves. */
const WINDOWS_1252_HIGH =
	"\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
	"\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";
