import type { IgnoredFinding, PatchResult } from "../compare/result.js";
import type { Patch } from "../patch/patch.js";
import { toUnicode } from "../report/unicode.js";
import type { Finding } from "../rules/finding.js";
import type { RuleMeta } from "../rules/rule.js";
import { type Baseline, type BaselineEntry, baselineOf, entryOf, keyOf } from "./baseline.js";
import type { Ignore } from "./config.js";
import type { Ignorer } from "./ignores.js";
import { BaselineMatcher } from "./matcher.js";
import { concerns, type IgnoreNote, readNotes } from "./notes.js";

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
	/** Entries of `ignores` that no finding has met so far, of rules that run. */
	unusedIgnores(): readonly Ignore[];
	/** What stands in the baseline and was not found, of rules that run and functions that could be analysed. */
	unmatched(): readonly BaselineEntry[];
}

/** Makes a policy. It remembers what it has seen of the baseline: one policy a run. */
export async function createPolicy(options: PolicyOptions): Promise<Policy> {
	const { ignores, baseline } = options;
	// Globs take longer to load than anything else here.
	const ignorer: Ignorer =
		ignores.length === 0 ? () => null : (await import("./ignores.js")).ignorerOf(ignores);
	return new RunPolicy(options, ignorer, baseline && new BaselineMatcher(baseline, options.isGone));
}

type Cause = Pick<IgnoredFinding, "by" | "reason">;

class RunPolicy implements Policy {
	private readonly names: readonly string[];
	private readonly records = new Map<string, BaselineEntry>();
	/** Functions that could not be analysed: path and name. */
	private readonly skipped = new Set<string>();
	private readonly used = new Set<Ignore>();

	constructor(
		private readonly options: PolicyOptions,
		private readonly ignorer: Ignorer,
		private readonly matcher: BaselineMatcher | null,
	) {
		this.names = options.known.map(({ id }) => id);
	}

	judge(result: PatchResult, fromRoot: (path: string) => string = (path) => path): Judged {
		const { patch, functions } = result;
		const given = this.options.notes ? (patch.notes ?? []) : [];
		const { notes, faults } = readNotes(given, this.names);
		for (const skip of functions.skipped)
			this.skipped.add(toUnicode(`${fromRoot(skip.path)}\0${skip.function}`));
		const causes = this.causesIn(result, notes, fromRoot);
		const remarks = [
			...faults,
			...this.unusedNotes(notes, result).map(({ rule, line }) => ({
				line,
				message: `nothing is found here that the note about ${rule} would ignore`,
			})),
		].map((remark) => ({ ...remark, patch }));
		if (causes.size === 0) return { result, remarks };
		const findings = result.findings.filter((finding) => !causes.has(finding));
		const ignored = result.findings.flatMap((finding) => {
			const cause = causes.get(finding);
			return cause ? [{ finding, ...cause }] : [];
		});
		return { result: { ...result, findings, ignored }, remarks };
	}

	recorded(): Baseline {
		return baselineOf([...this.records.values()]);
	}

	unusedIgnores(): readonly Ignore[] {
		return this.options.ignores.filter(
			(ignore) => !this.used.has(ignore) && (ignore.rule === undefined || this.runs(ignore.rule)),
		);
	}

	unmatched(): readonly BaselineEntry[] {
		const { running } = this.options;
		return (this.matcher?.left() ?? []).filter(
			({ rule, path, function: name }) =>
				running.some(({ id }) => id === rule) && !this.skipped.has(`${path}\0${name}`),
		);
	}

	/** The findings that are to be ignored, and why. */
	private causesIn(
		result: PatchResult,
		notes: readonly IgnoreNote[],
		fromRoot: (path: string) => string,
	): ReadonlyMap<Finding, Cause> {
		const causes = new Map<Finding, Cause>();
		const others: (readonly [Finding, BaselineEntry])[] = [];
		for (const finding of result.findings.filter(isOurs)) {
			const path = fromRoot(finding.path);
			const ignore = this.ignorer(finding, path);
			const note = notes.find((item) => concerns(item, finding));
			if (ignore !== null) {
				this.used.add(ignore);
				causes.set(finding, { by: "configuration", reason: ignore.reason });
			} else if (note) causes.set(finding, { by: "note", reason: note.reason });
			else others.push([finding, entryOf(finding, path)]);
		}
		for (const finding of this.known(result.patch, others))
			causes.set(finding, { by: "baseline", reason: "" });
		return causes;
	}

	/** Whether a rule runs, or one of a family. */
	private runs(name: string): boolean {
		return this.options.running.some(({ id, family }) => id === name || family === name);
	}

	/** Those of the findings that stand in the baseline; all of them where they are to become one. */
	private known(patch: Patch, findings: readonly (readonly [Finding, BaselineEntry])[]): readonly Finding[] {
		const { matcher } = this;
		if (this.options.records) {
			this.record(findings.map(([, entry]) => entry));
			return findings.map(([finding]) => finding);
		}
		if (matcher === null) return [];
		// A patch that adds one more of a kind adds it to those that were there.
		if (this.options.unit === "patch") matcher.refill();
		const former = formerPaths(patch);
		const oldFirst = [...findings].sort(([a], [b]) => rank(a) - rank(b));
		return oldFirst
			.filter(([, entry]) => matcher.take(entry, former.get(entry.path) ?? null))
			.map(([finding]) => finding);
	}

	/** Where code stands in several results, each of them finds the same in it. */
	private record(entries: readonly BaselineEntry[]): void {
		for (const entry of baselineOf(entries).entries) {
			const count = Math.max(entry.count, this.records.get(keyOf(entry))?.count ?? 0);
			this.records.set(keyOf(entry), { ...entry, count });
		}
	}

	/** Notes that nothing would be reported without, of rules that have looked at all of the patch. */
	private unusedNotes(notes: readonly IgnoreNote[], result: PatchResult): readonly IgnoreNote[] {
		if (result.problems.length > 0) return [];
		return notes.filter(
			(note) =>
				this.runs(note.rule) &&
				!result.findings.some((finding) => isOurs(finding) && concerns(note, finding)),
		);
	}
}

function rank({ status }: Finding): number {
	return status === "preexisting" ? 0 : 1;
}

/** What a patch has repaired need not be ignored. */
function isOurs({ status }: Finding): boolean {
	return status !== "fixed";
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
