// npm run new-rule -- ID FAMILY: lays out a rule, its fixtures and its docs, and registers it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { shippedRules } from "../rules/index.js";
import type { Family } from "../src/rules/finding.js";
import { ruleSet } from "../src/rules/registry.js";
import { newFiles, newMeta, withRule } from "./scaffold.js";

/** This module is `dist/scripts/new-rule.js` of the package. */
const root = fileURLToPath(new URL("../../", import.meta.url));

const [id, family] = process.argv.slice(2);
if (id === undefined || family === undefined) fail("usage: npm run new-rule -- ID FAMILY");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const meta = newMeta(id, family as Family, manifest.version);
const files = newFiles(meta);
try {
	ruleSet([...shippedRules.rules, { meta, check: () => [] }], shippedRules.knowledge);
	const taken = [...files.keys()].find((path) => existsSync(join(root, path)));
	if (taken !== undefined) fail(`${taken} exists already`);
	writeFileSync(
		join(root, "rules/index.ts"),
		withRule(readFileSync(join(root, "rules/index.ts"), "utf8"), id),
	);
} catch (error) {
	fail((error as Error).message);
}
for (const [path, content] of files) {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), content);
}
const run = (command: string, ...args: string[]): void => {
	execFileSync(command, args, { cwd: root, stdio: "inherit" });
};
run("npx", "biome", "check", "--write", "rules/index.ts", `rules/${id}`);
run("npm", "run", "--silent", "docs");
console.log(`
Written: ${[...files.keys(), `docs/rules/${id}.md`].join(", ")}.
The rule compiles and reports nothing yet, so 'npm test' fails on its bad example. Next:
  1. make the two fixtures say what is wrong and what is fine;
  2. write check() in rules/${id}/rule.ts;
  3. replace the TODO texts, then 'npm run docs' and 'npm test'.`);

function fail(message: string): never {
	console.error(`new-rule: ${message}`);
	process.exit(2);
}
