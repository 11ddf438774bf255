import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { testFolder } from "../harness/folder.js";
import { bytes, run } from "./capture.js";

/** The sample series of the package; this module is `dist/test/cli/lint-command.test.js` in it. */
const DEMO = fileURLToPath(new URL("../../../fixtures/demo/series.mbox", import.meta.url));

const folder = testFolder();

function file(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

const GOOD = `From: Robin Example <robin@example.org>
Message-Id: <good@example.org>
Subject: [PATCH] pool: apply the limit

---
diff --git a/pool.c b/pool.c
--- a/pool.c
+++ b/pool.c
@@ -1,4 +1,5 @@
 void store_limit(struct pool *p, int limit)
 {
 	p->limit = limit;
+	apply(p);
 }
`;

const REPLY = `From: Sam Example <sam@example.org>
Message-Id: <reply@example.org>
In-Reply-To: <good@example.org>
Subject: Re: [PATCH] pool: apply the limit

Better so:

> diff --git a/pool.c b/pool.c
> --- a/pool.c
> +++ b/pool.c
> @@ -1,4 +1,5 @@
>  void store_limit(struct pool *p, int limit)
>  {
>  	p->limit = limit;
> +	apply_now(p);
>  }
`;

/** The objects that `--format jsonl` wrote. */
function objects(stdout: string): { type: string; [field: string]: unknown }[] {
	return stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
}

describe("lint", () => {
	it("shows what the sample series breaks", async () => {
		const { status, stdout, stderr } = await run(["lint", "--no-tree", DEMO]);
		assert.deepEqual([status, stderr], [1, ""]);
		assert.match(stdout, /teapot\.c:19:3: error: .* \[unbalanced-lock\]/);
		assert.match(stdout, /3 patches, 3 functions checked: 2 errors\./);
	});

	it("is what happens without a command, and reads standard input", async () => {
		const stdin = bytes(readFileSync(DEMO, "utf8"));
		const { status, stdout } = await run(["--no-tree", "-f", "jsonl"], { stdin });
		assert.equal(status, 1);
		assert.deepEqual(
			objects(stdout).map(({ type, input }) => [type, input]),
			[
				["patch", "-"],
				["finding", "-"],
				["patch", "-"],
				["finding", "-"],
				["patch", "-"],
				["summary", undefined],
			],
		);
	});

	it("reports in the order of the input, however a series is shuffled", async () => {
		const [cover, one, two, three] = readFileSync(DEMO, "utf8").split(/^(?=From [0-9a-f]{40} )/m);
		const shuffled = file("shuffled.mbox", [three, cover, one, two].join(""));
		const { stdout } = await run(["--no-tree", "-f", "jsonl", shuffled]);
		const patches = objects(stdout).filter(({ type }) => type === "patch");
		assert.deepEqual(
			patches.map(({ series }) => series),
			[3, 1, 2].map((index) => ({ index, total: 3 })),
		);
	});

	it("runs the rules that are asked for, and shows the status that is asked for", async () => {
		for (const argv of [
			["--ignore", "lock"],
			["--select", "double-lock"],
			["--show", "fixed"],
		]) {
			const { status, stdout } = await run(["--no-tree", DEMO, ...argv]);
			assert.deepEqual([status, argv], [0, argv]);
			assert.match(stdout, /3 functions checked: nothing found\./);
		}
	});

	it("is content with a good patch, and with cover letters beside it", async () => {
		const good = file("good.patch", GOOD);
		const cover = file("cover.patch", readFileSync(DEMO, "utf8").split(/^(?=From [0-9a-f]{40} )/m)[0]!);
		const { status, stderr, stdout } = await run(["--no-tree", cover, good]);
		assert.deepEqual([status, stderr], [0, ""]);
		assert.match(stdout, /^1 patch, 1 function checked: nothing found\.\n/);
	});

	it("lints what stands quoted in a reply only when asked", async () => {
		const reply = file("reply.eml", REPLY);
		const without = await run(["--no-tree", reply]);
		assert.equal(without.status, 2);
		assert.equal(
			without.stderr,
			`lorelint: ${reply}: no patch found in it, only a reply; --quoted also lints what stands quoted in replies\n`,
		);
		assert.equal((await run(["--no-tree", "--quoted", reply])).status, 0);
	});

	it("goes on behind what cannot be read", async () => {
		const missing = join(folder, "missing.patch");
		const { status, stdout, stderr } = await run(["--no-tree", missing, file("good2.patch", GOOD)]);
		assert.equal(status, 2);
		assert.equal(stderr, `lorelint: ${missing}: no such file or directory\n`);
		assert.match(stdout, /^1 patch, 1 function checked/);
		assert.match(stdout, /1 problem: /);
	});

	it("says in one line that an input holds no patch", async () => {
		const prose = file("prose.txt", "Dear list,\n\nnothing to see here.\n");
		const { status, stdout, stderr } = await run([prose]);
		assert.deepEqual([status, stdout], [2, "Nothing was checked.\n"]);
		assert.equal(stderr, `lorelint: ${prose}: no patch found in it\n`);
		const empty = await run(["-"], { stdin: bytes("") });
		assert.equal(empty.status, 2);
		assert.match(empty.stderr, /^lorelint: standard input: no patch found.*\n$/);
	});

	it("names a hunk that breaks off, and keeps the rest", async () => {
		const broken = file("broken.patch", GOOD.replace("+1,5 @@", "+1,9 @@"));
		const { status, stdout } = await run(["--no-tree", "-f", "jsonl", broken]);
		assert.equal(status, 2);
		const [patch] = objects(stdout) as unknown as [{ problems: { path: string }[] }];
		assert.deepEqual(
			patch.problems.map(({ path }) => path),
			["pool.c"],
		);
	});

	it("takes whole files from the tree", async () => {
		const before =
			"#include <x.h>\n\nvoid store_limit(struct pool *p, int limit)\n{\n\tp->limit = limit;\n}\n";
		file("pool.c", before);
		const { stdout } = await run(["--tree", folder, "-f", "jsonl", file("good3.patch", GOOD)]);
		assert.deepEqual(objects(stdout)[0]!.context, { "pool.c": "tree" });
	});

	it("tells a person at a terminal that it waits for a patch", async () => {
		const { stderr } = await run(["--no-tree"], { typedInput: true, stdin: bytes(GOOD) });
		assert.match(stderr, /^lorelint: reading a patch from the terminal; Ctrl-D ends it/);
	});
});

describe("check-tree", () => {
	it("checks every function of the files below a directory", async () => {
		const leaky = `int f(struct pool *p)
{
	mutex_lock(&p->lock);
	if (p->bad)
		return -EINVAL;
	mutex_unlock(&p->lock);
	return 0;
}
`;
		const tree = mkdtempSync(join(folder, "tree-"));
		writeFileSync(join(tree, "leaky.c"), leaky);
		writeFileSync(join(tree, "notes.txt"), leaky);
		const { status, stdout, stderr } = await run(["check-tree", tree]);
		assert.deepEqual([status, stderr], [1, ""]);
		assert.match(stdout, /leaky\.c:5:3: error: .* \[unbalanced-lock\]\n/);
		assert.match(stdout, /\n1 file, 1 function checked: 1 error\.\n$/);
	});

	it("says where there is nothing to check", async () => {
		const empty = mkdtempSync(join(folder, "empty-"));
		const binary = file("image.c", "\x7fELF\0\0");
		const { status, stdout, stderr } = await run(["check-tree", empty, binary]);
		assert.deepEqual([status, stdout], [2, "Nothing was checked.\n"]);
		assert.match(stderr, /empty-\w+: no \.c file in it\n.*image\.c: not checked: this is binary data/);
	});

	it("refuses a path that is not there", async () => {
		const { status, stderr } = await run(["check-tree", join(folder, "nowhere")]);
		assert.equal(status, 2);
		assert.match(stderr, /nowhere: no such file or directory/);
	});
});
