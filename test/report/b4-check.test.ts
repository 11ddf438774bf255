import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { b4CheckReporter } from "../../src/report/b4-check.js";
import { AWKWARD, AWKWARD_RESULT } from "./awkward.js";
import { outcome } from "./outcome.js";
import { sampleFinding, sampleOptions, sampleResult } from "./sample.js";

const results = (...args: Parameters<typeof outcome> extends [unknown, ...infer R] ? R : never) =>
	JSON.parse(outcome(b4CheckReporter(sampleOptions()), ...args));

describe("b4-check", () => {
	it("has no result where there was no patch", () => {
		assert.deepEqual(results([]), []);
	});

	it("passes a clean patch", () => {
		assert.deepEqual(results([sampleResult({ findings: [] })]), [
			{ tool: "lorelint", status: "pass", summary: "nothing found in 1 function" },
		]);
	});

	it("gives the findings as a list in a string", () => {
		const findings = [sampleFinding(), sampleFinding({ severity: "note", witness: [] })];
		const [{ details, ...result }, ...rest] = results([sampleResult({ findings })]);
		assert.deepEqual(rest, []);
		assert.deepEqual(result, { tool: "lorelint", status: "fail", summary: "1 error, 1 note" });
		assert.deepEqual(JSON.parse(details), [
			{
				status: "fail",
				context: "unbalanced-lock",
				state: "error",
				description:
					"mm/pool.c:15: p->lock is still held on this return\n1. mm/pool.c:12: p->lock is taken here\n2. mm/pool.c:14: limit < 0 is true",
				srcline: "return -EINVAL;",
			},
			{
				status: "pass",
				context: "unbalanced-lock",
				state: "note",
				description: "mm/pool.c:15: p->lock is still held on this return",
				srcline: "return -EINVAL;",
			},
		]);
	});

	for (const [what, findings, problems, status] of [
		["a warning", [sampleFinding({ severity: "warning" })], [], "warn"],
		["a note", [sampleFinding({ severity: "note" })], [], "pass"],
		["what is fixed", [sampleFinding({ status: "fixed" })], [], "pass"],
		["what could not be read", [], ["standard input: no patch found in it"], "warn"],
	] as const) {
		it(`says '${status}' of ${what}`, () => {
			assert.equal(results([sampleResult({ findings })], problems)[0].status, status);
		});
	}

	it("counts what is fixed as the note that it is", () => {
		const [{ summary }] = results([sampleResult({ findings: [sampleFinding({ status: "fixed" })] })]);
		assert.equal(summary, "1 note");
	});

	it("keeps its form, whatever the input holds", () => {
		const text = outcome(b4CheckReporter(sampleOptions()), [AWKWARD_RESULT]);
		assert.doesNotMatch(text.trimEnd(), /[\p{Cc}\p{Bidi_Control}]/u);
		const details = JSON.parse(JSON.parse(text)[0].details) as Record<string, string>[];
		assert.equal(details.length, Object.keys(AWKWARD).length + AWKWARD_RESULT.problems.length);
		for (const { status, context, description } of details) {
			assert.match(status!, /^(?:pass|warn|fail)$/);
			assert.ok(context && description);
		}
	});
});
