import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { testFolder } from "./harness/folder.js";
import { ROOT } from "./harness/root.js";

const MAIL = `From: Robin Example <robin@example.org>
Subject: [PATCH] pool: reject negative limits

---
diff --git a/größe.c b/größe.c
--- a/größe.c
+++ b/größe.c
@@ -1,7 +1,9 @@
 int store_limit(struct pool *p, int limit)
 {
 	mutex_lock(&p->lock);
+	if (limit < 0)
+		return -EINVAL;
 	p->limit = limit;
 	mutex_unlock(&p->lock);
 	return 0;
 }
`;

/** A program of somebody else, as strict about types as can be. */
const PROGRAM = `import {
	createPolicy,
	type Finding,
	lint,
	lintFile,
	openTree,
	type PatchResult,
	printable,
	readSeries,
	selectRules,
	shippedRules,
} from "lorelint";

const rules = selectRules(shippedRules, { select: ["lock"], ignore: ["double-lock"], preview: false });
const tree = await openTree(".");
const found: [string, Finding["severity"], number][] = [];
for await (const item of readSeries(["0001.patch", "gone.patch"])) {
	if (item.type === "problem") {
		console.log(\`problem: \${item.input}: \${item.problem.message}\`);
		continue;
	}
	for await (const result of lint(item.patches, { context: tree, rules })) report(result);
	for await (const { findings } of lint(item.patches)) console.log(\`by default: \${findings.length}\`);
}
tree.close();

const whole = await lintFile("a.c", "int f(void)\\n{\\n\\treturn 0;\\n}\\n", { rules, context: null });
const known = rules.rules.map(({ meta }) => meta);
const policy = await createPolicy({
	ignores: [{ rule: "lock", reason: "a trial" }],
	notes: true,
	baseline: null,
	records: false,
	isGone: () => false,
	known,
	running: known,
	unit: "file",
});
console.log(\`whole file: \${whole.functions.checked}, \${policy.judge(whole).result.findings.length}\`);
console.log(JSON.stringify(found));

function report({ findings }: PatchResult): void {
	for (const { path, severity, line } of findings) found.push([printable(path), severity, line]);
}
`;

describe("the package, packed and installed", () => {
	const folder = testFolder();
	const home = join(folder, "node_modules/lorelint");
	let files: readonly string[] = [];

	before(() => {
		const npm = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
		const [packed] = JSON.parse(execFileSync("npm", npm, { cwd: ROOT, encoding: "utf8" })) as [
			{ filename: string; files: { path: string }[] },
		];
		files = packed.files.map(({ path }) => path);
		mkdirSync(home, { recursive: true });
		execFileSync("tar", ["xzf", join(folder, packed.filename), "-C", home, "--strip-components=1"]);
		// Installed as npm does it, but for the packages it depends on: those are here already.
		for (const name of readdirSync(join(ROOT, "node_modules"))) {
			if (name.startsWith(".") || name === "lorelint") continue;
			symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
		}
		writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
		writeFileSync(join(folder, "0001.patch"), MAIL);
		writeFileSync(join(folder, "program.ts"), PROGRAM);
	});

	it("holds what users need and nothing of the workshop", () => {
		for (const path of [
			"bin/lorelint.js",
			"dist/src/index.d.ts",
			"dist/rules/index.js",
			"man/lorelint.1",
			"schema/lorelintrc.schema.json",
			"LICENSE",
			"README.md",
		])
			assert.ok(files.includes(path), path);
		assert.deepEqual(
			files.filter((path) => /(?:^|\/)(?:test|bench|scripts|\.ci)\/|(?<!\.d)\.ts$|\.map$/.test(path)),
			[],
		);
	});

	it("has types that a strict program agrees with", () => {
		const tsc = join(ROOT, "node_modules/.bin/tsc");
		const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
		const target = ["--target", "es2023", "--module", "nodenext", "--types", "node"];
		const { stdout, status } = spawnSync(tsc, [...strict, ...target, "program.ts"], {
			cwd: folder,
			encoding: "utf8",
		});
		assert.deepEqual({ stdout, status }, { stdout: "", status: 0 });
	});

	it("has types that need no others", () => {
		const tsc = join(ROOT, "node_modules/.bin/tsc");
		writeFileSync(
			join(folder, "bare.ts"),
			'import { lint } from "lorelint";\n\nexport const checked = lint([]);\n',
		);
		const bare = ["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--types", ""];
		const { stdout, status } = spawnSync(tsc, [...bare, "bare.ts"], { cwd: folder, encoding: "utf8" });
		assert.deepEqual({ stdout, status }, { stdout: "", status: 0 });
	});

	it("works as a library", () => {
		const { stdout, stderr, status } = spawnSync(process.execPath, ["program.js"], {
			cwd: folder,
			encoding: "utf8",
		});
		assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
		assert.deepEqual(stdout.split("\n"), [
			"by default: 1",
			"problem: gone.patch: no such file or directory",
			"whole file: 1, 0",
			'[["größe.c","error",5]]',
			"",
		]);
	});

	it("works as a command", () => {
		const bin = join(home, "bin/lorelint.js");
		const { stdout, stderr, status } = spawnSync(
			process.execPath,
			[bin, "--no-tree", "-f", "terse", "0001.patch"],
			{
				cwd: folder,
				encoding: "utf8",
			},
		);
		assert.match(stdout, /^größe\.c:5: ERROR:unbalanced-lock: .*\n$/);
		assert.deepEqual({ stderr, status }, { stderr: "", status: 1 });
	});

	it("explains its rules with the examples it brings", () => {
		const { stdout } = spawnSync(
			process.execPath,
			[join(home, "bin/lorelint.js"), "explain", "double-lock"],
			{
				cwd: folder,
				encoding: "utf8",
			},
		);
		assert.match(stdout, /^## A patch that it reports\n\n```diff\n--- a\//m);
	});
});
