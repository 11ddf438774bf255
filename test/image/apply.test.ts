import assert from "node:assert/strict";
import { test } from "node:test";
import { applyHunks } from "../../src/image/apply.js";
import { wholeImage } from "../../src/image/whole.js";
import type { DiffLine, FileDiff, Hunk } from "../../src/patch/patch.js";
import { caseNames, imagesOf } from "./case.js";

/** Numbers from 0 to below the bound; the same ones in every run. */
function randomNumbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

interface Edited {
	readonly pre: readonly string[];
	readonly post: readonly string[];
	readonly diff: FileDiff;
}

/** A file of few different lines, so that hunks fit in many places, with hunks of three lines of context. */
function randomEdit(random: (below: number) => number): Edited {
	const pre = Array.from({ length: 20 + random(60) }, () => `line ${random(5)}`);
	const post: string[] = [];
	const hunks: Hunk[] = [];
	let at = 0;
	while (at < pre.length) {
		const start = Math.min(pre.length, at + random(25));
		post.push(...pre.slice(at, start));
		at = start;
		if (at + 8 > pre.length || random(4) === 0) break;
		const removed = pre.slice(at + 3, at + 3 + random(3));
		const added = Array.from({ length: random(3) + (removed.length ? 0 : 1) }, () => `new ${random(3)}`);
		const lines: DiffLine[] = [
			...pre.slice(at, at + 3).map((text): DiffLine => ({ kind: "context", text })),
			...removed.map((text): DiffLine => ({ kind: "removed", text })),
			...added.map((text): DiffLine => ({ kind: "added", text })),
			...pre
				.slice(at + 3 + removed.length, at + 6 + removed.length)
				.map((text): DiffLine => ({ kind: "context", text })),
		];
		const counts = { preCount: 6 + removed.length, postCount: 6 + added.length };
		hunks.push({ preStart: at + 1, postStart: post.length + 1, ...counts, header: "", lines });
		post.push(...lines.filter(({ kind }) => kind !== "removed").map(({ text }) => text));
		at += 6 + removed.length;
	}
	post.push(...pre.slice(at));
	return { pre, post, diff: diffOf(hunks) };
}

function diffOf(hunks: readonly Hunk[]): FileDiff {
	const names = { prePath: "a.c", postPath: "a.c", preBlob: null, postBlob: null };
	return { change: "modified", ...names, hunks, binary: false, repaired: false };
}

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

test("a patch gives the file after it, and taken back the file before it", () => {
	const random = randomNumbers(1);
	for (let round = 0; round < 500; round++) {
		const { pre, post, diff } = randomEdit(random);
		const forward = applyHunks(diff, text(pre), "pre");
		assert.equal(forward?.post, text(post));
		assert.equal(forward?.moved, 0);
		assert.equal(applyHunks(diff, text(post), "post")?.pre, text(pre));
	}
});

test("hunks are found in a file that has grown in front of them", () => {
	const random = randomNumbers(2);
	for (let round = 0; round < 200; round++) {
		const { pre, post, diff } = randomEdit(random);
		const more = Array.from({ length: 1 + random(40) }, (_, index) => `other ${index}`);
		const applied = applyHunks(diff, text([...more, ...pre]), "pre");
		if (diff.hunks.length === 1) assert.ok(applied !== null);
		if (applied !== null) assert.equal(applyHunks(diff, applied.post, "post")?.pre, applied.pre);
		if (new Set(pre).size === pre.length) assert.equal(applied?.post, text([...more, ...post]));
	}
});

test("context must match to the byte", () => {
	const { pre, diff } = randomEdit(randomNumbers(7));
	assert.ok(diff.hunks.length > 0);
	assert.notEqual(applyHunks(diff, text(pre), "pre"), null);
	assert.equal(applyHunks(diff, text(pre.map((line) => `${line} `)), "pre"), null);
});

test("a hunk does not stand in front of the one before it", () => {
	const hunk = (line: number, name: string): Hunk => ({
		preStart: line,
		preCount: 2,
		postStart: line,
		postCount: 3,
		header: "",
		lines: [
			{ kind: "context", text: name },
			{ kind: "added", text: "new" },
			{ kind: "context", text: `end ${name}` },
		],
	});
	const inOrder = ["a", "end a", "b", "end b"];
	assert.notEqual(applyHunks(diffOf([hunk(1, "a"), hunk(3, "b")]), text(inOrder), "pre"), null);
	assert.equal(applyHunks(diffOf([hunk(1, "b"), hunk(3, "a")]), text(inOrder), "pre"), null);
});

test("a hunk without context fits only where it says", () => {
	const lines: DiffLine[] = [{ kind: "added", text: "new" }];
	const hunk: Hunk = { preStart: 2, preCount: 0, postStart: 3, postCount: 1, header: "", lines };
	assert.equal(applyHunks(diffOf([hunk]), "a\nb\nc\n", "pre")?.post, "a\nb\nnew\nc\n");
	assert.equal(applyHunks(diffOf([hunk]), "a\nb\nnew\nc\n", "post")?.pre, "a\nb\nc\n");
	assert.equal(applyHunks(diffOf([hunk]), "a\nb\nc\nnew\n", "post"), null);
});

test("a blank line of context is not the end of the file", () => {
	const lines: DiffLine[] = [
		{ kind: "context", text: "a" },
		{ kind: "added", text: "b" },
		{ kind: "context", text: "" },
	];
	const hunk: Hunk = { preStart: 1, preCount: 2, postStart: 1, postCount: 3, header: "", lines };
	assert.equal(applyHunks(diffOf([hunk]), "a\n", "pre"), null);
	assert.equal(applyHunks(diffOf([hunk]), "a\n\n", "pre")?.post, "a\nb\n\n");
});

test("an image tells the line of every offset", () => {
	const image = wholeImage("a.c", "pre", "one\n\nthree", []);
	assert.deepEqual(
		[...image.text, ""].map((_, offset) => image.lineAt(offset)),
		[1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3],
	);
});

test("changed lines are those that the sides do not share", async () => {
	for (const name of caseNames()) {
		for (const { pre, post } of await imagesOf(name)) {
			if (pre?.coverage !== "whole" || post?.coverage !== "whole") continue;
			const shared = (image: typeof pre) => {
				let rest = "";
				let at = 0;
				for (const { start, end } of image.changed) {
					rest += image.text.slice(at, start);
					at = end;
				}
				return rest + image.text.slice(at);
			};
			assert.equal(shared(pre), shared(post), name);
		}
	}
});
