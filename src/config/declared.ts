import type { ByteText } from "../input/message.js";
import { any, type Formula, type Level, NEVER, symbolsOf, truthOf } from "./formula.js";
import { inclusionLevels, type ReadFile, type SourceFile } from "./inclusions.js";
import { conditionOfAny, type Mention, type Outline, outlineOf } from "./outline.js";

/** What a source file and its headers say of a name. */
export interface Declared {
	/** When anything declares it. */
	readonly condition: Formula;
	/** The first place that does. */
	readonly file: SourceFile;
	readonly mention: Mention;
}

/** Levels of inclusion looked at for where names are declared; what lies deeper is looked at for few. */
const SHALLOW = 3;

/**
 * When the names are declared in a source file: those that are under some conditions only. Names that are
 * always declared, and those nothing is found about, are left out.
 */
export async function conditionallyDeclared(
	names: Iterable<string>,
	file: SourceFile,
	read: ReadFile,
): Promise<ReadonlyMap<string, Declared>> {
	const open = new Set(names);
	const found = new Map<string, Declared>();
	let depth = 0;
	for await (const level of inclusionLevels(file, read, false)) {
		if (level === null) return new Map();
		for (const each of level) declareFrom(each, open, found);
		if (open.size === 0 || ++depth > SHALLOW) break;
	}
	return found;
}

/** The same for names of which some declaration is known; null where not all headers are. */
export async function fullyDeclared(
	names: Iterable<string>,
	file: SourceFile,
	read: ReadFile,
): Promise<ReadonlyMap<string, Declared> | null> {
	const open = new Set(names);
	const found = new Map<string, Declared>();
	for await (const level of inclusionLevels(file, read, true)) {
		if (level === null) return null;
		for (const each of level) {
			declareFrom(each, open, found);
			for (const name of found.keys()) pasteFrom(each, name, open, found);
		}
		if (open.size === 0) break;
	}
	return found;
}

/** Notes where a macro of the file may make up the name of its arguments: `FLAG(idle)` for `test_idle()`. */
function pasteFrom(file: SourceFile, name: string, open: Set<string>, found: Map<string, Declared>): void {
	const parts = [...name.matchAll(/(?<=_)[a-z0-9]|[A-Z]/g)].map(({ index }) => name.slice(index));
	const isArgument = (part: string) => ["(", ", ", ","].some((before) => file.text.includes(before + part));
	if (!parts.some((part) => part.length >= MIN_PART && isArgument(part))) return;
	const { pasted } = outlineFor(file.text);
	const { condition, ...rest } = found.get(name)!;
	const asked = symbolsOf(condition);
	// One that is there in all cases would declare it twice in some.
	const isAlternative = (word: Mention) => [...symbolsOf(word.condition)].some((each) => asked.has(each));
	const mentions = pasted.filter(
		(word) => word.name.length >= MIN_PART && name.includes(word.name) && isAlternative(word),
	);
	if (mentions.length === 0) return;
	add(name, { ...rest, condition: any([condition, conditionOfAny(mentions)]) }, open, found);
}

const MIN_PART = 3;

function add(name: string, declared: Declared, open: Set<string>, found: Map<string, Declared>): void {
	if (!holdsAlways(declared.condition)) found.set(name, declared);
	else {
		open.delete(name);
		found.delete(name);
	}
}

/** Notes what the file says of the names; those that are declared always now are no longer open. */
function declareFrom(file: SourceFile, open: Set<string>, found: Map<string, Declared>): void {
	const inText = [...open].filter((name) => file.text.includes(name));
	if (inText.length === 0) return;
	const { declarations } = outlineFor(file.text);
	for (const name of inText) {
		const mentions = declarations.get(name);
		if (!mentions) continue;
		const earlier = found.get(name);
		const condition = any([earlier?.condition ?? NEVER, conditionOfAny(mentions)]);
		add(name, earlier ? { ...earlier, condition } : { condition, file, mention: mentions[0]! }, open, found);
	}
}

/** Conditions about more symbols than that are not worked out. */
const MAX_SYMBOLS = 6;

/** Whether it holds whatever the symbols are; also where that is not worked out, or not known. */
export function holdsAlways(formula: Formula): boolean {
	const names = [...symbolsOf(formula)];
	if (names.length > MAX_SYMBOLS) return true;
	const levels = new Map<string, Level>();
	const isNeverFalse = (rest: readonly string[]): boolean => {
		const [name, ...others] = rest;
		if (name === undefined) {
			return truthOf(formula, (asked) => ({ low: levels.get(asked)!, high: levels.get(asked)! })) !== false;
		}
		return ([0, 2, 1] as const).every((level) => {
			levels.set(name, level);
			return isNeverFalse(others);
		});
	};
	return isNeverFalse(names);
}

/** Outlines of headers, which many files include; the oldest go first. */
const outlines = new Map<ByteText, Outline>();
const MAX_OUTLINES = 300;

export function outlineFor(text: ByteText): Outline {
	const outline = outlines.get(text) ?? outlineOf(text);
	outlines.delete(text);
	outlines.set(text, outline);
	if (outlines.size > MAX_OUTLINES) outlines.delete(outlines.keys().next().value!);
	return outline;
}
