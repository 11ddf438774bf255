import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { splitMarkers } from "../../src/report/markers.js";
import { sampleFinding, samplePatch, sampleResult } from "../report/sample.js";
import { type Expectation, expectationsOf, expectationsOfFile } from "./expectation.js";
import { mismatches } from "./match.js";

function expectation(comment: string, over: Partial<Expectation> = {}): Expectation {
	const marker = splitMarkers(comment).markers[0]!;
	return { marker, patch: 0, path: "mm/pool.c", preLine: 13, postLine: 15, ...over };
}

describe("fixture harness", () => {
	const found = [sampleResult()];
	const clean = [sampleResult({ findings: [] })];
	const expect = expectation('/* expect: unbalanced-lock "still held" */');

	it("matches a finding by line, rule, status and message", () => {
		assert.deepEqual(mismatches(found, [expect, expectation('/* trace: "taken" */', { postLine: 12 })]), []);
		for (const off of [
			{ ...expect, postLine: 14 },
			{ ...expect, path: "mm/other.c" },
			{ ...expect, patch: 1 },
			expectation("/* expect: double-lock */"),
			expectation("/* fixed: unbalanced-lock */"),
			expectation('/* expect: unbalanced-lock "released" */'),
		]) {
			const faults = mismatches(found, [off]).map((fault) => fault.split(":")[0]);
			assert.deepEqual(faults, ["not found", "not expected"]);
		}
	});

	it("takes each finding for one expectation", () => {
		assert.equal(mismatches(found, [expect, expect]).length, 1);
		assert.equal(
			mismatches([sampleResult({ findings: [sampleFinding(), sampleFinding()] })], [expect]).length,
			1,
		);
	});

	it("misses a step that is not there", () => {
		assert.match(mismatches(found, [expect, expectation('/* trace: "x" */')])[0]!, /^no step: /);
	});

	it("counts findings before the patch in lines before the patch", () => {
		const fixed = sampleFinding({ status: "fixed", side: "pre", line: 13 });
		assert.deepEqual(
			mismatches([sampleResult({ findings: [fixed] })], [expectation("/* fixed: unbalanced-lock */")]),
			[],
		);
	});

	it("notices when a known wrong result comes right", () => {
		const missing = expectation("/* todo: missing unbalanced-lock */");
		const wrong = expectation("/* todo: false unbalanced-lock */");
		assert.deepEqual(mismatches(clean, [missing]), []);
		assert.deepEqual(mismatches(found, [wrong]), []);
		assert.match(mismatches(found, [missing])[0]!, /^found now/);
		assert.match(mismatches(clean, [wrong])[0]!, /^no false alarm any more/);
	});

	it("reads markers out of a patch, with the lines of both sides", () => {
		const lines = [
			{ kind: "context", text: "a();" },
			{ kind: "removed", text: 'b();\t/* fixed: r "x" */' },
			{ kind: "added", text: 'c();\t/* expect: r "y" */' },
			{ kind: "context", text: 'd();\t/* trace: "z" */' },
		] as const;
		const hunk = { preStart: 10, preCount: 3, postStart: 20, postCount: 3, header: "", lines };
		const patch = samplePatch({
			files: [
				{
					change: "modified",
					prePath: "p.c",
					postPath: "p.c",
					preBlob: null,
					postBlob: null,
					hunks: [hunk],
					binary: false,
					repaired: false,
				},
			],
		});
		const { patch: stripped, expectations } = expectationsOf(patch, 0);
		assert.deepEqual(
			stripped.files[0]!.hunks[0]!.lines.map(({ text }) => text),
			["a();", "b();", "c();", "d();"],
		);
		assert.deepEqual(
			expectations.map(({ marker, preLine, postLine }) => [marker.kind, preLine, postLine]),
			[
				["fixed", 11, null],
				["expect", null, 21],
				["trace", 12, 22],
			],
		);
	});

	it("reads markers out of the file before, where no hunk covers the line", () => {
		const content = 'a\nb /* trace: "in the hunk" */\nc /* expect: r "behind" */\n';
		assert.equal(expectationsOfFile("p.c", content, undefined).expectations[1]!.postLine, 3);
		const hunk = { preStart: 2, preCount: 1, postStart: 2, postCount: 3, header: "", lines: [] };
		const part = expectationsOfFile("p.c", content, { hunks: [hunk] });
		assert.equal(part.content, "a\nb\nc\n");
		assert.deepEqual(
			part.expectations.map(({ preLine, postLine }) => [preLine, postLine]),
			[[3, 5]],
		);
	});
});
