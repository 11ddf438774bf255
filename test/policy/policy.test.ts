import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { baselineOf, entryOf } from "../../src/policy/baseline.js";
import { createPolicy, type PolicyOptions } from "../../src/policy/policy.js";
import type { Status } from "../../src/rules/finding.js";
import { sampleFinding, samplePatch, sampleResult } from "../report/sample.js";

const RULE = { id: "unbalanced-lock", family: "lock" } as const;

function policyWith(over: Partial<PolicyOptions>) {
	return createPolicy({
		...{ ignores: [], notes: true, baseline: null, records: false, unit: "patch" },
		...{ known: [RULE], running: [RULE], isGone: () => true },
		...over,
	});
}

/** One finding of each status, alike in all but that and the line. */
function findings(...statuses: Status[]) {
	return statuses.map((status, at) => sampleFinding({ status, line: 10 + at }));
}

const known = (count: number, path = "mm/pool.c") =>
	baselineOf([{ ...entryOf(sampleFinding(), path), count }]);

describe("a policy", () => {
	it("leaves a result alone that it has nothing to say about", async () => {
		const result = sampleResult();
		const judged = (await policyWith({})).judge(result);
		assert.equal(judged.result, result);
		assert.deepEqual(judged.remarks, []);
	});

	it("takes out, says why, and keeps the rest of the result", async () => {
		const policy = await policyWith({ ignores: [{ rule: "lock", reason: "known" }] });
		const result = sampleResult();
		const [finding] = result.findings;
		assert.deepEqual(policy.judge(result).result, {
			...result,
			findings: [],
			ignored: [{ finding, by: "configuration", reason: "known" }],
		});
	});

	it("never ignores what a patch repairs", async () => {
		const policy = await policyWith({ ignores: [{ rule: "lock", reason: "x" }], baseline: known(5) });
		const { result } = policy.judge(sampleResult({ findings: findings("fixed") }));
		assert.equal(result.findings.length, 1);
	});

	it("spends a baseline on what was there first", async () => {
		const policy = await policyWith({ baseline: known(1) });
		const { result } = policy.judge(sampleResult({ findings: findings("introduced", "preexisting") }));
		assert.deepEqual(
			result.findings.map(({ status }) => status),
			["introduced"],
		);
	});

	it("takes a renamed file for what it was called", async () => {
		const files = [
			{
				change: "renamed" as const,
				...{ prePath: "mm/old.c", postPath: "mm/pool.c", preBlob: null, postBlob: null },
				...{ hunks: [], binary: false, repaired: false },
			},
		];
		const renamed = sampleResult({ patch: samplePatch({ files }) });
		const isGone = () => false;
		const policy = await policyWith({ baseline: known(1, "mm/old.c"), isGone });
		assert.equal(policy.judge(renamed).result.findings.length, 0);
		assert.equal(policy.judge(sampleResult()).result.findings.length, 1);
	});

	it("records each finding as often as one result has it", async () => {
		const policy = await policyWith({ records: true });
		const result = sampleResult({ findings: findings("introduced", "preexisting") });
		for (let patch = 0; patch < 3; patch++) assert.equal(policy.judge(result).result.findings.length, 0);
		assert.deepEqual(policy.recorded(), known(2));
	});

	it("calls nothing vain that was not looked at", async () => {
		const functions = { checked: 0, skipped: [{ function: "store_limit", path: "mm/pool.c", reason: "x" }] };
		const nothing = sampleResult({ findings: [] });
		const seen = await policyWith({ unit: "file", baseline: known(1) });
		seen.judge(nothing);
		assert.deepEqual(seen.unmatched(), known(1).entries);
		const skipped = await policyWith({ unit: "file", baseline: known(1) });
		skipped.judge({ ...nothing, functions });
		assert.deepEqual(skipped.unmatched(), []);
		const notes = [{ line: 3, text: "ignore lock x" }];
		const noted = { ...nothing, patch: samplePatch({ notes }) };
		assert.equal((await policyWith({})).judge(noted).remarks.length, 1);
		const problems = [{ path: null, line: null, message: "x" }];
		assert.equal((await policyWith({})).judge({ ...noted, problems }).remarks.length, 0);
	});
});
