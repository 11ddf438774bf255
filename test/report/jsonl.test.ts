import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonlReporter } from "../../src/report/jsonl.js";
import { EMPTY_SUMMARY, withInputProblem, withResult } from "../../src/report/summary.js";
import { sampleFinding, samplePatch, sampleResult } from "./sample.js";

const reporter = jsonlReporter();

describe("jsonl", () => {
	it("writes a patch and its findings, fields in the order of the contract", () => {
		const result = sampleResult({
			functions: {
				checked: 41,
				skipped: [{ function: "f", path: "p", reason: "the function is too large" }],
			},
			problems: [{ path: "p", line: 9, message: "hunk 2: 7 lines announced, 6 found" }],
		});
		assert.equal(
			reporter.patch(result, result.findings),
			`{"type":"patch","input":"a.mbox","subject":"[PATCH 2/3] pool: reject negative limits","messageId":"<2@example.org>","series":{"index":2,"total":3},"context":{"mm/pool.c":"hunks"},"functions":{"checked":41,"skipped":[{"function":"f","path":"p","reason":"the function is too large"}]},"ms":18,"problems":[{"path":"p","message":"hunk 2: 7 lines announced, 6 found"}]}
{"type":"finding","input":"a.mbox","rule":"unbalanced-lock","family":"lock","severity":"error","confidence":"certain","status":"introduced","path":"mm/pool.c","side":"post","line":15,"column":3,"function":"store_limit","message":"p->lock is still held on this return","witness":[{"path":"mm/pool.c","line":12,"message":"p->lock is taken here"},{"path":"mm/pool.c","line":14,"message":"limit < 0 is true"}],"fingerprint":"unbalanced-lock/store_limit/p->lock/return -EINVAL","patch":{"messageId":"<2@example.org>","subject":"[PATCH 2/3] pool: reject negative limits","index":2}}
`,
		);
	});

	it("says null where a bare diff has nothing", () => {
		const patch = samplePatch({ messageId: null, series: null, subject: "" });
		const [first, second] = reporter
			.patch(sampleResult({ patch }), [sampleFinding()])
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		assert.deepEqual([first.messageId, first.series, first.subject], [null, null, ""]);
		assert.deepEqual(second.patch, { messageId: null, subject: "", index: null });
	});

	it("ends with the summary", () => {
		const result = sampleResult({ problems: [{ path: null, line: null, message: "x" }] });
		const summary = withInputProblem(withResult(EMPTY_SUMMARY, result, result.findings));
		assert.equal(
			reporter.begin() + reporter.end(summary),
			'{"type":"summary","patches":1,"findings":{"error":1,"warning":0,"note":0},"problems":2}\n',
		);
	});

	it("keeps one object a line and no control character, whatever the input holds", () => {
		const nasty = "a\nb\x1b[31m\x7f\x9b\u202e\u2066\u2028";
		const text = reporter.patch(sampleResult({ patch: samplePatch({ subject: nasty, input: nasty }) }), [
			sampleFinding({ message: nasty, path: nasty }),
		]);
		assert.equal(text.split("\n").length, 3);
		assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}\p{Zl}]/u);
		const finding = JSON.parse(text.split("\n")[1]!);
		assert.equal(finding.message, nasty, "a parser gets the original back");
	});

	it("decodes byte text", () => {
		const text = reporter.patch(sampleResult(), [
			sampleFinding({ path: "caf\xc3\xa9.c", message: "caf\xe9", function: "naïve" }),
		]);
		const finding = JSON.parse(text.split("\n")[1]!);
		assert.deepEqual([finding.path, finding.message, finding.function], ["café.c", "café", "naïve"]);
	});
});
