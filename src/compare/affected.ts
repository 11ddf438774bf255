import type { SourceImage, Span } from "../image/image.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";

/** Names of the functions that the patch changes, on either side. */
export function changedFunctions(sides: readonly ParsedFile[]): ReadonlySet<string> {
	const changed = new Set<string>();
	for (const { functions, image } of sides) {
		for (const unit of functions) if (touches(unit.span, image.changed)) changed.add(unit.name);
	}
	return changed;
}

/** Names of the other functions that call one of those directly. */
export function callersOf(names: ReadonlySet<string>, sides: readonly ParsedFile[]): ReadonlySet<string> {
	const callers = new Set<string>();
	for (const { functions, image } of names.size > 0 ? sides : []) {
		for (const unit of functions) {
			if (!names.has(unit.name) && callsAny(unit, image, names)) callers.add(unit.name);
		}
	}
	return callers;
}

/** An empty changed span is a place where the other side has lines: it touches what lies around it. */
function touches(span: Span, changed: readonly Span[]): boolean {
	return changed.some(
		(part) => part.start < span.end && part.end > span.start - (part.start === part.end ? 1 : 0),
	);
}

function callsAny(unit: FunctionUnit, image: SourceImage, names: ReadonlySet<string>): boolean {
	const body = image.text.slice(unit.bodySpan.start, unit.bodySpan.end);
	for (const name of names) {
		for (let at = body.indexOf(name); at >= 0; at = body.indexOf(name, at + 1)) {
			const before = body.charCodeAt(at - 1);
			if (!isWordCode(before) && /^\s*\(/.test(body.slice(at + name.length, at + name.length + 8)))
				return true;
		}
	}
	return false;
}

function isWordCode(code: number): boolean {
	return (
		(code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
	);
}
