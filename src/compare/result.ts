import type { ContextKind } from "../image/image.js";
import type { Problem } from "../input/message.js";
import type { Patch } from "../patch/patch.js";
import type { Finding } from "../rules/finding.js";

/** A function that the patch touches and that could not be analysed. */
export interface SkippedFunction {
	readonly function: string;
	readonly path: string;
	readonly reason: string;
}

/** Text around one finding, for a code frame; lines of the side the finding names. */
export interface Frame {
	/** 1-based number of the first line. */
	readonly firstLine: number;
	/** Byte text without line ends. */
	readonly lines: readonly string[];
}

/** Where the time of one patch went; wall time, in milliseconds. */
export interface Timing {
	/** Reading files around the hunks and putting the two sides together. */
	readonly images: number;
	/** Following the paths of each file, by path. */
	readonly files: ReadonlyMap<string, number>;
}

/** What linting one patch gave. */
export interface PatchResult {
	readonly patch: Patch;
	/** Context that served, by path after the patch. */
	readonly context: ReadonlyMap<string, ContextKind>;
	readonly functions: { readonly checked: number; readonly skipped: readonly SkippedFunction[] };
	/** All statuses, in order of path and line. */
	readonly findings: readonly Finding[];
	/** The code frame of a finding, or null where its text is not known. */
	frame(finding: Finding): Frame | null;
	readonly problems: readonly Problem[];
	/** Wall time, milliseconds. */
	readonly ms: number;
	readonly timing: Timing;
}
