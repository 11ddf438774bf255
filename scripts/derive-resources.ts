/**
 * Holds the pairs in `rules/knowledge/resources` against a kernel tree, tells those that are missing, and
 * writes the table of functions that keep nothing of what they are given:
 *
 *     node dist/scripts/derive-resources.js TREE [--write | --missing] [--survey FILE]
 *
 * Each function is walked (resources/survey.ts) for what its unwinding undoes (unwinding.ts) and for where
 * the pointers that it is given go (handling.ts, lent.ts); kernel-doc, `DEFINE_FREE()` and what `devm_`
 * functions wrap are read beside it (said.ts). Without an option, tells how much of this speaks for each
 * row; `--missing` tells pairs that much speaks for and that no row has; `--write` writes the table.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lockRows } from "../rules/knowledge/locks/index.js";
import { prints } from "../rules/knowledge/printing.js";
import { askedRows, resourceRows } from "../rules/knowledge/resources/index.js";
import { lendingTexts, lent } from "./resources/emit.js";
import { type Evidence, evidenceOf, gather } from "./resources/evidence.js";
import { type Survey, survey } from "./resources/survey.js";

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		write: { type: "boolean" },
		missing: { type: "boolean" },
		survey: { type: "string" },
	},
});
const tree = positionals[0];
if (tree === undefined) throw new Error("usage: derive-resources TREE [--write | --missing] [--survey FILE]");

const found = await surveyed(tree);
const rows = [...resourceRows, ...askedRows];
if (options.write) {
	const folder = join("rules", "knowledge", "resources");
	for (const [name, text] of lendingTexts(lent(tree, found))) writeFileSync(join(folder, `${name}.ts`), text);
} else if (options.missing) missing();
else report();

/** The walk of the tree, or what one left in the file. */
async function surveyed(root: string): Promise<Survey> {
	const file = options.survey;
	if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Survey;
	const result = await survey(root);
	if (file !== undefined) writeFileSync(file, JSON.stringify(result));
	return result;
}

/** What speaks for each row, those with least first. */
function report(): void {
	const evidence = gather(found);
	const judged = rows.map((row) => ({ row, ...evidenceOf(row, evidence) }));
	judged.sort((a, b) => a.unwinding + a.said.length - b.unwinding - b.said.length);
	for (const { row, unwinding, own, said } of judged) {
		const ends = row.release.map(({ name }) => name).join(" ");
		console.log(
			`${row.acquire} | ${ends}: ${unwinding} files unwind, ${own} on own failure, said ${said.length}`,
		);
	}
	const count = (of: (item: (typeof judged)[number]) => boolean) => judged.filter(of).length;
	console.log(
		`${rows.length} rows, ${count((item) => item.unwinding > 0)} unwound somewhere, ${count((item) => item.said.length > 0)} spoken of, ${count((item) => item.unwinding === 0 && item.said.length === 0)} by neither`,
	);
}

/** Pairs that no row has, those with most first. */
function missing(): void {
	const known = new Set(rows.map(({ acquire }) => acquire));
	for (const row of lockRows) {
		const { nonzeroIfHeld = [], zeroIfHeld = [] } = row.attempt ?? {};
		for (const name of [...row.acquire, ...nonzeroIfHeld, ...zeroIfHeld]) known.add(name);
	}
	const isOpen = ({ done, undone }: Evidence) =>
		!known.has(done) && !prints(undone) && !/^(devm|pcim|drmm)_|^(PTR_ERR|IS_ERR|ERR_)/.test(done + undone);
	const open = [...gather(found).values()].filter(isOpen);
	const strength = ({ files, said }: Evidence) => files + 3 * said.length;
	for (const item of open.sort((a, b) => strength(b) - strength(a)).slice(0, 1500)) {
		if (strength(item) < 2) break;
		const words = [...new Set(item.said.map(({ where }) => where))].join(" ");
		console.log(
			`${item.done} ${item.undone} ${[...item.ways.keys()].join(", ")}: ${item.files} files ${words} ${item.example}`,
		);
	}
}
