import type { PatchResult } from "../compare/result.js";
import type { Side } from "../image/image.js";
import type { FileDiff, Hunk } from "../patch/patch.js";
import type { Finding } from "../rules/finding.js";
import { counted } from "./counted.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { messageOf, pathOf } from "./shown.js";
import { printable } from "./unicode.js";

type Unit = ReporterOptions["unit"];

/** Who b4 says the comments are from. */
const IDENTITY = { name: "identity.txt", text: "lorelint <lorelint@lorelint.invalid>\n" };

/**
 * The review files that `b4 review` takes up from `.git/b4-review/<commit>/`: a note on the patch, then its
 * diff, quoted, with our comments below the lines they are about. A patch without findings has no file.
 */
export function b4ReviewReporter({ unit }: ReporterOptions): Reporter {
	let patches = 0;
	return {
		begin: () => "",
		patch: (result, findings) => reviewOf(result, findings, unit) ?? "",
		end: () => "",
		problemsAside: true,
		files: (result, findings) => {
			patches++;
			const number = result.patch.series?.index ?? patches;
			const name = `${String(number).padStart(4, "0")}.txt`;
			return { owner: IDENTITY, files: new Map([[name, reviewOf(result, findings, unit)]]) };
		},
	};
}

/** Findings by the line of the diff that they stand under. */
type Comments = Map<string, Finding[]>;

function reviewOf({ patch }: PatchResult, findings: readonly Finding[], unit: Unit): string | null {
	if (findings.length === 0) return null;
	const comments: Comments = new Map();
	for (const finding of findings) {
		const place = placeOf(finding.side, finding.path, finding.line);
		comments.set(place, [...(comments.get(place) ?? []), finding]);
	}
	const diff = patch.files.flatMap((file) => quotedFile(file, comments, unit));
	// What is left stands on lines that the diff does not show.
	const elsewhere = [...comments.values()].flat();
	const note = [`${counted(findings.length, "finding")} of lorelint`, ""];
	for (const finding of elsewhere) {
		note.push(`${printable(pathOf(finding.path))}:${finding.line}:`, ...commentLines(finding, unit), "");
	}
	return [...note, ...diff].map((line) => `${line}\n`).join("");
}

function placeOf(side: Side, path: string, line: number): string {
	return `${side} ${line} ${path}`;
}

/** The diff of one file, quoted; takes the comments that it places out of `comments`. */
function quotedFile(file: FileDiff, comments: Comments, unit: Unit): string[] {
	const { prePath, postPath } = file;
	const lines = [`diff --git a/${printable(prePath ?? postPath!)} b/${printable(postPath ?? prePath!)}`];
	if (file.hunks.length > 0) {
		lines.push(prePath === null ? "--- /dev/null" : `--- a/${printable(prePath)}`);
		lines.push(postPath === null ? "+++ /dev/null" : `+++ b/${printable(postPath)}`);
	}
	return [...lines.map(quote), ...file.hunks.flatMap((hunk) => quotedHunk(hunk, file, comments, unit))];
}

function quotedHunk(hunk: Hunk, { prePath, postPath }: FileDiff, comments: Comments, unit: Unit): string[] {
	const sizes = `-${hunk.preStart},${hunk.preCount} +${hunk.postStart},${hunk.postCount}`;
	const out = [quote(`@@ ${sizes} @@${hunk.header === "" ? "" : ` ${source(hunk.header)}`}`)];
	const markers = { context: " ", added: "+", removed: "-" } as const;
	let pre = hunk.preStart;
	let post = hunk.postStart;
	for (const { kind, text } of hunk.lines) {
		out.push(quote(`${markers[kind]}${source(text)}`));
		const places = [
			...(kind !== "added" && prePath !== null ? [placeOf("pre", prePath, pre++)] : []),
			...(kind !== "removed" && postPath !== null ? [placeOf("post", postPath, post++)] : []),
		];
		for (const place of places) {
			for (const finding of comments.get(place) ?? []) out.push("", ...commentLines(finding, unit), "");
			comments.delete(place);
		}
	}
	return out;
}

/** Columns of a line in a mail. */
const WIDTH = 72;

/** A comment as a reviewer would write it. */
function commentLines(finding: Finding, unit: Unit): string[] {
	const steps = finding.witness.flatMap((step) => {
		const place = step.path === finding.path ? "line" : printable(pathOf(step.path));
		return wrapped(`- ${place} ${step.line}: ${printable(step.message)}`, "  ");
	});
	return [
		...wrapped(`${messageOf(finding, unit)}.`, ""),
		...(steps.length > 0 ? ["", ...steps] : []),
		"",
		`(lorelint: ${finding.rule})`,
	];
}

/** Lines of words that fit into a mail; those behind the first begin with `indent`. */
function wrapped(text: string, indent: string): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && line.length + 1 + word.length > WIDTH) {
			lines.push(unquoted(line));
			line = `${indent}${word}`;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return [...lines, unquoted(line)];
}

function quote(line: string): string {
	return `> ${line}`;
}

/**
 * b4 takes a line that begins so for a quotation, for somebody else's comment, for a hint of its editor, for
 * something left out, or for a trailer.
 */
function unquoted(line: string): string {
	return /^(?:[>|#]|\[ \.\.\. \]$|[\w-]+: )/.test(line) ? ` ${line}` : line;
}

/**
 * A line of code as it stands, but for what would end the line for b4: it splits at form feeds too, and what
 * stood behind one would become a comment.
 */
function source(text: string): string {
	return text.replace(/\r$/, "").split("\t").map(printable).join("\t");
}
