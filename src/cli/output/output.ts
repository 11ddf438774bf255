import type { PatchResult } from "../../compare/result.js";
import type { Judged } from "../../policy/policy.js";
import type { FormatName } from "../../report/formats.js";
import { createReporter } from "../../report/formats.js";
import { problemWords } from "../../report/problem.js";
import { inputName, type Reporter, type ReporterOptions, shownFindings } from "../../report/reporter.js";
import { EMPTY_SUMMARY, type Summary, withInputProblem, withResult } from "../../report/summary.js";
import type { Status } from "../../rules/finding.js";
import type { RuleMeta } from "../../rules/rule.js";
import { readFixture, version } from "../package.js";
import { type ExitStatus, FINDINGS, fails, NOTHING_FOUND, type Threshold, WRONG_INPUT } from "../status.js";
import { PipeClosed, type Terminal, warn, widthOf } from "../terminal.js";
import { type Afterwards, type AfterwardsOptions, createAfterwards } from "./afterwards.js";
import { type Destination, openDestination } from "./destination.js";
import { createProgress, type Progress } from "./progress.js";

/** The options of all commands that write a report. */
export interface ReportFlags extends AfterwardsOptions {
	readonly format: FormatName;
	/** A file or folder to write to; undefined or `-`: standard output. */
	readonly output?: string;
	/** The least severity that sets exit status 1. */
	readonly failOn: Threshold;
	/** Show what is ignored all the same, marked as such. */
	readonly showIgnored: boolean;
}

export interface OutputOptions extends ReportFlags {
	readonly show: ReadonlySet<Status>;
	readonly unit: ReporterOptions["unit"];
	/** The rules that run. */
	readonly rules: readonly RuleMeta[];
	/** The exit status of what came out; by default that of the contract of `lint`. */
	readonly verdict?: Verdict;
	/** What is not to be reported. */
	readonly policy?: Judge;
	/** What a reader of the report should know of the run: whole sentences. */
	readonly remarks?: readonly string[];
}

/** Decides on the exit status: whether a finding is as severe as `--fail-on` says, and how many problems there were. */
export type Verdict = (failed: boolean, problems: number) => ExitStatus;

/** Takes out of results what is not to be reported; see `Policy.judge`. */
export interface Judge {
	judge(result: PatchResult, fromRoot?: (path: string) => string): Judged | Promise<Judged>;
}

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
	const reporter = await createReporter(options.format, reporterOptions(options, terminal));
	const destination = await openDestination(options.output, reporter, terminal);
	const progress = createProgress(terminal);
	const afterwards = await createAfterwards(terminal, options);
	const run = new ReportedRun(terminal, options, { reporter, destination, progress, afterwards });
	try {
		await run.begin();
		await work(run);
		await run.end();
	} catch (error) {
		if (!(error instanceof PipeClosed)) throw error;
	} finally {
		progress.clear();
		await destination.close();
	}
	return run.status();
}

function reporterOptions(options: OutputOptions, terminal: Terminal): ReporterOptions {
	const { output, unit, rules, showIgnored } = options;
	return {
		color: terminal.color && output === undefined,
		width: widthOf(output === undefined ? terminal : {}),
		unit,
		version: version(),
		rules,
		readExample: readFixture,
		showIgnored,
	};
}

/** The parts that a run reports by. */
interface Parts {
	readonly reporter: Reporter;
	readonly destination: Destination;
	readonly progress: Progress;
	readonly afterwards: Afterwards | null;
}

class ReportedRun implements Output {
	private summary: Summary;
	private failed = false;
	/** Text of problems, which come up where nobody can wait until it is written. */
	private pending = "";

	constructor(
		private readonly terminal: Terminal,
		private readonly options: OutputOptions,
		private readonly parts: Parts,
	) {
		this.summary = { ...EMPTY_SUMMARY, remarks: options.remarks ?? [] };
	}

	async begin(): Promise<void> {
		await this.write(this.parts.reporter.begin());
	}

	async result(found: PatchResult, fromRoot?: (path: string) => string): Promise<void> {
		const { reporter, destination, afterwards } = this.parts;
		const result = await this.judged(found, fromRoot);
		const findings = shownFindings(result, this.options.show);
		this.summary = withResult(this.summary, result, findings);
		this.failed ||= findings.some((finding) => fails(finding, this.options.failOn));
		if (reporter.problemsAside) {
			for (const problem of result.problems) {
				const { place, message } = problemWords(result, problem);
				this.warnAside(`${place}: ${message}`);
			}
		}
		await this.write("");
		await destination.result(result, findings);
		afterwards?.add(result, findings);
	}

	problem(message: string): void {
		this.summary = withInputProblem(this.summary);
		this.pending += this.parts.reporter.problem?.(message) ?? "";
		this.warnAside(message);
	}

	progress(what: string): void {
		this.parts.progress.update(what);
	}

	async end(): Promise<void> {
		await this.write(this.parts.reporter.end(this.summary));
		this.parts.afterwards?.tell();
	}

	status(): ExitStatus {
		return (this.options.verdict ?? byContract)(this.failed, this.summary.problems);
	}

	/** The result as the policy leaves it; what is to be said of that is said. */
	private async judged(found: PatchResult, fromRoot?: (path: string) => string): Promise<PatchResult> {
		const { policy, show } = this.options;
		if (!policy) return found;
		const { result, remarks } = await policy.judge(found, fromRoot);
		for (const { patch, line, message } of remarks) {
			this.warnAside(`${inputName(patch.input)}:${line}: ${message}`);
		}
		if (!result.ignored) return result;
		return { ...result, ignored: result.ignored.filter(({ finding }) => show.has(finding.status)) };
	}

	private async write(text: string): Promise<void> {
		this.parts.progress.clear();
		const all = this.pending + text;
		this.pending = "";
		if (all) await this.parts.destination.write(all);
	}

	private warnAside(message: string): void {
		this.parts.progress.clear();
		warn(this.terminal, message);
	}
}
