/** A number with its noun: `1 patch`, `2 patches`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
	return `${number} ${number === 1 ? noun : plural}`;
}
