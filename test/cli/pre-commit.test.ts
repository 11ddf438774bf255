import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { BAD, GIT_ENVIRONMENT, GOOD, locked, testFolder, testRepository } from "../harness/repository.js";

/** This module is `dist/test/cli/pre-commit.test.js` of the package. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
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
		const args = ["pack", "--offline", "--pack-destination", folder];
		const { status, stdout } = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8" });
		const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
		assert.deepEqual([status, stdout], [0, `${name}-${version}.tgz\n`]);
	});

	// Installing it takes the network; what it does when it is called does not.
	it("stops a commit by what is staged alone", { skip }, () => {
		const repository = testRepository(join(folder, "kernel"));
		const manifest = readFileSync(MANIFEST, "utf8")
			.replace("entry: lorelint", `entry: "'${process.execPath}' '${join(ROOT, "bin/lorelint.js")}'"`)
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
