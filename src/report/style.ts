/** Marks a part of the text output; without colours every function gives its text back. */
export interface Style {
	error(text: string): string;
	warning(text: string): string;
	note(text: string): string;
	strong(text: string): string;
	faint(text: string): string;
}

const plain = (text: string): string => text;

export const PLAIN: Style = { error: plain, warning: plain, note: plain, strong: plain, faint: plain };

export const COLORED: Style = {
	error: sgr(31, 39),
	warning: sgr(33, 39),
	note: sgr(36, 39),
	strong: sgr(1, 22),
	faint: sgr(2, 22),
};

/** Select Graphic Rendition: the escape sequences that switch one attribute on and off. */
function sgr(on: number, off: number): (text: string) => string {
	return (text) => `\x1b[${on}m${text}\x1b[${off}m`;
}
