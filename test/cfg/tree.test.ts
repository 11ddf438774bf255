import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { buildGraph } from "../../src/cfg/build.js";
import { parseSource } from "../../src/syntax/parse.js";
import { imageOf } from "../syntax/image.js";
import { graphViolations } from "./law.js";

const { KERNEL_TREE } = process.env;
/** Every so manieth file of the tree is taken. */
const STRIDE = 40;

test("the laws of graphs hold over a sample of a kernel tree", {
	skip: KERNEL_TREE ? false : "KERNEL_TREE names no tree",
}, async () => {
	const all = readdirSync(KERNEL_TREE!, { recursive: true, encoding: "utf8" });
	const files = all.filter((name) => name.endsWith(".c")).sort();
	let functions = 0;
	for (const [i, file] of files.entries()) {
		if (i % STRIDE !== 0) continue;
		const parsed = parseSource(imageOf(readFileSync(join(KERNEL_TREE!, file), "latin1"), [], file));
		for (const unit of parsed.functions) {
			const wrong = graphViolations(buildGraph(unit, parsed));
			assert.deepEqual(wrong, [], `${file}: ${unit.name}`);
			functions++;
		}
		// Native trees are freed when the event loop turns.
		await setImmediate();
	}
	assert.ok(functions > 0, "the tree holds no functions");
});
