import type { ByteText, Problem } from "../input/message.js";
import type { MailNote } from "./notes.js";

/** One line of a hunk, without its marker. */
export interface DiffLine {
	readonly kind: "context" | "added" | "removed";
	readonly text: ByteText;
}

/** A hunk whose counts have been verified: they are the lengths of the two sides of `lines`. */
export interface Hunk {
	/** 1-based first line of each side; 0 where that side is empty, as in unified diff. */
	readonly preStart: number;
	readonly preCount: number;
	readonly postStart: number;
	readonly postCount: number;
	/** What stands behind the second `@@`: by default the line that opens the enclosing function. */
	readonly header: ByteText;
	readonly lines: readonly DiffLine[];
}

/** The change of one file. */
export interface FileDiff {
	readonly change: "modified" | "added" | "deleted" | "renamed" | "copied";
	/** Path before; null for an added file. Relative, free of `..`, without the `a/` prefix. */
	readonly prePath: string | null;
	/** Path after; null for a deleted file. */
	readonly postPath: string | null;
	/** Blob ids of the `index a..b` line, as abbreviated there; null where absent or all zeros. */
	readonly preBlob: string | null;
	readonly postBlob: string | null;
	/** In order of `preStart`; empty for a pure rename, a mode change or a binary file. */
	readonly hunks: readonly Hunk[];
	readonly binary: boolean;
	/** True where leading spaces or blank context lines were restored, proved by the hunk counts. */
	readonly repaired: boolean;
}

/** The place of a patch in its series, from `[PATCH v3 2/7]`. */
export interface SeriesPlace {
	readonly index: number;
	readonly total: number;
	readonly version: number;
}

/** One mail or commit and its diff. */
export interface Patch {
	readonly input: string;
	readonly line: number;
	readonly subject: string;
	readonly author: string;
	readonly messageId: string | null;
	readonly inReplyTo: string | null;
	readonly references: readonly string[];
	readonly series: SeriesPlace | null;
	/**
	 * `patch` carries a diff; `cover` is a 0/n letter; `reply` quotes or discusses; `quoted` is a
	 * reply whose quoted diff was asked for; `other` is a mail without any of these.
	 */
	readonly kind: "patch" | "cover" | "reply" | "quoted" | "other";
	readonly files: readonly FileDiff[];
	readonly problems: readonly Problem[];
	/** What its mail says to lorelint below the `---`; absent where it says nothing. */
	readonly notes?: readonly MailNote[];
}
