import { type FormatName, isQuiet, needsLanes } from "../report/formats.js";
import type { Status } from "../rules/finding.js";
import type { Selection } from "../rules/registry.js";
import { type LintSeries, lintAll } from "./lint-series.js";
import type { AfterwardsOptions } from "./output/afterwards.js";
import { type Verdict, withOutput } from "./output/output.js";
import type { Provenance } from "./settings/config-file.js";
import type { PolicyFlags } from "./settings/policy-flags.js";
import { policyFor, rulesFor, settingsFor } from "./settings/settings.js";
import { asksForGit, openSource, type SourceFlags } from "./source/patch-source.js";
import { type AheadReader, readAhead } from "./source/read-ahead.js";
import type { ExitStatus, Threshold } from "./status.js";
import { type Terminal, withoutErrors } from "./terminal.js";

/** The options of `lorelint lint` as commander hands them over. */
export interface LintFlags extends Selection, SourceFlags, PolicyFlags, AfterwardsOptions {
	readonly format: FormatName;
	/** A file or folder to write to. */
	readonly output?: string;
	readonly show: readonly Status[];
	/** Also show what a later patch of the series heals, as notes. */
	readonly bisection: boolean;
	readonly failOn: Threshold;
	/** See {@link OutputOptions.verdict}. */
	readonly verdict?: Verdict;
}

/** Lints patches; the README says what the options mean. */
export async function lintCommand(
	inputs: readonly string[],
	asked: LintFlags,
	given: Terminal,
): Promise<ExitStatus> {
	const paths = inputs.length > 0 || asksForGit(asked) ? inputs : standardInput(given);
	const ahead = readAhead(asksForGit(asked) ? [] : paths, async function* (some) {
		const { readInputs } = await import("../input/inputs.js");
		yield* readInputs(some, given.stdin ? { stdin: given.stdin } : {});
	});
	// What git is asked for lies in the repository around, whatever tree a file names for mails.
	const own = asksForGit(asked) ? { ...asked, given: new Set([...(asked.given ?? []), "tree"]) } : asked;
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
	const { bisection } = flags;
	const options = { rules, context: source.context, bisection, lanes: needsLanes(flags.format) };
	const lintSeries: LintSeries = (series, more) => lint(series, { ...options, ...more });
	try {
		const { policy, write } = await policyFor(settings, rules, "patch", source.root, terminal);
		const report = {
			...{ format: flags.format, path: flags.output, unit: "patch" as const },
			...{ show: new Set(flags.show), showIgnored: flags.showIgnored, failOn: flags.failOn },
			...{ statistics: flags.statistics ?? false, timing: flags.timing ?? false },
			...(flags.verdict && { verdict: flags.verdict }),
			rules: rules.rules.map(({ meta }) => meta),
			policy,
			remarks: configuration.remarks,
		};
		return await withOutput(terminal, report, async (output) => {
			await lintAll(source.patches(output), lintSeries, output);
			await write();
		});
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
