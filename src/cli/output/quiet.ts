import { type FormatName, isQuiet } from "../../report/formats.js";
import { type ExitStatus, UsageError } from "../status.js";
import { type Terminal, withoutErrors } from "../terminal.js";
import { withOutput } from "./output.js";

interface Asked {
	readonly format: FormatName;
	/** Where the report goes, if not to standard output. */
	readonly output?: string;
}

/**
 * Runs `work`, and tells of a call that is wrong in the report where that is the only place: a program that
 * reads the format takes a line on standard error for a failure of the patch.
 */
export async function withFaultsInReport(
	{ format, output: path }: Asked,
	terminal: Terminal,
	work: () => Promise<ExitStatus>,
): Promise<ExitStatus> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof UsageError) || !isQuiet(format) || path !== undefined) throw error;
		const { message } = error;
		const options = {
			format,
			unit: "patch",
			show: new Set<never>(),
			failOn: "never",
			showIgnored: false,
			rules: [],
		} as const;
		return withOutput(withoutErrors(terminal), options, async (output) => output.problem(message));
	}
}
