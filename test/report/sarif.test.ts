import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { Validator } from "@cfworker/json-schema";
import type { Log, Result, Run } from "sarif";
import { shippedRules } from "../../rules/index.js";
import type { PatchResult } from "../../src/compare/result.js";
import { sarifReporter } from "../../src/report/sarif.js";
import { AWKWARD, AWKWARD_RESULT } from "./awkward.js";
import { outcome } from "./outcome.js";
import { sampleFinding, sampleOptions, sampleResult } from "./sample.js";

const rules = shippedRules.rules.map(({ meta }) => meta);
const options = sampleOptions({ rules, readExample: (_, name) => `diff --git a/${name}\n--- a\n+++ b\n` });
const require = createRequire(import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(require.resolve(path), "utf8"));

const schema = new Validator(json("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "4", false);

function runOf(results: readonly PatchResult[], problems: readonly string[] = []): Run {
	const log = JSON.parse(outcome(sarifReporter(options), results, problems)) as Log;
	assert.deepEqual(schema.validate(log).errors.slice(0, 5), []);
	assert.equal(log.runs.length, 1);
	return log.runs[0]!;
}

const resultsOf = (results: readonly PatchResult[]): Result[] => runOf(results).results!;
const byTrap = (trap: string): Result =>
	resultsOf([AWKWARD_RESULT])[Object.keys(AWKWARD).indexOf(trap)] ?? assert.fail(trap);

describe("sarif", () => {
	it("is valid where nothing is found", () => {
		const run = runOf([sampleResult({ findings: [] })]);
		assert.deepEqual(run.results, []);
		assert.equal(run.invocations![0]!.executionSuccessful, true);
	});

	it("is refused by the schema where it is wrong", () => {
		const log = JSON.parse(outcome(sarifReporter(options), [sampleResult()])) as Log;
		assert.equal(
			schema.validate({ ...log, runs: [{ ...log.runs[0], results: [{ ruleId: "x" }] }] }).valid,
			false,
		);
	});

	it("describes a finding, its place and its path", () => {
		const [result] = resultsOf([sampleResult()]);
		assert.equal(rules[result!.ruleIndex!]!.id, result!.ruleId);
		assert.equal(result!.level, "error");
		assert.equal(result!.message.text, "p->lock is still held on this return (steps [1](1), [2](2))");
		assert.deepEqual(result!.locations![0]!.physicalLocation, {
			artifactLocation: { uri: "mm/pool.c", uriBaseId: "SRCROOT" },
			region: { startLine: 15, startColumn: 3, endLine: 15, endColumn: 18 },
		});
		const steps = [
			[12, "p->lock is taken here"],
			[14, "limit < 0 is true"],
		];
		const flow = result!.codeFlows![0]!.threadFlows[0]!.locations;
		assert.deepEqual(
			flow.map(({ location }) => [location!.physicalLocation!.region!.startLine, location!.message!.text]),
			steps,
		);
		assert.deepEqual(
			result!.relatedLocations!.map((related) => [
				related.id,
				related.physicalLocation!.region!.startLine,
				related.message!.text,
			]),
			steps.map((step, index) => [index + 1, ...step]),
		);
	});

	it("stays valid, whatever the input holds", () => {
		assert.equal(resultsOf([AWKWARD_RESULT]).length, Object.keys(AWKWARD).length);
		const text = outcome(sarifReporter(options), [AWKWARD_RESULT]);
		assert.doesNotMatch(text.trimEnd(), /[\p{Cc}\p{Bidi_Control}]/u);
	});

	for (const [trap, region] of [
		// é is one unit of two bytes, the teapot two units of four.
		["UTF-8 before the column", { startLine: 16, startColumn: 10, endLine: 16, endColumn: 13 }],
		["latin1 before the column", { startLine: 17, startColumn: 11, endLine: 17, endColumn: 12 }],
		["no text of the line", { startLine: 900, endLine: 900 }],
		["an end far away", { startLine: 15, startColumn: 3, endLine: 950 }],
		["an end before the beginning", { startLine: 15, startColumn: 3 }],
	] as const) {
		it(`finds its region with ${trap}`, () => {
			assert.deepEqual(byTrap(trap).locations![0]!.physicalLocation!.region, region);
		});
	}

	for (const [path, location] of [
		["drivers/caf\xc3\xa9/a b#c?.c", { uri: "drivers/caf%C3%A9/a%20b%23c%3F.c", uriBaseId: "SRCROOT" }],
		["drivers/caf\xe9.c", { uri: "drivers/caf%E9.c", uriBaseId: "SRCROOT" }],
		["./c:d.c", { uri: "c%3Ad.c", uriBaseId: "SRCROOT" }],
		["/usr/src/a b.c", { uri: "file:///usr/src/a%20b.c" }],
	] as const) {
		it(`writes the path ${JSON.stringify(path)} as a URI`, () => {
			const [result] = resultsOf([sampleResult({ findings: [sampleFinding({ path })] })]);
			assert.deepEqual(result!.locations![0]!.physicalLocation!.artifactLocation, location);
		});
	}

	it("makes no link of code", () => {
		assert.equal(
			byTrap("a link by accident").message.text,
			"`ops\\[i\\](dev)` and \\[1\\](https://example.org) (steps [1](1), [2](2))",
		);
	});

	it("has fingerprints that differ within a run and stay when lines move", () => {
		const prints = (results: readonly Result[]) =>
			results.map(({ partialFingerprints }) => partialFingerprints!["lorelint/v1"]);
		const findings = [sampleFinding(), sampleFinding(), sampleFinding({ path: "mm/other.c" })];
		const before = prints(resultsOf([sampleResult({ findings })]));
		const moved = findings.map((finding) => ({ ...finding, line: finding.line + 9 }));
		assert.equal(new Set(before).size, 3);
		assert.deepEqual(prints(resultsOf([sampleResult({ findings: moved })])), before);
	});

	it("tells in the invocation what could not be read", () => {
		const [invocation] = runOf([AWKWARD_RESULT], ["b.mbox: no such file or directory"]).invocations!;
		assert.equal(invocation!.executionSuccessful, false);
		assert.deepEqual(
			invocation!.toolExecutionNotifications!.map(({ message }) => message.text),
			[
				'a.mbox:40: mm/<pool>,\\x1b.c: hunk 2: "7" lines & 6 found, 100%\\n::error::x',
				"a.mbox:1: the mail breaks off",
				"b.mbox: no such file or directory",
			],
		);
	});

	it("has every rule with its page in Markdown", () => {
		const { rules: descriptors } = runOf([]).tool.driver;
		assert.deepEqual(
			descriptors!.map(({ id }) => id),
			rules.map(({ id }) => id),
		);
		for (const rule of descriptors!) {
			const { id, name, help, shortDescription, fullDescription, defaultConfiguration, properties } = rule;
			assert.ok(help!.markdown!.startsWith(`# ${id}\n`));
			assert.match(help!.markdown!, /## A patch that it reports\n\n```diff\n/);
			assert.match(name!, /^(?:[A-Z][a-z0-9]*)+$/);
			assert.ok(shortDescription!.text.length <= 1024);
			assert.ok(fullDescription!.text.length > 40 && fullDescription!.text.length <= 1024);
			assert.match(defaultConfiguration!.level!, /^(?:error|warning|note)$/);
			assert.ok((properties!.tags as string[]).length <= 10);
		}
	});

	it("keeps what code scanning takes, errors first", () => {
		const findings = [
			...Array.from({ length: 25_000 }, () => sampleFinding({ severity: "warning", witness: [] })),
			sampleFinding(),
		];
		const text = outcome(sarifReporter(sampleOptions()), [sampleResult({ findings })]);
		const run = (JSON.parse(text) as Log).runs[0]!;
		assert.equal(run.results!.length, 25_000);
		assert.equal(run.results![0]!.level, "error");
		const [notification] = run.invocations![0]!.toolExecutionNotifications!;
		assert.match(notification!.message.text!, /^1 results left out/);
	});
});
