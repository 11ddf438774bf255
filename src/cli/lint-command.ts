import { isQuiet, needsLanes } from "../report/formats.js";
import type { Status } from "../rules/finding.js";
import { type LintSeries, lintAll } from "./lint-series.js";
import { type ReportFlags, type Verdict, withOutput } from "./output/output.js";
import { withFaultsInReport } from "./output/quiet.js";
import type { Provenance } from "./settings/config-file.js";
import { openPolicy } from "./settings/policy-run.js";
import { type CommonFlags, rulesFor, settingsFor } from "./settings/settings.js";
import { openSource } from "./source/open.js";
import { asksForGit, type SourceFlags } from "./source/patch-source.js";
import { type AheadReader, readAhead } from "./source/read-ahead.js";
import type { ExitStatus } from "./status.js";
import { type Terminal, withoutErrors } from "./terminal.js";

/** The options of `lorelint lint` as commander hands them over. */
export interface LintFlags extends CommonFlags, SourceFlags, ReportFlags {
	readonly show: readonly Status[];
	/** Also show what a later patch of the series heals, as notes. */
	readonly bisection: boolean;
	/** See {@link OutputOptions.verdict}. */
	readonly verdict?: Verdict;
}

/** Lints patches; the README says what the options mean. */
export async function lintCommand(
	inputs: readonly string[],
	asked: LintFlags,
	given: Terminal,
): Promise<ExitStatus> {
	return withFaultsInReport(asked, given, () => lintInputs(inputs, asked, given));
}

async function lintInputs(inputs: readonly string[], asked: LintFlags, given: Terminal): Promise<ExitStatus> {
	const fromGit = asksForGit(asked);
	const paths = inputs.length > 0 || fromGit ? inputs : standardInput(given);
	const ahead = readAhead(fromGit ? [] : paths, given);
	// What git is asked for lies in the repository around, whatever tree a file names for mails.
	const own = fromGit ? { ...asked, given: new Set([...(asked.given ?? []), "tree"]) } : asked;
	const settings = await settingsFor(own, given, provenanceOf(asked, ahead, given));
	const { flags, configuration } = settings;
	const terminal = isQuiet(flags.format) ? withoutErrors(given) : given;
	// Loaded here and side by side: `--help` and `rules` need none of it, and for a small patch
	// starting up is most of the time.
	const [{ lint }, rules, source] = await Promise.all([
		import("../lint.js"),
		rulesFor(settings),
		openSource(paths, flags, ahead, terminal),
	]);
	const { context } = source;
	const options = { rules, context, bisection: flags.bisection, lanes: needsLanes(flags.format) };
	const lintSeries: LintSeries = (series, more) => lint(series, { ...options, ...more });
	try {
		const policy = await openPolicy(settings, rules, "patch", source.root, terminal);
		const report = {
			...flags,
			show: new Set(flags.show),
			unit: "patch" as const,
			rules: rules.rules.map(({ meta }) => meta),
			policy,
			remarks: configuration.remarks,
		};
		const status = await withOutput(terminal, report, async (output) => {
			await lintAll(source.patches(output), lintSeries, output);
			await policy.write();
		});
		if (flags.showIgnored) await policy.tellUnused();
		return status;
	} finally {
		source.close();
	}
}

function provenanceOf(flags: LintFlags, ahead: AheadReader, terminal: Terminal): Provenance {
	return {
		holdsMail: async () => flags.fromMail ?? (await ahead.holdsMail()),
		before: async (path) => {
			if (!asksForGit(flags)) return undefined;
			const { textBeforeGit } = await import("./source/git-source.js");
			return await textBeforeGit(path, flags, terminal);
		},
	};
}

function standardInput(terminal: Terminal): readonly string[] {
	if (terminal.typedInput) {
		terminal.writeError(
			"lorelint: reading a patch from the terminal; Ctrl-D ends it ('lorelint --help' shows other ways)\n",
		);
	}
	return ["-"];
}
