/**
 * Derives the table of contracts in `rules/knowledge/results` from a kernel tree, with the engine:
 *
 *     node dist/scripts/derive-contracts.js TREE [--write | --check] [--survey FILE] [--release 6.12]
 *
 * Each definition of a function, inline function or macro that returns a pointer is walked
 * (contracts/survey.ts), what callees return is followed to a fixpoint (resolve.ts) and held against
 * kernel-doc and against how callers test the result (evidence.ts, decide.ts). Where these disagree, or
 * the code cannot be walked, a contract that was read stands in decided.ts.
 *
 * `--write` writes the table. `--check` says where the table and the tree contradict each other.
 * `--survey` keeps what was walked in a file and takes it from there the next time.
 */
import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Contract, resultContract, resultRows } from "../rules/knowledge/results/index.js";
import { type Decision, decide, isLoose } from "./contracts/decide.js";
import { decided, leftOut } from "./contracts/decided.js";
import { type Entry, indexText, tables } from "./contracts/emit.js";
import { type Evidence, evidenceFor } from "./contracts/evidence.js";
import { type Derived, resolve } from "./contracts/resolve.js";
import { seeds } from "./contracts/seeds.js";
import { type Definition, survey } from "./contracts/survey.js";

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		write: { type: "boolean" },
		check: { type: "boolean" },
		survey: { type: "string" },
		release: { type: "string", default: "6.12" },
	},
});
const tree = positionals[0];
if (tree === undefined) throw new Error("usage: derive-contracts TREE [--write | --check] [--survey FILE]");

interface Survey {
	readonly definitions: readonly Definition[];
	readonly evidence: readonly (readonly [string, Evidence])[];
}

/** The other files of the folder are tables. */
const WRITTEN_BY_HAND: readonly string[] = ["blocking.ts", "index.ts", "row.ts"];

const { definitions, evidence } = await surveyed(tree);
const derived = resolve(definitions, seeds);
const told = new Map(evidence);
const judged = new Map<string, Contract>(
	decided.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

if (options.write) write();
else if (options.check) check();
else report();

/** The walk of the tree, or what one left in the file. */
async function surveyed(root: string): Promise<Survey> {
	const file = options.survey;
	if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Survey;
	const found = await survey(root);
	const names = new Set([...found.map(({ name }) => name), ...seeds.keys(), ...judgedNames()]);
	const result: Survey = { definitions: found, evidence: [...evidenceFor(root, names)] };
	if (file !== undefined) writeFileSync(file, JSON.stringify(result));
	return result;
}

function judgedNames(): readonly string[] {
	return decided.flatMap(({ names }) => names);
}

/** What other files may call: not what is static, nor what one driver has and nobody else calls. */
function* candidates(): Iterable<readonly [string, Derived, Evidence]> {
	for (const [name, item] of derived) {
		const said = told.get(name);
		if (name.includes(" ") || !/^[a-z_]\w*$/.test(name) || !said) continue;
		if (said.tests.files === 0 && !said.header.startsWith("include/")) continue;
		// `lookup` or `next` of one driver's header says nothing of what others call so.
		if (!name.includes("_") && !said.header.startsWith("include/")) continue;
		yield [name, item, said];
	}
}

function decisionOf(name: string, item: Derived, said: Evidence): Decision {
	const decision = decide(name, item, said);
	const isShared = said.header.startsWith("include/");
	// Of accessors that only one driver has, nobody needs to be told.
	return decision.fails === "never" && !isShared
		? { fails: null, why: "an accessor of one driver" }
		: decision;
}

function entries(): Entry[] {
	const list: Entry[] = [];
	for (const [name, item, said] of candidates()) {
		if (judged.has(name) || leftOut.includes(name)) continue;
		const decision = decisionOf(name, item, said);
		if (decision.fails === null) continue;
		list.push({ ...decision, name, path: item.paths[0]! });
	}
	for (const [name, contract] of judged) {
		const said = told.get(name);
		const { fails, stub } = contract;
		const path = derived.get(name)?.paths[0] ?? (said?.header || "include/linux/");
		list.push({ name, path, fails, stub, loose: said ? isLoose(fails, said.tests) : false });
	}
	return list;
}

function write(): void {
	const folder = join("rules", "knowledge", "results");
	const texts = tables(entries(), options.release);
	for (const name of readdirSync(folder)) if (!WRITTEN_BY_HAND.includes(name)) unlinkSync(join(folder, name));
	for (const [name, text] of texts) writeFileSync(join(folder, `${name}.ts`), text);
	writeFileSync(join(folder, "rows.ts"), indexText([...texts.keys()]));
	report();
}

/** Rows that the tree contradicts, one a line. */
function check(): void {
	let wrong = 0;
	for (const { fails, names } of resultRows) {
		for (const name of names) {
			if (judged.has(name)) continue;
			const item = derived.get(name);
			const said = told.get(name);
			const decision = item && said ? decisionOf(name, item, said) : null;
			if (decision?.fails === fails) continue;
			wrong++;
			console.log(
				`${name}: the table says ${fails}, the tree ${decision?.fails ?? decision?.why ?? "has it not"}`,
			);
		}
	}
	console.log(`${resultRows.reduce((sum, { names }) => sum + names.length, 0)} names, ${wrong} contradicted`);
	if (wrong > 0) process.exitCode = 1;
}

function report(): void {
	const counts = new Map<string, number>();
	const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
	for (const { fails, stub, loose } of entries()) {
		count(`${fails}${stub === null ? "" : `, stub ${stub}`}${loose ? ", loose" : ""}`);
	}
	for (const [name, item, said] of candidates()) {
		const decision = decisionOf(name, item, said);
		if (decision.fails === null && !judged.has(name)) count(`none: ${decision.why}`);
		const table = resultContract(name);
		if (table && decision.fails && decision.fails !== table.fails) count("decided otherwise");
	}
	for (const [key, number] of [...counts].sort()) console.log(`${number} ${key}`);
}
