import type { PatchResult } from "../../compare/result.js";
import { Statistics } from "../../report/statistics.js";
import { TimeTable } from "../../report/timing.js";
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

/** On standard error, so that no format of the report is disturbed. */
export function createAfterwards(terminal: Terminal, { statistics, timing }: AfterwardsOptions): Afterwards {
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
