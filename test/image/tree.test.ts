import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { findTree, openTree } from "../../src/input/tree.js";

let base = "";
const git = (...args: string[]) =>
	execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
		encoding: "latin1",
		stdio: ["ignore", "pipe", "ignore"],
	}).trim();

before(() => {
	base = mkdtempSync(join(tmpdir(), "lorelint-tree-"));
	mkdirSync(join(base, "plain/mm"), { recursive: true });
	writeFileSync(join(base, "plain/mm/pool.c"), "int pool; /* \xe9 */\n", "latin1");
	writeFileSync(Buffer.from(join(base, "plain/caf\xe9.c"), "latin1"), "int cafe;\n");
	writeFileSync(join(base, "secret.c"), "int secret;\n");
	symlinkSync(join(base, "secret.c"), join(base, "plain/out.c"));
	symlinkSync("..", join(base, "plain/up"));
	symlinkSync("mm/pool.c", join(base, "plain/in.c"));
	symlinkSync("loop.c", join(base, "plain/loop.c"));
	mkdirSync(join(base, "plainer"));
	writeFileSync(join(base, "plainer/x.c"), "int x;\n");
	writeFileSync(join(base, "plain/huge.c"), "");
	truncateSync(join(base, "plain/huge.c"), 17 * 1024 * 1024);
	git("init", "--quiet", join(base, "work"));
	writeFileSync(join(base, "work/a.c"), "int a;\n");
	git("-C", join(base, "work"), "add", "a.c");
	git("-C", join(base, "work"), "commit", "--quiet", "-m", "a");
	git("clone", "--quiet", "--bare", join(base, "work"), join(base, "bare.git"));
});

after(() => rmSync(base, { recursive: true }));

test("files of a tree are read as bytes", async () => {
	const tree = await openTree(join(base, "plain"));
	assert.equal(await tree.readFile("mm/pool.c"), "int pool; /* \xe9 */\n");
	assert.equal(await tree.readFile("in.c"), "int pool; /* \xe9 */\n");
	assert.equal(await tree.readFile("caf\xe9.c"), "int cafe;\n");
	assert.equal(await tree.readFile("mm/none.c"), null);
	assert.equal(await tree.readFile("mm"), null);
	tree.close();
});

test("no path leads out of the tree", async () => {
	const tree = await openTree(join(base, "plain"));
	const paths = [
		"../secret.c",
		"mm/../../secret.c",
		join(base, "secret.c"),
		"out.c",
		"up/secret.c",
		"up/plainer/x.c",
	];
	for (const path of [...paths, "loop.c", "", "mm/pool.c\0", ".git/config", "huge.c", "/dev/zero"]) {
		assert.equal(await tree.readFile(path), null, path);
	}
	tree.close();
});

test("a directory that cannot be opened is an error that says so", async () => {
	await assert.rejects(openTree(join(base, "none")), /no such directory/);
	await assert.rejects(openTree(join(base, "secret.c")), /not a directory/);
});

test("blobs are read by full and abbreviated ids", async () => {
	const tree = await openTree(join(base, "work"));
	const id = git("-C", join(base, "work"), "rev-parse", "HEAD:a.c");
	const commit = git("-C", join(base, "work"), "rev-parse", "HEAD");
	const found = await Promise.all(
		[id, id.slice(0, 12), "0123456789ab", commit, id].map((each) => tree.readBlob(each)),
	);
	assert.deepEqual(found, ["int a;\n", "int a;\n", null, null, "int a;\n"]);
	tree.close();
});

test("what is no object id never reaches git", async () => {
	const tree = await openTree(join(base, "work"));
	for (const id of ["HEAD:a.c", "HEAD", "abc", "--help", "0123\n4567", ""]) {
		assert.equal(await tree.readBlob(id), null, id);
	}
	tree.close();
});

test("reading goes on after close", async () => {
	const tree = await openTree(join(base, "work"));
	const id = git("-C", join(base, "work"), "rev-parse", "HEAD:a.c");
	assert.equal(await tree.readBlob(id), "int a;\n");
	tree.close();
	assert.equal(await tree.readBlob(id), "int a;\n");
	tree.close();
});

test("a bare repository has the files of its HEAD", async () => {
	const tree = await openTree(join(base, "bare.git"));
	assert.equal(await tree.readFile("a.c"), "int a;\n");
	assert.equal(await tree.readFile("../secret.c"), null);
	assert.equal(await tree.readFile("b.c"), null);
	tree.close();
});

test("the repository around a directory is found, or none", async () => {
	mkdirSync(join(base, "work/deep/er"), { recursive: true });
	const found = await findTree(join(base, "work/deep/er"));
	assert.equal((await openTree(found!)).root, (await openTree(join(base, "work"))).root);
	assert.equal(await findTree(join(base, "plain")), null);
});

test("the variables of a hook do not point to another repository", async () => {
	process.env.GIT_DIR = join(base, "bare.git");
	try {
		assert.equal(await findTree(join(base, "plain")), null);
		const tree = await openTree(join(base, "work"));
		assert.equal(tree.repository?.root, tree.root);
		tree.close();
	} finally {
		delete process.env.GIT_DIR;
	}
});
