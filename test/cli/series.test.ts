import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collectSeries, inSeriesOrder, WINDOW } from "../../src/cli/series.js";
import type { Patch } from "../../src/patch/patch.js";
import { samplePatch } from "../report/sample.js";

/** `a2/3`: patch 2 of the three of series a; `x`: a patch that stands alone. */
function patch(name: string): Patch {
	const [, key, index, total] = /^(\w)(?:(\d+)\/(\d+))?$/.exec(name)!;
	const series = index ? { index: Number(index), total: Number(total), version: 1 } : null;
	return samplePatch({ subject: name, input: key!, series });
}

async function* stream(names: Iterable<string>): AsyncIterable<Patch> {
	for (const name of names) yield patch(name);
}

async function group(...names: string[]): Promise<string[]> {
	const groups: string[] = [];
	for await (const patches of collectSeries(stream(names), (p) => p.series && p.input)) {
		groups.push(patches.map((p) => p.subject).join(" "));
	}
	return groups;
}

describe("collecting series", () => {
	it("puts together what belongs together", async () => {
		assert.deepEqual(await group("x", "a1/2", "a2/2", "y"), ["x", "a1/2 a2/2", "y"]);
	});

	it("tells interleaved series apart, in the order of their first patches", async () => {
		assert.deepEqual(await group("a1/2", "b1/2", "x", "a2/2", "b2/2"), ["a1/2 a2/2", "b1/2 b2/2", "x"]);
	});

	it("keeps the order of arrival, and knows that of the series", async () => {
		const patches = ["a3/3", "a1/3", "a2/3"].map(patch);
		assert.deepEqual(await group("a3/3", "a1/3", "a2/3"), ["a3/3 a1/3 a2/3"]);
		assert.deepEqual(
			inSeriesOrder(patches).map((p) => p.subject),
			["a1/3", "a2/3", "a3/3"],
		);
	});

	it("gives an incomplete series at the end of the input", async () => {
		assert.deepEqual(await group("a2/9", "x"), ["a2/9", "x"]);
	});

	it("begins anew where a number comes twice", async () => {
		assert.deepEqual(await group("a1/2", "a1/2", "a2/2"), ["a1/2", "a1/2 a2/2"]);
	});

	it("holds back no more than the window", async () => {
		let read = 0;
		async function* endless(): AsyncIterable<Patch> {
			for (;;) yield patch(read++ === 0 ? "a1/2" : "x");
		}
		for await (const first of collectSeries(endless(), (p) => p.series && p.input)) {
			assert.equal(first[0]!.subject, "a1/2");
			break;
		}
		assert.equal(read, WINDOW + 1);
	});
});
