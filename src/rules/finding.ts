import type { Side } from "../image/image.js";
import type { ByteText } from "../input/message.js";

/** The fixed `family` field of the output. */
export type Family =
	| "lock"
	| "atomic"
	| "cpuhp"
	| "errptr"
	| "divide"
	| "return"
	| "leak"
	| "lifetime"
	| "once"
	| "config";

/** The gravest first. */
export const SEVERITIES = ["error", "warning", "note"] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * `certain`: every fact the finding rests on stands in the code that was seen.
 * `likely`: it rests on an assumption that is nearly always true (a lock that the code before the
 * patch released was held). `possible`: a reader should judge.
 */
export type Confidence = "certain" | "likely" | "possible";

/** One step of the path that shows a finding. */
export interface WitnessStep {
	readonly path: ByteText;
	/** 1-based, in the side the finding names. */
	readonly line: number;
	readonly message: ByteText;
}

/** What a rule found in one image, before the two sides are compared. */
export interface RawFinding {
	readonly rule: string;
	readonly family: Family;
	readonly severity: Severity;
	readonly confidence: Confidence;
	readonly path: ByteText;
	readonly side: Side;
	/** 1-based. */
	readonly line: number;
	/** 1-based, in bytes. */
	readonly column: number;
	/** End of the code that is meant: the place behind its last byte, counted as `line` and `column`. */
	readonly endLine: number;
	readonly endColumn: number;
	/** Name of the enclosing function. */
	readonly function: ByteText;
	readonly message: ByteText;
	/** In order of execution, at most {@link MAX_WITNESS_STEPS}. */
	readonly witness: readonly WitnessStep[];
	/** What it is about, as its rule names it; parameters go by their number, as in the fingerprint. */
	readonly subject: string;
	/** What makes it the same finding on the other side; free of line numbers. */
	readonly fingerprint: string;
	/** Where in a callee it comes from; null where the function itself is to blame. */
	readonly origin: Pick<RawFinding, "function" | "line" | "column" | "endLine" | "endColumn"> | null;
}

export const MAX_WITNESS_STEPS = 6;

export const STATUSES = ["introduced", "fixed", "preexisting"] as const;
export type Status = (typeof STATUSES)[number];

/** A finding of a patch. `preexisting` ones are placed in the side after the patch, `fixed` ones before it. */
export interface Finding extends RawFinding {
	readonly status: Status;
	/**
	 * `3/7 "subject"` of the later patch of the series that heals what this one introduced; its message says
	 * so too, and it is a note. Absent for all others.
	 */
	readonly healedBy?: string;
}
