import assert from "node:assert/strict";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { BAD, GOOD, locked, type TestRepository, testRepository } from "../harness/repository.js";
import { run } from "./capture.js";

const CONFIG = ".lorelintrc.json";
const OFF = JSON.stringify({ rules: { "unbalanced-lock": "off" } });
const folder = testFolder();
let count = 0;

/** A repository with a good file, and with a configuration where one is given. */
function begun(config: string | null = null): TestRepository {
	const repository = testRepository(join(folder, `repository-${count++}`));
	repository.write("pool.c", locked(GOOD));
	if (config !== null) repository.write(CONFIG, config);
	repository.commit("begin");
	return repository;
}

async function lint(repository: TestRepository, ...argv: readonly string[]) {
	const { status, stdout, stderr } = await run(argv, { cwd: repository.root });
	assert.equal(stderr, "");
	return { status, isTold: /: they change it\.|: the changes that are checked add it\./.test(stdout) };
}

const NOT_READ = { status: 1, isTold: true };
const READ = { status: 0, isTold: false };

describe("the configuration of a repository", () => {
	it("counts for what is staged, for the work tree, and for commits", async () => {
		const repository = begun(OFF);
		repository.write("pool.c", locked(BAD));
		assert.deepEqual(await lint(repository, "--worktree"), READ);
		repository.git("add", "-A");
		assert.deepEqual(await lint(repository, "--staged"), READ);
		repository.commit("break");
		assert.deepEqual(await lint(repository, "-g", "HEAD"), READ);
		assert.equal((await lint(repository, "-g", "HEAD", "--no-config")).status, 1);
	});

	it("counts where git does not know it", async () => {
		const repository = begun();
		repository.write("pool.c", locked(BAD));
		repository.git("add", "-A");
		repository.write(CONFIG, OFF);
		for (const argv of [["--staged"], ["--worktree"]])
			assert.deepEqual(await lint(repository, ...argv), READ);
		repository.git("commit", "-q", "-m", "break");
		assert.deepEqual(await lint(repository, "-g", "HEAD"), READ);
	});

	it("does not count where what is checked adds it", async () => {
		const repository = begun();
		repository.write("pool.c", locked(BAD));
		repository.write(CONFIG, OFF);
		repository.git("add", "-A");
		for (const argv of [["--staged"], ["--worktree"]])
			assert.deepEqual(await lint(repository, ...argv), NOT_READ);
		repository.commit("break");
		assert.deepEqual(await lint(repository, "-g", "HEAD"), NOT_READ);
	});

	it("counts as it was where what is checked changes it", async () => {
		const repository = begun(JSON.stringify({ failOn: "note" }));
		repository.write("pool.c", locked(BAD));
		repository.write(CONFIG, OFF);
		assert.deepEqual(await lint(repository, "--worktree"), NOT_READ);
		repository.git("add", CONFIG);
		assert.deepEqual(await lint(repository, "--staged"), { status: 0, isTold: true });
		repository.commit("break");
		repository.write("other.c", locked(GOOD));
		repository.commit("more");
		assert.deepEqual(await lint(repository, "-g", "HEAD-2"), NOT_READ);
		assert.deepEqual(await lint(repository, "-g", "HEAD-3"), NOT_READ);
		assert.deepEqual(await lint(repository, "-g", "HEAD"), READ);
	});

	it("counts as it was where its first version breaks the rules for it", async () => {
		const repository = begun("{");
		repository.write(CONFIG, OFF);
		repository.git("add", "-A");
		const { status, stderr } = await run(["--staged"], { cwd: repository.root });
		assert.equal(status, 2);
		assert.match(stderr, /\.lorelintrc\.json:1: this is no JSON/);
	});

	it("is not changed by way of a link", async () => {
		const repository = testRepository(join(folder, "linked"));
		repository.write("pool.c", locked(GOOD));
		repository.write("ci/lint.json", "{}");
		symlinkSync("ci/lint.json", join(repository.root, CONFIG));
		repository.commit("begin");
		repository.write("pool.c", locked(BAD));
		repository.write("ci/lint.json", OFF);
		repository.git("add", "-A");
		for (const argv of [["--staged"], ["--worktree"]])
			assert.deepEqual(await lint(repository, ...argv), NOT_READ);
		repository.commit("break");
		assert.deepEqual(await lint(repository, "-g", "HEAD"), NOT_READ);
	});

	it("may be the first commit of all", async () => {
		const repository = testRepository(join(folder, "first"));
		repository.write("pool.c", locked(BAD));
		repository.write(CONFIG, OFF);
		repository.git("add", "-A");
		for (const argv of [["--staged"], ["--worktree"]])
			assert.equal((await lint(repository, ...argv)).isTold, true);
		repository.commit("begin");
		assert.equal((await lint(repository, "-g", "HEAD")).isTold, true);
	});

	it("counts from folders below, and for those alone where it lies there", async () => {
		const repository = begun();
		repository.write("deep/er/pool.c", locked(GOOD));
		repository.write(`deep/${CONFIG}`, OFF);
		repository.commit("more");
		repository.write("deep/er/pool.c", locked(BAD));
		repository.git("add", "-A");
		const below = await run(["--staged"], { cwd: join(repository.root, "deep/er") });
		assert.equal(below.status, 0);
		assert.equal((await lint(repository, "--staged")).status, 1);
	});

	it("does not say where the repository is", async () => {
		const repository = begun(JSON.stringify({ tree: "/nowhere" }));
		repository.write("pool.c", locked(BAD));
		assert.equal((await lint(repository, "--worktree")).status, 1);
	});

	it("counts for mails that the caller is about to send", async () => {
		const repository = begun(OFF);
		repository.write("pool.c", locked(BAD));
		repository.commit("break");
		repository.git("format-patch", "-q", "-1", "--thread", "-o", "out");
		const [mail] = readdirSync(join(repository.root, "out"));
		const path = join(repository.root, "out", mail!);
		assert.match(readFileSync(path, "utf8"), /^Message-Id: /im);
		const sent = await run(["hook", "run", "sendemail-validate", path], { cwd: repository.root });
		assert.deepEqual([sent.status, sent.stdout, sent.stderr], [0, "", ""]);
		assert.equal((await run([path], { cwd: repository.root })).status, 1);
	});

	it("is passed over by the hook for what was a mail", async () => {
		const repository = begun(OFF);
		repository.write("pool.c", locked(BAD));
		repository.git("add", "-A");
		const applied = await run(["hook", "run", "pre-applypatch"], { cwd: repository.root });
		assert.equal(applied.status, 1);
		assert.match(applied.stdout, /was not read: a mail must not be judged/);
		assert.equal((await run(["hook", "run", "pre-commit"], { cwd: repository.root })).status, 0);
	});
});
