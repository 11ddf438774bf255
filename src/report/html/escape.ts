import type { ByteText } from "../../input/message.js";
import { toUnicode } from "../unicode.js";

/**
 * What a page must not show as it is: control characters, marks that turn the direction of text, characters
 * without a shape, halves of pairs, and what no page may contain.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const HIDDEN_BUT_TAB = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

/** Text between tags, on one line; hidden characters are written out and marked. */
export function text(source: ByteText): string {
	return escaped(toUnicode(source)).replace(HIDDEN, marked);
}

/** A line of code between tags: like {@link text}, but tabs stay. */
export function code(source: ByteText): string {
	return escaped(toUnicode(source)).replace(HIDDEN_BUT_TAB, marked);
}

/** Text where no marks can stand in it: between the quotes of an attribute, in a title. */
export function attribute(source: ByteText): string {
	return escaped(toUnicode(source)).replace(HIDDEN, written);
}

/** Code that is no longer stays on one line: a browser would break `p->lock` behind the dash. */
const UNBROKEN = 24;

/** A sentence in which backticks stand around code. */
export function prose(source: ByteText): string {
	return toUnicode(source)
		.split("`")
		.map((part, index, all) => {
			if (index % 2 === 0) return text(part);
			// Without an end it was no beginning.
			if (index === all.length - 1) return `\`${text(part)}`;
			return part.length <= UNBROKEN
				? `<code class="whole">${text(part)}</code>`
				: `<code>${text(part)}</code>`;
		})
		.join("");
}

/** Paragraphs of Markdown as rules use it: text with code in it. */
export function paragraphs(markdown: string): string {
	return markdown
		.trim()
		.split(/\n\s*\n/)
		.map((paragraph) => `<p>${prose(paragraph.replace(/\s+/g, " "))}</p>`)
		.join("");
}

function escaped(unicode: string): string {
	return unicode.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function marked(char: string): string {
	return `<span class="hidden-char">${written(char)}</span>`;
}

function written(char: string): string {
	if (char === "\t") return "\\t";
	if (char === "\n") return "\\n";
	if (char === "\r") return "\\r";
	const number = char.codePointAt(0)!;
	if (number < 0x100) return `\\x${number.toString(16).padStart(2, "0")}`;
	return number < 0x10000 ? `\\u${number.toString(16).padStart(4, "0")}` : `\\u{${number.toString(16)}}`;
}
