import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { asHandedOver, readReview, runPatchCheck, runReviewCheck } from "../harness/b4.js";
import { testFolder } from "../harness/folder.js";
import { BAD, GIT_ENVIRONMENT, GOOD, locked, testRepository } from "../harness/repository.js";
import { LORELINT, ROOT } from "../harness/root.js";

const TERSE = [LORELINT, "--format", "terse", "-"];
const CHECK = [LORELINT, "--format", "b4-check", "-"];
const AGENT = join(ROOT, "integrations/b4/review-agent");

const folder = testFolder();
const tree = testRepository(join(folder, "tree"));
tree.write("lib/pool.c", locked(GOOD));
tree.write("lib/notes.txt", "one\n");
const base = tree.commit("pool: begin");
tree.write("lib/pool.c", locked(BAD));
const bad = tree.commit("pool: reject negative limits");
tree.write("lib/notes.txt", "two\n");
const good = tree.commit("notes: say more");

/** A commit as b4 makes a mail of it: without a `From ` line in front. */
function mail(commit: string): { header: string; body: string } {
	const text = tree.git("format-patch", "--stdout", "-1", commit).replace(/^From .*\n/, "");
	const [header = "", ...rest] = text.split("\n\n");
	return { header, body: rest.join("\n\n") };
}

const message = (commit: string) => asHandedOver(mail(commit).header, mail(commit).body);
/** The Python that Debian's b4 runs in. */
const PYTHON = "/usr/bin/python3";
const HAND_OVER = `
import b4, email, sys
message = email.message_from_binary_file(sys.stdin.buffer, policy=b4.emlpolicy)
sys.stdout.buffer.write(b4.LoreMessage.get_msg_as_bytes(message))
`;
const noB4 = spawnSync(PYTHON, ["-c", "import b4"]).status === 0 ? false : "b4 is not installed";

const COVER = Buffer.from(
	"Subject: [PATCH 0/2] pool: limits\nFrom: a <a@example.org>\n\nDear all,\n\nread this.\n",
);

describe("a check command of b4", () => {
	it("says nothing of a clean patch", () => {
		assert.deepEqual(runPatchCheck(TERSE, message(good), tree.root), [
			{ flag: "success", text: "passed all checks" },
		]);
	});

	it("fails a patch with an error", () => {
		const [line, ...rest] = runPatchCheck(TERSE, message(bad), tree.root);
		assert.deepEqual(rest, []);
		assert.equal(line!.flag, "fail");
		assert.match(line!.text, /^lib\/pool\.c:9: ERROR:unbalanced-lock: `p->lock` is still held/);
	});

	it("passes a cover letter", () => {
		assert.deepEqual(runPatchCheck(TERSE, COVER, tree.root), [
			{ flag: "success", text: "passed all checks" },
		]);
	});

	for (const encoding of ["base64", "quoted-printable"]) {
		it(`reads a mail whose body is no longer ${encoding}`, () => {
			const { header, body } = mail(bad);
			const text = asHandedOver(`${header}\nContent-Transfer-Encoding: ${encoding}`, body);
			assert.match(runPatchCheck(TERSE, text, tree.root)[0]!.text, /unbalanced-lock/);
		});
	}

	it("reads what b4 itself hands over", { skip: noB4 }, () => {
		const { header, body } = mail(bad);
		const encoded = Buffer.from(body).toString("base64").replace(/.{76}/g, "$&\n");
		const { stdout } = spawnSync(PYTHON, ["-c", HAND_OVER], {
			input: `${header}\nContent-Transfer-Encoding: base64\n\n${encoded}\n`,
		});
		assert.match(stdout.toString(), /^Content-Transfer-Encoding: base64$[\s\S]*^\+\tif \(limit < 0\)$/m);
		assert.match(runPatchCheck(TERSE, stdout, tree.root)[0]!.text, /^lib\/pool\.c:9: ERROR:/);
	});

	it("warns of a patch that could not be read, and of no patch at all", () => {
		const broken = Buffer.from(
			message(bad)
				.toString()
				.replace(/^@@ -(\S+) \+\S+/m, "@@ -$1 +6,99"),
		);
		for (const [input, said] of [
			[broken, /^\d+: WARNING:not-checked: lib\/pool\.c: hunk 1/],
			[Buffer.from("Subject: hello\n\nDear all,\n"), /^1: WARNING:not-checked: .*no patch found/],
			[Buffer.alloc(0), /^1: WARNING:not-checked: .*no patch found/],
		] as const) {
			const report = runPatchCheck(TERSE, input, tree.root);
			assert.deepEqual(
				report.map(({ flag }) => flag),
				report.map(() => "warning"),
			);
			assert.match(report[0]!.text, said);
		}
	});
});

describe("a check command of b4 review", () => {
	it("tells pass from fail, with details", () => {
		assert.deepEqual(
			runReviewCheck(CHECK, message(good), tree.root).map(({ tool, status }) => [tool, status]),
			[["lorelint", "pass"]],
		);
		const [result] = runReviewCheck(CHECK, message(bad), tree.root);
		assert.deepEqual([result!.status, result!.summary], ["fail", "1 error"]);
		const [detail] = JSON.parse(result!.details);
		assert.deepEqual(
			[detail.context, detail.state, detail.srcline],
			["unbalanced-lock", "error", "return -EINVAL;"],
		);
	});

	it("has no result for a cover letter, and a warning where no patch is found", () => {
		assert.deepEqual(runReviewCheck(CHECK, COVER, tree.root), []);
		const [result] = runReviewCheck(CHECK, Buffer.from("Subject: hello\n\nDear all,\n"), tree.root);
		assert.equal(result!.status, "warn");
	});
});

describe("review files for b4 review", () => {
	const target = (name: string) => join(folder, name);
	const lint = (...args: string[]) =>
		spawnSync(LORELINT, ["--format", "b4-review", ...args], {
			cwd: tree.root,
			env: GIT_ENVIRONMENT,
			encoding: "utf8",
		});

	it("are one for each patch with findings, and the identity", () => {
		const { status, stdout, stderr } = lint("--git", `${base}..${good}`, "--output", target("review"));
		assert.deepEqual([status, stdout, stderr], [1, "", ""]);
		assert.deepEqual(readdirSync(target("review")).sort(), ["0001.txt", "identity.txt"]);
		assert.match(readFileSync(join(target("review"), "identity.txt"), "utf8"), /^\S.* <\S+@\S+>\n$/);
		const { comments } = readReview(readFileSync(join(target("review"), "0001.txt"), "utf8"));
		assert.deepEqual(
			comments.map(({ path, line, content }) => [path, line, content]),
			[["b/lib/pool.c", 9, "+\t\treturn -EINVAL;"]],
		);
	});

	it("take the place of those of an earlier run, and leave those of others alone", () => {
		writeFileSync(join(target("review"), "0002.txt"), "what was found in 2/2\n");
		lint("--git", `${base}..${good}`, "--output", target("review"));
		assert.deepEqual(readdirSync(target("review")).sort(), ["0001.txt", "identity.txt"]);
		mkdirSync(target("theirs"));
		writeFileSync(join(target("theirs"), "identity.txt"), "Robin <robin@example.org>\n");
		const { status, stderr } = lint("--git", bad, "--output", target("theirs"));
		assert.equal(status, 2);
		assert.match(stderr, /theirs: it holds the files of Robin <robin@example\.org>\n$/);
		assert.deepEqual(readdirSync(target("theirs")), ["identity.txt"]);
	});

	it("are not there where nothing is found", () => {
		assert.equal(lint("--git", good, "--output", target("clean")).status, 0);
		assert.equal(existsSync(target("clean")), false);
	});

	it("are left by the agent where b4 looks for them", () => {
		const clone = testRepository(join(folder, "clone"));
		clone.git("fetch", "-q", tree.root, "main");
		clone.git("checkout", "-q", "-B", "b4/review/x", good);
		const tracking = { series: { "base-commit": base, "first-patch-commit": bad }, patches: [] };
		// The cover letter, which others write, ends before the last of these lines.
		const cover = `x\n\n  "first-patch-commit": "${"0".repeat(40)}",\n`;
		clone.git(
			...["commit", "-q", "--allow-empty", "-m"],
			`${cover}\n--- b4-review-tracking ---\n# Internal.\n${JSON.stringify(tracking, null, 2)}`,
		);
		const head = clone.git("rev-parse", "HEAD").trim();
		const options = { cwd: clone.root, env: GIT_ENVIRONMENT, encoding: "utf8" } as const;
		execFileSync(AGENT, ["--", "Read the prompt from README"], { ...options, stdio: "pipe" });
		const review = join(clone.root, ".git/b4-review", head);
		assert.deepEqual(readdirSync(review).sort(), ["0001.txt", "identity.txt"]);
		clone.git("checkout", "-q", base);
		const { status, stderr } = spawnSync(AGENT, [], options);
		assert.equal(status, 2);
		assert.match(stderr, /HEAD is not the tip of a branch of b4 review/);
	});
});
