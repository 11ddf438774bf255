// npm run docs: writes docs/rules/*.md, man/lorelint.1 and the generated parts of README.md.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shippedRules } from "../rules/index.js";
import { generatedDocs } from "./generated-docs.js";

/** This module is `dist/scripts/docs.js` of the package. */
const root = fileURLToPath(new URL("../../", import.meta.url));
const docs = await generatedDocs(
	root,
	shippedRules.rules.map((rule) => rule.meta),
);

for (const folder of ["docs/rules", "man"]) mkdirSync(join(root, folder), { recursive: true });
for (const [path, content] of docs) writeFileSync(join(root, path), content);
for (const name of readdirSync(join(root, "docs/rules"))) {
	if (!docs.has(`docs/rules/${name}`)) rmSync(join(root, "docs/rules", name));
}
console.log(`docs of ${shippedRules.rules.length} rules written`);
