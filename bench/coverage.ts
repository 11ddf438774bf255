/**
 * How much of a kernel tree the syntax layer reads: `node dist/bench/coverage.js TREE [--sample N]
 * [--failures FILE]`. See docs/syntax.md for what the columns mean.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { SourceImage } from "../src/image/image.js";
import { readDialect } from "../src/syntax/dialect/dialect.js";
import { parseSource } from "../src/syntax/parse.js";
import type { FunctionUnit } from "../src/syntax/syntax.js";
import { parseC } from "../src/syntax/treesitter.js";
import { halfOf, seconds, sourceFiles } from "./corpus.js";
import { oracleFunctions } from "./oracle.js";

/** Counts over one half of the tree. */
interface Tally {
	files: number;
	bytes: number;
	expected: number;
	found: number;
	named: number;
	clean: number;
	ours: number;
	oursClean: number;
	passSeconds: number;
	parseSeconds: number;
	treeSeconds: number;
}

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		sample: { type: "string" },
		half: { type: "string" },
		failures: { type: "string" },
		raw: { type: "boolean", default: true },
	},
});
const root = positionals[0];
if (root === undefined)
	throw new Error("usage: coverage TREE [--sample N] [--half tuned|other] [--failures FILE]");

const halves: Record<"tuned" | "other", Tally> = { tuned: emptyTally(), other: emptyTally() };
const failures: string[] = [];

for (const [index, path] of selectFiles(root).entries()) {
	measure(root, path, halves[halfOf(relative(root, path))]);
	// Native trees are freed when the event loop turns.
	if (index % 10 === 0) await setImmediate();
}
report();
if (values.failures) writeFileSync(values.failures, failures.join("\n"));

function measure(top: string, path: string, tally: Tally): void {
	const text = readFileSync(path, "latin1");
	const image = wholeFile(relative(top, path), text);
	tally.files++;
	tally.bytes += text.length;
	tally.passSeconds += seconds(() => readDialect(image));
	tally.parseSeconds += seconds(() => parseC(text));
	const { functions } = parseSource(image);
	const clean = new Map<FunctionUnit, boolean>();
	tally.treeSeconds += seconds(() => {
		for (const unit of functions) clean.set(unit, unit.clean);
	});
	tally.ours += functions.length;
	for (const unit of functions) {
		if (clean.get(unit)) tally.oursClean++;
		else failures.push(`dirty ${image.path}:${lineOf(text, unit.span.start)} ${unit.name}`);
	}
	const byBody = new Map(functions.map((unit) => [unit.bodySpan.start, unit]));
	for (const expected of oracleFunctions(text)) {
		tally.expected++;
		const unit = byBody.get(expected.open);
		const where = `${image.path}:${lineOf(text, expected.open)} ${expected.name}`;
		if (!unit || unit.bodySpan.end !== expected.end) {
			failures.push(`${unit ? "end" : "lost"} ${where}`);
			continue;
		}
		tally.found++;
		if (unit.name.endsWith(expected.name)) tally.named++;
		else {
			failures.push(`name ${where} ${unit.name}`);
			continue;
		}
		if (clean.get(unit)) tally.clean++;
	}
}

function wholeFile(path: string, text: string): SourceImage {
	return { path, side: "post", coverage: "whole", text, lineAt: () => 0, supplied: [], changed: [] };
}

function lineOf(text: string, offset: number): number {
	let line = 1;
	for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
	return line;
}

/** All `.c` files of the half asked for, or the first `--sample N` of them. */
function selectFiles(top: string): string[] {
	const all = sourceFiles(top).filter(
		(path) => values.half === undefined || halfOf(relative(top, path)) === values.half,
	);
	return values.sample === undefined ? all : all.slice(0, Number(values.sample));
}

function emptyTally(): Tally {
	return {
		files: 0,
		bytes: 0,
		expected: 0,
		found: 0,
		named: 0,
		clean: 0,
		ours: 0,
		oursClean: 0,
		passSeconds: 0,
		parseSeconds: 0,
		treeSeconds: 0,
	};
}

function report(): void {
	const share = (part: number, whole: number) => `${((100 * part) / Math.max(whole, 1)).toFixed(3)} %`;
	for (const [half, t] of Object.entries(halves)) {
		if (t.files === 0) continue;
		const megabytes = t.bytes / 1e6;
		console.log(
			`${half}: ${t.files} files, ${megabytes.toFixed(1)} MB; oracle ${t.expected} functions: ` +
				`found ${share(t.found, t.expected)}, named ${share(t.named, t.expected)}, ` +
				`clean ${share(t.clean, t.expected)}; all found ${t.ours}, clean ${share(t.oursClean, t.ours)}`,
		);
		console.log(
			`  pass ${(megabytes / t.passSeconds).toFixed(1)} MB/s, tree-sitter on raw files ` +
				`${(megabytes / t.parseSeconds).toFixed(1)} MB/s, ratio ${(t.passSeconds / t.parseSeconds).toFixed(3)}; ` +
				`trees of all functions ${(megabytes / t.treeSeconds).toFixed(1)} MB/s`,
		);
	}
}
