import { jsonArray } from "./json-array.js";
import { resultObjects, summaryObject } from "./jsonl.js";
import type { Reporter, ReporterOptions } from "./reporter.js";

/** The objects of `jsonl` as one JSON array. */
export function jsonReporter({ showIgnored }: Pick<ReporterOptions, "showIgnored"> = {}): Reporter {
	const array = jsonArray();
	return {
		begin: () => "",
		patch: (result, findings) => array.items(resultObjects(result, findings, showIgnored)),
		end: (summary) => array.items([summaryObject(summary)]) + array.end(),
	};
}
