import assert from "node:assert/strict";
import { lstatSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { put, testFolder } from "../harness/folder.js";
import { run } from "./capture.js";
import { LEAKY, patchFileOf } from "./samples.js";

const NAME = "known.json";

/** A kernel tree with two files that leak, and the baseline of both. */
async function accepted() {
	const tree = testFolder({
		"include/linux/x.h": "",
		"drivers/b.c": LEAKY,
		"drivers/a.c": LEAKY + LEAKY.replace("int f(", "int g("),
	});
	const { status, stdout, stderr } = await run(["check-tree", tree, "--write-baseline", NAME], { cwd: tree });
	assert.deepEqual([status, stderr], [0, ""]);
	assert.match(stdout, /: nothing found\.\n3 ignored by the baseline\.\n/);
	return tree;
}

function check(tree: string, argv: readonly string[] = [], path = "") {
	return run(["check-tree", "--baseline", NAME, ...argv, join(tree, path)], { cwd: tree });
}

function entriesOf(tree: string): { path: string; function: string; count: number }[] {
	return JSON.parse(readFileSync(join(tree, NAME), "utf8")).findings;
}

describe("a baseline", () => {
	it("is written in an order of its own, one finding a line", async () => {
		const tree = await accepted();
		const text = readFileSync(join(tree, NAME), "utf8");
		assert.deepEqual(
			entriesOf(tree).map((entry) => [entry.path, entry.function, entry.count]),
			[
				["drivers/a.c", "f", 1],
				["drivers/a.c", "g", 1],
				["drivers/b.c", "f", 1],
			],
		);
		assert.equal(text.split("\n").filter((line) => line.startsWith('{"path"')).length, 3);
		const again = ["b.c", "a.c"].map((name) => join(tree, "drivers", name));
		await run(["check-tree", ...again, "--write-baseline", NAME], { cwd: tree });
		assert.equal(readFileSync(join(tree, NAME), "utf8"), text);
		assert.deepEqual(readdirSync(tree).sort(), ["drivers", "include", NAME]);
	});

	it("silences what stands in it, and nothing else", async () => {
		const tree = await accepted();
		const same = await check(tree);
		assert.deepEqual([same.status, same.stderr], [0, ""]);
		put(tree, "drivers/c.c", LEAKY.replace("int f(", "int fresh("));
		const more = await check(tree);
		assert.equal(more.status, 1);
		assert.match(more.stdout, /c\.c:5:3: error/);
		assert.match(more.stdout, /: 1 error\.\n3 ignored by the baseline\.\n/);
	});

	it("counts: a second finding of one kind is new", async () => {
		const tree = testFolder({ "include/linux/x.h": "", "a.c": LEAKY });
		await run(["check-tree", tree, "--write-baseline", NAME], { cwd: tree });
		const twice = LEAKY.replace(
			"\tif (p->bad)\n\t\treturn -EINVAL;\n",
			(text) => text + text.replace("bad", "worse"),
		);
		put(tree, "a.c", twice);
		const { stdout } = await check(tree);
		assert.match(stdout, /: 1 error\.\n1 ignored by the baseline\.\n/);
	});

	it("does not mind lines that move, or whence it is used", async () => {
		const tree = await accepted();
		put(tree, "drivers/b.c", `#include <linux/x.h>\n\n${LEAKY}`);
		const { status, stderr } = await run(
			["check-tree", "--baseline", `../${NAME}`, join(tree, "drivers/b.c")],
			{ cwd: join(tree, "drivers") },
		);
		assert.deepEqual([status, stderr], [0, ""]);
	});

	it("follows a file to its new name", async () => {
		const tree = await accepted();
		renameSync(join(tree, "drivers/b.c"), join(tree, "drivers/z.c"));
		const { status, stderr } = await check(tree);
		assert.deepEqual([status, stderr], [0, ""]);
	});

	it("does not take a copy for the file it was made from", async () => {
		const tree = testFolder({ "include/linux/x.h": "", "m.c": LEAKY });
		await run(["check-tree", tree, "--write-baseline", NAME], { cwd: tree });
		put(tree, "a.c", LEAKY);
		const { status, stdout } = await check(tree);
		assert.equal(status, 1);
		assert.match(stdout, /a\.c:5:3: error/);
		assert.doesNotMatch(stdout, /m\.c:5/);
	});

	it("tells what it holds in vain, of what was checked", async () => {
		const tree = await accepted();
		put(tree, "drivers/b.c", "int f(void)\n{\n\treturn 0;\n}\n");
		const elsewhere = await check(tree, [], "drivers/a.c");
		assert.deepEqual([elsewhere.status, elsewhere.stderr], [0, ""]);
		const otherRules = await check(tree, ["--select", "divide"]);
		assert.deepEqual([otherRules.status, otherRules.stderr], [0, ""]);
		const { status, stderr } = await check(tree);
		assert.deepEqual(
			[status, stderr],
			[0, `lorelint: ${NAME}: 1 finding is not found any more; --prune-baseline takes them out\n`],
		);
		const pruned = await check(tree, ["--prune-baseline"]);
		assert.deepEqual(
			[pruned.status, pruned.stderr],
			[0, `lorelint: ${NAME}: 1 finding is not found any more, and taken out\n`],
		);
		assert.deepEqual(
			entriesOf(tree).map(({ path }) => path),
			["drivers/a.c", "drivers/a.c"],
		);
	});

	it("says what is wrong with a file that is none", async () => {
		const tree = await accepted();
		const faults: readonly (readonly [text: string, says: RegExp])[] = [
			["", /known\.json: it is damaged: /],
			["<<<<<<< ours\n{}\n", /: it is damaged: a merge has left its conflict in it/],
			["[]", /: it is no baseline: it holds no object/],
			["{}", /: it is no baseline: it lacks "version" or "findings"/],
			['{"version":2,"findings":[]}', /: it is of version 2, and only version 1 can be read/],
			['{"version":1,"findings":[1]}', /: it is damaged: findings\[0\] is no object/],
			['{"version":1,"findings":[{"path":"x"}]}', /: it is damaged: findings\[0\] lacks "rule"/],
			[
				'{"version":1,"findings":[{"path":"x","rule":"y","function":"f","fingerprint":"z","count":0}]}',
				/: it is damaged: findings\[0\] has no proper "count"/,
			],
		];
		for (const [text, says] of faults) {
			writeFileSync(join(tree, NAME), text);
			const { status, stdout, stderr } = await check(tree);
			assert.deepEqual([status, stdout], [2, ""]);
			assert.match(stderr, says);
		}
		const missing = await run(["check-tree", "--baseline", "none.json", tree], { cwd: tree });
		assert.equal(missing.status, 2);
		assert.match(missing.stderr, /none\.json: no such baseline; --write-baseline makes one\n$/);
		const nowhere = await run(["check-tree", "--write-baseline", "no/such/x.json", tree], { cwd: tree });
		assert.equal(nowhere.status, 2);
		assert.match(nowhere.stderr, /x\.json: the baseline cannot be written: /);
		const nothing = await run(["check-tree", "--prune-baseline", tree], { cwd: tree });
		assert.match(nothing.stderr, /--prune-baseline needs a baseline to prune/);
	});

	it("is written through links, and onto nothing but files", async () => {
		const tree = await accepted();
		put(tree, "real/known.json", "");
		symlinkSync("real/known.json", join(tree, "link.json"));
		await run(["check-tree", tree, "--write-baseline", "link.json"], { cwd: tree });
		assert.ok(lstatSync(join(tree, "link.json")).isSymbolicLink());
		assert.equal(readFileSync(join(tree, "real/known.json"), "utf8"), readFileSync(join(tree, NAME), "utf8"));
		const folder = await run(["check-tree", tree, "--write-baseline", "real"], { cwd: tree });
		assert.equal(folder.status, 2);
		assert.match(folder.stderr, /real: the baseline cannot be written: EISDIR/);
		const inFile = await run(["check-tree", tree, "--write-baseline", "known.json/x"], { cwd: tree });
		assert.equal(inFile.status, 2);
		assert.match(inFile.stderr, /x: the baseline cannot be written: ENOTDIR/);
		assert.deepEqual(readdirSync(tree).sort(), ["drivers", "include", NAME, "link.json", "real"].sort());
	});

	it("is for patches as well, in every patch of a run anew", async () => {
		const folder = testFolder({ "a.patch": patchFileOf(), "b.patch": patchFileOf() });
		const patches = [join(folder, "a.patch"), join(folder, "b.patch")];
		const written = await run(["--no-tree", "--write-baseline", NAME, patches[0]!], { cwd: folder });
		assert.equal(written.status, 0);
		const { status, stdout, stderr } = await run(["--no-tree", "--baseline", NAME, ...patches], {
			cwd: folder,
		});
		assert.deepEqual([status, stderr], [0, ""]);
		assert.match(stdout, /2 ignored by the baseline\./);
	});

	it("keeps paths that are no ASCII", async () => {
		const tree = testFolder({ "include/linux/x.h": "" });
		put(tree, "ü.c", LEAKY);
		await run(["check-tree", join(tree, "ü.c"), "--write-baseline", NAME], { cwd: tree });
		assert.deepEqual(
			entriesOf(tree).map(({ path }) => path),
			["ü.c"],
		);
		assert.equal((await check(tree, [], "ü.c")).status, 0);
	});
});
