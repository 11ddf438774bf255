/**
 * What reading and sorting an archive costs beside `git cat-file --batch` alone and mail parsing alone:
 * `node dist/bench/scan.js N.git`. Each line ends with its time as a multiple of that of git.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import PostalMime from "postal-mime";
import { type ScanItem, scan } from "../src/bot/scan/scan.js";
import { type Shard, WHOLE } from "../src/bot/scan/shard.js";
import { openArchive } from "../src/bot/sources/open.js";

const [epoch] = process.argv.slice(2);
if (epoch === undefined) throw new Error("usage: scan N.git");
const limits = { since: null, limit: 32 * 1024 * 1024 };

const texts: string[] = [];
const { seconds: git } = await timed("git cat-file --batch alone", gitAlone);
await timed("reading", async () => {
	const archive = await openArchive(epoch);
	let mails = 0;
	for await (const item of archive(limits)) {
		mails++;
		if (item.type === "mail") texts.push(item.text);
	}
	return mails;
});
await timed("parsing mails alone", async () => {
	for (const text of texts) await PostalMime.parse(Buffer.from(text, "latin1"));
	return texts.length;
});
texts.length = 0;
await timed("reading and sorting", () => sortAll(WHOLE));
await timed("reading and sorting one shard of 64", () => sortAll({ index: 1, total: 64 }));

async function timed(what: string, work: () => Promise<number>): Promise<{ readonly seconds: number }> {
	const started = performance.now();
	const mails = await work();
	const seconds = (performance.now() - started) / 1000;
	const ratio = (seconds / (what.startsWith("git") ? seconds : git)).toFixed(1);
	console.log(`${what}: ${mails} mails, ${Math.round(mails / seconds)} a second, ${ratio}`);
	return { seconds };
}

async function gitAlone(): Promise<number> {
	const list = spawn("git", [`--git-dir=${epoch}`, "rev-list", "--reverse", "HEAD"]);
	const batch = spawn("git", [`--git-dir=${epoch}`, "cat-file", "--batch"]);
	let mails = 0;
	batch.stdout.resume();
	const end = once(batch, "close");
	let rest = "";
	for await (const chunk of list.stdout) {
		const ids = (rest + chunk).split("\n");
		rest = ids.pop() ?? "";
		mails += ids.length;
		batch.stdin.write(ids.map((id) => `${id}:m\n`).join(""));
	}
	batch.stdin.end();
	await end;
	return mails;
}

/** Everything but linting, which takes as long as the patches want it to. */
async function sortAll(shard: Shard): Promise<number> {
	const archive = await openArchive(epoch!);
	const options = { shard, also: new Set<never>(), since: null, lint: () => nothing() };
	let mails = 0;
	for await (const item of scan(archive(limits), options)) if (isRead(item)) mails++;
	return mails;
}

function isRead({ type }: ScanItem): boolean {
	return type === "read";
}

async function* nothing(): AsyncGenerator<never> {}
