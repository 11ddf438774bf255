import type { IgnoredFinding, PatchResult } from "../compare/result.js";
import type { Patch } from "../patch/patch.js";
import { toUnicode } from "../report/unicode.js";
import type { Finding } from "../rules/finding.js";
import type { RuleMeta } from "../rules/rule.js";
import { type Baseline, type BaselineEntry, baselineOf, entryOf, keyOf } from "./baseline.js";
import type { Ignore } from "./config.js";
import type { Ignorer } from "./ignores.js";
import { BaselineMatcher } from "./matcher.js";
import { concerns, readNotes } from "./notes.js";

type RuleName = Pick<RuleMeta, "id" | "family">;

/** What is not to be reported, by those who live with the findings. */
export interface PolicyOptions {
	readonly ignores: readonly Ignore[];
	/** Whether notes in mails are followed. */
	readonly notes: boolean;
	readonly baseline: Baseline | null;
	/** Set where all findings are to become the new baseline: then nothing that is left is reported. */
	readonly records: boolean;
	/** All rules there are. */
	readonly known: readonly RuleName[];
	/** Those that run. */
	readonly running: readonly RuleName[];
	/** `file`: every result is about a file as it stands, and each finding comes once. */
	readonly unit: "patch" | "file";
	/** Whether there is no file at a path of the baseline any more. */
	isGone(path: string): boolean;
}

/** Something to tell of a suppression: it is not followed, or there is nothing to suppress. */
export interface Remark {
	readonly patch: Patch;
	/** As a problem of the patch reports it. */
	readonly line: number;
	/** One sentence, no trailing full stop. */
	readonly message: string;
}

/** A result without what is ignored, and what there is to tell. */
export interface Judged {
	/** Its `ignored` holds what was taken out. Findings that a patch fixes stay. */
	readonly result: PatchResult;
	readonly remarks: readonly Remark[];
}

/**
 * What becomes of findings, result by result: `ignores` of a configuration, notes in the mail and the
 * baseline take their part, in this order.
 */
export interface Policy {
	/** @param fromRoot makes a path that the result gives one from the root of the tree, where it is none */
	judge(result: PatchResult, fromRoot?: (path: string) => string): Judged;
	/** The baseline that all results so far make, where they are recorded. */
	recorded(): Baseline;
	/** What stands in the baseline and was not found, of rules that run and functions that could be analysed. */
	unmatched(): readonly BaselineEntry[];
}

/** Makes a policy. It remembers what it has seen of the baseline: one policy a run. */
export async function createPolicy(options: PolicyOptions): Promise<Policy> {
	const { ignores, baseline, running } = options;
	// Globs take longer to load than anything else here.
	const ignorer: Ignorer =
		ignores.length === 0 ? () => null : (await import("./ignores.js")).ignorerOf(ignores);
	const matcher = baseline && new BaselineMatcher(baseline, options.isGone);
	const recorded = new Map<string, BaselineEntry>();
	const skipped = new Set<string>();
	const names = options.known.map(({ id }) => id);
	return {
		judge: (result, fromRoot = (path) => path) => {
			if (options.unit === "patch") matcher?.refill();
			const { notes, faults } = readNotes(options.notes ? (result.patch.notes ?? []) : [], names);
			const former = formerPaths(result.patch);
			for (const skip of result.functions.skipped)
				skipped.add(toUnicode(`${fromRoot(skip.path)}\0${skip.function}`));
			const found: BaselineEntry[] = [];
			const causeOf = (finding: Finding): Pick<IgnoredFinding, "by" | "reason"> | null => {
				const path = fromRoot(finding.path);
				const reason = ignorer(finding, path);
				if (reason !== null) return { by: "configuration", reason };
				const note = notes.find((item) => concerns(item, finding));
				if (note) return { by: "note", reason: note.reason };
				const entry = entryOf(finding, path);
				found.push(entry);
				const isKnown = options.records || matcher?.take(entry, former.get(entry.path) ?? null);
				return isKnown ? { by: "baseline", reason: "" } : null;
			};
			const unused = notes.filter(
				(note) =>
					isCovered(note.rule, running, result) &&
					!result.findings.some((finding) => isOurs(finding) && concerns(note, finding)),
			);
			const remarks = [
				...faults,
				...unused.map(({ rule, line }) => ({
					line,
					message: `nothing is found here that the note about ${rule} would ignore`,
				})),
			];
			const left = without(result, causeOf);
			// Where code stands in several results, each of them finds the same in it.
			for (const entry of options.records ? baselineOf(found).entries : []) {
				const count = Math.max(entry.count, recorded.get(keyOf(entry))?.count ?? 0);
				recorded.set(keyOf(entry), { ...entry, count });
			}
			return {
				result: left,
				remarks: remarks.map((remark) => ({ ...remark, patch: result.patch })),
			};
		},
		recorded: () => baselineOf([...recorded.values()]),
		unmatched: () =>
			(matcher?.left() ?? []).filter(
				({ rule, path, function: name }) =>
					running.some(({ id }) => id === rule) && !skipped.has(`${path}\0${name}`),
			),
	};
}

function without(
	result: PatchResult,
	causeOf: (finding: Finding) => Pick<IgnoredFinding, "by" | "reason"> | null,
): PatchResult {
	const ignored: IgnoredFinding[] = [];
	const findings = result.findings.filter((finding) => {
		const cause = isOurs(finding) ? causeOf(finding) : null;
		if (cause) ignored.push({ finding, ...cause });
		return cause === null;
	});
	return ignored.length === 0 ? result : { ...result, findings, ignored };
}

/** What a patch has repaired need not be ignored. */
function isOurs({ status }: Finding): boolean {
	return status !== "fixed";
}

/** Whether a rule that the name stands for has looked at all of the patch. */
function isCovered(name: string, running: readonly RuleName[], { problems }: PatchResult): boolean {
	return problems.length === 0 && running.some(({ id, family }) => id === name || family === name);
}

/** Paths of renamed files: after the patch, and before. */
function formerPaths({ files }: Patch): ReadonlyMap<string, string> {
	return new Map(
		files.flatMap(({ change, prePath, postPath }) =>
			change === "renamed" && prePath !== null && postPath !== null
				? [[toUnicode(postPath), toUnicode(prePath)] as const]
				: [],
		),
	);
}
