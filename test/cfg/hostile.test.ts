import assert from "node:assert/strict";
import { test } from "node:test";
import { buildGraph } from "../../src/cfg/build.js";
import type { ControlFlowGraph } from "../../src/cfg/graph.js";
import { parseSource } from "../../src/syntax/parse.js";
import { imageOf } from "../syntax/image.js";
import { graphViolations } from "./law.js";

/** What no person writes: the graph is built all the same, in time linear in the text. */
const BODIES: Record<string, (size: number) => string> = {
	"blocks in blocks": (n) => "{".repeat(n) + "}".repeat(n),
	"else if after else if": (n) => `${"if (a) f(); else ".repeat(n)};`,
	"parentheses in conditions": (n) => `if (${"(".repeat(n)}a${")".repeat(n)}) f();`,
	negations: (n) => `if (${"!".repeat(n)}a) f();`,
	"statement expressions in swaps": (n) => `${"swap(({ ".repeat(n)}a;${" }), b);".repeat(n)}`,
	"conditions in conditions": (n) => `x = ${"(a ? ".repeat(n)}1${" : 0)".repeat(n)};`,
	"groups in groups": (n) =>
		`\n#ifdef A\nf();${"\n#ifdef B\ng();".repeat(n)}${"\n#endif".repeat(n)}\n#endif\n`,
};

function graphOf(body: string): ControlFlowGraph {
	const parsed = parseSource(imageOf(`int f(int a)\n{\n${body}\n}\n`));
	return buildGraph(parsed.functions[0]!, parsed);
}

for (const [name, body] of Object.entries(BODIES)) {
	test(`${name} make a graph at any depth`, () => {
		for (const size of [1, 20, 60, 150, 250, 2000]) {
			const graph = graphOf(body(size));
			assert.deepEqual(graphViolations(graph), []);
			assert.ok(graph.blocks.length < 40 * size + 40, `${graph.blocks.length} blocks of ${size} levels`);
		}
	});
}

/** Statements in a row, of which each was once looked for in a list of all. */
const ROWS: Record<string, string> = {
	"errors in the midst": "\tx = f(@ $);\n",
	cleanups: "\tchar *p __free(kfree) = f();\n",
	"labels and gotos": "\tif (x)\n\t\tgoto l#;\nl#:\n\tf();\n",
	cases: "\tswitch (x) {\n\tcase #:\n\t\tf();\n\t}\n",
};

for (const [name, row] of Object.entries(ROWS)) {
	test(`${name}: four times the text takes no sixteen times as long`, () => {
		const time = (count: number) => {
			const body = Array.from({ length: count }, (_, i) => row.replaceAll("#", String(i))).join("");
			const parsed = parseSource(imageOf(`int f(int a)\n{\n${body}}\n`));
			const unit = parsed.functions[0]!;
			unit.tree();
			// Time of the processor, and the best of several runs: what else the machine does only ever adds time.
			let best = Number.POSITIVE_INFINITY;
			for (let i = 0; i < 6; i++) {
				const start = process.cpuUsage();
				buildGraph(unit, parsed);
				const { user, system } = process.cpuUsage(start);
				best = Math.min(best, (user + system) / 1000);
			}
			return best;
		};
		time(500);
		const [small, large] = [time(1000), time(4000)];
		assert.ok(large < 12 * small + 30, `${small} ms and ${large} ms`);
	});
}
