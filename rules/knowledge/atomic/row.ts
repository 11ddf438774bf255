/** Functions that may sleep on every call, whatever they are given. */
export interface SleepingRow {
	readonly names: readonly string[];
	/** Half a sentence for the message: `waits for the work to end`. */
	readonly why: string;
}

/** One row; the names stand between blanks. */
export function row(why: string, names: string): SleepingRow {
	return { why, names: words(names) };
}

/** The words of a text. */
export function words(text: string): readonly string[] {
	return text.trim().split(/\s+/);
}
