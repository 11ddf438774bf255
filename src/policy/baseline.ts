import { safeJson, toUnicode } from "../report/unicode.js";
import type { Finding } from "../rules/finding.js";

/** Findings of one kind that are known, and are not to be reported. */
export interface BaselineEntry {
	readonly path: string;
	readonly rule: string;
	readonly function: string;
	readonly fingerprint: string;
	/** How often it occurs there; 1 or more. */
	readonly count: number;
}

/** Findings that are known, as a file keeps them. No two entries agree in all but their count. */
export interface Baseline {
	readonly entries: readonly BaselineEntry[];
}

/** The entry under which a finding at a path stands in a baseline. */
export function entryOf({ rule, function: name, fingerprint }: Finding, path: string): BaselineEntry {
	return {
		path: toUnicode(path),
		rule,
		function: toUnicode(name),
		fingerprint: toUnicode(fingerprint),
		count: 1,
	};
}

/** A baseline of these; entries that differ in nothing but their counts become one. */
export function baselineOf(entries: readonly BaselineEntry[]): Baseline {
	const byKey = new Map<string, BaselineEntry>();
	for (const entry of entries) {
		const key = keyOf(entry);
		byKey.set(key, { ...entry, count: entry.count + (byKey.get(key)?.count ?? 0) });
	}
	return { entries: [...byKey.values()].sort(inOrder) };
}

/** A baseline with as many findings less as the entries count. */
export function without({ entries }: Baseline, less: readonly BaselineEntry[]): Baseline {
	const counts = new Map(less.map((entry) => [keyOf(entry), entry.count] as const));
	const left = entries.map((entry) => ({ ...entry, count: entry.count - (counts.get(keyOf(entry)) ?? 0) }));
	return { entries: left.filter(({ count }) => count > 0) };
}

/** The text of its file: one entry a line, in an order that depends on nothing else. */
export function baselineText({ entries }: Baseline): string {
	const lines = entries.map(({ path, rule, function: name, fingerprint, count }) =>
		safeJson({ path, rule, function: name, fingerprint, count }),
	);
	const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n]`;
	return `{\n"version": ${VERSION},\n"findings": ${list}\n}\n`;
}

/** Reads the text of a file. Throws an Error that says what is wrong with it. */
export function parseBaseline(text: string): Baseline {
	const value = parsed(text);
	if (!isRecord(value)) throw new Error("it is no baseline: it holds no object");
	if (typeof value.version !== "number" || !Array.isArray(value.findings))
		throw new Error('it is no baseline: it lacks "version" or "findings"');
	if (value.version !== VERSION)
		throw new Error(`it is of version ${value.version}, and only version ${VERSION} can be read`);
	return baselineOf(value.findings.map(checkedEntry));
}

const VERSION = 1;

function parsed(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ""));
	} catch (error) {
		const isConflict = /^<{7} /m.test(text);
		const why = isConflict ? "a merge has left its conflict in it" : (error as Error).message;
		throw new Error(`it is damaged: ${why}`, { cause: error });
	}
}

function checkedEntry(value: unknown, at: number): BaselineEntry {
	const fault = (what: string) => new Error(`it is damaged: findings[${at}] ${what}`);
	if (!isRecord(value)) throw fault("is no object");
	for (const key of TEXTS) if (typeof value[key] !== "string") throw fault(`lacks "${key}"`);
	const { count } = value;
	if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 1)
		throw fault('has no proper "count"');
	const [path, rule, name, fingerprint] = TEXTS.map((key) => String(value[key]));
	return { path: path!, rule: rule!, function: name!, fingerprint: fingerprint!, count };
}

const TEXTS = ["path", "rule", "function", "fingerprint"] as const;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What entries of the same finding agree in. */
export function keyOf({ path, ...entry }: BaselineEntry): string {
	return `${path}\0${wanderingKey(entry)}`;
}

/** What they agree in where the file has been renamed. */
export function wanderingKey({
	rule,
	function: name,
	fingerprint,
}: Pick<BaselineEntry, "rule" | "function" | "fingerprint">): string {
	return [rule, name, fingerprint].join("\0");
}

function inOrder(a: BaselineEntry, b: BaselineEntry): number {
	const [first, second] = [keyOf(a), keyOf(b)];
	return first < second ? -1 : first > second ? 1 : 0;
}
