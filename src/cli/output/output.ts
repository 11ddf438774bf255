import type { PatchResult } from "../../compare/result.js";
import type { Problem } from "../../input/message.js";
import type { Policy } from "../../policy/policy.js";
import type { FormatName } from "../../report/formats.js";
import { createReporter } from "../../report/formats.js";
import { inputName, type ReporterOptions, shownFindings } from "../../report/reporter.js";
import { EMPTY_SUMMARY, type Summary, withInputProblem, withResult } from "../../report/summary.js";
import type { Status } from "../../rules/finding.js";
import type { RuleMeta } from "../../rules/rule.js";
import { readFixture, version } from "../package.js";
import { type ExitStatus, FINDINGS, fails, NOTHING_FOUND, type Threshold, WRONG_INPUT } from "../status.js";
import { PipeClosed, type Terminal, warn, widthOf } from "../terminal.js";
import { type AfterwardsOptions, createAfterwards } from "./afterwards.js";
import { openDestination } from "./destination.js";
import { createProgress } from "./progress.js";

export interface OutputOptions extends AfterwardsOptions {
	readonly format: FormatName;
	readonly show: ReadonlySet<Status>;
	/** The least severity that sets exit status 1. */
	readonly failOn: Threshold;
	readonly unit: ReporterOptions["unit"];
	/** The rules that run. */
	readonly rules: readonly RuleMeta[];
	/** A file or folder to write to; undefined or `-`: standard output. */
	readonly path?: string | undefined;
	/** The exit status of what came out; by default that of the contract of `lint`. */
	readonly verdict?: Verdict;
	/** What is not to be reported. */
	readonly policy?: Policy;
	/** Show what is ignored all the same, marked as such. */
	readonly showIgnored?: boolean;
	/** What a reader of the report should know of the run: whole sentences. */
	readonly remarks?: readonly string[];
}

/** Decides on the exit status: whether a finding is as severe as `--fail-on` says, and how many problems there were. */
export type Verdict = (failed: boolean, problems: number) => ExitStatus;

const byContract: Verdict = (failed, problems) => {
	if (problems > 0) return WRONG_INPUT;
	return failed ? FINDINGS : NOTHING_FOUND;
};

/** Where the results of one run go: into the report, the summary and the exit status. */
export interface Output {
	/** `fromRoot` makes paths of the result relative to the root of the tree, where they are not. */
	result(result: PatchResult, fromRoot?: (path: string) => string): Promise<void>;
	/** Something could not be read, or not be checked, that is no part of any result. */
	problem(message: string): void;
	/** Tells a person at the terminal what is being worked on. */
	progress(what: string): void;
}

/**
 * Runs `work` with an output and ends the output after it. When the reader of standard output
 * goes away, the work stops where it is and the status is that of what was seen until then.
 */
export async function withOutput(
	terminal: Terminal,
	options: OutputOptions,
	work: (output: Output) => Promise<void>,
): Promise<ExitStatus> {
	const reporter = await createReporter(options.format, {
		color: terminal.color && options.path === undefined,
		width: widthOf(options.path === undefined ? terminal : {}),
		unit: options.unit,
		version: version(),
		rules: options.rules,
		readExample: readFixture,
		showIgnored: options.showIgnored ?? false,
	});
	const destination = await openDestination(options.path, reporter, terminal);
	const progress = createProgress(terminal);
	const afterwards = createAfterwards(terminal, options);
	let summary: Summary = { ...EMPTY_SUMMARY, remarks: options.remarks ?? [] };
	let failed = false;

	// Problems come up where nobody can wait until they are written.
	let pending = "";

	const write = async (text: string): Promise<void> => {
		progress.clear();
		const all = pending + text;
		pending = "";
		if (all) await destination.write(all);
	};
	const warnAside = (message: string): void => {
		progress.clear();
		warn(terminal, message);
	};
	const status = () => (options.verdict ?? byContract)(failed, summary.problems);
	const output: Output = {
		result: async (found, fromRoot) => {
			const { result, remarks } = judged(found, fromRoot, options);
			for (const remark of remarks) warnAside(remark);
			const findings = shownFindings(result, options.show);
			summary = withResult(summary, result, findings);
			failed ||= findings.some((finding) => fails(finding, options.failOn));
			if (reporter.problemsAside) for (const problem of result.problems) warnAside(describe(result, problem));
			await write("");
			await destination.result(result, findings);
			afterwards.add(result, findings);
		},
		problem: (message) => {
			summary = withInputProblem(summary);
			pending += reporter.problem?.(message) ?? "";
			warnAside(message);
		},
		progress: progress.update,
	};
	try {
		await write(reporter.begin());
		await work(output);
		await write(reporter.end(summary));
		afterwards.tell();
		return status();
	} catch (error) {
		if (error instanceof PipeClosed) return status();
		throw error;
	} finally {
		progress.clear();
		await destination.close();
	}
}

/** The result as the policy leaves it, and what is to be said of that. */
function judged(
	found: PatchResult,
	fromRoot: ((path: string) => string) | undefined,
	{ policy, show }: OutputOptions,
): { readonly result: PatchResult; readonly remarks: readonly string[] } {
	if (!policy) return { result: found, remarks: [] };
	const { result, remarks } = policy.judge(found, fromRoot);
	const ignored = result.ignored?.filter(({ finding }) => show.has(finding.status));
	return {
		result: { ...result, ...(ignored && { ignored }) },
		remarks: remarks.map(({ patch, line, message }) => `${inputName(patch.input)}:${line}: ${message}`),
	};
}

function describe({ patch }: PatchResult, { path, line, message }: Problem): string {
	return `${inputName(patch.input)}:${line ?? patch.line}: ${path === null ? "" : `${path}: `}${message}`;
}
