import type { ContextKind, Side } from "../image/image.js";
import type { ByteText, Problem } from "../input/message.js";
import type { FileDiff, Hunk, Patch } from "../patch/patch.js";
import type { Finding } from "../rules/finding.js";
import type { FunctionLanes } from "./lanes.js";

/** A function that the patch touches and that could not be analysed. */
export interface SkippedFunction {
	readonly function: string;
	readonly path: string;
	readonly reason: string;
}

/** Text around one finding and at the steps of its path, as far as they lie in the same file and are known. */
export interface Frame {
	/** In order, with gaps; lines of the side the finding names. */
	readonly lines: readonly FrameLine[];
}

export interface FrameLine {
	/** 1-based. */
	readonly number: number;
	/** Byte text without the line end. */
	readonly text: string;
}

/** Where the time of one patch went; wall time, in milliseconds. */
export interface Timing {
	/** Reading files around the hunks and putting the two sides together. */
	readonly images: number;
	/** Following the paths of each file, by path. */
	readonly files: ReadonlyMap<string, number>;
}

/** A finding that is not reported, and why. */
export interface IgnoredFinding {
	readonly finding: Finding;
	/** What says so: `ignores` of a configuration, a note in the mail, or the baseline. */
	readonly by: "configuration" | "note" | "baseline";
	/** In the words of whoever said so; empty for the baseline. */
	readonly reason: string;
}

/** What linting one patch gave. */
export interface PatchResult {
	readonly patch: Patch;
	/** Context that served, by path after the patch. */
	readonly context: ReadonlyMap<string, ContextKind>;
	readonly functions: { readonly checked: number; readonly skipped: readonly SkippedFunction[] };
	/** All statuses, in order of path and line. */
	readonly findings: readonly Finding[];
	/** Findings that would stand in `findings` if nobody had asked to ignore them; absent where nobody has. */
	readonly ignored?: readonly IgnoredFinding[];
	/** The code frame of a finding; null where the text of its line is not known. */
	frame(finding: Finding): Frame | null;
	/** The lines of one side of a C file, as far as they are known, by their number; null for any other file. */
	lines(path: string, side: Side): ReadonlyMap<number, ByteText> | null;
	/** The hunks of a file with the line numbers that findings use, which need not be those of the diff. */
	hunks(diff: FileDiff): readonly Hunk[];
	/** Which locks are held where, on both sides of the functions checked; empty where nobody asked for it. */
	readonly lanes: readonly FunctionLanes[];
	readonly problems: readonly Problem[];
	/** Wall time, milliseconds. */
	readonly ms: number;
	readonly timing: Timing;
}
