import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { LORELINT, ROOT } from "../harness/root.js";

const DEMO = join(ROOT, "fixtures/demo/series.mbox");

const folder = testFolder();

describe("bin/lorelint.js", () => {
	it("ends with the status of the command", () => {
		const { status, stdout } = spawnSync(process.execPath, [LORELINT, "--no-tree", DEMO], {
			encoding: "utf8",
		});
		assert.equal(status, 1);
		assert.match(stdout, /3 patches, 3 functions checked: 2 errors\./);
	});

	it("says what to do where nothing has been compiled", () => {
		mkdirSync(join(folder, "bin"));
		copyFileSync(LORELINT, join(folder, "bin/lorelint.js"));
		writeFileSync(join(folder, "package.json"), '{"type":"module"}');
		const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "bin/lorelint.js")], {
			encoding: "utf8",
		});
		assert.deepEqual([status, stdout], [2, ""]);
		assert.match(stderr, /^lorelint: .*'npm run build'.*\n$/);
	});

	it("keeps quiet when the reader of its output has gone", async () => {
		const child = spawn(process.execPath, [LORELINT, "--no-tree", "-f", "jsonl", "-"]);
		child.stdout.destroy();
		let stderr = "";
		child.stderr.on("data", (chunk) => {
			stderr += chunk;
		});
		child.stdin.on("error", () => {});
		child.stdin.end("Subject: [PATCH] x\n\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-int x;\n+int y;\n");
		const [status, signal] = await once(child, "exit");
		assert.deepEqual([status, signal, stderr], [0, null, ""]);
	});
});
