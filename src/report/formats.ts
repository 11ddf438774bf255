import type { Reporter, ReporterOptions } from "./reporter.js";

/** One output format: a row here and a module that makes its reporter. */
interface Format {
	/** One line for `--help`. */
	readonly summary: string;
	/** True where a line on standard error would be taken for a failure, so that there must be none. */
	readonly quiet?: true;
	/** Whether it shows which locks are held on each line, which costs a little to find out. */
	readonly lanes?: true;
	/** Loads the module; only that of the format in use is read. */
	load(): Promise<(options: ReporterOptions) => Reporter>;
}

const FORMATS = {
	text: {
		summary: "findings with code and the path that leads there, for people",
		load: async () => (await import("./text.js")).textReporter,
	},
	jsonl: {
		summary: "one JSON object a line, for programs",
		load: async () => (await import("./jsonl.js")).jsonlReporter,
	},
	json: {
		summary: "the same as one JSON array",
		load: async () => (await import("./json.js")).jsonReporter,
	},
	terse: {
		summary: "a line a finding, as checkpatch --terse writes them, for b4",
		quiet: true,
		load: async () => (await import("./terse.js")).terseReporter,
	},
	"b4-check": {
		summary: "JSON for the checks of b4 review",
		quiet: true,
		load: async () => (await import("./b4-check.js")).b4CheckReporter,
	},
	"b4-review": {
		summary: "comments between the quoted lines of the patch, for b4 review; with --output a folder of them",
		load: async () => (await import("./b4-review.js")).b4ReviewReporter,
	},
	sarif: {
		summary: "SARIF 2.1.0, for code scanning and editors",
		load: async () => (await import("./sarif.js")).sarifReporter,
	},
	rdjsonl: {
		summary: "reviewdog's diagnostics, one a line",
		load: async () => (await import("./rdjsonl.js")).rdjsonlReporter,
	},
	github: {
		summary: "annotations of GitHub Actions",
		load: async () => (await import("./github.js")).githubReporter,
	},
	gitlab: {
		summary: "a Code Quality report for GitLab",
		load: async () => (await import("./gitlab.js")).gitlabReporter,
	},
	checkstyle: {
		summary: "checkstyle's XML",
		load: async () => (await import("./checkstyle.js")).checkstyleReporter,
	},
	html: {
		summary: "one page with the diff, the findings in it, and the locks held on each line",
		lanes: true,
		load: async () => (await import("./html/html.js")).htmlReporter,
	},
} satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** Every format with its one line for `--help`. */
export function describeFormats(): readonly { readonly name: FormatName; readonly summary: string }[] {
	return FORMAT_NAMES.map((name) => ({ name, summary: FORMATS[name].summary }));
}

/** Whether nothing may be written to standard error beside a report of this format. */
export function isQuiet(name: FormatName): boolean {
	const format: Format = FORMATS[name];
	return format.quiet === true;
}

/** Whether results must have lanes to be shown in the format. */
export function needsLanes(name: FormatName): boolean {
	const format: Format = FORMATS[name];
	return format.lanes ?? false;
}

/** The reporter of a format. */
export async function createReporter(name: FormatName, options: ReporterOptions): Promise<Reporter> {
	const make = await FORMATS[name].load();
	return make(options);
}
