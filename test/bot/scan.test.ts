import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { bytes, run } from "../cli/capture.js";
import { put, testFolder } from "../harness/folder.js";
import { BAD_DIFF, diffOf, epoch, GOOD_DIFF, listMail, type Step } from "./archive.js";

const folder = testFolder();
const FROM = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";

const scan = (...argv: string[]) => run(["scan", "--no-tree", "--no-config", ...argv], { cwd: folder });

interface Line {
	readonly type: string;
	readonly [field: string]: unknown;
}

function linesOf(stdout: string): Line[] {
	return stdout
		.split("\n")
		.filter((text) => text !== "")
		.map((text) => JSON.parse(text) as Line);
}

/** What a scan said, without the summary, and whether its counts add up. */
function outcome({ stdout }: { stdout: string }) {
	const lines = linesOf(stdout);
	const summary = lines.pop() as Line & Record<string, number>;
	assert.equal(summary.type, "summary");
	const left = Object.values(summary.left as unknown as Record<string, number>).reduce((a, b) => a + b, 0);
	const { mails, linted, covers, discussion, problems } = summary;
	assert.equal(mails, linted! + covers! + discussion! + left + problems!, "the counts add up");
	return { lines, summary, left: lines.filter(({ type }) => type === "left").map(({ reason }) => reason) };
}

let made = 0;
function archive(...steps: readonly (Step | string)[]): string {
	return epoch(join(folder, `archive-${made++}`, "git", "0.git"), steps);
}

/** Patch `index` of a series of two; its second one heals what the first breaks. */
function half(index: 1 | 2, run = "20260105100000.1234"): string {
	const healing = diffOf("drivers/pool/pool.c", "").replace(
		/@@[\s\S]*/,
		"@@ -3,5 +3,7 @@ int store_limit(struct pool *p, int limit)\n \tmutex_lock(&p->lock);\n \tp->limit = limit;\n-\tif (limit < 0)\n+\tif (limit < 0) {\n+\t\tmutex_unlock(&p->lock);\n \t\treturn -EINVAL;\n+\t}\n \tmutex_unlock(&p->lock);\n",
	);
	return listMail({
		subject: `[PATCH ${index}/2] pool: limits`,
		id: `<${run}-${index + 1}-robin@example.org>`,
		headers: "References: <cover@example.org>\n",
		diff: index === 1 ? BAD_DIFF : healing,
	});
}

describe("scan", () => {
	it("lints the series of an archive, and accounts for every mail", async () => {
		const path = archive(
			listMail({ subject: "[PATCH 0/2] pool: limits", id: "<c@example.org>", diff: null }),
			half(1),
			listMail({ subject: "Re: [PATCH 1/2] pool: limits", id: "<r@example.org>", text: "Hm.\n", diff: null }),
			listMail({ subject: "[RFC PATCH] pool: limits", id: "<rfc@example.org>" }),
			half(2),
			listMail(),
		);
		const { status, stdout, stderr } = await scan(path);
		assert.deepEqual([status, stderr], [1, ""]);
		const { lines, summary, left } = outcome({ stdout });
		assert.deepEqual(left, ["rfc"]);
		assert.deepEqual([summary.mails, summary.linted, summary.covers, summary.discussion], [6, 3, 1, 1]);
		const findings = lines.filter(({ type }) => type === "finding");
		assert.deepEqual(
			findings.map(({ patch }) => (patch as { messageId: string }).messageId),
			["<limits@example.org>"],
			"the second half heals the first",
		);
		assert.ok(lines.every((line) => !("ms" in line)));
	});

	it("finds an epoch in all the ways in which it may be named, and reads epochs in order", async () => {
		const path = archive(half(1));
		epoch(join(path, "..", "1.git"), [half(2)]);
		for (const name of [join(path, "../.."), join(path, "..")]) {
			const { summary, lines } = outcome(await scan(name));
			assert.equal(summary.linted, 2, name);
			assert.deepEqual(
				lines.map(({ type }) => type),
				["patch", "patch"],
				"one series",
			);
		}
		assert.equal(outcome(await scan(path)).summary.linted, 1);
	});

	it("reads maildirs, mboxes, plain or gzip, and standard input alike", async () => {
		const box = `${FROM}${half(1)}\n${FROM}${half(2)}\n`;
		const mbox = put(folder, "box.mbox", box);
		writeFileSync(join(folder, "box.gz"), gzipSync(box));
		put(folder, "maildir/cur/1.a:2,S", half(1));
		put(folder, "maildir/new/2.a", half(2));
		for (const name of [mbox, join(folder, "box.gz"), join(folder, "maildir")]) {
			assert.equal(outcome(await scan(name)).summary.linted, 2, name);
		}
		const piped = await run(["scan", "--no-tree", "-"], { cwd: folder, stdin: bytes(box) });
		assert.equal(outcome(piped).summary.linted, 2);
	});

	it("counts a mail of several archives once, and puts a series together that is spread over them", async () => {
		const one = archive({ mail: half(1), time: 1_767_700_000 }, { mail: listMail(), time: 1_767_800_000 });
		const two = archive({ mail: listMail(), time: 1_767_600_000 }, { mail: half(2), time: 1_767_750_000 });
		const { lines, left, summary } = outcome(await scan(one, two));
		assert.deepEqual(left, ["duplicate"]);
		assert.equal(summary.linted, 3);
		assert.equal(lines.filter(({ type }) => type === "finding").length, 1);
	});

	it("leaves what the archive has taken back, unless it came again", async () => {
		const mail = listMail();
		assert.deepEqual(outcome(await scan(archive(mail, { mail, isDeletion: true }))).left, ["deleted"]);
		const again = listMail({ id: "<again@example.org>" });
		const path = archive(again, { mail: again, isDeletion: true }, mail);
		const { left, summary } = outcome(await scan(path));
		assert.deepEqual([left, summary.linted, summary.mails], [["deleted"], 1, 2]);
	});

	it("begins where --since says", async () => {
		const path = archive(
			{ mail: listMail({ id: "<old@example.org>" }), time: 1_700_000_000 },
			{ mail: listMail(), time: 1_767_600_000 },
		);
		assert.equal(outcome(await scan("--since", "2026-01-01", path)).summary.mails, 1);
		assert.equal((await scan("--since", "yesterday", path)).status, 2);
	});

	it("lints what builds on a patch that is left alone on top of it", async () => {
		const path = archive(half(1).replace(/^Signed-off-by.*\n/m, ""), half(2));
		const { left, lines } = outcome(await scan(path));
		assert.deepEqual(left, ["unsigned"]);
		assert.deepEqual(
			lines.map(({ type }) => type),
			["left", "patch"],
		);
	});
});

describe("scan in shards", () => {
	const path = archive(
		...Array.from({ length: 40 }, (_, at) => [
			half(1, `20260105100000.${at}`),
			listMail({ id: `<lone-${at}@example.org>`, diff: at % 2 ? BAD_DIFF : GOOD_DIFF }),
			listMail({ id: `<rfc-${at}@example.org>`, subject: "[RFC PATCH] pool: limits" }),
			listMail({ id: `<re-${at}@example.org>`, subject: "Re: pool", diff: null }),
			`Subject: no Message-ID\n\n${at}`,
			listMail({ id: `<lone-${at - 1}@example.org>` }),
			half(2, `20260105100000.${at}`),
		]).flat(),
	);
	const sorted = (stdout: string) => stdout.split("\n").sort();

	for (const total of [1, 3, 8]) {
		it(`gives in ${total} parts what one run gives`, async () => {
			const whole = await scan(path);
			const files: string[] = [];
			for (let index = 1; index <= total; index++) {
				const { stdout } = await scan("--shard", `${index}/${total}`, path);
				outcome({ stdout });
				files.push(put(folder, `shard-${index}.jsonl`, stdout));
			}
			const merged = await run(["scan", "--merge", ...files], { cwd: folder });
			assert.deepEqual(sorted(merged.stdout), sorted(whole.stdout));
			assert.deepEqual([merged.status, merged.stderr], [1, ""]);
		});
	}

	it("refuses to merge what is not whole", async () => {
		const [one, two] = await Promise.all(
			["1/2", "2/2"].map(async (shard) => (await scan("--shard", shard, path)).stdout),
		);
		const merge = (...texts: string[]) =>
			run(["scan", "--merge", ...texts.map((text, at) => put(folder, `part-${at}.jsonl`, text))], {
				cwd: folder,
			});
		const cut = two!.slice(0, two!.lastIndexOf("{"));
		const grown = two!.replace(/"read":\d+/, '"read":9999');
		const cases: [string[], RegExp][] = [
			[[one!], /shards are missing: 2 of 2/],
			[[one!, one!], /a shard comes twice/],
			[[one!, cut], /does not end with a summary/],
			[[one!, grown], /have not read the same/],
			[[one!, ""], /does not end with a summary/],
		];
		for (const [texts, fault] of cases) {
			const { status, stdout, stderr } = await merge(...texts);
			assert.deepEqual([status, stdout], [2, ""]);
			assert.match(stderr, fault);
		}
	});

	it("wants a shard that there is", async () => {
		for (const shard of ["0/2", "3/2", "1", "a/b", "1/0"]) {
			assert.equal((await scan("--shard", shard, path)).status, 2, shard);
		}
	});
});

describe("scan of hostile archives", () => {
	it("gets over mails that want to harm", async () => {
		const attachment = `Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n${"A".repeat(40 * 1024 * 1024)}`;
		const quotes = Array.from({ length: 10_000 }, (_, at) => `${">".repeat(at)} diff --git a/x b/x\n`);
		const mails = [
			`Subject: big\nMessage-ID: <big@example.org>\n${attachment}`,
			listMail({
				id: "<quotes@example.org>",
				subject: "Re: x",
				text: quotes.join("").slice(0, 20_000_000),
				diff: null,
			}),
			listMail({ id: "<nul@example.org>", subject: "[PATCH] a\0b\x1b[31m\r", headers: "X: a\0\n" }),
			listMail({ id: "<refs@example.org>", headers: `References: ${"<a@b>".repeat(200_000)}\n` }),
			listMail({ id: `<${"i".repeat(100_000)}@example.org>` }),
			listMail({
				id: "<dates@example.org>",
				headers: "Date: Tue, 99 Foo 999999 25:61:61 +9999\nReceived: ;;;\n",
			}),
			listMail({ id: "<from@example.org>", headers: `From: ${'"<,;:('.repeat(50_000)}\n` }),
			listMail({ id: "<words@example.org>", subject: `[PATCH] ${"=?utf-8?q?".repeat(20_000)}` }),
			listMail({ id: "<place@example.org>", subject: "[PATCH 9999/9999] a" }),
			listMail({ id: "<tags@example.org>", subject: `${"[".repeat(100_000)}PATCH]` }),
			`${"X: y\n".repeat(200_000)}\n`,
			"\n\n\n",
			"",
			"\xff\xfe\0\0",
		];
		const started = performance.now();
		const { status, stdout, stderr } = await scan("--fail-on", "never", archive(...mails, listMail()));
		const { summary } = outcome({ stdout });
		assert.deepEqual([status, stderr, summary.mails], [0, "", mails.length + 1]);
		assert.doesNotMatch(stdout.replaceAll("\n", ""), /\p{Cc}/u);
		assert.ok(linesOf(stdout).some(({ messageId }) => messageId === "<limits@example.org>"));
		assert.ok(performance.now() - started < 30_000, "in reasonable time");
	});

	it("says which archive it cannot read to its end, and reads the others", async () => {
		const good = archive(listMail());
		const plain = join(folder, "plain.git");
		execFileSync("git", ["init", "-q", "--bare", plain]);
		assert.equal((await scan(plain)).status, 0, "an epoch that was just begun");
		writeFileSync(join(folder, "a.mbox.xz"), Buffer.from("fd377a585a000004", "hex"));
		const damaged = gzipSync(`${FROM}${listMail()}`).subarray(0, 60);
		writeFileSync(join(folder, "cut.mbox.gz"), damaged);
		for (const [name, fault] of [
			["a.mbox.xz", /a\.mbox\.xz: this is compressed by xz; unpack it first/],
			["cut.mbox.gz", /cut\.mbox\.gz: .*unexpected end of file/],
		] as const) {
			const { status, stdout, stderr } = await scan(join(folder, name), good);
			assert.equal(status, 2, name);
			assert.match(stderr, fault);
			assert.equal(outcome({ stdout }).summary.linted, 1);
		}
		const missing = await scan(join(folder, "nothing"), good);
		assert.deepEqual([missing.status, missing.stdout], [2, ""]);
		assert.match(missing.stderr, /nothing: no such file or directory/);
	});
});
