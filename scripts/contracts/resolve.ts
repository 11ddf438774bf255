import { ALL, type Classes, ERR, NULL, VALID } from "./classes.js";
import type { Definition } from "./survey.js";

/** What a function can return, as far as its body and those it calls tell. */
export interface Derived {
	/** Shown by the code: a constant, a failure of a callee, or a test that is there for it. */
	readonly yes: Classes;
	/** All that is not excluded; what is neither is unknown. */
	readonly atMost: Classes;
	/** NULL is returned only where an argument was NULL. */
	readonly passesNull: boolean;
	/** Why a class is unknown: the sources that may be of it. */
	readonly why: { readonly null: readonly string[]; readonly error: readonly string[] };
	/** What the stub of a kernel without the feature returns; null where there is none. */
	readonly stub: Classes | null;
	readonly kind: Definition["kind"];
	readonly paths: readonly string[];
}

interface Known {
	readonly yes: Classes;
	readonly atMost: Classes;
	/** Of `yes`, what does not come about by an argument that is NULL. */
	readonly sure?: Classes;
}

const UNKNOWN: Known = { yes: 0, atMost: ALL };
const sureOf = ({ yes, sure }: Known): Classes => sure ?? yes;

/** By name for what other files see, by `path name` for static functions. */
export function resolve(
	definitions: readonly Definition[],
	seeds: ReadonlyMap<string, Known>,
): Map<string, Derived> {
	const groups = new Map<string, Definition[]>();
	for (const definition of pointers(definitions, seeds)) {
		const key = definition.kind === "static" ? `${definition.path} ${definition.name}` : definition.name;
		const group = groups.get(key);
		if (group) group.push(definition);
		else groups.set(key, [definition]);
	}
	const known = new Map<string, Known>(seeds);
	const lookup = (name: string, path: string) => known.get(`${path} ${name}`) ?? known.get(name) ?? UNKNOWN;
	for (let changed = true; changed; ) {
		changed = false;
		for (const [key, group] of groups) {
			if (seeds.has(key)) continue;
			const before = known.get(key) ?? UNKNOWN;
			const now = unite(realOnes(group), lookup);
			const yes = now.yes | before.yes;
			const sure = sureOf(now) | sureOf(before);
			const atMost = (now.atMost & before.atMost) | yes;
			if (yes === before.yes && atMost === before.atMost && sure === sureOf(before)) continue;
			known.set(key, { yes, atMost, sure });
			changed = true;
		}
		if (!changed) break;
	}
	return new Map(
		[...groups].map(([key, group]) => [key, derived(group, known.get(key) ?? UNKNOWN, lookup)] as const),
	);
}

/** Without macros whose value is something else than what a function that returns a pointer gave. */
function pointers(
	definitions: readonly Definition[],
	seeds: ReadonlyMap<string, Known>,
): readonly Definition[] {
	const isMacro = ({ kind }: Definition) => kind === "macro" || kind === "alias";
	const known = new Set([
		...seeds.keys(),
		...definitions.flatMap((item) => (isMacro(item) || item.kind === "static" ? [] : item.name)),
	]);
	const kept = new Set(definitions.filter((item) => !isMacro(item)));
	for (let before = -1; before !== kept.size; ) {
		before = kept.size;
		for (const item of definitions) {
			if (kept.has(item)) continue;
			const called = item.sources.map(([source]) => source.replace(/^(tested )?call /, ""));
			if (called.length === 0 || !called.every((name) => known.has(name) && name !== item.name)) continue;
			kept.add(item);
			known.add(item.name);
		}
	}
	return definitions.filter((item) => kept.has(item));
}

/** Without the stubs, where there is anything else: beside a function, what a header defines is one. */
function realOnes(group: readonly Definition[]): readonly Definition[] {
	const functions = group.filter(({ kind, isTrivial }) => kind === "function" && !isTrivial);
	if (functions.length > 0) return functions;
	const real = group.filter(({ isTrivial }) => !isTrivial);
	return real.length > 0 ? real : group;
}

type Lookup = (name: string, path: string) => Known;

function unite(group: readonly Definition[], lookup: Lookup): Known {
	let [yes, atMost, sure] = [0, 0, 0];
	for (const { sources, bound, path } of group) {
		for (const [source, classes] of sources) {
			const one = ofSource(source, classes, path, lookup);
			yes |= one.yes & bound;
			atMost |= one.atMost & bound;
			sure |= sureOf(one) & bound;
		}
	}
	return { yes, atMost: atMost | yes, sure };
}

function ofSource(source: string, classes: Classes, path: string, lookup: Lookup): Known {
	switch (source) {
		case "null":
		case "error":
		case "valid":
			return { yes: classes, atMost: classes };
		case "given":
			return { yes: classes, atMost: classes, sure: 0 };
		case "made":
			// `ERR_PTR(0)` is only meant where the code has looked.
			return classes === NULL ? { yes: NULL, atMost: NULL } : { yes: ERR, atMost: ERR };
	}
	if (source.startsWith("tested ")) {
		// Such a test is there because the failure happens, unless it cannot.
		const { atMost } = ofSource(source.slice("tested ".length), classes, path, lookup);
		return { yes: atMost, atMost };
	}
	if (!source.startsWith("call ")) return { yes: 0, atMost: classes };
	const callee = lookup(source.slice("call ".length), path);
	const { yes, atMost } = callee;
	return {
		yes: yes & classes,
		atMost: atMost & classes,
		sure: sureOf(callee) & classes,
	};
}

function derived(group: readonly Definition[], known: Known, lookup: Lookup): Derived {
	const { yes, atMost } = known;
	const real = realOnes(group);
	const stubs = group.filter((definition) => !real.includes(definition));
	const why = (wanted: Classes) => {
		if ((yes & wanted) !== 0 || (atMost & wanted) === 0) return [];
		const sources = real.flatMap(({ sources, path }) =>
			sources.flatMap(([source, classes]) =>
				(ofSource(source, classes, path, lookup).atMost & wanted) !== 0 ? [source] : [],
			),
		);
		return [...new Set(sources)];
	};
	return {
		yes,
		atMost,
		passesNull: (yes & NULL) !== 0 && (sureOf(known) & NULL) === 0,
		why: { null: why(NULL), error: why(ERR) },
		stub: stubs.length === 0 ? null : unite(stubs, lookup).yes & ~VALID,
		kind: real[0]!.kind,
		paths: [...new Set(group.map(({ path }) => path))],
	};
}
