import assert from "node:assert/strict";
import { test } from "node:test";
import type { Patch } from "../../src/patch/patch.js";
import { inSeriesOrder, SeriesCollector, seriesKey, WINDOW } from "../../src/patch/series.js";
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

/** All series among the patches, each in the order in which its patches build on each other. */
function groupSeries(patches: readonly Patch[]): (readonly Patch[])[] {
	const collector = new SeriesCollector();
	const groups = patches.flatMap((each) => collector.add(each));
	return [...groups, ...collector.end()].map(inSeriesOrder);
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

test("a mail counts once wherever it arrives again, unless it is not the same", () => {
	const mails = ["[PATCH 1/2] a", "[PATCH 2/2] b", "[PATCH] c"].map((subject) =>
		patch(subject, `<${subject.slice(-1)}@example.org>`, { references: ["<root@example.org>"] }),
	);
	assert.equal(subjects([...mails, ...mails]).length, 2);
	const resent = { ...mails[2]!, problems: [{ path: null, line: 3, message: "broken off" }] };
	assert.equal(subjects([...mails, resent]).length, 3);
});

/** `a2/3`: patch 2 of the three of series a; `x`: a patch that stands alone. */
function named(name: string): Patch {
	const [, key, place = ""] = /^(\w)(\d+\/\d+)?$/.exec(name)!;
	return patch(`[PATCH ${place}] ${name}`, null, { input: `${key}/some.patch` });
}

/** What comes out behind each patch that goes in, and at the end. */
function collected(...names: string[]): string[] {
	const collector = new SeriesCollector();
	const text = (groups: readonly (readonly Patch[])[]) =>
		groups.map((group) => group.map(({ subject }) => subject.split(" ").at(-1)).join(" ")).join(", ");
	return [...names.map((name) => text(collector.add(named(name)))), text(collector.end())];
}

test("a series comes out with its last patch, in the order of arrival", () => {
	assert.deepEqual(collected("x", "a2/2", "a1/2", "y"), ["x", "", "a2/2 a1/2", "y", ""]);
	assert.deepEqual(collected("a2/9", "x"), ["", "", "a2/9, x"]);
});

test("interleaved series come out in the order of their first patches", () => {
	assert.deepEqual(collected("a1/2", "b1/2", "x", "b2/2", "a2/2"), [
		"",
		"",
		"",
		"",
		"a1/2 a2/2, b1/2 b2/2, x",
		"",
	]);
});

test("a cover letter does not make a series complete", () => {
	assert.deepEqual(collected("a0/2", "a1/2", "a2/2"), ["", "", "a0/2 a1/2 a2/2", ""]);
});

test("no more is held back than the window", () => {
	const lone = Array.from({ length: WINDOW }, () => "x");
	const out = collected("a1/2", ...lone, "a2/2");
	const first = out.findIndex((groups) => groups !== "");
	assert.equal(first, WINDOW);
	assert.match(out[first]!, /^a1\/2, x, x/);
	assert.equal(out.at(-2), "");
	assert.equal(out.at(-1), "a2/2");
});

test("what is not part of a series has no key", () => {
	assert.equal(seriesKey(patch("[PATCH] a", "<a@example.org>")), null);
	assert.equal(seriesKey(patch("[PATCH 1/2] a", "<a@example.org>", { kind: "reply" })), null);
});
