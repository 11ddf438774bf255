/** The name most like `wanted`, or null where none is near enough to be a slip of it. */
export function nearest(wanted: string, names: readonly string[]): string | null {
	const limit = Math.max(2, Math.floor(wanted.length / 3));
	const [best] = names
		.map((name) => ({ name, distance: editDistance(wanted, name) }))
		.filter(({ name, distance }) => distance <= limit || (wanted.length > 2 && name.includes(wanted)))
		.sort((a, b) => a.distance - b.distance);
	return best?.name ?? null;
}

/** What to tell somebody who has named a rule that there is not. */
export function unknownRule(name: string, rules: readonly string[]): string {
	const near = nearest(name, rules);
	return `there is no rule '${name}'; ${near === null ? "'lorelint rules' lists them" : `did you mean '${near}'?`}`;
}

/** Levenshtein's: how many letters must be put in, taken out or replaced. */
function editDistance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const replace = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
			current.push(Math.min(replace, previous[column]! + 1, current[column - 1]! + 1));
		}
		previous = current;
	}
	return previous[b.length]!;
}
