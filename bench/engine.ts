/**
 * What walking every function of a kernel tree costs beside parsing it: `node dist/bench/engine.js
 * TREE [--sample N]`. See docs/engine.md for what the lines mean.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { shippedRules } from "../rules/index.js";
import { checkWholeFile, type FileCheck } from "../src/compare/check.js";
import { wholeImage } from "../src/image/whole.js";
import { parseC } from "../src/syntax/treesitter.js";
import { seconds, sourceFiles } from "./corpus.js";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { sample: { type: "string" } },
});
const root = positionals[0];
if (root === undefined) throw new Error("usage: engine TREE [--sample N]");

const total = { files: 0, bytes: 0, functions: 0, parse: 0, check: 0 };
const skipped = new Map<string, number>();
const findings = new Map<string, number>();
let slowest = { path: "", seconds: 0 };

const files = sourceFiles(root);
for (const path of values.sample === undefined ? files : files.slice(0, Number(values.sample))) {
	measure(relative(root, path), readFileSync(path, "latin1"));
	// Native trees are freed when the event loop turns.
	await setImmediate();
}
report();

function measure(path: string, text: string): void {
	let check: FileCheck = { findings: [], checked: 0, skipped: [], lanes: [] };
	total.parse += seconds(() => parseC(text));
	const spent = seconds(() => {
		check = checkWholeFile(wholeImage(path, "post", text, []), [], shippedRules);
	});
	total.check += spent;
	total.files++;
	total.bytes += text.length;
	total.functions += check.checked + check.skipped.length;
	for (const { reason } of check.skipped) count(skipped, reason);
	for (const { rule } of check.findings) count(findings, rule);
	if (spent > slowest.seconds) slowest = { path, seconds: spent };
}

function count(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

function report(): void {
	const list = (counts: Map<string, number>) =>
		[...counts].map(([key, number]) => `${number} ${key}`).join(", ") || "none";
	console.log(`${total.files} files, ${(total.bytes / 1e6).toFixed(1)} MB, ${total.functions} functions`);
	console.log(`given up: ${list(skipped)}`);
	console.log(`findings: ${list(findings)}`);
	console.log(
		`bare tree-sitter ${total.parse.toFixed(1)} s, whole check ${total.check.toFixed(1)} s, ` +
			`ratio ${(total.check / total.parse).toFixed(2)}; slowest ${slowest.path} ${slowest.seconds.toFixed(1)} s; ` +
			`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
	);
}
