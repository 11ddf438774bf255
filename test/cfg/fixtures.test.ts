import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { buildGraph } from "../../src/cfg/build.js";
import { parseSource } from "../../src/syntax/parse.js";
import { imageOf } from "../syntax/image.js";
import { dumpGraph } from "./dump.js";
import { graphViolations } from "./law.js";

/**
 * Beside every `fixtures/cfg/*.c` stands what its functions' graphs are, as `dump.ts` writes them.
 * `UPDATE_EXPECTATIONS=1` writes them anew; read what changed before you believe it.
 */
const DIRECTORY = join(process.cwd(), "fixtures/cfg");

for (const file of readdirSync(DIRECTORY).filter((name) => name.endsWith(".c"))) {
	const parsed = parseSource(imageOf(readFileSync(join(DIRECTORY, file), "utf8"), [], file));
	const graphs = parsed.functions.map((unit) => buildGraph(unit, parsed));

	test(`${file}: graphs`, () => {
		const expected = join(DIRECTORY, file.replace(/\.c$/, ".expect.txt"));
		const dump = graphs.map(dumpGraph).join("\n");
		if (process.env.UPDATE_EXPECTATIONS) writeFileSync(expected, dump);
		assert.ok(existsSync(expected), "it has no expectation");
		assert.equal(dump, readFileSync(expected, "utf8"));
	});

	test(`${file}: laws of graphs`, () => {
		assert.ok(graphs.length > 0);
		for (const graph of graphs) assert.deepEqual(graphViolations(graph), []);
	});
}
