import type { Finding } from "../rules/finding.js";
import type { PatchResult } from "./result.js";

/** A finding and the patch that introduces it. */
export interface Introduced {
	readonly finding: Finding;
	readonly result: PatchResult;
}

/** What became of a finding between two versions of a series. */
export type VersionChange =
	| { readonly change: "healed"; readonly old: Introduced; readonly now: null }
	| { readonly change: "remaining"; readonly old: Introduced; readonly now: Introduced }
	| { readonly change: "new"; readonly old: null; readonly now: Introduced };

/** What two findings must have in common to be the same one, the surest first. */
const IDENTITIES: readonly ((finding: Finding) => readonly string[])[] = [
	({ fingerprint, path, message }) => [fingerprint, path, message],
	({ fingerprint, path }) => [fingerprint, path],
	({ fingerprint, message }) => [fingerprint, message],
	({ rule, path, function: name, message }) => [rule, path, name, message],
	({ rule, path, function: name, subject }) => [rule, path, name, subject],
	({ rule, function: name, message }) => [rule, name, message],
];

/**
 * Compares what two versions of a series introduce: healed, remaining, new, each in the order of the
 * patches. It does not matter by which patch of its version a finding comes: patches may be reordered,
 * split, merged or renamed. A finding counts as often as it is there.
 */
export function compareVersions(
	old: readonly PatchResult[],
	now: readonly PatchResult[],
): readonly VersionChange[] {
	const all = introducedBy(now);
	const [before, after] = [new Set(introducedBy(old)), new Set(all)];
	const partners = new Map<Introduced, Introduced>();
	for (const identity of IDENTITIES) match(before, after, identity, partners);
	// A function that has been renamed; told only where nothing else can be meant.
	matchRenamed(before, after, partners);
	return [
		...[...before].map((old) => ({ change: "healed", old, now: null }) as const),
		...all.flatMap((now) => {
			const old = partners.get(now);
			return old ? [{ change: "remaining", old, now } as const] : [];
		}),
		...[...after].map((now) => ({ change: "new", old: null, now }) as const),
	];
}

function introducedBy(results: readonly PatchResult[]): readonly Introduced[] {
	return results.flatMap((result) =>
		result.findings
			.filter(({ status, healedBy }) => status === "introduced" && healedBy === undefined)
			.map((finding) => ({ finding, result })),
	);
}

/** Takes pairs out of both sides, in order. */
function match(
	before: Set<Introduced>,
	after: Set<Introduced>,
	identity: (finding: Finding) => readonly string[],
	partners: Map<Introduced, Introduced>,
): void {
	const waiting = new Map<string, Introduced[]>();
	for (const each of before) {
		const key = identity(each.finding).join("\0");
		waiting.set(key, [...(waiting.get(key) ?? []), each]);
	}
	for (const each of after) {
		const old = waiting.get(identity(each.finding).join("\0"))?.shift();
		if (old === undefined) continue;
		before.delete(old);
		after.delete(each);
		partners.set(each, old);
	}
}

function matchRenamed(
	before: Set<Introduced>,
	after: Set<Introduced>,
	partners: Map<Introduced, Introduced>,
): void {
	const identity = ({ rule, path, message }: Finding) => [rule, path, message].join("\0");
	const alike = (side: ReadonlySet<Introduced>, key: string) =>
		[...side].filter(({ finding }) => identity(finding) === key);
	for (const each of [...after]) {
		const key = identity(each.finding);
		const [old, ...others] = alike(before, key);
		if (old === undefined || others.length > 0 || alike(after, key).length > 1) continue;
		before.delete(old);
		after.delete(each);
		partners.set(each, old);
	}
}
