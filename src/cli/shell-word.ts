/** A word as a POSIX shell takes it literally, whatever is in it: in single quotes. */
export function shellWord(word: string): string {
	return `'${word.replaceAll("'", "'\\''")}'`;
}
