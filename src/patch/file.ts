import type { ByteText, Problem } from "../input/message.js";
import { type HunkOptions, readHunk } from "./hunk.js";
import { type BodyLine, HUNK_START, isBoundary, isFileStart, isNamePair } from "./lines.js";
import { gitLineNames, type NamePair, pathFault, sideName, unquoteName, withoutPrefixes } from "./names.js";
import type { FileDiff, Hunk } from "./patch.js";
import { verifiedHunks } from "./verify.js";

/** What the diff of one file came to. */
export interface FileReading {
	/** Null where it cannot be used; then there is a problem. */
	readonly file: FileDiff | null;
	readonly problems: readonly Problem[];
	/** Index of the first line behind it. */
	readonly next: number;
}

/** Reads the diff of the file that begins at `at`, a place for which {@link isFileStart} holds. */
export function readFileDiff(lines: readonly BodyLine[], at: number, options: HunkOptions): FileReading {
	const header = readHeader(lines, at);
	const names = header.names;
	const path = names.post ?? names.pre;
	const fail = (line: number, message: string, next: number): FileReading => ({
		file: null,
		problems: [{ path, line, message }],
		next,
	});
	const here = lines[at]!.number;
	const behind = nextFile(lines, header.next);
	for (const name of [names.pre, names.post]) {
		const fault = name === null ? null : pathFault(name);
		if (fault === null) continue;
		// Not as the problem's path: what writes the report must not have to mistrust that.
		const message = `${fault}: ${JSON.stringify(name)}`;
		return { file: null, problems: [{ path: null, line: here, message }], next: behind };
	}
	if (path === null) return fail(here, "this diff does not name its file", behind);
	if (header.combined) {
		return fail(here, "this is the combined diff of a merge, which has no single pre-image", behind);
	}
	const body = header.binary ? null : readHunks(lines, header.next, path, options);
	if (body !== null && "failure" in body) {
		return { file: null, problems: [body.failure], next: nextFile(lines, body.next) };
	}
	if (header.wantsHunks && (body === null || body.hunks.length === 0)) {
		return fail(here, "the hunks of this file are missing", behind);
	}
	return {
		file: fileDiff(header, body?.hunks ?? [], body?.repaired ?? false),
		problems: body?.problems ?? [],
		next: body?.next ?? behind,
	};
}

/** Everything in front of the hunks. */
interface FileHeader {
	readonly names: NamePair;
	readonly fields: ReadonlyMap<string, ByteText>;
	readonly isGit: boolean;
	readonly binary: boolean;
	readonly combined: boolean;
	/** `---` and `+++` announce hunks; a rename or a change of mode has neither. */
	readonly wantsHunks: boolean;
	readonly next: number;
}

function readHeader(lines: readonly BodyLine[], at: number): FileHeader {
	const fields = new Map<string, ByteText>();
	const opening = lines[at]!.text;
	const combined = /^diff --(?:cc|combined) (.*)$/s.exec(opening)?.[1];
	const gitLine = /^diff --git (.*)$/s.exec(opening)?.[1];
	let next = gitLine === undefined && combined === undefined ? at : at + 1;
	let binary = false;
	for (; next < lines.length && !isNamePair(lines, next); next++) {
		const text = lines[next]!.text;
		const field = HEADER_FIELD.exec(text);
		if (field !== null) fields.set(field[1]!, field[2]!);
		else if (/^(?:GIT binary patch|Binary files .* differ)$/.test(text)) binary = true;
		// The rest of a `diff --git` line that a mailer has broken may stand directly behind it.
		else if (next > at + 1 || isBoundary(lines, next)) break;
	}
	const wantsHunks = !binary && isNamePair(lines, next);
	const hint = gitLine === undefined ? null : gitLineNames(gitLine);
	const sides = wantsHunks
		? { pre: sideName(lines[next]!.text.slice(4)), post: sideName(lines[next + 1]!.text.slice(4)) }
		: null;
	const names =
		combined === undefined
			? namesOf(fields, sides, hint)
			: { pre: unquoteName(combined), post: unquoteName(combined) };
	return {
		names,
		fields,
		isGit: gitLine !== undefined,
		binary,
		combined: combined !== undefined,
		wantsHunks,
		next: wantsHunks ? next + 2 : next,
	};
}

const HEADER_FIELD =
	/^(index|old mode|new mode|new file mode|deleted file mode|similarity index|dissimilarity index|rename from|rename to|copy from|copy to) (.*)$/s;

/** The most certain source first: the lines of a rename carry no prefix, the `diff --git` line may be ambiguous. */
function namesOf(
	fields: ReadonlyMap<string, ByteText>,
	sides: NamePair | null,
	hint: NamePair | null,
): NamePair {
	const from = fields.get("rename from") ?? fields.get("copy from");
	const to = fields.get("rename to") ?? fields.get("copy to");
	if (from !== undefined && to !== undefined) return { pre: unquoteName(from), post: unquoteName(to) };
	if (sides !== null) return withoutPrefixes(sides, hint);
	if (hint === null) return { pre: null, post: null };
	const names = withoutPrefixes(hint, null);
	return {
		pre: fields.has("new file mode") ? null : names.pre,
		post: fields.has("deleted file mode") ? null : names.post,
	};
}

type HunksReading =
	| { readonly failure: Problem; readonly next: number }
	| {
			readonly hunks: readonly Hunk[];
			readonly repaired: boolean;
			readonly problems: readonly Problem[];
			readonly next: number;
	  };

function readHunks(
	lines: readonly BodyLine[],
	from: number,
	path: ByteText,
	options: HunkOptions,
): HunksReading {
	const hunks: Hunk[] = [];
	const problems: Problem[] = [];
	let repaired = false;
	let at = from;
	while (HUNK_START.test(lines[at]?.text ?? "")) {
		const reading = readHunk(lines, at, options);
		const problem = reading.problem && {
			path,
			line: reading.problem.line,
			message: `hunk ${hunks.length + 1}: ${reading.problem.message}`,
		};
		if (reading.hunk === null) return { failure: problem!, next: reading.next };
		if (problem !== null) problems.push(problem);
		hunks.push(reading.hunk);
		repaired ||= reading.repaired;
		at = nextHunk(lines, reading.next);
	}
	const verified = verifiedHunks(hunks);
	if (typeof verified === "string") {
		return { failure: { path, line: lines[from]!.number, message: verified }, next: at };
	}
	return { hunks: verified, repaired, problems, next: at };
}

/** Blank lines, and the words with which an answer marks what it left out, may stand between two hunks. */
function nextHunk(lines: readonly BodyLine[], from: number): number {
	let at = from;
	while (at < lines.length && !isBoundary(lines, at)) at++;
	return HUNK_START.test(lines[at]?.text ?? "") ? at : from;
}

function nextFile(lines: readonly BodyLine[], from: number): number {
	let at = from;
	while (at < lines.length && !isFileStart(lines, at)) at++;
	return at;
}

function fileDiff(header: FileHeader, hunks: readonly Hunk[], repaired: boolean): FileDiff {
	const { fields } = header;
	const change = changeOf(header, hunks);
	const [, preBlob, postBlob] = /^([0-9a-f]+)\.\.([0-9a-f]+)/.exec(fields.get("index") ?? "") ?? [];
	return {
		change,
		prePath: change === "added" ? null : header.names.pre,
		postPath: change === "deleted" ? null : header.names.post,
		preBlob: blobId(preBlob),
		postBlob: blobId(postBlob),
		hunks,
		binary: header.binary,
		repaired,
	};
}

function changeOf(header: FileHeader, hunks: readonly Hunk[]): FileDiff["change"] {
	const { fields, names } = header;
	if (fields.has("rename from")) return "renamed";
	if (fields.has("copy from")) return "copied";
	if (fields.has("new file mode") || names.pre === null) return "added";
	if (fields.has("deleted file mode") || names.post === null) return "deleted";
	// A plain diff has no words for it: a side without a first line is a file that is not there.
	const [only] = hunks;
	if (!header.isGit && hunks.length === 1 && only?.preStart === 0 && only.preCount === 0) return "added";
	if (!header.isGit && hunks.length === 1 && only?.postStart === 0 && only.postCount === 0) return "deleted";
	return names.pre === names.post ? "modified" : "renamed";
}

function blobId(id: string | undefined): string | null {
	return id === undefined || /^0+$/.test(id) ? null : id;
}
