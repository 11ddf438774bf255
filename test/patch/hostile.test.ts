import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../../src/input/message.js";
import { parsePatch } from "../../src/patch/parse.js";

function message(body: string): Message {
	return {
		input: "-",
		line: 1,
		subject: "",
		author: "",
		messageId: null,
		inReplyTo: null,
		references: [],
		body,
	};
}

const MEGABYTE = 1024 * 1024;
const FILE = "diff --git a/x.c b/x.c\nindex 1111111..2222222 100644\n--- a/x.c\n+++ b/x.c\n";
const HUNK = "@@ -1 +1 @@\n-a\n+b\n";

/** Bodies that take a naive reader minutes, its stack or its memory. */
const BODIES: Readonly<Record<string, string>> = {
	"a line of 10 MB": "x".repeat(10 * MEGABYTE),
	"10 MB of quote marks": ">".repeat(10 * MEGABYTE),
	"10 MB of spaced quote marks": "> ".repeat(5 * MEGABYTE),
	"10 MB of blanks behind a marker": `+++ ${" ".repeat(10 * MEGABYTE)}`,
	"a hunk with a line of 10 MB": `${FILE}@@ -1 +1 @@\n-${"a".repeat(10 * MEGABYTE)}\n+b\n`,
	"NUL bytes": `${FILE}@@ -1 +1 @@\n-\0\n+\0\0\n`,
	"a million lines": "\n".repeat(1_000_000),
	"20,000 file headers without hunks": FILE.repeat(20_000),
	"20,000 copies of a diff": (FILE + HUNK).repeat(20_000),
	"20,000 hunks of one file": FILE + HUNK.repeat(20_000),
	"20,000 broken hunks": FILE + "@@ -1,9 +1,9 @@\n-a\n".repeat(20_000),
	"huge counts": `${FILE}@@ -1,999999999 +1,999999999 @@\n-a\n+b\n`,
	"a hunk without lines": `${FILE}@@ -0,0 +0,0 @@\n${HUNK}`,
	"a note about a missing newline comes first": `${FILE}@@ -1 +1 @@\n\\ No newline at end of file\n-a\n+b\n`,
	"collapsed headers, over and over": "diff --git a/x b/x --- a/x +++ ".repeat(20_000),
	"only carriage returns": "\r".repeat(MEGABYTE),
	"an unended quoted name": `--- "a/x\\\n+++ "b/x\\\n${HUNK}`,
};

for (const [name, body] of Object.entries(BODIES)) {
	test(`survives ${name}`, () => {
		for (const quoted of [false, true]) {
			for (const repair of [false, true]) {
				const start = performance.now();
				const patch = parsePatch(message(body), { quoted, repair });
				assert.ok(performance.now() - start < 5000, "takes seconds");
				for (const file of patch.files) for (const hunk of file.hunks) assertCounts(hunk);
			}
		}
	});
}

function assertCounts(hunk: {
	preCount: number;
	postCount: number;
	lines: readonly { kind: string }[];
}): void {
	assert.equal(hunk.lines.filter((line) => line.kind !== "added").length, hunk.preCount);
	assert.equal(hunk.lines.filter((line) => line.kind !== "removed").length, hunk.postCount);
}

test("a file that cannot be read is a problem, and those around it are delivered", () => {
	const body = `${FILE}${HUNK}diff --git a/y.c b/y.c\n--- a/y.c\n+++ b/y.c\n@@ -1,2 +1 @@\n-a\n+b\ndiff --git a/z.c b/z.c\n--- a/z.c\n+++ b/z.c\n${HUNK}`;
	const patch = parsePatch(message(body), { quoted: false, repair: false });
	assert.deepEqual(
		patch.files.map((file) => file.postPath),
		["x.c", "z.c"],
	);
	assert.deepEqual(patch.problems, [
		{ path: "y.c", line: 11, message: "hunk 1: 2 lines before and 1 after announced, 1 and 1 found" },
	]);
});

test("problems count lines from where the body begins in the input", () => {
	const body = `${FILE}@@ -1,2 +1 @@\n-a\n+b\n`;
	const patch = parsePatch({ ...message(body), bodyLine: 101 }, { quoted: false, repair: false });
	assert.equal(patch.problems[0]?.line, 105);
});
