import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { HOOKS } from "../../src/cli/hook/names.js";
import { hookScript, ownerOf } from "../../src/cli/hook/script.js";
import { testFolder } from "../harness/folder.js";
import {
	BAD,
	GIT_ENVIRONMENT,
	GOOD,
	locked,
	type TestRepository,
	testRepository,
} from "../harness/repository.js";
import { run } from "./capture.js";

const folder = testFolder();

function fresh(name: string): TestRepository {
	const repository = testRepository(join(folder, name));
	repository.write("pool.c", locked(GOOD));
	repository.commit("begin");
	return repository;
}

function hook(repository: TestRepository, ...argv: readonly string[]) {
	return run(["hook", ...argv], { cwd: repository.root });
}

/** Names of the hooks of a repository, without the samples of git. */
function hooksIn(path: string): string[] {
	return existsSync(path) ? readdirSync(path).filter((name) => !name.endsWith(".sample")) : [];
}

function commit(repository: TestRepository, body: string, ...options: readonly string[]) {
	repository.write("pool.c", locked(body));
	return repository.tryGit(["commit", "-q", "-a", "-m", "change", ...options]);
}

describe("hook pre-commit", () => {
	it("stops a commit that breaks something, and no other", async () => {
		const repository = fresh("commit");
		const path = join(repository.root, ".git/hooks/pre-commit");
		const { status, stdout, stderr } = await hook(repository, "install", "pre-commit");
		assert.deepEqual([status, stdout, stderr], [0, `installed ${path}\n`, ""]);
		const good = commit(repository, `${GOOD}\tp->seen = 1;\n`);
		assert.deepEqual([good.status, good.stderr, good.stdout], [0, "", ""]);
		const bad = commit(repository, BAD);
		assert.equal(bad.status, 1);
		assert.match(bad.stderr, /pool\.c:9:3: error: .*\[unbalanced-lock\]/);
		assert.match(bad.stderr, /\nlorelint: not committed; 'git commit --no-verify' commits/);
		assert.equal(commit(repository, BAD, "--no-verify").status, 0);
	});

	it("looks at what the commit is made of", async () => {
		const repository = fresh("parts");
		repository.write("other.c", "int other;\n");
		repository.commit("other");
		await hook(repository, "install", "pre-commit");
		repository.write("pool.c", locked(BAD));
		repository.git("add", "pool.c");
		repository.write("other.c", "int another;\n");
		assert.equal(repository.tryGit(["commit", "-q", "-m", "other", "other.c"]).status, 0);
		assert.equal(repository.tryGit(["commit", "-q", "-m", "pool"]).status, 1);
		repository.git("reset", "-q");
		assert.equal(repository.tryGit(["commit", "-q", "-m", "pool", "pool.c"]).status, 1);
		assert.equal(repository.tryGit(["commit", "-q", "-m", "none", "--allow-empty"]).status, 0);
	});

	it("leaves merges alone", async () => {
		const repository = fresh("merges");
		repository.git("checkout", "-q", "-b", "side");
		repository.write("pool.c", locked(BAD));
		repository.write("both", "side\n");
		repository.commit("side");
		repository.git("checkout", "-q", "main");
		repository.write("both", "main\n");
		repository.commit("main");
		await hook(repository, "install", "pre-commit");
		assert.notEqual(repository.tryGit(["merge", "-q", "side"]).status, 0);
		repository.write("both", "main and side\n");
		assert.equal(repository.tryGit(["commit", "-q", "-a", "-m", "merge"]).status, 0);
	});

	it("lets pass, and says so, where lorelint cannot check", async () => {
		const repository = fresh("gone");
		for (const [lorelint, said] of [
			["/nowhere/it's here/lorelint.js", "lorelint: not found at /nowhere/it's here/lorelint.js, so the"],
			[repository.write("2.js", "process.exit(2)"), ""],
			[repository.write("7.js", "process.exit(7)"), "lorelint: ended with status 7, so the"],
		] as const) {
			const script = hookScript("pre-commit", { node: process.execPath, lorelint });
			repository.write(".git/hooks/pre-commit", script, 0o755);
			const { status, stderr } = commit(repository, BAD, "--allow-empty");
			assert.equal(status, 0);
			assert.equal(stderr, said && `${said} pre-commit hook checked nothing\n`);
		}
	});

	it("finds Node again where that has moved, and whatever is in the names", () => {
		const odd = join(folder, 'it\'s "odd" $HOME `x` \\ \n dir');
		mkdirSync(odd);
		writeFileSync(join(odd, "l.js"), "console.log(JSON.stringify(process.argv.slice(2))); process.exit(1)");
		symlinkSync(process.execPath, join(odd, "node"));
		for (const node of [join(odd, "node"), "/nowhere/node"]) {
			const script = join(odd, "script");
			writeFileSync(script, hookScript("sendemail-validate", { node, lorelint: join(odd, "l.js") }));
			const env = { ...process.env, PATH: `${join(process.execPath, "..")}:${process.env.PATH}` };
			const { status, stdout } = spawnSync("sh", [script, "a b", "-x"], { env, encoding: "utf8" });
			assert.deepEqual(
				[status, JSON.parse(stdout)],
				[1, ["hook", "run", "sendemail-validate", "--", "a b", "-x"]],
			);
		}
	});
});

describe("hook install and uninstall", () => {
	/** A hook that notes how it was called, and ends as it is told. */
	const NOTING = `#!/bin/sh\nprintf '%s|' "$@" >>noted; cat >>noted; echo "$TOLD" >>noted; exit \${TOLD:-0}\n`;

	it("runs the hook that was there first, and gives it back", async () => {
		const repository = fresh("chain");
		const path = repository.write(".git/hooks/sendemail-validate", NOTING, 0o751);
		const call = (told: string, input: string) =>
			spawnSync(path, ["a mail", "headers"], {
				cwd: repository.root,
				env: { ...GIT_ENVIRONMENT, TOLD: told },
				input,
				encoding: "utf8",
			});
		for (const word of ["installed", "renewed"]) {
			const { stdout } = await hook(repository, "install", "sendemail-validate");
			assert.equal(stdout, `${word} ${path}; ${path}.before-lorelint runs before it\n`);
		}
		assert.equal(call("3", "stdin\n").status, 3);
		const noted = () => readFileSync(join(repository.root, "noted"), "utf8");
		assert.equal(noted(), "a mail|headers|stdin\n3\n");
		assert.equal(call("", "").status, 0);
		assert.equal(noted(), "a mail|headers|stdin\n3\na mail|headers|\n");
		const { stdout } = await hook(repository, "uninstall", "sendemail-validate");
		assert.equal(stdout, `removed lorelint from ${path}; the hook that was there before is back\n`);
		assert.deepEqual([readFileSync(path, "utf8"), statSync(path).mode & 0o777], [NOTING, 0o751]);
		assert.deepEqual(hooksIn(join(path, "..")), ["sendemail-validate"]);
	});

	it("leaves nothing behind where there was nothing", async () => {
		const repository = fresh("clean");
		for (const name of HOOKS) {
			assert.equal((await hook(repository, "install", name)).status, 0);
			assert.equal((await hook(repository, "uninstall", name)).status, 0);
			const { status, stdout } = await hook(repository, "uninstall", name);
			assert.equal(status, 0);
			assert.match(stdout, /is not there: nothing to take away\n$/);
		}
		assert.deepEqual(hooksIn(join(repository.root, ".git/hooks")), []);
	});

	it("says that a hook which git passes over is not run", async () => {
		const repository = fresh("off");
		const path = repository.write(".git/hooks/pre-commit", NOTING, 0o644);
		const { stdout } = await hook(repository, "install", "pre-commit");
		assert.equal(
			stdout,
			`installed ${path}; ${path}.before-lorelint is kept, and not run: it is not executable\n`,
		);
		assert.equal(commit(repository, `${GOOD}\tp->seen = 1;\n`).status, 0);
		assert.equal(existsSync(join(repository.root, "noted")), false);
	});

	it("runs the hook that was there also where another one has been put in front", async () => {
		const repository = fresh("front");
		const path = repository.write(".git/hooks/pre-commit", NOTING, 0o755);
		await hook(repository, "install", "pre-commit");
		renameSync(path, `${path}.legacy`);
		repository.write(".git/hooks/pre-commit", '#!/bin/sh\nexec "$0.legacy"\n', 0o755);
		assert.equal(commit(repository, `${GOOD}\tp->seen = 1;\n`).status, 0);
		assert.equal(existsSync(join(repository.root, "noted")), true);
		assert.equal(commit(repository, BAD).status, 1);
	});

	it("gives the old hook back where somebody has deleted the new one", async () => {
		const repository = fresh("deleted");
		const path = repository.write(".git/hooks/pre-commit", NOTING, 0o700);
		await hook(repository, "install", "pre-commit");
		rmSync(path);
		assert.equal((await hook(repository, "uninstall", "pre-commit")).status, 0);
		assert.deepEqual([readFileSync(path, "utf8"), statSync(path).mode & 0o777], [NOTING, 0o700]);
	});

	it("never touches a hook that is not its own", async () => {
		const repository = fresh("foreign");
		const path = repository.write(".git/hooks/pre-commit", NOTING, 0o755);
		const foreign = await hook(repository, "uninstall", "pre-commit");
		assert.deepEqual(
			[foreign.status, foreign.stderr],
			[2, `lorelint: ${path} was not made by lorelint; it stays\n`],
		);
		await hook(repository, "install", "pre-commit");
		const changed = `${readFileSync(path, "utf8")}echo more\n`;
		writeFileSync(path, changed);
		assert.equal((await hook(repository, "uninstall", "pre-commit")).status, 2);
		assert.equal((await hook(repository, "install", "pre-commit")).status, 2);
		assert.equal(readFileSync(path, "utf8"), changed);
		writeFileSync(path, NOTING);
		const third = await hook(repository, "install", "pre-commit");
		assert.deepEqual([third.status, readFileSync(path, "utf8")], [2, NOTING]);
		assert.match(third.stderr, /pre-commit\.before-lorelint is there already/);
	});

	it("knows its own hooks, of whatever version and path", () => {
		for (const name of HOOKS) {
			const script = hookScript(name, { node: "/usr/bin/node", lorelint: "/opt/l.js" });
			assert.equal(ownerOf(script), "ours");
			assert.equal(ownerOf(script.replace("/usr/bin", "/opt/bin")), "changed");
		}
		assert.equal(ownerOf("#!/bin/sh\nexec lorelint --staged\n"), "other");
	});

	it("goes where core.hooksPath says, and where linked work trees look", async () => {
		const repository = fresh("places");
		const linked = join(folder, "places-linked");
		repository.git("worktree", "add", "-q", linked);
		const { stdout } = await run(["hook", "install", "pre-commit"], { cwd: linked });
		assert.equal(stdout, `installed ${join(repository.root, ".git/hooks/pre-commit")}\n`);
		writeFileSync(join(linked, "pool.c"), locked(BAD));
		assert.equal(repository.tryGit(["-C", linked, "commit", "-q", "-a", "-m", "bad"]).status, 1);
		repository.git("config", "core.hooksPath", "my hooks");
		mkdirSync(join(repository.root, "below"));
		const over = { cwd: join(repository.root, "below") };
		const moved = await run(["hook", "install", "pre-commit"], over);
		assert.equal(moved.stdout, `installed ${join(repository.root, "my hooks/pre-commit")}\n`);
		assert.equal(commit(repository, BAD).status, 1);
		const named = await run(["hook", "uninstall", "pre-commit", "--repo", repository.root], { cwd: folder });
		assert.equal(named.status, 0);
	});

	it("says where there can be no hook", async () => {
		const repository = fresh("none");
		const bare = join(folder, "none.git");
		repository.git("clone", "-q", "--bare", repository.root, bare);
		for (const [cwd, said] of [
			[bare, /has no work tree/],
			[folder, /is not in a git repository/],
		] as const) {
			const { status, stderr } = await run(["hook", "install", "pre-commit"], { cwd });
			assert.equal(status, 2);
			assert.match(stderr, said);
		}
		repository.git("config", "core.hooksPath", "/dev/null");
		const off = await hook(repository, "install", "pre-commit");
		assert.equal(off.status, 2);
		assert.match(off.stderr, /core\.hooksPath is \/dev\/null, which is no folder/);
		assert.equal((await hook(repository, "install", "post-commit")).status, 2);
	});
});

describe("hook pre-applypatch", () => {
	it("stops git am behind a patch that breaks something", async () => {
		const repository = fresh("apply");
		commit(repository, `${GOOD}\tp->seen = 1;\n`);
		commit(repository, BAD);
		repository.git("format-patch", "-q", "-2", "-o", join(folder, "apply-patches"));
		repository.git("reset", "-q", "--hard", "HEAD~2");
		await hook(repository, "install", "pre-applypatch");
		const patches = readdirSync(join(folder, "apply-patches")).map((name) =>
			join(folder, "apply-patches", name),
		);
		const { status, stderr } = repository.tryGit(["am", "-q", ...patches]);
		assert.equal(status, 1);
		assert.match(stderr, /\[unbalanced-lock\].*lorelint: not committed; mend it/s);
		assert.equal(repository.git("rev-list", "--count", "HEAD").trim(), "2");
		const [, words] = /'git (-c \S+ am --continue)' commits it as it is/.exec(stderr) ?? [];
		assert.equal(repository.tryGit(words?.split(" ") ?? []).status, 0);
		assert.equal(repository.git("rev-list", "--count", "HEAD").trim(), "3");
	});
});

/** A series of three with a cover letter: the first breaks something, the second mends it, the third is good. */
function series(repository: TestRepository, name: string): readonly string[] {
	const out = join(folder, name);
	commit(repository, BAD);
	commit(repository, BAD.replace("return -EINVAL", "goto out").replace(/$/, "out:\n"));
	repository.write("more.c", "int more;\n");
	repository.commit("more");
	repository.git("format-patch", "-q", "-3", "--cover-letter", "-o", out);
	return readdirSync(out)
		.sort()
		.map((file) => {
			const path = join(out, file);
			writeFileSync(path, readFileSync(path, "utf8").replace(/\*\*\* \w+ HERE \*\*\*/g, "Pools"));
			return path;
		});
}

describe("hook sendemail-validate, called by git send-email", () => {
	const installed = spawnSync("git", ["send-email", "--dump-aliases"], { encoding: "utf8" }).status === 0;
	const skip = installed ? false : "git send-email is not installed";

	it("stops before anything is sent", { skip }, async () => {
		const repository = fresh("send");
		const files = series(repository, "send-patches");
		await hook(repository, "install", "sendemail-validate");
		const server = repository.write("server", `#!/bin/sh\ncat >>"$(dirname "$0")/sent"\n`, 0o755);
		mkdirSync(join(repository.root, "below"));
		const options = [
			"--quiet",
			"--validate",
			"--confirm=never",
			"--to=a@example.org",
			"--from=b@example.org",
		];
		const send = (...mails: readonly string[]) =>
			repository.tryGit(["-C", "below", "send-email", ...options, `--smtp-server=${server}`, ...mails]);
		const [cover, first, , third] = files;
		const bad = send(cover!, first!);
		assert.notEqual(bad.status, 0);
		assert.match(
			bad.stderr,
			/\[unbalanced-lock\].*lorelint: not sent;.*rejected by sendemail-validate hook/s,
		);
		assert.equal(existsSync(join(repository.root, "sent")), false);
		const good = send(cover!, third!);
		assert.deepEqual([good.status, good.stderr], [0, ""]);
		assert.match(readFileSync(join(repository.root, "sent"), "utf8"), /^Subject: \[PATCH 3\/3\] more$/m);
		assert.equal(existsSync(join(repository.root, ".git/lorelint")), false);
	});
});

describe("hook sendemail-validate, called as git 2.41 and later do", () => {
	/** One call for one mail, with its headers in a file and its number in the environment. */
	function validate(repository: TestRepository, file: string, counter: number, total: number) {
		const headers = join(folder, "headers");
		writeFileSync(headers, "From: b@example.org\nTo: a@example.org\n");
		const args = ["hook", "run", "--ignore-missing", "sendemail-validate", "--", file, headers];
		return repository.tryGit(args, {
			GIT_DIR: join(repository.root, ".git"),
			GIT_SENDEMAIL_FILE_COUNTER: String(counter),
			GIT_SENDEMAIL_FILE_TOTAL: String(total),
		});
	}

	function validateAll(repository: TestRepository, files: readonly string[]) {
		return files.map((file, index) => validate(repository, file, index + 1, files.length));
	}

	const repository = fresh("count");
	const files = series(repository, "count-patches");
	const [cover, first, , third] = files;
	const kept = () => hooksIn(join(repository.root, ".git/lorelint"));

	it("lints the series when the last mail comes", async () => {
		await hook(repository, "install", "sendemail-validate");
		const calls = validateAll(repository, [cover!, first!, third!]);
		assert.deepEqual(
			calls.map(({ status, stderr }) => [status, stderr.includes("[unbalanced-lock]")]),
			[
				[0, false],
				[0, false],
				[1, true],
			],
		);
		assert.deepEqual(kept(), []);
		const [alone] = validateAll(repository, [third!]);
		assert.deepEqual([alone!.status, alone!.stderr], [0, ""]);
	});

	it("forgets a run that was given up", () => {
		assert.equal(validate(repository, first!, 1, 3).status, 0);
		assert.equal(kept().length, 1);
		const calls = validateAll(repository, [cover!, third!]);
		assert.deepEqual(
			calls.map(({ status }) => status),
			[0, 0],
		);
		assert.deepEqual(kept(), []);
		assert.equal(existsSync(join(repository.root, ".git/lorelint")), false);
	});

	it("keeps two senders apart, and goes on where each call has a sender of its own", async (t) => {
		// In a file, for a command line that names the hook is taken for one that only passes it on.
		const script = join(folder, "send.sh");
		writeFileSync(
			script,
			`i=$1; shift; for f; do
				export GIT_SENDEMAIL_FILE_COUNTER=$i GIT_SENDEMAIL_FILE_TOTAL=2
				git hook run sendemail-validate -- "$f" /dev/null >/dev/null 2>&1; echo $?; i=$((i + 1))
				[ -z "$WAIT" ] || read line
			done`,
		);
		const sender = (mails: readonly string[], from: number, environment: NodeJS.ProcessEnv = {}) => {
			const env = { ...GIT_ENVIRONMENT, ...environment, GIT_DIR: join(repository.root, ".git") };
			const child = spawn("sh", [script, String(from), ...mails], { cwd: repository.root, env });
			t.after(() => child.kill());
			return child;
		};
		const said = async (child: ReturnType<typeof sender>) => String((await once(child.stdout, "data"))[0]);
		const bad = sender([first!, third!], 1, { WAIT: "1" });
		assert.equal(await said(bad), "0\n");
		const good = sender([cover!, third!], 1);
		assert.equal(await said(good), "0\n");
		assert.equal(await said(good), "0\n");
		bad.stdin.write("go on\n");
		assert.equal(await said(bad), "1\n");
		bad.stdin.end("end\n");
		await once(bad, "close");
		for (const [mail, number, status] of [
			[first!, 1, "0\n"],
			[third!, 2, "1\n"],
		] as const) {
			const child = sender([mail], number);
			assert.equal(await said(child), status);
			await once(child, "close");
		}
		assert.deepEqual(kept(), []);
	});

	it("lints a mail by itself where the mails before it are not known", () => {
		assert.equal(validate(repository, first!, 3, 4).status, 1);
		assert.equal(validate(repository, third!, 4, 4).status, 0);
	});

	it("lets mails pass that are no patches", () => {
		const note = join(folder, "note.txt");
		writeFileSync(note, "From: b@example.org\nSubject: Hello\n\nNo patch today.\n");
		assert.equal(validate(repository, note, 1, 1).status, 0);
	});
});
