import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContextKind } from "../../src/image/image.js";
import { EMPTY_SUMMARY, withResult } from "../../src/report/summary.js";
import { textReporter } from "../../src/report/text.js";
import { sampleFinding, sampleFrame, sampleOptions, samplePatch, sampleResult } from "./sample.js";

const reporter = textReporter(sampleOptions());

describe("text", () => {
	it("shows a finding with its code and the path that leads there", () => {
		const result = sampleResult();
		assert.equal(
			reporter.patch(result, result.findings),
			`[PATCH 2/3] pool: reject negative limits (a.mbox)

mm/pool.c:15:3: error: p->lock is still held on this return [unbalanced-lock] (introduced in 2/3)
    14 |         if (limit < 0)   2. limit < 0 is true
>   15 |                 return -EINVAL;
       |                 ^
    16 |         ret = apply(p);
  1. mm/pool.c:12: p->lock is taken here

`,
		);
	});

	it("has no word on a patch without findings", () => {
		assert.equal(reporter.patch(sampleResult({ findings: [] }), []), "");
	});

	it("labels a status other than introduced, and does without an unknown frame", () => {
		const finding = sampleFinding({ status: "fixed", witness: [] });
		assert.equal(
			reporter.patch(sampleResult({ frame: () => null }), [finding]).split("\n")[2],
			"mm/pool.c:15:3: error: p->lock is still held on this return [unbalanced-lock] (fixed)",
		);
	});

	it("names problems with their place", () => {
		const problems = [
			{ path: "mm/pool.c", line: 40, message: "hunk 2: 7 lines announced, 6 found" },
			{ path: null, line: null, message: "the mail breaks off" },
		];
		assert.equal(
			reporter.patch(
				sampleResult({ patch: samplePatch({ subject: "", input: "-", line: 3 }), problems }),
				[],
			),
			`standard input

standard input:40: problem: mm/pool.c: hunk 2: 7 lines announced, 6 found

standard input:3: problem: the mail breaks off

`,
		);
	});

	it("closes with what was checked and what was not", () => {
		const skipped = Array.from({ length: 12 }, (_, index) => ({
			function: `f${index}`,
			path: "mm/pool.c",
			reason: "the function has too many paths",
		}));
		const first = sampleResult({ functions: { checked: 4, skipped } });
		const second = sampleResult({
			context: new Map([
				["a.c", "blob"],
				["b.c", "blob"],
				["c.c", "applied"],
			]),
			problems: [{ path: null, line: null, message: "x" }],
		});
		const summary = withResult(withResult(EMPTY_SUMMARY, first, first.findings), second, []);
		const lines = reporter.end(summary).split("\n");
		assert.deepEqual(lines.slice(0, 4), [
			"2 patches, 5 functions checked: 1 error.",
			"Context of 4 file diffs: whole files by blob id for 2, whole file from the tree with the patch applied for 1, the hunks alone for 1 (what stands outside them is not known).",
			"Not checked: 12 functions.",
			"  f0 (mm/pool.c): the function has too many paths",
		]);
		assert.deepEqual(lines.slice(13), [
			"  and 2 more",
			"1 problem: a part of the input could not be read and was not checked.",
			"",
		]);
	});

	it("names the context once where it is the same for all", () => {
		const contextOf = (kind: ContextKind): string => {
			const result = sampleResult({ context: new Map([["a.c", kind]]) });
			return reporter.end(withResult(EMPTY_SUMMARY, result, [])).split("\n")[1]!;
		};
		assert.equal(contextOf("blob"), "Context: whole file by blob id.");
		assert.equal(contextOf("hunks"), "Context: the hunks alone (what stands outside them is not known).");
	});

	it("counts what the patch introduces apart from what it fixes", () => {
		const findings = [sampleFinding(), sampleFinding({ status: "fixed", severity: "warning" })];
		const summary = withResult(EMPTY_SUMMARY, sampleResult(), findings);
		assert.match(
			reporter.end(summary),
			/^1 patch, 1 function checked: 1 error, 1 warning \(1 introduced, 1 fixed, 0 preexisting\)\.$/m,
		);
	});

	it("needs no heading and no status for a file without a patch", () => {
		const ofFiles = textReporter(sampleOptions({ unit: "file" }));
		const finding = sampleFinding({ status: "preexisting" });
		assert.equal(
			ofFiles.patch(sampleResult(), [finding]).split("\n")[0],
			"mm/pool.c:15:3: error: p->lock is still held on this return [unbalanced-lock]",
		);
		const summary = withResult(EMPTY_SUMMARY, sampleResult(), [finding]);
		assert.equal(ofFiles.end(summary), "1 file, 1 function checked: 1 error.\n");
	});

	it("writes control characters out", () => {
		const nasty = "x\x1b]0;owned\x07\r\n\u202ey";
		const result = sampleResult({
			patch: samplePatch({ subject: nasty }),
			frame: () => sampleFrame(15, [`\t${nasty}`]),
		});
		const text = reporter.patch(result, [sampleFinding({ message: nasty, witness: [] })]);
		assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
		assert.match(text, /x\\x1b\]0;owned\\x07\\x0d\\n\\u202ey/);
	});

	it("puts the caret under the column, whatever the width of what stands before", () => {
		const frame = sampleFrame(15, ["ab\tcaf\xc3\xa9(x);"]);
		const text = reporter.patch(sampleResult({ frame: () => frame }), [sampleFinding({ column: 9 })]);
		const [code, caret] = text.split("\n").slice(3, 5);
		assert.equal(code!.indexOf("("), caret!.indexOf("^"));
	});

	it("shows steps beside the code, and below it where there is no room", () => {
		const witness = [
			{ path: "mm/pool.c", line: 12, message: "taken here" },
			{ path: "mm/page.c", line: 14, message: "called here" },
			{ path: "mm/pool.c", line: 15, message: "still held" },
			{ path: "mm/pool.c", line: 15, message: "really" },
		];
		const frame = {
			lines: [
				{ number: 12, text: "\tmutex_lock(&p->lock);" },
				{ number: 15, text: "\t\treturn -EINVAL;" },
			],
		};
		const rendered = (width: number) =>
			textReporter(sampleOptions({ width }))
				.patch(sampleResult({ frame: () => frame }), [sampleFinding({ witness })])
				.split("\n")
				.slice(3, -2);
		assert.deepEqual(rendered(80), [
			"    12 |         mutex_lock(&p->lock);     1. taken here",
			"    ...",
			">   15 |                 return -EINVAL;   3. still held",
			"       |                 ^",
			"       |                                   4. really",
			"  2. mm/page.c:14: called here",
		]);
		assert.deepEqual(rendered(48), [
			"    12 |         mutex_lock(&p->lock);",
			"       |         1. taken here",
			"    ...",
			">   15 |                 return -EINVAL;",
			"       |                 ^",
			"       |                 3. still held",
			"       |                 4. really",
			"  2. mm/page.c:14: called here",
		]);
	});

	it("colours only when asked", () => {
		const colored = textReporter(sampleOptions({ color: true }));
		assert.ok(colored.patch(sampleResult(), [sampleFinding()]).includes("\x1b[31merror\x1b[39m"));
	});
});
