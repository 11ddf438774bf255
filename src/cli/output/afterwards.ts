import type { PatchResult } from "../../compare/result.js";
import type { Finding } from "../../rules/finding.js";
import type { Terminal } from "../terminal.js";

export interface AfterwardsOptions {
	/** How often each rule spoke. */
	readonly statistics?: boolean;
	/** Where the time went. */
	readonly timing?: boolean;
}

/** What is told of a run behind its report. */
export interface Afterwards {
	add(result: PatchResult, shown: readonly Finding[]): void;
	tell(): void;
}

/** Null where nothing of it is asked for. It goes to standard error, so that no format of the report is disturbed. */
export async function createAfterwards(
	terminal: Terminal,
	{ statistics, timing }: AfterwardsOptions,
): Promise<Afterwards | null> {
	if (!statistics && !timing) return null;
	// The clock of `performance` starts with the process.
	const startup = performance.now();
	const [{ Statistics }, { TimeTable }] = await Promise.all([
		import("../../report/statistics.js"),
		import("../../report/timing.js"),
	]);
	const counts = new Statistics();
	const times = new TimeTable();
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
