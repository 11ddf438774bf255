import { jsonArray } from "./json-array.js";
import { resultObjects, summaryObject } from "./jsonl.js";
import type { Reporter } from "./reporter.js";

/** The objects of `jsonl` as one JSON array. */
export function jsonReporter(): Reporter {
	const array = jsonArray();
	return {
		begin: () => "",
		patch: (result, findings) => array.items(resultObjects(result, findings)),
		end: (summary) => array.items([summaryObject(summary)]) + array.end(),
	};
}
