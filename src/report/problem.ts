import type { PatchResult } from "../compare/result.js";
import type { Problem } from "../input/message.js";
import { inputName } from "./reporter.js";
import { printable } from "./unicode.js";

/** A problem of a result in words, each on one line. */
export interface ProblemWords {
	/** Where in the input: `a.mbox:12`. */
	readonly place: string;
	/** What is wrong, and in which file of the diff. */
	readonly message: string;
}

export function problemWords({ patch }: PatchResult, { path, line, message }: Problem): ProblemWords {
	// Of a file that is checked without a patch the place says it already.
	const file = path === null || path === patch.input ? "" : `${printable(path)}: `;
	return {
		place: `${printable(inputName(patch.input))}:${line ?? patch.line}`,
		message: `${file}${printable(message)}`,
	};
}
