import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { terseReporter } from "../../src/report/terse.js";
import { AWKWARD, AWKWARD_RESULT } from "./awkward.js";
import { outcome } from "./outcome.js";
import { sampleFinding, sampleOptions, samplePatch, sampleResult } from "./sample.js";

const make = () => terseReporter(sampleOptions());

/** What `checkpatch.pl --terse --show-types --showfile` prints for one finding. */
const LINE = /^(?<path>[^:].*?):(?<line>\d+): (?<level>ERROR|WARNING|CHECK):(?<type>[\w-]+): \S.*$/;

describe("terse", () => {
	it("is silent where there is nothing to say", () => {
		assert.equal(outcome(make(), [sampleResult({ findings: [] })]), "");
	});

	it("writes a line a finding as checkpatch does", () => {
		const findings = [
			sampleFinding(),
			sampleFinding({ severity: "warning", line: 20 }),
			sampleFinding({ severity: "note", line: 30, status: "preexisting" }),
			sampleFinding({ line: 40, status: "fixed" }),
		];
		assert.equal(
			outcome(make(), [sampleResult({ findings })]),
			`mm/pool.c:15: ERROR:unbalanced-lock: p->lock is still held on this return
mm/pool.c:20: WARNING:unbalanced-lock: p->lock is still held on this return
mm/pool.c:30: CHECK:unbalanced-lock: p->lock is still held on this return (preexisting)
mm/pool.c:40: CHECK:unbalanced-lock: p->lock is still held on this return (fixed; the line is that of the file before the patch)
`,
		);
	});

	it("warns of what could not be read, at its place in the input", () => {
		const result = sampleResult({
			patch: samplePatch({ input: "-" }),
			findings: [],
			problems: [
				{ path: "mm/pool.c", line: 40, message: "hunk 2: 7 lines announced, 6 found" },
				{ path: null, line: null, message: "the mail breaks off" },
			],
		});
		assert.equal(
			outcome(make(), [result], ["standard input: no patch found in it"]),
			`-:40: WARNING:not-checked: mm/pool.c: hunk 2: 7 lines announced, 6 found
-:1: WARNING:not-checked: the mail breaks off
-:1: WARNING:not-checked: standard input: no patch found in it
`,
		);
	});

	it("keeps to one line, and to the word ERROR: for errors", () => {
		const lines = outcome(make(), [AWKWARD_RESULT]).trimEnd().split("\n");
		assert.equal(lines.length, Object.keys(AWKWARD).length + AWKWARD_RESULT.problems.length);
		for (const line of lines) {
			const level = LINE.exec(line)?.groups?.level;
			assert.ok(level, line);
			assert.equal(line.includes("ERROR:"), level === "ERROR", line);
			assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
		}
	});
});
