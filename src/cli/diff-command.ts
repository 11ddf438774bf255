import type { PatchResult } from "../compare/result.js";
import type { ParseOptions } from "../patch/parse.js";
import { inputName } from "../report/reporter.js";
import { type VersionFormat, type VersionReport, versionReport, versionsIn } from "../report/versions.js";
import { type LintSeries, lintAll } from "./lint-series.js";
import type { Output } from "./output/output.js";
import { createProgress } from "./output/progress.js";
import { openPolicy, type PolicyRun } from "./settings/policy-run.js";
import { type CommonFlags, rulesFor, settingsFor } from "./settings/settings.js";
import { openTreeFor } from "./source/open.js";
import { readPatches } from "./source/patches.js";
import { type AheadReader, readAhead } from "./source/read-ahead.js";
import {
	type ExitStatus,
	FINDINGS,
	fails,
	NOTHING_FOUND,
	type Threshold,
	UsageError,
	WRONG_INPUT,
} from "./status.js";
import { type Terminal, warn, widthOf } from "./terminal.js";

/** The options of `lorelint diff` as commander hands them over. */
export interface DiffFlags extends CommonFlags, ParseOptions {
	/** As for `lint`. */
	readonly tree?: string | false;
	readonly format: VersionFormat;
	readonly failOn: Threshold;
}

/** Lints two versions of a series and says which findings are healed, which remain, and which are new. */
export async function diffCommand(
	[old, now]: readonly [string, string],
	asked: DiffFlags,
	terminal: Terminal,
): Promise<ExitStatus> {
	if (old === "-" && now === "-") throw new UsageError("only one of the two versions can be standard input");
	const ahead = readAhead([old, now], terminal);
	const settings = await settingsFor(asked, terminal, { ...ahead, before: async () => undefined });
	const { flags } = settings;
	const [{ lint }, { compareVersions }, rules, context] = await Promise.all([
		import("../lint.js"),
		import("../compare/versions.js"),
		rulesFor(settings),
		openTreeFor(flags.tree, terminal),
	]);
	const policy = await openPolicy(settings, rules, "patch", context?.root ?? null, terminal);
	const lintSeries: LintSeries = (series, more) => lint(series, { rules, context, ...more });
	const side = (input: string) => lintSide(input, flags, { ahead, policy, lintSeries, terminal });
	try {
		const [before, after] = [await side(old), await side(now)];
		if (before === null || after === null) return WRONG_INPUT;
		const problems = before.problems + after.problems;
		const changes = compareVersions(before.results, after.results);
		const report: VersionReport = { old: before.results, now: after.results, changes, problems };
		await terminal.write(
			versionReport(report, asked.format, { color: terminal.color, width: widthOf(terminal) }),
		);
		if (problems > 0) return WRONG_INPUT;
		const isLeft = changes.some(({ now }) => now !== null && fails(now.finding, flags.failOn));
		return isLeft ? FINDINGS : NOTHING_FOUND;
	} finally {
		context?.close();
	}
}

interface Version {
	readonly results: readonly PatchResult[];
	/** What could not be read. */
	readonly problems: number;
}

interface Tools {
	readonly ahead: AheadReader;
	readonly policy: PolicyRun;
	readonly lintSeries: LintSeries;
	readonly terminal: Terminal;
}

/** Lints one version; null where there is no patch in it, which is said. */
async function lintSide(
	input: string,
	flags: DiffFlags,
	{ ahead, policy, lintSeries, terminal }: Tools,
): Promise<Version | null> {
	const results: PatchResult[] = [];
	const progress = createProgress(terminal);
	let problems = 0;
	const output: Output = {
		result: async (result) => {
			results.push((await policy.judge(result)).result);
			problems += result.problems.length;
		},
		problem: (message) => {
			problems++;
			progress.clear();
			warn(terminal, message);
		},
		progress: progress.update,
	};
	try {
		await lintAll(readPatches([input], flags, ahead, output, terminal), lintSeries, output);
	} finally {
		progress.clear();
	}
	const versions = versionsIn(results);
	if (versions.length > 1) {
		const list = versions.map((version) => `v${version}`).join(", ");
		throw new UsageError(
			`${inputName(input)}: there is more than one version in it (${list}); give each a file of its own`,
		);
	}
	if (results.length > 0) return { results, problems };
	if (problems === 0) warn(terminal, `${inputName(input)}: no patch found in it, only a cover letter`);
	return null;
}
