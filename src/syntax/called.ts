/** Names of what a text of C calls, or looks as if it did. */
export function calledNames(text: string): ReadonlySet<string> {
	return new Set([...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map((match) => match[1]!));
}
