import type { Knowledge } from "../flow/model.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";

/**
 * Whether a patch may have moved what a function used to undo to somewhere else: into a function
 * that it newly calls, or into others of the file, which now undo more than before. Then that the
 * function itself no longer does it proves nothing.
 */
export function mayHandOver(
	from: { readonly unit: FunctionUnit; readonly file: ParsedFile },
	to: { readonly unit: FunctionUnit; readonly file: ParsedFile },
	knowledge: Knowledge,
): boolean {
	const called = calledNames(textOf(from.unit));
	const text = textOf(to.unit);
	for (const name of calledNames(text)) {
		// What a function of the tables or of the file does, the engine has seen.
		if (called.has(name) || knowledge.outcomes(name) !== null) continue;
		if (knowledge.models.some((model) => model.isSuspect(name)) || isTailCall(text, name)) return true;
	}
	return releasesAround(to) > releasesAround(from) || beginningsAround(to) > beginningsAround(from);
}

/** `return finish(p);`: the rest of the work, and what belongs to it, may have gone there. */
function isTailCall(text: string, name: string): boolean {
	// `return PTR_ERR(p);` and `return dev_err_probe(...);` only make an error code.
	if (/^[A-Z0-9_]+$/.test(name) || name === "dev_err_probe") return false;
	return new RegExp(`\\breturn\\s+${name}\\s*\\(`).test(text);
}

function textOf(unit: FunctionUnit): string {
	return unit.image.text.slice(unit.span.start, unit.span.end);
}

function calledNames(text: string): Set<string> {
	return new Set([...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map((match) => match[1]!));
}

/** Calls in the file, outside the function, that go by the name of what a release undoes. */
function beginningsAround({
	unit,
	file,
}: {
	readonly unit: FunctionUnit;
	readonly file: ParsedFile;
}): number {
	const { text } = file.image;
	const around = text.slice(0, unit.span.start) + text.slice(unit.span.end);
	return [...around.matchAll(/\b\w*(?<!un)(lock|down_read|down_write|acquire)\w*\s*\(/g)].length;
}

/** Calls in the file, outside the function, that go by the name of a release. */
function releasesAround({ unit, file }: { readonly unit: FunctionUnit; readonly file: ParsedFile }): number {
	const { text } = file.image;
	const around = text.slice(0, unit.span.start) + text.slice(unit.span.end);
	return [...around.matchAll(/\b\w*(unlock|release|up_read|up_write|_put|restore)\w*\s*\(/g)].length;
}
