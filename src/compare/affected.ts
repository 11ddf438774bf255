import type { SourceImage, Span } from "../image/image.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";

/** Names of the functions of a file that the patch can affect. */
export interface AffectedFunctions {
	/** Those it changes, on either side. */
	readonly changed: ReadonlySet<string>;
	/** Unchanged ones that call one of these directly: what a callee does to a lock is their business too. */
	readonly callers: ReadonlySet<string>;
}

export function affectedFunctions(sides: readonly ParsedFile[]): AffectedFunctions {
	const changed = new Set<string>();
	const callers = new Set<string>();
	for (const file of sides) {
		for (const unit of file.functions) if (touches(unit.span, file.image.changed)) changed.add(unit.name);
	}
	for (const file of changed.size > 0 ? sides : []) {
		for (const unit of file.functions) {
			if (!changed.has(unit.name) && callsAny(unit, file.image, changed)) callers.add(unit.name);
		}
	}
	return { changed, callers };
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
