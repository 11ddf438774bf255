import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { FORMAT_NAMES } from "../../src/report/formats.js";
import { testFolder } from "../harness/folder.js";
import { bytes, run } from "./capture.js";

/** The sample series of the package; this module is `dist/test/cli/destination.test.js` in it. */
const DEMO = fileURLToPath(new URL("../../../fixtures/demo/series.mbox", import.meta.url));
const folder = testFolder();
const BROKEN = "--- a/x.c\n+++ b/x.c\n@@ -1,9 +1,9 @@\n int x;\n";

const lint = (...args: string[]) => run(["--no-tree", ...args], { cwd: folder });

describe("--output", () => {
	it("writes the same to a file as to standard output, without colours", async () => {
		const direct = await lint(DEMO);
		const { status, stdout, stderr } = await run(["--no-tree", "-o", "report.txt", DEMO], {
			cwd: folder,
			color: true,
		});
		assert.deepEqual([status, stdout, stderr], [1, "", ""]);
		assert.equal(readFileSync(join(folder, "report.txt"), "utf8"), direct.stdout);
	});

	it("replaces what was there", async () => {
		writeFileSync(join(folder, "old.json"), "x".repeat(1_000_000));
		await lint("-f", "gitlab", "--select", "double-lock", "-o", "old.json", DEMO);
		assert.equal(readFileSync(join(folder, "old.json"), "utf8"), "[]\n");
	});

	it("says where it cannot write", async () => {
		const { status, stdout, stderr } = await lint("-o", "no/such/folder/x", DEMO);
		assert.deepEqual([status, stdout], [2, ""]);
		assert.match(stderr, /^lorelint: --output no\/such\/folder\/x: no such file or directory\n$/);
		writeFileSync(join(folder, "file"), "");
		const review = await lint("-f", "b4-review", "-o", "file", DEMO);
		assert.equal(review.status, 2);
		assert.match(review.stderr, /^lorelint: --output file: .*\n$/);
	});

	it("follows no link in a folder of review files", async () => {
		await lint("-f", "b4-review", "-o", "review", DEMO);
		const mine = join(folder, "mine.txt");
		writeFileSync(mine, "mine");
		const review = join(folder, "review/0001.txt");
		rmSync(review);
		symlinkSync(mine, review);
		await lint("-f", "b4-review", "-o", "review", DEMO);
		assert.equal(readFileSync(mine, "utf8"), "mine");
		assert.match(readFileSync(review, "utf8"), /^1 finding of lorelint\n/);
		assert.deepEqual(readdirSync(join(folder, "review")).sort(), ["0001.txt", "0002.txt", "identity.txt"]);
	});

	it("takes one series for a folder", async () => {
		// A mail that arrives twice counts once, so this is another version.
		const again = join(folder, "v2.mbox");
		const mails = readFileSync(DEMO, "utf8");
		writeFileSync(again, mails.replaceAll("[PATCH", "[PATCH v2").replace(/^(Message-Id: <)/gim, "$1v2."));
		const { status, stderr } = await lint("-f", "b4-review", "-o", "two", DEMO, again);
		assert.equal(status, 2);
		assert.match(
			stderr,
			/^lorelint: --output two: it takes one series, but two patches would be 0001\.txt\n$/,
		);
	});
});

describe("what could not be read", () => {
	for (const format of FORMAT_NAMES) {
		it(`is told by ${format}, or on standard error`, async () => {
			const stdin = bytes(BROKEN);
			const { status, stdout, stderr } = await run(["--no-tree", "-f", format, "-"], { stdin });
			assert.equal(status, 2);
			assert.match(stdout + stderr, /9 lines? announced|hunk 1/);
			if (format === "terse" || format === "b4-check") assert.equal(stderr, "");
		});

		it(`is told by ${format} where it is the call`, async () => {
			const { status, stdout, stderr } = await lint("-f", format, "--tree", join(folder, "missing"), DEMO);
			assert.equal(status, 2);
			assert.match(stdout + stderr, /--tree .*missing: no such directory/);
			if (format === "terse" || format === "b4-check") assert.equal(stderr, "");
		});

		it(`leaves ${format} whole where there is no input`, async () => {
			const { status, stdout, stderr } = await lint("-f", format, join(folder, "missing.patch"));
			assert.equal(status, 2);
			assert.match(stdout + stderr, /no such file or directory/);
			if (/^(?:json|gitlab|sarif|b4-check)$/.test(format)) JSON.parse(stdout);
		});
	}
});
