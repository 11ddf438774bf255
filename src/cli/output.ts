import type { PatchResult } from "../compare/result.js";
import type { FormatName } from "../report/formats.js";
import { createReporter } from "../report/formats.js";
import { type ReporterOptions, shownFindings } from "../report/reporter.js";
import { Statistics } from "../report/statistics.js";
import { EMPTY_SUMMARY, withInputProblem, withResult } from "../report/summary.js";
import { TimeTable } from "../report/timing.js";
import type { Finding, Status } from "../rules/finding.js";
import type { RuleMeta } from "../rules/rule.js";
import { version } from "./package.js";
import { createProgress } from "./progress.js";
import { type ExitStatus, FINDINGS, fails, NOTHING_FOUND, type Threshold, WRONG_INPUT } from "./status.js";
import { PipeClosed, type Terminal, warn } from "./terminal.js";

/** Columns of text that goes to a file or a pipe. */
const UNBOUND_COLUMNS = 120;

export interface OutputOptions {
	readonly format: FormatName;
	readonly show: ReadonlySet<Status>;
	/** The least severity that sets exit status 1. */
	readonly failOn: Threshold;
	readonly unit: ReporterOptions["unit"];
	/** The rules that run. */
	readonly rules: readonly RuleMeta[];
	/** Afterwards, on standard error: how often each rule spoke. */
	readonly statistics?: boolean;
	/** Afterwards, on standard error: where the time went. */
	readonly timing?: boolean;
}

/** Where the results of one run go: into the report, the summary and the exit status. */
export interface Output {
	result(result: PatchResult): Promise<void>;
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
		color: terminal.color,
		width: terminal.columns ?? UNBOUND_COLUMNS,
		unit: options.unit,
		version: version(),
		rules: options.rules,
	});
	const progress = createProgress(terminal);
	const afterwards = createAfterwards(terminal, options);
	let summary = EMPTY_SUMMARY;
	let failed = false;

	const write = async (text: string): Promise<void> => {
		progress.clear();
		if (text) await terminal.write(text);
	};
	const status = (): ExitStatus => {
		if (summary.problems > 0) return WRONG_INPUT;
		return failed ? FINDINGS : NOTHING_FOUND;
	};
	const output: Output = {
		result: async (result) => {
			const findings = shownFindings(result, options.show);
			summary = withResult(summary, result, findings);
			failed ||= findings.some((finding) => fails(finding, options.failOn));
			await write(reporter.patch(result, findings));
			afterwards.add(result, findings);
		},
		problem: (message) => {
			summary = withInputProblem(summary);
			progress.clear();
			warn(terminal, message);
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
	}
}

/** What is told of a run behind its report. */
interface Afterwards {
	add(result: PatchResult, shown: readonly Finding[]): void;
	tell(): void;
}

/** On standard error, so that no format of the report is disturbed. */
function createAfterwards(terminal: Terminal, { statistics, timing }: OutputOptions): Afterwards {
	const counts = new Statistics();
	const times = new TimeTable();
	// The clock of `performance` starts with the process.
	const startup = performance.now();
	return {
		add: (result, shown) => {
			counts.add(shown);
			times.add(result);
		},
		tell: () => {
			if (statistics) terminal.writeError(counts.text());
			if (timing) terminal.writeError(times.text(startup, performance.now()));
		},
	};
}
