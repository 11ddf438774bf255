import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedRules } from "../../rules/index.js";
import type { FunctionLanes } from "../../src/compare/lanes.js";
import { lint, lintFile } from "../../src/lint.js";
import { parsePatch } from "../../src/patch/parse.js";

/**
 * Functions with what is held at the beginning of each line before a bar: `name`, on all paths, or `name?`,
 * on some. Several are separated by commas; no name: nothing is held, or nothing known.
 */
const CASES: Readonly<Record<string, string>> = {
	"a lock is held from the line behind the one that takes it to the one that releases it": `
		|static int f(struct pot *p)
		|{
		|	mutex_lock(&p->lock);
p->lock	|	brew(p);
p->lock	|	mutex_unlock(&p->lock);
		|	return 0;
		|}`,
	"paths that differ meet": `
		|static int f(struct pot *p, int deep)
		|{
		|	if (deep)
		|		mutex_lock(&p->lock);
p->lock?	|	brew(p);
p->lock?	|	if (deep)
p->lock	|		mutex_unlock(&p->lock);
		|	return 0;
		|}`,
	"a condition that takes the lock begins without it": `
		|static int f(struct pot *p)
		|{
		|	if (mutex_trylock(&p->lock) && ready(p)) {
p->lock	|		brew(p);
p->lock	|		mutex_unlock(&p->lock);
p->lock?	|	}
p->lock?	|	return 0;
		|}`,
	"braces, comments and labels are as what follows them": `
		|static int f(struct pot *p)
		|{
		|	int ret;
		|
		|	mutex_lock(&p->lock);
p->lock	|
p->lock	|	ret = brew(p,
p->lock	|		   p->cups);
p->lock	|	if (ret) {
p->lock	|		goto out;
p->lock	|	}
p->lock	|	/* drink it */
p->lock	|out:
p->lock	|	mutex_unlock(&p->lock);
		|	return ret;
		|}`,
	"several locks, and the interrupts that one of them turns off": `
		|static void f(struct pot *p, struct cup *c)
		|{
		|	unsigned long flags;
		|
		|	spin_lock_irqsave(&p->lock, flags);
p->lock, interrupts off	|	spin_lock(&c->lock);
p->lock, interrupts off, c->lock	|	c->full = 1;
p->lock, interrupts off, c->lock	|	spin_unlock(&c->lock);
p->lock, interrupts off	|	spin_unlock_irqrestore(&p->lock, flags);
		|}`,
	"a guard holds until its scope ends": `
		|static int f(struct pot *p)
		|{
		|	guard(mutex)(&p->lock);
p->lock	|	if (p->empty)
p->lock	|		return -EIO;
p->lock	|	return brew(p);
		|}`,
	"what every path releases without taking it first is the caller's": `
		|static void f(struct pot *p)
p->lock	|{
p->lock	|	spin_unlock(&p->lock);
		|	brew(p);
		|	spin_lock(&p->lock);
p->lock	|	p->cups--;
p->lock	|}`,
	"what only some paths release may be the caller's": `
		|static void f(struct pot *p, int last)
p->lock?	|{
p->lock?	|	if (last)
p->lock?	|		spin_unlock(&p->lock);
p->lock?	|	brew(p);
p->lock?	|}`,
	"nothing is said of code that no path reaches": `
		|static int f(struct pot *p)
		|{
		|	mutex_lock(&p->lock);
p->lock	|	mutex_unlock(&p->lock);
		|	return 0;
		|	mutex_lock(&p->lock);
		|	return 1;
		|}`,
};

describe("lanes", () => {
	for (const [title, text] of Object.entries(CASES)) {
		it(title, async () => {
			const rows = text.trim().split("\n").map(splitRow);
			const source = rows.map((row) => `${row.code}\n`).join("");
			const result = await lintFile("pot.c", source, { rules: shippedRules, context: null, lanes: true });
			const expected = rows.map((row, index) => `${index + 1}: ${row.held.toSorted().join(", ")}`);
			const actual = rows.map((_, index) => `${index + 1}: ${heldAt(result.lanes, index + 1).join(", ")}`);
			assert.deepEqual(actual, expected);
		});
	}

	it("knows nothing behind code that is not shown, until the lock is taken again", async () => {
		const { lanes } = await lintDiff(`@@ -10,4 +10,5 @@ static int f(struct pot *p)
 	mutex_lock(&p->lock);
+	p->cups++;
 	brew(p);
 	mutex_unlock(&p->lock);
 
@@ -40,3 +41,4 @@ static int f(struct pot *p)
 	drink(p);
+	p->cups--;
 	mutex_lock(&p->lid);
 	close(p);
`);
		const post = lanes.filter(({ side }) => side === "post");
		assert.deepEqual(
			[10, 11, 13, 14, 41, 42, 43, 44].map((line) => heldAt(post, line).join()),
			["", "p->lock", "p->lock", "", "", "", "", "p->lid"],
		);
	});

	it("are made for both sides", async () => {
		const { lanes } = await lintDiff(`@@ -1,6 +1,5 @@
 static int f(struct pot *p)
 {
 	mutex_lock(&p->lock);
-	mutex_unlock(&p->lock);
 	brew(p);
 }
`);
		assert.deepEqual(
			lanes.map(({ side, lanes: [lane] }) => [side, lane?.runs]),
			[
				["pre", [{ firstLine: 4, lastLine: 4, paths: "all" }]],
				["post", [{ firstLine: 4, lastLine: 5, paths: "all" }]],
			],
		);
	});

	it("are not made unasked", async () => {
		const source = "void f(struct pot *p)\n{\n\tmutex_lock(&p->lock);\n\tmutex_unlock(&p->lock);\n}\n";
		assert.deepEqual((await lintFile("pot.c", source, { rules: shippedRules, context: null })).lanes, []);
	});
});

function splitRow(row: string): { readonly held: readonly string[]; readonly code: string } {
	const bar = row.indexOf("|");
	const held = row.slice(0, bar).trim();
	return { held: held === "" ? [] : held.split(", "), code: row.slice(bar + 1) };
}

/** The names of what is held at the line, with a question mark where some paths do not hold it. */
function heldAt(all: readonly FunctionLanes[], line: number): readonly string[] {
	return all
		.flatMap(({ lanes }) => lanes)
		.flatMap(({ name, runs }) => {
			const run = runs.find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
			return run ? [run.paths === "all" ? name : `${name}?`] : [];
		})
		.toSorted();
}

async function lintDiff(hunks: string) {
	const body = `--- a/pot.c\n+++ b/pot.c\n${hunks}`;
	const message = {
		...{ input: "a.patch", line: 1, bodyLine: 1, body, subject: "[PATCH] pot", author: "" },
		...{ messageId: null, inReplyTo: null, references: [] },
	};
	const patch = parsePatch(message, { quoted: false, repair: false });
	for await (const result of lint([patch], { rules: shippedRules, context: null, lanes: true }))
		return result;
	throw new Error("no result");
}
