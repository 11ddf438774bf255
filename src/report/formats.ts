import type { Reporter, ReporterOptions } from "./reporter.js";

/** One output format: a row here and a module that makes its reporter. */
interface Format {
	/** One line for `--help`. */
	readonly summary: string;
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
} satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** Every format with its one line for `--help`. */
export function describeFormats(): readonly { readonly name: FormatName; readonly summary: string }[] {
	return FORMAT_NAMES.map((name) => ({ name, summary: FORMATS[name].summary }));
}

/** The reporter of a format. */
export async function createReporter(name: FormatName, options: ReporterOptions): Promise<Reporter> {
	const make = await FORMATS[name].load();
	return make(options);
}
