import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changes, changesOf, composed, lineAfter, replaced } from "../../src/image/changes.js";
import type { FileImages, SourceImage } from "../../src/image/image.js";
import { wholeImage } from "../../src/image/whole.js";
import type { FileDiff } from "../../src/patch/patch.js";

/** Numbers that look random and are the same on every run. */
function* numbers(seed: number): Generator<number, never> {
	for (let state = seed; ; ) {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		yield state >> 8;
	}
}

/** Some lines of a text taken away, some put in; with what that changed, and no two changes that touch. */
function edited(
	text: string,
	random: Iterator<number>,
): { readonly text: string; readonly changes: Changes } {
	const changes: { pre: { start: number; end: number }; post: { start: number; end: number } }[] = [];
	let [out, at] = ["", 0];
	for (const line of text.match(/.*\n/g) ?? []) {
		const dice = random.next().value % 6;
		const put = dice === 1 || dice === 2 ? `${random.next().value % 50}\n` : "";
		const kept = dice === 0 || dice === 2 ? "" : line;
		const cut = line.length - kept.length;
		if (put !== "" || cut > 0) {
			const start = out.length;
			changes.push({
				pre: { start: at, end: at + cut },
				post: { start, end: start + put.length },
			});
		}
		out += put + kept;
		at += line.length;
	}
	return { text: out, changes };
}

/** The law of changes: outside of them both texts are the same. */
function assertLeads(changes: Changes, from: string, to: string): void {
	let [pre, post] = [0, 0];
	for (const change of [...changes, null]) {
		const [end, until] = [change?.pre.start ?? from.length, change?.post.start ?? to.length];
		assert.ok(end >= pre && until >= post, "sorted and disjoint");
		assert.equal(to.slice(post, until), from.slice(pre, end));
		[pre, post] = [change?.pre.end ?? end, change?.post.end ?? until];
	}
}

const image = (side: "pre" | "post", text: string): SourceImage => wholeImage("a.c", side, text, []);

test("changes composed lead from the first text to the last", () => {
	const random = numbers(4711);
	for (let round = 0; round < 300; round++) {
		const lines = Array.from({ length: random.next().value % 12 }, () => `${random.next().value % 50}\n`);
		const first = lines.join("");
		const second = edited(first, random);
		const third = edited(second.text, random);
		assertLeads(second.changes, first, second.text);
		assertLeads(composed(second.changes, third.changes), first, third.text);
	}
});

test("without known changes, all between the same beginning and end is changed", () => {
	const random = numbers(42);
	for (let round = 0; round < 300; round++) {
		const [a, b] = [0, 1].map(() =>
			Array.from({ length: random.next().value % 6 }, () => `${random.next().value % 3 ? "" : "x"}\n`).join(
				"",
			),
		) as [string, string];
		assertLeads(replaced(image("pre", a), image("post", b)), a, b);
	}
	assert.deepEqual(replaced(image("pre", "a\nb\n"), image("post", "a\nb\n")), []);
	assert.deepEqual(replaced(image("pre", "a\nbx\nc\n"), image("post", "a\nby\nc\n")), [
		{ pre: { start: 2, end: 5 }, post: { start: 2, end: 5 } },
	]);
});

const LINES = ["context a", "removed b", "added c", "added d", "context e"].map((line) => {
	const [kind, text] = line.split(" ") as ["context" | "removed" | "added", string];
	return { kind, text };
});
const DIFF: FileDiff = {
	...{ change: "modified", prePath: "a.c", postPath: "a.c", preBlob: null, postBlob: null },
	hunks: [
		{ preStart: 5, preCount: 3, postStart: 5, postCount: 4, header: "", lines: LINES },
		{ preStart: 20, preCount: 0, postStart: 22, postCount: 1, header: "", lines: [LINES[2]!] },
	],
	...{ binary: false, repaired: false },
};

test("a line is followed through hunks", () => {
	const images: FileImages = {
		diff: DIFF,
		path: "a.c",
		context: "hunks",
		pre: null,
		post: null,
		hunks: DIFF.hunks,
	};
	const partial = { ...images, pre: { ...image("pre", ""), coverage: "hunks" as const } };
	assert.deepEqual(
		[4, 5, 6, 7, 8, 20, 21].map((line) => lineAfter({ ...partial, post: image("post", "") }, line)),
		[4, 5, null, 8, 9, 21, 23],
	);
});

test("a line is followed through files that are known in full", () => {
	const pre = { ...image("pre", "a\nb\nc\n"), changed: [{ start: 2, end: 4 }] };
	const post = { ...image("post", "a\nx\ny\nc\n"), changed: [{ start: 2, end: 6 }] };
	const images: FileImages = { diff: DIFF, path: "a.c", context: "tree", pre, post, hunks: DIFF.hunks };
	assert.deepEqual(
		[1, 2, 3].map((line) => lineAfter(images, line)),
		[1, null, 4],
	);
	assert.deepEqual(changesOf({ pre: null, post }), [
		{ pre: { start: 0, end: 0 }, post: { start: 0, end: 8 } },
	]);
});
