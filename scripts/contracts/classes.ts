/** What a pointer may be: bits of a set. */
export const NULL = 1;
export const ERR = 2;
export const VALID = 4;
export const ALL = NULL | ERR | VALID;
export type Classes = number;

/**
 * Where a returned pointer comes from. `null`, `error` and `valid` are what they say, `given` is NULL
 * where an argument was NULL, `made` what `ERR_PTR()` made of a variable, `call f` what `f` returned,
 * `callback` what a call through a pointer did, `memory` the content of a field or global, `argument p`
 * what the function was given, `other` anything else. `tested` before one of these says that a test has
 * left nothing but a failure of it.
 */
export type Source = string;
/** What is known of the pointer, for each place it can come from. */
export type Sources = ReadonlyMap<Source, Classes>;

export function one(source: Source, classes: Classes = ALL): Sources {
	return new Map([[source, classes]]);
}

/** True where something was new. */
export function add(into: Map<Source, Classes>, from: Sources): boolean {
	let changed = false;
	for (const [source, classes] of from) {
		const known = into.get(source) ?? 0;
		if ((known | classes) === known) continue;
		into.set(source, known | classes);
		changed = true;
	}
	return changed;
}

export function narrowed(sources: Sources, to: Classes): Sources {
	const left = new Map<Source, Classes>();
	for (const [source, classes] of sources) if ((classes & to) !== 0) left.set(source, classes & to);
	return left;
}
