import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { SourceImage } from "../../src/image/image.js";
import { partialImage } from "../../src/image/partial.js";
import type { FileDiff, Hunk } from "../../src/patch/patch.js";
import { parseSource } from "../../src/syntax/parse.js";
import { CASES, caseNames, patchesOf } from "./case.js";

/** Kernel C of every shape; the tests cut it in every place. */
const SAMPLE = readFileSync(join(CASES, "sample.c"), "latin1").trimEnd().split("\n");

/** A hunk that shows `count` lines from the 0-based line `start` on, the middle one added. */
function cutOut(start: number, count: number): Hunk {
	const lines = SAMPLE.slice(start, start + count);
	const header = SAMPLE.slice(0, start).filter((line) => /^[A-Za-z_]/.test(line) && !/^\w+:$/.test(line));
	return {
		preStart: start + 1,
		preCount: lines.length - 1,
		postStart: start + 1,
		postCount: lines.length,
		header: (header.at(-1) ?? "").slice(0, 80).trimEnd(),
		lines: lines.map((text, index) => ({ kind: index === lines.length >> 1 ? "added" : "context", text })),
	};
}

function diffOf(hunks: readonly Hunk[]): FileDiff {
	const names = { prePath: "pool.c", postPath: "pool.c", preBlob: null, postBlob: null };
	return { change: "modified", ...names, hunks, binary: false, repaired: false };
}

/** Every character is supplied, or stands in the file at the line and column that the image says. */
function checkLines(image: SourceImage, line: (number: number) => string | undefined): void {
	let column = 0;
	for (let at = 0; at < image.text.length; at++) {
		const isSupplied = image.supplied.some((span) => span.start <= at && at < span.end);
		const char = image.text[at];
		if (!isSupplied && char !== "\n") {
			assert.equal(line(image.lineAt(at))?.[column], char, `line ${image.lineAt(at)}, column ${column}`);
		}
		column = char === "\n" ? 0 : column + 1;
	}
}

function checkSpans({ text, supplied, changed }: SourceImage): void {
	for (const spans of [supplied, changed]) {
		spans.forEach((span, index) => {
			assert.ok(span.start <= span.end && span.end <= text.length);
			if (index > 0) assert.ok(spans[index - 1]!.end <= span.start);
		});
	}
}

for (const count of [1, 2, 3, 4, 5, 7, 9, 12, 20, 40]) {
	test(`any ${count} lines of the sample make C that parses`, async () => {
		for (let start = 0; start + count <= SAMPLE.length; start++) {
			const image = partialImage(diffOf([cutOut(start, count)]), "post");
			checkLines(image, (number) => SAMPLE[number - 1]);
			checkSpans(image);
			for (const unit of parseSource(image).functions) {
				assert.ok(unit.clean, `lines ${start + 1} to ${start + count}:\n${image.text}`);
			}
		}
	});
}

test("any two hunks of the sample make C that parses", async () => {
	for (let start = 0; start + 5 <= SAMPLE.length; start += 3) {
		for (let next = start + 6; next + 5 <= SAMPLE.length; next += 7) {
			const image = partialImage(diffOf([cutOut(start, 5), cutOut(next, 5)]), "post");
			checkLines(image, (number) => SAMPLE[number - 1]);
			checkSpans(image);
			for (const unit of parseSource(image).functions) {
				assert.ok(unit.clean, `lines ${start + 1} and ${next + 1}:\n${image.text}`);
			}
		}
		await new Promise((resolve) => setImmediate(resolve));
	}
});

test("what is cut away is little", () => {
	let shown = 0;
	let kept = 0;
	for (let start = SAMPLE.indexOf("{"); start + 9 <= SAMPLE.length; start++) {
		const image = partialImage(diffOf([cutOut(start, 9)]), "post");
		shown += 9;
		const lines = new Set<number>();
		for (let at = 0; at < image.text.length; at++) {
			if (!image.supplied.some((span) => span.start <= at && at < span.end)) lines.add(image.lineAt(at));
		}
		kept += lines.size;
	}
	assert.ok(kept / shown > 0.75, `${kept} of ${shown} lines`);
});

for (const name of caseNames()) {
	test(`lines are true in the hunks of ${name}`, async () => {
		for (const { files } of await patchesOf(name)) {
			for (const diff of files) {
				for (const side of ["pre", "post"] as const) {
					const image = partialImage(diff, side);
					checkLines(image, (number) => lineOfHunks(diff, side, number));
					checkSpans(image);
				}
			}
		}
	});
}

function lineOfHunks(diff: FileDiff, side: "pre" | "post", number: number): string | undefined {
	for (const hunk of diff.hunks) {
		const first = side === "pre" ? hunk.preStart : hunk.postStart;
		const kind = side === "pre" ? "removed" : "added";
		const lines = hunk.lines.filter((line) => line.kind === "context" || line.kind === kind);
		if (number >= first && number < first + lines.length) return lines[number - first]!.text;
	}
	return undefined;
}
