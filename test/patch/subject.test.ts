import assert from "node:assert/strict";
import { test } from "node:test";
import { isReply, saysPatch, seriesOf } from "../../src/patch/subject.js";

const SERIES: readonly (readonly [subject: string, place: string | null])[] = [
	["[PATCH v3 2/7] pool: tidy", "v3 2/7"],
	["[PATCH 1/1] pool: tidy", "v1 1/1"],
	["[RFC PATCH net-next 02/10] pool: tidy", "v1 2/10"],
	["[PATCH net-next v12 10/10] pool: tidy", "v12 10/10"],
	["[PATCHv2 0/3] pool", "v2 0/3"],
	["[PATCH-v4 1/3] pool", "v4 1/3"],
	["[PATCH 5.10 1/3] pool: backport", "v1 1/3"],
	["[PATCH AUTOSEL 6.12 011/108] pool", "v1 11/108"],
	["[RFC][PATCH 3/4] pool", "v1 3/4"],
	["[PATCH 3/4][RFC] pool", "v1 3/4"],
	["[tip: sched/core] sched: tidy", null],
	["[PATCH] pool: 1/2 of the limit", null],
	["[PATCH mm/zswap] pool", null],
	["[PATCH 3/2] pool", null],
	["[PATCH 0/0] pool", null],
	["Re: [PATCH 2/7] pool: tidy", null],
	["pool: use 1/2", null],
	["", null],
];

for (const [subject, place] of SERIES) {
	test(`series of "${subject}"`, () => {
		const found = seriesOf(subject);
		assert.equal(found && `v${found.version} ${found.index}/${found.total}`, place);
	});
}

test("replies are recognised in the spellings of mailers", () => {
	for (const subject of ["Re: x", "RE: x", "AW: x", "Re[2]: x", "Fwd: x"])
		assert.ok(isReply(subject), subject);
	for (const subject of ["Revert: x", "recheck", "[PATCH] Re: x"]) assert.ok(!isReply(subject), subject);
});

test("only a tag announces a patch", () => {
	for (const subject of ["[PATCH] x", "[RFC PATCH v2] x", "[PATCHv2] x"])
		assert.ok(saysPatch(subject), subject);
	for (const subject of ["[PATCHSET for-6.19] x", "a PATCH", "[GIT PULL] x"])
		assert.ok(!saysPatch(subject), subject);
});
