import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { identityOf, readHead } from "../../src/bot/mail/head.js";
import { readMail } from "../../src/bot/mail/mail.js";
import { SeriesGatherer, type SortedPatch } from "../../src/bot/series/gather.js";
import { listMail } from "./archive.js";

let mails = 0;

/** Patch `place` of a thread. */
async function patch(place: string, from = "robin@example.org"): Promise<SortedPatch> {
	const headers = `From: Robin <${from}>\nReferences: <cover@example.org>\n`;
	const text = listMail({ subject: `[PATCH ${place}] pool`, id: `<${mails++}@example.org>`, headers });
	const head = readHead(text);
	const mail = await readMail({ place: "box", line: 1, text }, head, identityOf(head, text));
	return { mail, disposition: { is: "patch" } };
}

const at = (mails: number, bytes = mails) => ({ mails, bytes });
const places = (series: readonly SortedPatch[] | null) => series?.map(({ mail }) => mail.patch.series?.index);

describe("gathering a series", () => {
	it("ends it when its last patch comes, in the order of its patches", async () => {
		const gatherer = new SeriesGatherer();
		assert.equal(gatherer.add(await patch("2/3"), at(1)), null);
		assert.equal(gatherer.add(await patch("3/3"), at(2)), null);
		assert.deepEqual(places(gatherer.add(await patch("1/3"), at(3))), [1, 2, 3]);
		assert.deepEqual([...gatherer.rest()], []);
	});

	it("ends it when it has waited for so many mails, or for so many bytes of them", async () => {
		for (const late of [at(13, 1), at(2, 1001)]) {
			const gatherer = new SeriesGatherer(at(10, 1000));
			gatherer.add(await patch("1/2"), at(2, 0));
			assert.deepEqual([...gatherer.passed(at(12, 1000))], [], "not yet");
			const passed = [...gatherer.passed(late)];
			assert.deepEqual(passed.map(places), [[1]]);
			assert.equal(gatherer.add(await patch("2/2"), late), null, "the rest is a series of its own");
		}
	});

	it("keeps versions, lengths, senders, and what is sent again apart", async () => {
		const gatherer = new SeriesGatherer();
		for (const [place, from] of [
			["1/2", "robin@example.org"],
			["v2 2/2", "robin@example.org"],
			["2/3", "robin@example.org"],
			["2/2", "mallory@example.org"],
			["1/2", "robin@example.org"],
		] as const) {
			assert.equal(gatherer.add(await patch(place, from), at(1)), null, place);
		}
		assert.deepEqual([...gatherer.rest()].map(places), [[1], [2], [2], [2], [1]]);
	});
});
