import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { BAD, GIT_ENVIRONMENT, GOOD, locked, testRepository } from "../harness/repository.js";
import { LORELINT, ROOT } from "../harness/root.js";

const FOLDER = join(ROOT, "integrations/nipa/lorelint");
const STAND_IN = join(ROOT, "test/integrations/nipa.py");

const noPython = spawnSync("python3", ["--version"]).status === 0 ? false : "python3 is not installed";

interface Recorded {
	readonly retcode: number;
	readonly stdout: string;
	readonly stderr: string;
	readonly desc: string;
}

const folder = testFolder();
const programs = join(folder, "bin");
mkdirSync(programs);
symlinkSync(LORELINT, join(programs, "lorelint"));

const tree = testRepository(join(folder, "tree"));
tree.write("pool.c", locked(GOOD));
tree.commit("pool: begin");

function runNipa(path = `${programs}:${process.env.PATH}`): Recorded {
	const { stdout, stderr } = spawnSync("python3", [STAND_IN, FOLDER, tree.root], {
		env: { ...GIT_ENVIRONMENT, PATH: path },
		encoding: "utf8",
	});
	assert.equal(stderr, "");
	return JSON.parse(stdout);
}

describe("the test folder for NIPA", { skip: noPython }, () => {
	it("passes a good patch", () => {
		tree.write("pool.c", locked(`${GOOD}\tp->dirty = true;\n`));
		tree.commit("pool: remember");
		const { retcode, desc, stderr } = runNipa();
		assert.deepEqual([retcode, desc, stderr], [0, "nothing found\n", ""]);
	});

	it("fails a bad one, and says why", () => {
		tree.write("pool.c", locked(BAD));
		tree.commit("pool: reject negative limits");
		const { retcode, desc, stdout, stderr } = runNipa();
		assert.deepEqual([retcode, stderr], [1, ""]);
		assert.match(desc, /^pool\.c:9: ERROR:unbalanced-lock: /);
		assert.match(stdout, /> +9 \|\s+return -EINVAL;/);
	});

	for (const [what, DESC_FD] of [
		["none", ""],
		["a closed", "17"],
		["no number for a", "desc"],
	] as const) {
		it(`writes on standard output where there is ${what} descriptor`, () => {
			const env = { ...GIT_ENVIRONMENT, PATH: `${programs}:${process.env.PATH}`, DESC_FD };
			const { status, stdout, stderr } = spawnSync(join(FOLDER, "lorelint.sh"), {
				cwd: tree.root,
				env,
				encoding: "utf8",
			});
			assert.deepEqual([status, stderr, existsSync(join(tree.root, "desc"))], [1, "", false]);
			assert.match(stdout, /^pool\.c:9: ERROR:unbalanced-lock: /);
		});
	}

	it("warns of what is a warning", () => {
		const body = "\tDEFINE_MUTEX(helm);\n\n\tmutex_lock(&helm);\n\tf->trips++;\n\tmutex_unlock(&helm);\n";
		tree.write("ferry.c", `void ferry_cross(struct ferry *f)\n{\n${body}}\n`);
		tree.commit("ferry: begin");
		const { retcode, desc } = runNipa();
		assert.equal(retcode, 250, desc);
		assert.match(desc, /^ferry\.c:\d+: WARNING:lock-on-stack: /);
	});

	it("does not block on more than a pipe holds", () => {
		const many = Array.from({ length: 250 }, (_, at) => locked(BAD).replace("store_limit", `store_${at}`));
		tree.write("größe.c", many.join("\n"));
		tree.commit("many: begin");
		const { retcode, desc, stdout } = runNipa();
		assert.equal(retcode, 1);
		assert.match(desc, /^gr\?\?\?\?e\.c:9: ERROR:[ -~\n]*$/);
		assert.ok(desc.length === 8000 && stdout.length > 65_536);
	});

	it("fails where lorelint is missing", () => {
		const bare = join(folder, "bare");
		mkdirSync(bare);
		for (const name of readdirSync("/usr/bin")) {
			if (name !== "lorelint") symlinkSync(join("/usr/bin", name), join(bare, name));
		}
		const { retcode, desc } = runNipa(bare);
		assert.deepEqual([retcode, desc], [1, "lorelint is not installed\n"]);
	});
});
