import type { Knowledge } from "../flow/model.js";
import { calledNames } from "../syntax/called.js";
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
	return [RELEASES, BEGINNINGS].some((calls) => countAround(to, calls) > countAround(from, calls));
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

/** What goes by the name of a release, and of what a release undoes. */
const RELEASES = /\b\w*(unlock|release|up_read|up_write|_put|restore)\w*\s*\(/g;
const BEGINNINGS = /\b\w*(?<!un)(lock|down_read|down_write|acquire)\w*\s*\(/g;

/** Calls in the file, outside the function, that look like this. */
function countAround(
	{ unit, file }: { readonly unit: FunctionUnit; readonly file: ParsedFile },
	calls: RegExp,
): number {
	const { text } = file.image;
	const around = text.slice(0, unit.span.start) + text.slice(unit.span.end);
	return [...around.matchAll(calls)].length;
}
