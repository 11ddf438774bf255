import type { Patch } from "../../patch/patch.js";
import { titleOf } from "../../patch/subject.js";
import type { Finding } from "../../rules/finding.js";

/** A finding of a patch that no later patch of the series has healed so far. */
export interface OpenFinding {
	/** As it was reported. */
	readonly finding: Finding;
	/** Number of the patch within what is linted, from 0. */
	readonly patch: number;
	/** What it has become by the patches since: another statement, another name of the function or file. */
	form: Finding;
	/** Where it stands behind the patch in hand; null where that takes the line away. */
	line: number | null;
}

/** `3/7 "subject"`: how a sentence names a patch of a series. */
export function patchLabel({ series, subject }: Patch): string {
	const title = `"${titleOf(subject)}"`;
	return series === null ? title : `${series.index}/${series.total} ${title}`;
}

/** The same text about the same object in the same function. */
export function isAlike(a: Finding, b: Finding): boolean {
	return a.fingerprint === b.fingerprint && a.path === b.path;
}

/**
 * The same fault with the same object in the same function, though the statement may be another. Where hunks do
 * not show the parameters, an object that is one of them has another name for the rules, but not in what is said.
 */
export function isSameFault(a: Finding, b: Finding): boolean {
	if (a.path !== b.path || a.function !== b.function) return false;
	return (a.rule === b.rule && a.subject === b.subject) || saysTheSame(a, b);
}

/** The same fault said of the same object, in whatever function. */
export function saysTheSame(a: Finding, b: Finding): boolean {
	return a.rule === b.rule && a.message === b.message;
}

/** Whether both stand at one place of one side of a file. */
export function isAt(a: Finding, b: Finding): boolean {
	return (
		a.path === b.path &&
		a.line === b.line &&
		a.column === b.column &&
		a.rule === b.rule &&
		a.fingerprint === b.fingerprint
	);
}
