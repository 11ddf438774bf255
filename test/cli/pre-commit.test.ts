import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { BAD, GIT_ENVIRONMENT, GOOD, locked, testRepository } from "../harness/repository.js";
import { LORELINT, ROOT } from "../harness/root.js";

const MANIFEST = join(ROOT, ".pre-commit-hooks.yaml");

const folder = testFolder();
const environment = { ...GIT_ENVIRONMENT, PRE_COMMIT_HOME: join(folder, "home") };

function preCommit(cwd: string, ...args: readonly string[]) {
	return spawnSync("pre-commit", args, { cwd, env: environment, encoding: "utf8" });
}

const skip = preCommit(folder, "--version").status === 0 ? false : "pre-commit is not installed";

describe("the hook for pre-commit.com", () => {
	it("has a manifest that pre-commit takes", { skip }, () => {
		const { status, stdout } = preCommit(folder, "validate-manifest", MANIFEST);
		assert.deepEqual([status, stdout], [0, ""]);
	});

	it("is a package whose name is all that npm pack writes", () => {
		const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
		// The scripts that npm runs around it are ours, but for the work they do.
		const scripts = { ...manifest.scripts, build: "echo built" };
		const home = join(folder, "package");
		mkdirSync(home);
		writeFileSync(join(home, "package.json"), JSON.stringify({ ...manifest, scripts }));
		const args = ["pack", "--offline", "--pack-destination", folder];
		const { status, stdout } = spawnSync("npm", args, { cwd: home, encoding: "utf8" });
		assert.deepEqual([status, stdout], [0, `${manifest.name}-${manifest.version}.tgz\n`]);
	});

	// Installing it takes the network; what it does when it is called does not.
	it("stops a commit by what is staged alone", { skip }, () => {
		const repository = testRepository(join(folder, "kernel"));
		const manifest = readFileSync(MANIFEST, "utf8")
			.replace("entry: lorelint", `entry: "'${process.execPath}' '${LORELINT}'"`)
			.replace("language: node", "language: system")
			.replace(/^(?=[-\s])/gm, "    ");
		repository.write(".pre-commit-config.yaml", `repos:\n- repo: local\n  hooks:\n${manifest}`);
		repository.write("pool.c", locked(GOOD));
		repository.commit("begin");
		assert.equal(preCommit(repository.root, "install").status, 0);
		const commit = () => repository.tryGit(["commit", "-m", "change"], environment);
		repository.write("pool.c", locked(BAD));
		repository.git("add", "pool.c");
		repository.write("pool.c", locked(GOOD));
		const bad = commit();
		assert.equal(bad.status, 1);
		assert.match(bad.stdout + bad.stderr, /- hook id: lorelint\n- exit code: 1\n.*\[unbalanced-lock\]/s);
		repository.write("pool.c", locked(`${GOOD}\tp->seen = 1;\n`));
		repository.git("add", "pool.c");
		repository.write("pool.c", locked(BAD));
		const good = commit();
		assert.deepEqual([good.status, readFileSync(join(repository.root, "pool.c"), "utf8")], [0, locked(BAD)]);
	});
});
