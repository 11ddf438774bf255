import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resultContract, resultRows } from "../../rules/knowledge/results/index.js";

describe("contracts of results", () => {
	it("give each name once", () => {
		const seen = new Set<string>();
		const twice = resultRows.flatMap(({ names }) =>
			names.filter((name) => seen.size === seen.add(name).size),
		);
		assert.deepEqual(twice, []);
	});

	it("have names that C can call", () => {
		const names = resultRows.flatMap((row) => row.names);
		assert.ok(names.length > 0);
		assert.deepEqual(
			names.filter((name) => !/^[A-Za-z_]\w*$/.test(name)),
			[],
		);
	});

	it("tell of a stub only where it fails otherwise than the function", () => {
		const odd = resultRows.filter(({ fails, stub }) => stub === fails || (fails === "both" && stub !== null));
		assert.deepEqual(odd, []);
	});

	it("are found by name", () => {
		assert.equal(resultContract("kzalloc")?.fails, "null");
		assert.equal(resultContract("filp_open")?.fails, "error");
		assert.equal(resultContract("no_such_function"), null);
	});
});
