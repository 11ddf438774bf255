import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedRules } from "../rules/index.js";
import type { PatchResult } from "../src/compare/result.js";
import { lint } from "../src/lint.js";
import { type Fixture, fixtureFolders, fixtureNames, readFixture } from "./harness/fixture.js";
import { mismatches } from "./harness/match.js";

const folders = await fixtureFolders();

for (const folder of folders) {
	const names = await fixtureNames(folder);
	describe(`fixtures/${folder}`, () => {
		for (const name of names) {
			it(name, async () => {
				const fixture = await readFixture(folder, name);
				checkMarkers(name, fixture);
				const results = await lintFixture(fixture, true);
				const faults = [...unchecked(results), ...mismatches(results, fixture.expectations)];
				assert.ok(faults.length === 0, `\n${faults.join("\n")}\n`);
				if (results.length > 1) assert.deepEqual(shown(await lintFixture(fixture, false)), shown(results));
			});
		}
	});
}

describe("every rule", () => {
	for (const { meta } of shippedRules.rules) {
		it(`${meta.id} has fixtures that are bad and that are fine, its examples among them`, async () => {
			const names = folders.includes(meta.id) ? await fixtureNames(meta.id) : [];
			assert.ok(
				names.includes(`${meta.examples.bad}.patch`),
				`fixtures/${meta.id}/${meta.examples.bad}.patch`,
			);
			assert.ok(names.includes(`${meta.examples.ok}.patch`), `fixtures/${meta.id}/${meta.examples.ok}.patch`);
		});
	}
	it("owns its folder", () => {
		const known = new Set(shippedRules.rules.map(({ meta }) => meta.id));
		const strangers = folders.filter((folder) => !known.has(folder) && !/^engine(\/|$)/.test(folder));
		assert.deepEqual(strangers, [], "folders of fixtures that belong to no rule");
	});
});

function checkMarkers(name: string, { expectations }: Fixture): void {
	const kinds = new Set(expectations.map(({ marker }) => marker.kind));
	const bad = kinds.has("expect") || kinds.has("todo-missing");
	assert.equal(bad, name.startsWith("bad-"), "a bad-* fixture expects a finding, an ok-* fixture does not");
	const known = new Set(shippedRules.rules.map(({ meta }) => meta.id));
	for (const { marker } of expectations) {
		assert.ok(
			marker.rule === null || known.has(marker.rule),
			`a marker names the unknown rule ${marker.rule}`,
		);
	}
}

async function lintFixture(
	{ patches, context }: Fixture,
	bisection: boolean,
): Promise<readonly PatchResult[]> {
	const results: PatchResult[] = [];
	for await (const result of lint(patches, { rules: shippedRules, context, bisection })) results.push(result);
	assert.equal(results.length, patches.length, "one result a patch");
	return results;
}

/** What is said of a series without the notes about bisection. */
function shown(results: readonly PatchResult[]): readonly unknown[] {
	return results.map(({ findings }) => findings.filter(({ healedBy }) => healedBy === undefined));
}

/** A fixture whose code was not looked at shows nothing, however silent the rules are on it. */
function unchecked(results: readonly PatchResult[]): readonly string[] {
	const checked = results.reduce((sum, result) => sum + result.functions.checked, 0);
	return [
		...(checked === 0 ? ["no function was checked"] : []),
		...results.flatMap((result) => result.problems.map((problem) => `problem: ${problem.message}`)),
		...results.flatMap((result) =>
			result.functions.skipped.map((skip) => `skipped: ${skip.function}: ${skip.reason}`),
		),
	];
}
