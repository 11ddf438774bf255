import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { BAD, GOOD, locked, type TestRepository, testRepository } from "../harness/repository.js";
import { run } from "./capture.js";

const folder = testFolder();

interface Line {
	readonly type: string;
	readonly input: string;
	readonly subject: string;
	readonly series: { readonly index: number; readonly total: number } | null;
	readonly context: Readonly<Record<string, string>>;
	readonly path: string;
	readonly line: number;
}

/** The patches with the rules that they break, as `subject: rule`, and what else came of the call. */
async function lint(repository: TestRepository, argv: readonly string[], over: { cwd?: string } = {}) {
	const { status, stdout, stderr } = await run(["-f", "jsonl", ...argv], { cwd: repository.root, ...over });
	const lines = stdout.split("\n").filter((line) => line !== "");
	const objects = lines.map((line): Line & { rule: string } => JSON.parse(line));
	const patches = objects.filter(({ type }) => type === "patch");
	const findings = objects.filter(({ type }) => type === "finding");
	const found = patches.map(({ subject, input }) => {
		const rules = findings.filter((finding) => finding.input === input).map(({ rule }) => rule);
		return [subject || input, ...rules].join(": ");
	});
	return { status, stderr, found, patches, findings };
}

/** `begin`, `break`, a side branch with `aside`, the merge of both, and `more`. */
function history(name: string, ...options: readonly string[]): TestRepository {
	const repository = testRepository(join(folder, name), ...options);
	repository.write("drivers/pool.c", locked(GOOD));
	repository.commit("begin");
	repository.git("branch", "side");
	repository.write("drivers/pool.c", locked(BAD));
	repository.commit("break");
	repository.git("checkout", "-q", "side");
	repository.write("README", "Pools.\n");
	repository.commit("aside");
	repository.git("checkout", "-q", "main");
	repository.git("merge", "-q", "--no-edit", "side");
	repository.write("drivers/tub.c", locked(GOOD));
	repository.commit("more");
	return repository;
}

const BROKEN = "break: unbalanced-lock";

/** Every file below a directory and its content, to tell whether anything was touched. */
function snapshot(root: string): Map<string, string> {
	const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
	return new Map(files.map(({ parentPath, name }) => [join(parentPath, name), hash(join(parentPath, name))]));
}

describe("--git", () => {
	const repository = history("ranges");
	repository.git("branch", "fix-2", "HEAD^^");
	repository.git("tag", "-a", "-m", "first", "v1", ":/begin");

	const cases: readonly (readonly [ranges: readonly string[], found: readonly string[]])[] = [
		[["HEAD"], ["more"]],
		[["HEAD~2"], [BROKEN]],
		[["v1"], ["begin"]],
		[[":/break"], [BROKEN]],
		[["fix-2"], [BROKEN]],
		[["fix-2-2"], ["begin", BROKEN]],
		[["HEAD-2"], [BROKEN, "more"]],
		[["HEAD-9999999999999999999999"], ["begin", "aside", BROKEN, "more"]],
		[["v1.."], ["aside", BROKEN, "more"]],
		[["side..main"], [BROKEN, "more"]],
		[["side...fix-2"], ["aside", BROKEN]],
		[["HEAD~2^!"], [BROKEN]],
		[
			["HEAD", "fix-2"],
			["more", BROKEN],
		],
	];
	for (const [ranges, found] of cases) {
		it(`takes ${ranges.join(" and ")}`, async () => {
			const result = await lint(
				repository,
				ranges.flatMap((range) => ["-g", range]),
			);
			assert.deepEqual([...result.found].sort(), [...found].sort());
			assert.equal(result.stderr, "");
		});
	}

	it("gives the commits of a range as a series, oldest first, by their ids", async () => {
		const { patches } = await lint(repository, ["-g", "v1..fix-2", "-g", "fix-2..main"]);
		assert.deepEqual(
			patches.map(({ input, subject, series }) => [input, subject, series]),
			[
				[":/break", "break", { index: 1, total: 1 }],
				[":/aside", "aside", { index: 1, total: 2 }],
				["main", "more", { index: 2, total: 2 }],
			].map(([name, ...rest]) => [
				repository
					.git("rev-parse", name as string)
					.trim()
					.slice(0, 12),
				...rest,
			]),
		);
	});

	for (const text of ["HEAD", "fix-2-2", "v1..", "side..main"]) {
		it(`is named to whoever gives ${text} as a file`, async () => {
			const { status, stderr, found } = await lint(repository, [text]);
			assert.deepEqual([status, found], [2, []]);
			assert.equal(stderr, `lorelint: there is no file '${text}'; for commits: lorelint -g ${text}\n`);
		});
	}

	const wrong: readonly (readonly [argv: readonly string[], said: RegExp])[] = [
		[["-g", "nowhere"], /^lorelint: --git nowhere: this is no commit of .*\n$/],
		[["-g", "v1", "-g", "nowhere..HEAD"], /^lorelint: --git nowhere\.\.HEAD: .*\n$/],
		[["-g", "HEAD^{tree}"], /this is no commit/],
		[["-g", "--all"], /^lorelint: --git --all: this is no commit/],
		[["-g", "--output=stolen..HEAD"], /this is no commit/],
		[["-g", "-n1..HEAD"], /this is no commit/],
		[["-g", "HEAD\n--all..HEAD"], /this is no commit/],
		[["-g", "HEAD~1"], /^lorelint: HEAD~1: this is a merge, and merges are passed over\n$/],
		[["-g", "HEAD", "a.patch"], /^lorelint: --git takes its patches from git, so 'a\.patch' cannot/],
		[["-g", "HEAD", "--staged"], /^lorelint: --git and --staged cannot be given together\n$/],
		[["--staged", "--worktree"], /^lorelint: --staged and --worktree cannot be given together\n$/],
		[["--staged", "--tree", folder], /^lorelint: --staged: .* is not in a git repository\n$/],
	];
	for (const [argv, said] of wrong) {
		it(`refuses ${JSON.stringify(argv.join(" "))}`, async () => {
			const { status, stderr, found } = await lint(repository, argv);
			assert.deepEqual([status, found], [2, []]);
			assert.match(stderr, said);
		});
	}

	it("is content with a range that holds nothing to check, and says so", async () => {
		for (const [range, said] of [
			["HEAD..HEAD", "no commits in it"],
			["HEAD-0", "no commits in it"],
			["HEAD~1^!", "only merges in it, and they are passed over"],
		] as const) {
			const { status, stderr } = await lint(repository, ["-g", range]);
			assert.deepEqual([status, stderr], [0, `lorelint: ${range}: ${said}\n`]);
		}
	});
});

describe("what a commit is read against", () => {
	it("is its parent, whatever the work tree holds", async () => {
		const repository = testRepository(join(folder, "parent"));
		const header = "#define POOL_LOCK(p) mutex_lock(&(p)->lock)\n";
		const source = (body: string) => locked(body).replace("mutex_lock(&p->lock)", "POOL_LOCK(p)");
		repository.write("drivers/pool.h", header);
		repository.write("drivers/pool.c", source(GOOD));
		repository.commit("begin");
		repository.write("drivers/pool.c", source(BAD));
		repository.commit("break");
		const clean = await lint(repository, ["-g", "HEAD-2"]);
		assert.deepEqual(clean.found, ["begin", BROKEN]);
		repository.write("drivers/pool.h", "#define POOL_LOCK(p) do { } while (0)\n");
		repository.write("drivers/pool.c", "int nothing;\n");
		assert.deepEqual((await lint(repository, ["-g", "HEAD-2"])).findings, clean.findings);
		rmSync(join(repository.root, "drivers"), { recursive: true });
		assert.deepEqual((await lint(repository, ["-g", "HEAD-2"])).findings, clean.findings);
		// Moved by a later commit: the old one still finds its header where it was.
		repository.git("checkout", "-q", "--", ".");
		repository.git("mv", "drivers", "lib");
		repository.commit("move");
		const moved = await lint(repository, ["-g", "HEAD~1"]);
		assert.deepEqual([moved.found, moved.patches[0]!.context], [[BROKEN], { "drivers/pool.c": "blob" }]);
	});

	it("follows links in that tree, and none out of it", async () => {
		const repository = testRepository(join(folder, "links"));
		const source = (body: string) => locked(body).replace("mutex_lock(&p->lock)", "POOL_LOCK(p)");
		repository.write("lib/real.h", "#define POOL_LOCK(p) mutex_lock(&(p)->lock)\n");
		repository.write("drivers/pool.c", `#include "a.h"\n#include "b.h"\n#include "c.h"\n${source(GOOD)}`);
		repository.write("../outside.h", "#define POOL_LOCK(p) do { } while (0)\n");
		for (const [name, target] of [
			["a.h", "../../outside.h"],
			["b.h", "nowhere"],
			["c.h", "c.h"],
			["pool.h", "../lib/real.h"],
		] as const) {
			symlinkSync(target, join(repository.root, "drivers", name));
		}
		repository.commit("begin");
		repository.write("drivers/pool.c", `#include "a.h"\n#include "b.h"\n#include "c.h"\n${source(BAD)}`);
		repository.commit("break");
		assert.deepEqual((await lint(repository, ["-g", "HEAD"])).found, [BROKEN]);
	});

	it("is nothing for a root commit, and the hunks alone when asked", async () => {
		const repository = testRepository(join(folder, "root"));
		repository.write("a.c", locked(BAD));
		repository.commit("root");
		const { found, patches } = await lint(repository, ["-g", "HEAD"]);
		assert.deepEqual([found, patches[0]!.context], [["root: unbalanced-lock"], { "a.c": "tree" }]);
		repository.write("a.c", locked(`${BAD}\tp->seen = 1;\n`));
		repository.commit("next");
		const alone = await lint(repository, ["-g", "HEAD", "--no-tree"]);
		assert.deepEqual(alone.patches[0]!.context, { "a.c": "hunks" });
	});
});

describe("repositories of all kinds", () => {
	const repository = history("kinds");

	it("are found from a folder below, or named by --tree", async () => {
		const below = await lint(repository, ["-g", "side..main"], { cwd: join(repository.root, "drivers") });
		assert.deepEqual(below.found, [BROKEN, "more"]);
		const named = await lint(repository, ["-g", "side..main", "-t", repository.root], { cwd: folder });
		assert.deepEqual(named.found, [BROKEN, "more"]);
	});

	it("may be bare", async () => {
		const bare = join(folder, "bare.git");
		repository.git("clone", "-q", "--bare", repository.root, bare);
		assert.deepEqual((await lint(repository, ["-g", "side..main"], { cwd: bare })).found, [BROKEN, "more"]);
		const { status, stderr } = await lint(repository, ["--staged", "-t", bare]);
		assert.deepEqual([status, stderr], [2, `lorelint: --staged: ${bare} has no work tree\n`]);
	});

	it("may be linked work trees", async () => {
		const linked = join(folder, "linked");
		repository.git("worktree", "add", "-q", "-b", "linked", linked, "side");
		const { found } = await lint(repository, ["-g", "HEAD"], { cwd: linked });
		assert.deepEqual(found, ["aside"]);
	});

	it("may use SHA-256", async () => {
		const long = history("sha256", "--object-format=sha256");
		assert.deepEqual((await lint(long, ["-g", "side..main"])).found, [BROKEN, "more"]);
		assert.deepEqual((await lint(long, ["-g", "HEAD-99"])).found.length, 4);
	});

	it("may be shallow: the commits where they end are named, and the rest is checked", async () => {
		const shallow = join(folder, "shallow");
		repository.git("clone", "-q", "--no-local", "--depth=3", `file://${repository.root}`, shallow);
		const { status, stderr, found } = await lint(repository, ["-g", "HEAD-9"], { cwd: shallow });
		assert.deepEqual([status, found], [2, ["more"]]);
		const fault = "its parent is not in this shallow clone, so there is nothing to compare it with";
		const ends = [":/aside", ":/break"].map((name) => repository.git("rev-parse", name).slice(0, 12));
		const said = ends.map((id) => `lorelint: ${id}: ${fault}`);
		assert.deepEqual(stderr.trim().split("\n").sort(), said.sort());
	});

	it("may be partial: nothing is fetched, and what is missing is named", async () => {
		const partial = join(folder, "partial");
		repository.git("config", "uploadpack.allowFilter", "true");
		repository.git(
			"clone",
			"-q",
			"--no-checkout",
			"--filter=blob:none",
			`file://${repository.root}`,
			partial,
		);
		const before = snapshot(join(partial, ".git/objects"));
		const { status, stderr, found } = await lint(repository, ["-g", "HEAD-9"], { cwd: partial });
		assert.deepEqual([status, found], [2, []]);
		assert.equal(stderr.trim().split("\n").length, 4);
		assert.deepEqual(snapshot(join(partial, ".git/objects")), before);
	});
});

describe("--staged and --worktree", () => {
	it("tell what is in the index from what is not", async () => {
		const repository = history("pending");
		repository.write("drivers/pool.c", locked(GOOD));
		repository.commit("mend");
		assert.deepEqual(await lint(repository, ["--staged"]).then(({ status, found }) => [status, found]), [
			0,
			[],
		]);
		repository.write("drivers/pool.c", locked(BAD));
		assert.deepEqual((await lint(repository, ["--staged"])).found, []);
		assert.deepEqual((await lint(repository, ["--worktree"])).found, ["work tree: unbalanced-lock"]);
		repository.git("add", ".");
		repository.write("drivers/pool.c", locked(GOOD));
		const staged = await lint(repository, ["--staged"], { cwd: join(repository.root, "drivers") });
		assert.deepEqual([staged.status, staged.found], [1, ["staged changes: unbalanced-lock"]]);
		assert.deepEqual((await lint(repository, ["--worktree"])).found, []);
	});

	it("look where GIT_DIR and GIT_WORK_TREE point, as git does", async () => {
		const repository = history("apart");
		repository.write("drivers/pool.c", locked(GOOD));
		repository.commit("mend");
		const apart = join(folder, "apart.git");
		renameSync(join(repository.root, ".git"), apart);
		repository.git("--git-dir", apart, "config", "core.bare", "true");
		repository.write("drivers/pool.c", locked(BAD));
		const set = { GIT_DIR: apart, GIT_WORK_TREE: repository.root };
		Object.assign(process.env, set);
		try {
			assert.deepEqual((await lint(repository, ["--worktree"])).found, ["work tree: unbalanced-lock"]);
			assert.deepEqual((await lint(repository, ["-g", "side..main^"])).found, [BROKEN, "more"]);
		} finally {
			for (const name of Object.keys(set)) delete process.env[name];
		}
	});

	it("work before the first commit", async () => {
		const repository = testRepository(join(folder, "unborn"));
		repository.write("a.c", locked(BAD));
		assert.deepEqual((await lint(repository, ["--staged"])).found, []);
		repository.git("add", ".");
		assert.deepEqual((await lint(repository, ["--staged"])).found, ["staged changes: unbalanced-lock"]);
		const { found, patches } = await lint(repository, ["--worktree"]);
		assert.deepEqual([found, patches[0]!.context], [["work tree: unbalanced-lock"], { "a.c": "tree" }]);
	});

	it("read headers that nobody has added yet from the work tree alone", async () => {
		const repository = testRepository(join(folder, "untracked"));
		const source = (body: string) => locked(body).replace("mutex_lock(&p->lock)", "POOL_LOCK(p)");
		repository.write("drivers/pool.c", source(GOOD));
		repository.commit("begin");
		repository.write("drivers/pool.c", source(BAD));
		assert.deepEqual((await lint(repository, ["--worktree"])).found, ["work tree"]);
		repository.write("drivers/pool.h", "#define POOL_LOCK(p) mutex_lock(&(p)->lock)\n");
		assert.deepEqual((await lint(repository, ["--worktree"])).found, ["work tree: unbalanced-lock"]);
	});

	it("name paths that are not merged yet", async () => {
		const repository = history("conflict");
		repository.write("drivers/pool.c", locked(GOOD));
		repository.commit("mend");
		repository.git("checkout", "-q", "-b", "other", ":/break");
		repository.write("drivers/pool.c", locked("\tp->limit = 2;\n"));
		repository.commit("other");
		assert.notEqual(repository.tryGit(["merge", "-q", "main"]).status, 0);
		const { status, stderr } = await lint(repository, ["--staged"]);
		assert.deepEqual([status, stderr], [2, "lorelint: staged changes: drivers/pool.c is not merged yet\n"]);
	});
});

describe("a repository that is read", () => {
	const repository = history("untouched");

	/** Configuration and attributes that change what `git diff` and `git log` write for the user. */
	function configure(): void {
		const settings = {
			"diff.external": "touch started",
			"diff.evil.textconv": "touch started",
			"diff.evil.command": "touch started",
			"filter.evil.clean": "touch started",
			"filter.evil.process": "touch started",
			"filter.evil.required": "true",
			"core.fsmonitor": "touch started",
			"core.pager": "touch started",
			"color.ui": "always",
			"color.diff": "always",
			"diff.noprefix": "true",
			"diff.mnemonicPrefix": "true",
			"diff.renames": "copies",
			"diff.context": "0",
			"diff.interHunkContext": "50",
			"diff.suppressBlankEmpty": "true",
			"diff.relative": "true",
			"diff.algorithm": "patience",
			"diff.wordRegex": ".",
			"format.pretty": "oneline",
			"log.showSignature": "true",
			"log.date": "relative",
			"core.quotePath": "false",
			"i18n.logOutputEncoding": "ISO-8859-1",
			"grep.patternType": "perl",
			"submodule.recurse": "true",
		};
		for (const [name, value] of Object.entries(settings)) repository.git("config", name, value);
		repository.write(".git/info/attributes", "*.c -diff filter=evil\n*.h diff=evil\n");
		repository.write(".gitattributes", "* binary\n");
	}

	it("is left as it was, byte for byte, and its configuration changes nothing", async () => {
		repository.write('drivers/p\u00f6\u00f6l "2".c', locked(GOOD));
		repository.commit("subject with \u00e9");
		repository.write('drivers/p\u00f6\u00f6l "2".c', locked(BAD));
		repository.git("add", "drivers");
		repository.write("drivers/pool.c", locked(BAD));
		const calls = [["-g", "HEAD-9"], ["--staged"], ["--worktree"]];
		const results = async () => {
			const all: unknown[] = [];
			for (const argv of calls) {
				const { status, stderr, findings, patches, found } = await lint(repository, argv);
				const about = patches.map(({ subject, series, context }) => ({ subject, series, context }));
				all.push({ status, stderr, findings, about, found });
			}
			return all;
		};
		const plain = await results();
		assert.deepEqual(
			plain.map((result) => (result as { found: string[] }).found.length),
			[5, 1, 1],
		);
		assert.deepEqual(
			plain.map((result) => (result as { stderr: string }).stderr),
			["", "", ""],
		);
		configure();
		// What git would like to write again: times of files that have not changed.
		repository.write("README", "Pools.\n");
		const before = snapshot(repository.root);
		assert.deepEqual(
			(await results()).map((result) => JSON.stringify(result)),
			plain.map((result) => JSON.stringify(result)),
		);
		assert.deepEqual(snapshot(repository.root), before);
	});
});
