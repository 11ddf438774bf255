import type { MailNote } from "../patch/notes.js";
import type { Finding } from "../rules/finding.js";
import { unknownRule } from "../rules/nearest.js";
import { FAMILIES } from "../rules/registry.js";

/** A note that can be followed: `lorelint: ignore RULE reason`. */
export interface IgnoreNote {
	/** Rule id or family. */
	readonly rule: string;
	readonly reason: string;
	/** As {@link MailNote.line}. */
	readonly line: number;
}

export interface ReadNotes {
	readonly notes: readonly IgnoreNote[];
	/** Of notes that are not followed: their line, and what is wrong with them. */
	readonly faults: readonly { readonly line: number; readonly message: string }[];
}

/** Reads the notes of a mail. `rules` are the names of all rules there are, run or not. */
export function readNotes(given: readonly MailNote[], rules: readonly string[]): ReadNotes {
	const notes: IgnoreNote[] = [];
	const faults: { line: number; message: string }[] = [];
	const known = [...rules, ...FAMILIES];
	for (const { line, text } of given) {
		const [, word = "", rule = "", reason = ""] =
			/^(\S*)\s*([^\s:,]*)[\s:,]*(?:-+\s+)?(.*)$/.exec(text) ?? [];
		const fault = faultIn(word, rule, reason, known);
		if (fault === null) notes.push({ rule, reason: reason.trim(), line });
		else faults.push({ line, message: `this note is not followed: ${fault}` });
	}
	return { notes, faults };
}

export function concerns(note: IgnoreNote, finding: Pick<Finding, "rule" | "family">): boolean {
	return note.rule === finding.rule || note.rule === finding.family;
}

function faultIn(word: string, rule: string, reason: string, known: readonly string[]): string | null {
	if (word !== "ignore") return `it must read 'lorelint: ignore RULE reason'`;
	if (rule === "") return "it names no rule";
	if (!known.includes(rule)) return unknownRule(rule, known);
	return /\w/.test(reason) ? null : `it gives no reason for ignoring ${rule}`;
}
