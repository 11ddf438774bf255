import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readInputs } from "../../src/input/inputs.js";
import type { Problem } from "../../src/input/message.js";
import { type ParseOptions, parsePatch } from "../../src/patch/parse.js";
import type { DiffLine, FileDiff, Hunk, Patch } from "../../src/patch/patch.js";

/**
 * Reads every file of fixtures/mail and compares what comes out with the `.expect.json` beside it: a list
 * of runs, each with its options and all messages and problems in order.
 *
 * UPDATE_EXPECTATIONS=1 writes what came out instead; the difference is then for a person to read.
 */
const FOLDER = join(process.cwd(), "fixtures", "mail");
const SUFFIX = ".expect.json";

interface Run {
	readonly options: Partial<ParseOptions>;
	readonly items: readonly unknown[];
}

const fixtures = readdirSync(FOLDER).filter((name) => !name.endsWith(SUFFIX));

test("there are fixtures", () => assert.ok(fixtures.length > 40));

for (const name of fixtures) {
	test(`fixtures/mail/${name}`, async () => {
		const expected = join(FOLDER, name + SUFFIX);
		const runs = JSON.parse(readFileSync(expected, "utf8")) as Run[];
		const actual: Run[] = [];
		for (const { options } of runs) {
			actual.push({ options, items: await itemsOf(name, { quoted: false, repair: false, ...options }) });
		}
		if (process.env.UPDATE_EXPECTATIONS) writeFileSync(expected, `${JSON.stringify(actual, null, "\t")}\n`);
		else assert.deepEqual(actual, runs);
	});
}

async function itemsOf(name: string, options: ParseOptions): Promise<unknown[]> {
	const items: unknown[] = [];
	for await (const item of readInputs([join(FOLDER, name)])) {
		items.push(
			item.type === "problem" ? problemText(item.problem) : shown(parsePatch(item.message, options)),
		);
	}
	return items;
}

/** A patch as an expectation shows it: what is absent or ordinary is left out. */
function shown(patch: Patch): unknown {
	const { kind, line, subject, author, series } = patch;
	return {
		kind,
		line,
		subject,
		author,
		...(series && { series: `v${series.version} ${series.index}/${series.total}` }),
		...(patch.files.length > 0 && { files: patch.files.map(shownFile) }),
		...(patch.problems.length > 0 && { problems: patch.problems.map(problemText) }),
	};
}

function shownFile(file: FileDiff): unknown {
	return {
		change: file.change,
		pre: file.prePath,
		post: file.postPath,
		blobs: `${file.preBlob}..${file.postBlob}`,
		...(file.binary && { binary: true }),
		...(file.repaired && { repaired: true }),
		hunks: file.hunks.map(shownHunk),
	};
}

function shownHunk(hunk: Hunk): string[] {
	const { preStart, preCount, postStart, postCount, header, lines } = hunk;
	const head = `@@ -${preStart},${preCount} +${postStart},${postCount} @@ ${header}`.trimEnd();
	return [
		head,
		...lines.map((line) => MARKERS[line.kind] + Buffer.from(line.text, "latin1").toString("utf8")),
	];
}

const MARKERS: Readonly<Record<DiffLine["kind"], string>> = { context: " ", added: "+", removed: "-" };

function problemText(problem: Problem): string {
	return `${problem.path ?? ""}:${problem.line ?? ""}: ${problem.message}`;
}
