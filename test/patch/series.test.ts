import assert from "node:assert/strict";
import { test } from "node:test";
import type { Patch } from "../../src/patch/patch.js";
import { groupSeries, seriesKey } from "../../src/patch/series.js";
import { seriesOf } from "../../src/patch/subject.js";

function patch(subject: string, messageId: string | null, more: Partial<Patch> = {}): Patch {
	return {
		input: "in.mbox",
		line: 1,
		subject,
		author: "Ada Vogel <ada@example.org>",
		messageId,
		inReplyTo: null,
		references: [],
		series: seriesOf(subject),
		kind: "patch",
		files: [],
		problems: [],
		...more,
	};
}

function subjects(patches: readonly Patch[]): string[][] {
	return groupSeries(patches).map((group) => group.map((member) => member.subject));
}

test("mails of one run of git send-email are a series, in whatever order they arrive", () => {
	const mails = ["b 2/2", "cover 0/2", "a 1/2"].map((name, at) =>
		patch(`[PATCH ${name.split(" ")[1]}] ${name}`, `<20260105101500.4711-${at}-ada@example.org>`),
	);
	assert.deepEqual(subjects(mails), [["[PATCH 0/2] cover 0/2", "[PATCH 1/2] a 1/2", "[PATCH 2/2] b 2/2"]]);
});

test("mails of one thread are a series, the first of them being the root", () => {
	const mails = [
		patch("[PATCH 1/2] a", "<one@example.org>"),
		patch("[PATCH 2/2] b", "<two@example.org>", { references: ["<one@example.org>"] }),
	];
	assert.deepEqual(subjects(mails), [["[PATCH 1/2] a", "[PATCH 2/2] b"]]);
});

test("two series of equal length do not mix, nor do two versions in one thread", () => {
	const root = { references: ["<root@example.org>"] };
	const mails = [
		patch("[PATCH 1/2] a", "<20260105101500.4711-1-ada@example.org>"),
		patch("[PATCH 2/2] z", "<20260105101500.9999-2-bo@example.org>"),
		patch("[PATCH v2 1/2] a", "<v2@example.org>", root),
		patch("[PATCH v3 2/2] b", "<v3@example.org>", root),
	];
	assert.equal(groupSeries(mails).length, 4);
});

test("patch files without Message-ID are a series within one folder", () => {
	const mails = [
		patch("[PATCH 2/2] b", null, { input: "out/0002-b.patch" }),
		patch("[PATCH 1/2] a", null, { input: "out/0001-a.patch" }),
		patch("[PATCH 1/2] c", null, { input: "other/0001-c.patch" }),
	];
	assert.deepEqual(subjects(mails), [["[PATCH 1/2] a", "[PATCH 2/2] b"], ["[PATCH 1/2] c"]]);
});

test("a mail that arrived twice counts once, another one with its number begins a new series", () => {
	const first = patch("[PATCH 1/2] a", null);
	const again = patch("[PATCH 1/2] other", null);
	assert.deepEqual(subjects([first, again]), [["[PATCH 1/2] a"], ["[PATCH 1/2] other"]]);
	const mail = patch("[PATCH 1/2] a", "<20260105101500.4711-1-ada@example.org>");
	assert.deepEqual(subjects([mail, mail]), [["[PATCH 1/2] a"]]);
});

test("what is not part of a series has no key", () => {
	assert.equal(seriesKey(patch("[PATCH] a", "<a@example.org>")), null);
	assert.equal(seriesKey(patch("[PATCH 1/2] a", "<a@example.org>", { kind: "reply" })), null);
});
