import type { PatchResult } from "../compare/result.js";
import type { Finding, Status } from "../rules/finding.js";
import type { RuleMeta } from "../rules/rule.js";
import type { Summary } from "./summary.js";

/**
 * Turns results into the text of one output format. A reporter only makes strings: `begin` once,
 * `patch` for every result in order, `end` once. The strings, joined, are the whole output.
 */
export interface Reporter {
	begin(): string;
	/** `findings` are those of the result that are to be shown, in its order. */
	patch(result: PatchResult, findings: readonly Finding[]): string;
	end(summary: Summary): string;
	/**
	 * Takes up what could not be read and belongs to no result, in formats that have a place for it; the
	 * text comes out behind what was written before. Standard error tells it too, unless the format is quiet.
	 */
	problem?(message: string): string;
	/** Set where nobody reads the format as it comes: the problems of results go to standard error too. */
	readonly problemsAside?: true;
	/** The files that a result comes to, for formats that can be written into a folder. */
	files?(result: PatchResult, findings: readonly Finding[]): ReportFiles;
}

/** What a result asks of a folder. */
export interface ReportFiles {
	/** Says by its text whose files these are. */
	readonly owner: { readonly name: string; readonly text: string };
	/** File names and what they hold; null: a file of that name from an earlier run has to go. */
	readonly files: ReadonlyMap<string, string | null>;
}

/** What the caller decides about the output; a format may have no use for some of it. */
export interface ReporterOptions {
	/** ANSI colours; ask for them only where the output is a terminal. */
	readonly color: boolean;
	/** Columns that a line of text should not exceed. */
	readonly width: number;
	/** What a result is about: a patch, or a whole file that was checked without one. */
	readonly unit: "patch" | "file";
	/** Version of lorelint that made the results. */
	readonly version: string;
	/** The rules that ran, for formats that describe them. */
	readonly rules: readonly RuleMeta[];
	/** Text of a fixture of a rule, for formats that explain rules; without it they show no examples. */
	readonly readExample?: (rule: string, name: string) => string | null;
	/** Also show what a result has {@link PatchResult.ignored}, for formats that can mark it as such. */
	readonly showIgnored?: boolean;
}

/** The findings of a result whose status is asked for. */
export function shownFindings(result: PatchResult, show: ReadonlySet<Status>): readonly Finding[] {
	return result.findings.filter((finding) => show.has(finding.status));
}

/** The name of an input in a sentence. */
export function inputName(input: string): string {
	return input === "-" ? "standard input" : input;
}
