import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { type ReadOptions, readInputs } from "../../src/input/inputs.js";
import type { Message } from "../../src/input/message.js";
import { testFolder } from "../harness/folder.js";

const folder = testFolder();

function file(name: string, content: string | Buffer): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

interface Read {
	readonly messages: Message[];
	readonly problems: string[];
}

async function read(paths: string | readonly string[], options: ReadOptions = {}): Promise<Read> {
	const messages: Message[] = [];
	const problems: string[] = [];
	for await (const item of readInputs(typeof paths === "string" ? [paths] : paths, options)) {
		if (item.type === "message") messages.push(item.message);
		else problems.push(`${item.problem.line ?? ""}: ${item.problem.message}`);
	}
	return { messages, problems };
}

function mail(subject: string, body = "text\n"): string {
	return `From: Ada Vogel <ada@example.org>\nSubject: ${subject}\nMessage-ID: <${subject}@example.org>\n\n${body}`;
}

const SEPARATOR = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";

function subjects(result: Read): string[] {
	return result.messages.map((message) => message.subject);
}

test("an mbox is cut at its separators, and its quoting is undone", async () => {
	const body =
		"one\n\n>From here on\n>>From quoted twice\n\nFrom my own tests\n\nFrom Monday to Friday 2026\n";
	const result = await read(file("a.mbox", `${SEPARATOR}${mail("a", body)}\n${SEPARATOR}${mail("b")}`));
	assert.deepEqual(subjects(result), ["a", "b"]);
	assert.ok(result.messages[0]!.body.includes("\nFrom here on\n>From quoted twice\n"));
	assert.equal(result.messages[1]!.line, 16);
	assert.equal(result.messages[1]!.bodyLine, 20);
});

test("separators of other mailers are known, with and without seconds and zone", async () => {
	const separators = [
		"From ada@example.org Mon Jan  5 10:15:00 2026\n",
		"From ada@example.org  Mon Jan 05 10:15 2026\n",
		"From ada@example.org Mon Jan  5 10:15:00 2026 +0100\n",
		"From ada@example.org Mon Jan  5 10:15:00 CET 2026\n",
		"From - Mon Jan 5 10:15:00 2026\r\n",
		"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n",
	];
	const text = separators.map((line, at) => `${line}${mail(`m${at}`)}\n`).join("");
	assert.deepEqual(subjects(await read(file("mailers.mbox", text))), ["m0", "m1", "m2", "m3", "m4", "m5"]);
});

test("a line in a body that looks like a separator is none without a header behind it", async () => {
	const body = `He wrote:\n\n${SEPARATOR}and nothing more.\n`;
	const result = await read(file("body.mbox", `${SEPARATOR}${mail("a", body)}`));
	assert.deepEqual(subjects(result), ["a"]);
	assert.equal(result.messages[0]!.body, body);
});

test("patches of git format-patch may be strung together without a blank line", async () => {
	const one = `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n${mail("a", "-- \n2.47.1\n")}`;
	assert.deepEqual(subjects(await read(file("cat.patch", one + one.replaceAll("a", "c")))).length, 2);
});

test("gzip is recognised by its bytes, several members included", async () => {
	const packed = Buffer.concat([
		gzipSync(`${SEPARATOR}${mail("a")}\n`),
		gzipSync(`${SEPARATOR}${mail("b")}\n`),
	]);
	assert.deepEqual(subjects(await read(file("packed", packed))), ["a", "b"]);
	assert.deepEqual(subjects(await read("-", { stdin: chunks(packed, 1) })), ["a", "b"]);
});

test("a gzip file that is cut short is one problem behind what could be read", async () => {
	const noise = Array.from({ length: 40_000 }, (_, at) => String((at * 7919) % 100_003)).join("\n");
	const packed = gzipSync(`${SEPARATOR}${mail("a")}\n${SEPARATOR}${mail("b", noise)}\n`);
	const result = await read(file("cut.gz", packed.subarray(0, packed.length - 2000)));
	assert.deepEqual(subjects(result), ["a", "b"]);
	assert.equal(result.problems.length, 1);
	assert.match(result.problems[0]!, /gzip data is damaged or cut short/);
});

test("a maildir is read from new and cur, a folder of patches by name", async () => {
	const maildir = join(folder, "maildir");
	for (const name of ["cur", "new", "tmp"]) mkdirSync(join(maildir, name), { recursive: true });
	writeFileSync(join(maildir, "cur", "1:2,S"), mail("seen"));
	writeFileSync(join(maildir, "new", "2"), mail("fresh"));
	writeFileSync(join(maildir, "tmp", "3"), mail("unfinished"));
	assert.deepEqual(subjects(await read(maildir)), ["seen", "fresh"]);

	const out = join(folder, "out");
	mkdirSync(out);
	for (const name of ["0002-b.patch", "0001-a.patch", "notes.txt"])
		writeFileSync(join(out, name), mail(name));
	assert.deepEqual(subjects(await read(out)), ["0001-a.patch", "0002-b.patch"]);
});

test("what cannot be read is a problem, and the next input is read", async () => {
	const empty = join(folder, "empty");
	mkdirSync(empty);
	const inputs = [
		join(folder, "missing"),
		empty,
		file("empty.mbox", ""),
		file("blank", "\n\n"),
		file("z", mail("z")),
	];
	const result = await read(inputs);
	assert.deepEqual(result.problems, [
		": no such file or directory",
		": the directory is no maildir and holds no .patch, .diff, .eml or .mbox files",
		": no patch found: the input is empty",
		": no patch found: the input is empty",
	]);
	assert.deepEqual(subjects(result), ["z"]);
});

test("binary data is a problem, a patch with NUL bytes in it is not", async () => {
	assert.match((await read(file("a.out", "\x7fELF\0\0\0"))).problems[0]!, /binary data/);
	const diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-\0\n+b\n";
	assert.equal((await read(file("nul.diff", diff))).messages.length, 1);
});

test("a message beyond the limit is passed over, its neighbours are not", async () => {
	const text = `${SEPARATOR}${mail("a")}\n${SEPARATOR}${mail("b", `${"x".repeat(5000)}\n`)}\n${SEPARATOR}${mail("c")}`;
	const result = await read(file("long.mbox", text), { maxMessageBytes: 1000 });
	assert.deepEqual(subjects(result), ["a", "c"]);
	assert.match(result.problems[0]!, /^9: the message is larger than 1000 bytes/);
});

test("a field name alone does not make prose a mail", async () => {
	const text = "Re: [PATCH] pool: limits\n\nFrom: Ada Vogel\nDate: today\n\n> text\n";
	const result = await read(file("page.txt", text));
	assert.equal(result.messages[0]!.subject, "");
	assert.equal(result.messages[0]!.body, text);
});

test("headers are unfolded and decoded, references kept in order", async () => {
	const text =
		"Subject: =?utf-8?q?[PATCH]_gr=C3=BC?=\n =?utf-8?q?=C3=9Fe?=\nFROM: =?iso-8859-1?q?Bj=F8rn?= <b@example.org>\nIn-Reply-To: <b@x> (Ada's mail)\nReferences: <a@x>\n\t<b@x>\nMessage-Id:\n <c@x>\n\nbody\n";
	const [message] = (await read(file("header.eml", text))).messages;
	assert.equal(message!.subject, "[PATCH] grüße");
	assert.equal(message!.author, "Bjørn <b@example.org>");
	assert.deepEqual(
		[message!.messageId, message!.inReplyTo, message!.references],
		["<c@x>", "<b@x>", ["<a@x>", "<b@x>"]],
	);
});

for (const [encoding, body] of [
	["base64", "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-int x;\n+int y;\n"],
	["quoted-printable", "@@ -1 +1,3 @@\n if (x ==41)\n+\ty = 2;\n+\tz |= 3;\n"],
] as const) {
	test(`a body that is no longer ${encoding}, as b4 hands it on, is taken as it stands`, async () => {
		const text = `Subject: [PATCH] x\nContent-Transfer-Encoding: ${encoding}\n\n${body}`;
		const [message] = (await read(file(`decoded-${encoding}.eml`, text))).messages;
		assert.equal(message!.body, body);
	});
}

test("a quoted-printable body is decoded though it has a bare equals sign", async () => {
	const text = "Subject: x\nContent-Transfer-Encoding: quoted-printable\n\na =3D b=\n c\nd = e\n";
	const [message] = (await read(file("encoded.eml", text))).messages;
	assert.equal(message!.body, "a = b c\nd = e\n");
});

async function* chunks(data: Buffer, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

const MEGABYTE = 1024 * 1024;
const HOSTILE: Readonly<Record<string, string>> = {
	"a header of 10 MB": `From: a\nX-Long: ${"x".repeat(10 * MEGABYTE)}\n\nbody\n`,
	"a header of a million lines": `From: a\n${"X-Many: x\n".repeat(300_000)}\nbody\n`,
	"a content type of 1 MB": `From: a\nContent-Type: text/plain; x="${'\\"'.repeat(MEGABYTE / 2)}\n\nbody\n`,
	"a content type of quotes": `From: a\nContent-Type: text/plain; ${'"'.repeat(MEGABYTE)}\n\nbody\n`,
	"a header without end": "From: a\nSubject: b",
	"NUL bytes in a mail": "From: a\nSubject: \0b\0\n\n\0\0\n",
	"a multipart without boundary": "From: a\nContent-Type: multipart/mixed\n\nbody\n",
	"a boundary that never comes": "From: a\nContent-Type: multipart/mixed; boundary=x\n\nbody\n",
	"an empty boundary": `From: a\nContent-Type: multipart/mixed; boundary=""\n\n${"--\n".repeat(100_000)}`,
	"a million boundaries": `From: a\nContent-Type: multipart/mixed; boundary=x\n\n${"--x\n".repeat(900_000)}`,
	"deep nesting": `From: a\n${Array.from({ length: 5000 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join("")}\nbody\n`,
	"broken base64": "From: a\nContent-Transfer-Encoding: base64\n\n!!!=\0===zz\n",
	"broken quoted-printable": "From: a\nContent-Transfer-Encoding: quoted-printable\n\n=\n=Z=3\n=",
	"a wrong length of UTF-16": "From: a\nContent-Type: text/plain; charset=utf-16\n\nabc\n",
	"ten million quote marks, flowed": `From: a\nContent-Type: text/plain; format=flowed\n\n${">".repeat(10 * MEGABYTE)}\n`,
	"every depth of quoting, flowed": `From: a\nContent-Type: text/plain; format=flowed\n\n${Array.from({ length: 3000 }, (_, at) => `${">".repeat(at)} x \n`).join("")}`,
	"a soft break on every line": `From: a\nContent-Type: text/plain; format=flowed; delsp=yes\n\n${"word \n".repeat(500_000)}`,
};

for (const [name, text] of Object.entries(HOSTILE)) {
	test(`survives ${name}`, async () => {
		const start = performance.now();
		const { messages, problems } = await read("-", { stdin: chunks(Buffer.from(text, "latin1"), 65_536) });
		assert.equal(messages.length + problems.length, 1);
		assert.ok(performance.now() - start < 5000, "takes seconds");
	});
}
