import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { bytes, run } from "./capture.js";
import { type MailParts, mailOf } from "./samples.js";

const NOTE = "lorelint: ignore unbalanced-lock pool_done() releases it";

function lint(parts: MailParts | string, argv: readonly string[] = []) {
	const mail = typeof parts === "string" ? parts : mailOf(parts);
	return run(["--no-tree", ...argv], { cwd: testFolder(), stdin: bytes(mail) });
}

describe("a note below the ---", () => {
	for (const below of [
		NOTE,
		`v2: better\n\n${NOTE}\nmore`,
		"lorelint: ignore lock the caller releases it",
		"lorelint: ignore unbalanced-lock: the caller releases it",
		"lorelint: ignore unbalanced-lock - the caller releases it",
		"  Lorelint: ignore unbalanced-lock\tthe caller releases it",
		`v2: better\n---\nv3: ${"x".repeat(300)}\n${NOTE}`,
	]) {
		it(`is followed: ${JSON.stringify(below.slice(-60))}`, async () => {
			const { status, stdout, stderr } = await lint({ below });
			assert.deepEqual([status, stderr], [0, ""]);
			assert.match(stdout, /: nothing found\.\n1 ignored by a note in the mail\.\n/);
		});
	}

	it("is followed behind CRLF line ends, and in an encoded mail", async () => {
		assert.equal((await lint(mailOf({ below: NOTE }).replaceAll("\n", "\r\n"))).status, 0);
		const [header, ...body] = mailOf({ below: NOTE }).split("\n\n");
		const encoded = Buffer.from(body.join("\n\n")).toString("base64").replace(/.{76}/g, "$&\n");
		const mail = `${header}\nContent-Transfer-Encoding: base64\n\n${encoded}\n`;
		assert.equal((await lint(mail)).status, 0);
	});

	it("is followed behind a scissors line", async () => {
		const mail = mailOf({ below: NOTE }).replace(
			"Limits below 0",
			"Hello,\n---\n-- >8 --\nSubject: x\n\nLimits below 0",
		);
		assert.equal((await lint(mail)).status, 0);
	});

	const unheard: readonly (readonly [where: string, mail: MailParts | string])[] = [
		["in the commit message", { message: NOTE }],
		["behind a comment in the code", mailOf().replace("p->seen = limit;", `p->seen = limit; /* ${NOTE} */`)],
		[
			"in a comment that the patch adds",
			mailOf().replace("+\tif", `+/*\n+${NOTE}\n+*/\n+\tif`).replace("+1,9", "+1,12"),
		],
		["behind the diff", `${mailOf()}---\n${NOTE}\n`],
		["in a header", { headers: `X-Lorelint: ${NOTE}\n` }],
		["quoted", { below: `> ${NOTE}` }],
		["above the scissors", mailOf().replace("Limits below 0", `---\n${NOTE}\n-- >8 --\nLimits below 0`)],
		[
			"in a cover letter",
			`From a@b.c Thu Jan  1 00:00:00 1970\nFrom: a@b.c\nMessage-Id: <0@x>\nSubject: [PATCH 0/1] pool\n\n---\n${NOTE}\n\nFrom a@b.c Thu Jan  1 00:00:00 1970\n${mailOf().replace("[PATCH]", "[PATCH 1/1]")}`,
		],
	];
	for (const [where, mail] of unheard) {
		it(`is none ${where}`, async () => {
			const { status, stdout } = await lint(mail);
			assert.deepEqual([status, where], [1, where], stdout);
			assert.doesNotMatch(stdout, /ignored/);
		});
	}

	it("is for its own patch alone", async () => {
		const separator = "From a@b.c Thu Jan  1 00:00:00 1970\n";
		const first = mailOf({ below: NOTE });
		const second = mailOf().replace("limits@", "other@").replaceAll("pool.c", "other.c");
		const { status, stdout } = await lint(separator + first + separator + second);
		assert.equal(status, 1);
		assert.match(stdout, /other\.c:6:3: error/);
		assert.match(stdout, /: 1 error\.\n1 ignored by a note in the mail\./);
	});

	const told: readonly (readonly [below: string, status: number, says: RegExp])[] = [
		[
			"lorelint: ignore unbalanced-lok x",
			1,
			/there is no rule 'unbalanced-lok'; did you mean 'unbalanced-lock'\?/,
		],
		["lorelint: ignore unbalanced-lock", 1, /it gives no reason for ignoring unbalanced-lock/],
		["lorelint: ignore unbalanced-lock ...", 1, /it gives no reason/],
		["lorelint: ignore", 1, /it names no rule/],
		["lorelint: disable unbalanced-lock x", 1, /it must read 'lorelint: ignore RULE reason'/],
		["lorelint:", 1, /it must read/],
		["lorelint: ignore constructor x", 1, /there is no rule 'constructor'/],
		[
			`${NOTE}\nlorelint: ignore divide-by-zero x`,
			0,
			/nothing is found here that the note about divide-by-zero would ignore/,
		],
	];
	for (const [below, status, says] of told) {
		it(`is told of: ${JSON.stringify(below)}`, async () => {
			const result = await lint({ below });
			assert.equal(result.status, status);
			assert.match(result.stderr, /^lorelint: standard input:\d+: .*\n$/);
			assert.match(result.stderr, says);
		});
	}

	it("is not called vain about a rule that did not run", async () => {
		const { status, stderr } = await lint({ below: NOTE }, ["--select", "divide"]);
		assert.deepEqual([status, stderr], [0, ""]);
	});

	it("is not followed where nobody wants it", async () => {
		assert.equal((await lint({ below: NOTE }, ["--no-notes"])).status, 1);
		const folder = testFolder({ ".lorelintrc.json": '{"notes":false}' });
		const stdin = bytes(mailOf({ below: NOTE }));
		assert.equal((await run(["--no-tree"], { cwd: folder, stdin })).status, 1);
	});

	it("drives no terminal, and is not repeated without end", async () => {
		const below = "lorelint: ignore \x1b[31mred x\n".repeat(1000);
		const { stderr } = await lint({ below });
		assert.ok(!stderr.includes("\x1b"));
		assert.ok(stderr.split("\n").length <= 52);
	});

	it("is shown with what it ignores, where that is asked for", async () => {
		const text = await lint({ below: NOTE }, ["--show-ignored"]);
		assert.match(
			text.stdout,
			/pool\.c:6:3: ignored error: .* \[unbalanced-lock\]\n {2}by a note in the mail: pool_done\(\) releases it\n/,
		);
		const { stdout } = await lint({ below: NOTE }, ["--show-ignored", "-f", "jsonl"]);
		const objects = stdout
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		assert.deepEqual(
			objects.map(({ type }) => type),
			["patch", "ignored", "summary"],
		);
		const { rule, by, reason } = objects[1];
		assert.deepEqual(
			{ rule, by, reason },
			{ rule: "unbalanced-lock", by: "note", reason: "pool_done() releases it" },
		);
		const plain = await lint({ below: NOTE }, ["-f", "jsonl"]);
		assert.doesNotMatch(plain.stdout, /"ignored"/);
	});
});
