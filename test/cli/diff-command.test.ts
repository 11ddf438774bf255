import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { testFolder } from "../harness/folder.js";
import { bytes, run } from "./capture.js";

/** The fixtures of the package; this module is `dist/test/cli/diff-command.test.js` in it. */
const FIXTURES = fileURLToPath(new URL("../../../fixtures/", import.meta.url));
const DEMO = join(FIXTURES, "demo/series.mbox");

const folder = testFolder();

function file(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

const text = readFileSync(DEMO, "utf8");
const v1 = file("v1.mbox", text);
/** The new version: one bug is gone with its patch, the other is still there. */
const v2 = file(
	"v2.mbox",
	text
		.split(/^(?=From [0-9a-f]{40} )/m)
		.filter((mail) => !mail.includes("[PATCH 1/3]"))
		.join("")
		.replace(/\[PATCH (\d)\/3\]/g, (_, index) => `[PATCH v2 ${Math.max(0, Number(index) - 1)}/2]`)
		.replaceAll(".1767607200.", ".1767693600."),
);

const diff = (...argv: string[]) => run(["diff", "--no-tree", ...argv]);

describe("diff", () => {
	it("says what is healed and what remains, by the patches of both versions", async () => {
		const { status, stdout, stderr } = await diff(v1, v2);
		assert.deepEqual([status, stderr], [1, ""]);
		assert.match(stdout, /^Healed: in v1, no longer in v2\n\n.*\[unbalanced-lock\] \(v1 1\/3\)\n\nRemaining/);
		assert.match(
			stdout,
			/^Remaining: in v1 and in v2\n\n.*\[unlock-not-held\] \(v1 2\/3 -> v2 1\/2\)\n +43 \|/m,
		);
		assert.match(stdout, /\nv1 has 3 patches, v2 2 patches: 1 healed, 1 remaining, 0 new\.\n$/);
		assert.doesNotMatch(stdout, /New:/);
	});

	it("is content where everything is healed, and not where something is new", async () => {
		const good = join(FIXTURES, "engine/series/ok-hunks-healed.mbox");
		const healed = await diff(v1, good);
		assert.deepEqual([healed.status, healed.stderr], [0, ""]);
		assert.match(healed.stdout, /2 healed, 0 remaining, 0 new\.\n$/);
		const broken = await diff(good, v1);
		assert.equal(broken.status, 1);
		assert.match(broken.stdout, /^New: only in new\n\n.*\(new 1\/3\)\n/);
		assert.equal((await diff(good, v1, "--fail-on", "never")).status, 0);
		assert.match((await diff(good, v1, "--ignore", "lock")).stdout, /0 healed, 0 remaining, 0 new/);
	});

	it("writes patches of both versions, findings with what became of them, and a summary as jsonl", async () => {
		const { stdout } = await diff("-f", "jsonl", v1, v2);
		const said = stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		const patches = said.filter(({ type }) => type === "patch");
		assert.deepEqual(
			patches.map(({ version, series }) => [version, series.index]),
			[
				["old", 1],
				["old", 2],
				["old", 3],
				["new", 1],
				["new", 2],
			],
		);
		const findings = said.filter(({ type }) => type === "finding");
		assert.deepEqual(
			findings.map(({ change, rule, input, patch }) => [change, rule, input, patch.index]),
			[
				["healed", "unbalanced-lock", v1, 1],
				["remaining", "unlock-not-held", v2, 1],
			],
		);
		assert.equal(findings[0].old, null);
		assert.deepEqual([findings[1].old.input, findings[1].old.patch.index], [v1, 2]);
		assert.deepEqual(said.at(-1), {
			type: "summary",
			patches: 5,
			findings: { error: 1, warning: 0, note: 0 },
			problems: 0,
			changes: { healed: 1, remaining: 1, new: 0 },
		});
	});

	it("reads one of the two from standard input", async () => {
		const { status, stdout } = await run(["diff", "--no-tree", "-", v2], { stdin: bytes(text) });
		assert.equal(status, 1);
		assert.match(stdout, /1 healed, 1 remaining, 0 new/);
		const both = await run(["diff", "-", "-"]);
		assert.deepEqual([both.status, both.stdout], [2, ""]);
		assert.match(both.stderr, /^lorelint: only one of the two versions can be standard input\n$/);
	});

	it("says which side has no patch, and compares nothing then", async () => {
		const [cover] = text.split(/^(?=From [0-9a-f]{40} )/m);
		for (const [content, reason] of [
			["", "no patch found: the input is empty"],
			["Dear list,\n\nnothing to see here.\n", "no patch found in it"],
			[cover!, "no patch found in it, only a cover letter"],
		] as const) {
			const empty = file("empty.mbox", content);
			for (const sides of [
				[empty, v2],
				[v1, empty],
			]) {
				const { status, stdout, stderr } = await diff(...sides);
				assert.deepEqual([status, stdout, stderr], [2, "", `lorelint: ${empty}: ${reason}\n`]);
			}
		}
	});

	it("wants one version on each side", async () => {
		const thread = file("thread.mbox", readFileSync(v1, "utf8") + readFileSync(v2, "utf8"));
		const { status, stderr } = await diff(thread, v2);
		assert.equal(status, 2);
		assert.match(stderr, /thread\.mbox: there is more than one version in it \(v1, v2\); give each a file/);
	});

	it("is a wrong call without two versions", async () => {
		assert.equal((await diff(v1)).status, 2);
		assert.equal((await diff(v1, v1, v2)).status, 2);
		assert.match(
			(await run(["diff", "--help"])).stdout,
			/Example:\n +lorelint diff --tree ~\/linux v1\.mbox v2\.mbox/,
		);
	});

	it("reports what could not be read, with the rest", async () => {
		const broken = file("broken.mbox", text.replace(/^(@@ -\d+,\d+ \+\d+),\d+ @@/m, "$1,99 @@"));
		const { status, stdout } = await diff(broken, v2);
		assert.equal(status, 2);
		assert.match(stdout, /broken\.mbox:\d+: problem: drivers\/misc\/teapot\.c: /);
		assert.match(stdout, /\n1 problem: a part of the input could not be read and was not checked\.\n$/);
	});
});

describe("a series", () => {
	const series = join(FIXTURES, "engine/series/bad-one-of-two-alike.mbox");

	it("does not report what a later patch heals, unless it is asked for bisection", async () => {
		const plain = await run(["--no-tree", series]);
		assert.match(plain.stdout, /\(introduced in 1\/2\)\n/);
		assert.match(plain.stdout, /^2 patches, 2 functions checked: 1 error\.$/m);
		const noted = await run(["--no-tree", "--bisection", series]);
		assert.match(
			noted.stdout,
			/note: .*introduced by 1\/2 "ferry: refuse cars when full or heavy", healed by 2\/2 "ferry: unlock when full": a bisection that stops between them meets it/,
		);
		assert.match(noted.stdout, /1 error, 1 note\.\n/);
	});

	it("counts for the exit status only by what is left", async () => {
		const healed = join(FIXTURES, "engine/series/ok-hunks-healed.mbox");
		assert.equal((await run(["--no-tree", healed])).status, 0);
		assert.equal((await run(["--no-tree", healed, "--show", "introduced,fixed,preexisting"])).status, 0);
		assert.equal((await run(["--no-tree", "--bisection", healed])).status, 0);
		assert.equal((await run(["--no-tree", "--bisection", "--fail-on", "note", healed])).status, 1);
	});
});
