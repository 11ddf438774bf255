import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Statistics } from "../../src/report/statistics.js";
import { TimeTable } from "../../src/report/timing.js";
import { sampleFinding, samplePatch, sampleResult } from "./sample.js";

describe("--statistics", () => {
	it("counts by rule, the commonest first, then by name", () => {
		const statistics = new Statistics();
		const finding = (rule: string) => sampleFinding({ rule });
		statistics.add([finding("void-return"), finding("double-lock")]);
		statistics.add([...Array(10)].map(() => sampleFinding({ rule: "unbalanced-lock", severity: "warning" })));
		assert.equal(
			statistics.text(),
			"10  warning  unbalanced-lock\n 1  error    double-lock\n 1  error    void-return\n",
		);
	});

	it("says nothing where nothing was found", () => assert.equal(new Statistics().text(), ""));
});

describe("--timing", () => {
	it("parts add up to the whole, and the slowest come first", () => {
		const times = new TimeTable();
		const files = new Map([
			["a.c", 10],
			["b.c", 70],
		]);
		times.add(sampleResult({ ms: 100, timing: { images: 15, files } }));
		times.add(
			sampleResult({
				patch: samplePatch({ subject: "\x1b[31mslow" }),
				ms: 200,
				timing: { images: 100, files: new Map([["c.c", 90]]) },
			}),
		);
		assert.equal(
			times.text(50, 400),
			[
				"     50 ms  start-up",
				"    115 ms  context and images",
				"    170 ms  paths and rules",
				"     15 ms  headers and builds",
				"     50 ms  input and output",
				"    400 ms  in all",
				"slowest files:",
				"       90 ms  c.c",
				"       70 ms  b.c",
				"       10 ms  a.c",
				"slowest patches:",
				"      200 ms  \\x1b[31mslow",
				"      100 ms  [PATCH 2/3] pool: reject negative limits",
				"",
			].join("\n"),
		);
	});
});
