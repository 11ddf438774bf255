import type { FunctionUnit } from "./syntax.js";

/** Names of what a text of C calls, or looks as if it did. */
export function calledNames(text: string): ReadonlySet<string> {
	return new Set([...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map((match) => match[1]!));
}

/** The source of the function's body. */
export function bodyText({ image, bodySpan }: FunctionUnit): string {
	return image.text.slice(bodySpan.start, bodySpan.end);
}

const called = new WeakMap<FunctionUnit, ReadonlySet<string>>();

/** Names of what the function calls; the text is read once. */
export function calledIn(unit: FunctionUnit): ReadonlySet<string> {
	const names = called.get(unit) ?? calledNames(bodyText(unit));
	called.set(unit, names);
	return names;
}
