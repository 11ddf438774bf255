import { spawnSync } from "node:child_process";

/** Stand-ins for what b4 0.15 does with commands and files that it is given. */

/** A line that b4 shows below a patch. */
export interface CheckLine {
	readonly flag: "success" | "warning" | "fail";
	readonly text: string;
}

/** How `b4 prep --check` and `b4 am --check` run a check command, and what they make of it. */
export function runPatchCheck(command: readonly string[], message: Buffer, topLevel: string): CheckLine[] {
	const { status, stdout, stderr } = run(command, message, topLevel);
	const lines = (text: string) => (text.trim() === "" ? [] : text.trim().split("\n"));
	const withoutDash = (line: string) => (line.startsWith("-:") ? line.slice(2) : line);
	const report: CheckLine[] = [
		...lines(stdout).map((line) => ({
			flag: line.includes("ERROR:") ? ("fail" as const) : ("warning" as const),
			text: withoutDash(line),
		})),
		...lines(stderr).map((line) => ({ flag: "fail" as const, text: withoutDash(line) })),
	];
	if (report.length > 0) return report;
	return status === 0
		? [{ flag: "success", text: "passed all checks" }]
		: [{ flag: "fail", text: `Exited with error code ${status}` }];
}

/** What b4 review keeps of one result of a check command. */
export interface CheckResult {
	readonly tool: string;
	readonly status: string;
	readonly summary: string;
	readonly url: string;
	readonly details: string;
}

/** How `b4 review` runs a command of `review-perpatch-check-cmd`, and what it makes of it. */
export function runReviewCheck(command: readonly string[], message: Buffer, topLevel: string): CheckResult[] {
	const { status, stdout, stderr } = run(command, message, topLevel);
	const failure = (summary: string, details: string): CheckResult[] => [
		{ tool: command[0]!, status: "fail", summary, url: "", details },
	];
	if (stdout.trim() === "") {
		return status === 0 ? [] : failure(`exited with error code ${status}`, stderr.trim());
	}
	let data: unknown;
	try {
		data = JSON.parse(stdout);
	} catch (error) {
		return failure(`invalid JSON output: ${(error as Error).message}`, stdout);
	}
	return (Array.isArray(data) ? data : [data])
		.filter((entry) => typeof entry === "object" && entry !== null)
		.map((entry: Partial<CheckResult>) => ({
			tool: entry.tool ?? command[0]!,
			status: ["pass", "warn", "fail"].includes(entry.status ?? "") ? entry.status! : "fail",
			summary: entry.summary ?? "",
			url: entry.url ?? "",
			details: entry.details ?? "",
		}));
}

/** The message as b4 hands it over: its header as it came, and below it the body without its encoding. */
export function asHandedOver(header: string, decodedBody: string): Buffer {
	return Buffer.from(`${header.trimEnd()}\n\n${decodedBody}`, "latin1");
}

export interface ReviewComment {
	/** With `a/` or `b/` in front. */
	readonly path: string;
	readonly line: number;
	readonly text: string;
	/** The line of the diff that it stands below, with its marker. */
	readonly content: string;
}

/** What `b4 review` takes from a file `NNNN.txt`: the note before the diff, and the comments in it. */
export function readReview(text: string): { readonly note: string; readonly comments: ReviewComment[] } {
	const start = text.startsWith("> diff --git ") ? 0 : text.indexOf("\n> diff --git ") + 1;
	const isDiff = text.startsWith("> diff --git ", start);
	return isDiff
		? { note: text.slice(0, start).trim(), comments: commentsIn(text.slice(start)) }
		: { note: text.trim(), comments: [] };
}

function commentsIn(diff: string): ReviewComment[] {
	const comments: ReviewComment[] = [];
	let pending: string[] = [];
	let [pre, post, prePath, postPath] = [0, 0, "", ""];
	let inHunk = false;
	let last: Pick<ReviewComment, "path" | "line" | "content"> | null = null;
	const flush = () => {
		const text = pending.join("\n").trim();
		if (text !== "" && last) comments.push({ ...last, text });
		pending = [];
	};
	for (const line of splitLines(diff)) {
		if (!line.startsWith(">")) {
			if (line.trim() !== "[ ... ]") pending.push(line);
			continue;
		}
		flush();
		const raw = line.slice(line.startsWith("> ") ? 2 : 1);
		const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(raw);
		if (raw.startsWith("diff --git ")) inHunk = false;
		else if (/^--- (?:a\/|\/dev\/null)/.test(raw)) prePath = raw.slice(4);
		else if (/^\+\+\+ (?:b\/|\/dev\/null)/.test(raw)) postPath = raw.slice(4);
		else if (/^(?:---|\+\+\+) /.test(raw)) continue;
		else if (hunk) {
			inHunk = true;
			[pre, post] = [Number(hunk[1]), Number(hunk[2])];
		} else if (!inHunk) continue;
		else if (raw.startsWith("-")) last = { path: prePath, line: pre++, content: raw };
		else {
			last = { path: postPath, line: post++, content: raw };
			if (!raw.startsWith("+")) pre++;
		}
	}
	flush();
	return comments;
}

const LINE_ENDS = ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"];

/** Python's `str.splitlines()`. */
function splitLines(text: string): string[] {
	const lines = text.split(new RegExp(LINE_ENDS.join("|")));
	if (lines.at(-1) === "") lines.pop();
	return lines;
}

function run([program, ...args]: readonly string[], input: Buffer, cwd: string) {
	const { status, stdout, stderr, error } = spawnSync(program!, args, { cwd, input, encoding: "utf8" });
	if (error) throw error;
	return { status, stdout, stderr };
}
