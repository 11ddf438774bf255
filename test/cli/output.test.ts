import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type OutputOptions, withOutput } from "../../src/cli/output/output.js";
import { PipeClosed } from "../../src/cli/terminal.js";
import type { PatchResult } from "../../src/compare/result.js";
import type { Finding } from "../../src/rules/finding.js";
import { sampleFinding, sampleResult } from "../report/sample.js";
import { capture } from "./capture.js";

const OPTIONS: OutputOptions = {
	format: "jsonl",
	show: new Set(["introduced"]),
	failOn: "warning",
	showIgnored: false,
	unit: "patch",
	rules: [],
};

function statusOf(result: Partial<PatchResult>, options: Partial<OutputOptions> = {}): Promise<number> {
	return withOutput(capture(), { ...OPTIONS, ...options }, (output) => output.result(sampleResult(result)));
}

function withFinding(over: Partial<Finding>): Partial<PatchResult> {
	return { findings: [sampleFinding(over)] };
}

describe("exit status", () => {
	it("is 0 where nothing is found", async () => {
		assert.equal(await statusOf({ findings: [] }), 0);
	});

	it("is 1 for findings at or above --fail-on", async () => {
		assert.equal(await statusOf(withFinding({ severity: "warning" })), 1);
		assert.equal(await statusOf(withFinding({ severity: "note" })), 0);
		assert.equal(await statusOf(withFinding({ severity: "note" }), { failOn: "note" }), 1);
		assert.equal(await statusOf(withFinding({ severity: "warning" }), { failOn: "error" }), 0);
		assert.equal(await statusOf(withFinding({ severity: "error" }), { failOn: "never" }), 0);
	});

	it("heeds what is shown, and never what a patch fixes", async () => {
		const all = new Set(["introduced", "fixed", "preexisting"] as const);
		assert.equal(await statusOf(withFinding({ status: "preexisting" })), 0);
		assert.equal(await statusOf(withFinding({ status: "preexisting" }), { show: all }), 1);
		assert.equal(await statusOf(withFinding({ status: "fixed" }), { show: all }), 0);
	});

	it("is 2 where a part could not be read, findings or not", async () => {
		const problems = [{ path: "a.c", line: null, message: "hunk 1: 3 lines announced, 2 found" }];
		assert.equal(await statusOf({ problems }), 2);
		assert.equal(await withOutput(capture(), OPTIONS, async (output) => output.problem("x: no patch")), 2);
	});
});

describe("output", () => {
	it("keeps diagnostics and findings apart", async () => {
		const terminal = capture();
		await withOutput(terminal, OPTIONS, async (output) => {
			output.problem("x\x1b: no patch");
			await output.result(sampleResult());
		});
		assert.equal(terminal.stderr, "lorelint: x\\x1b: no patch\n");
		assert.deepEqual(
			terminal.stdout
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line).type),
			["patch", "finding", "summary"],
		);
	});

	it("leaves out what is not to be shown", async () => {
		const terminal = capture();
		await withOutput(terminal, { ...OPTIONS, show: new Set(["fixed"]) }, (output) =>
			output.result(sampleResult()),
		);
		assert.match(terminal.stdout, /"findings":\{"error":0,/);
	});

	it("stops quietly when nobody reads any more", async () => {
		let results = 0;
		const terminal = capture({
			write: async () => {
				throw new PipeClosed();
			},
		});
		const status = await withOutput(terminal, OPTIONS, async (output) => {
			for (; results < 10; results++) await output.result(sampleResult());
		});
		assert.deepEqual([status, results, terminal.stderr], [1, 0, ""]);
	});

	it("shows progress only on a terminal, and takes it away again", async () => {
		for (const liveStderr of [false, true]) {
			const terminal = capture({ liveStderr });
			await withOutput(terminal, OPTIONS, async (output) => {
				await new Promise((resolve) => setTimeout(resolve, 650));
				output.progress("linting a.mbox: [PATCH]\n");
			});
			assert.equal(terminal.stderr, liveStderr ? "\r\x1b[Klinting a.mbox: [PATCH]\\n\r\x1b[K" : "");
		}
	});
});
