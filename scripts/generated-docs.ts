import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../src/cli/main.js";
import { outlineOf } from "../src/cli/manual/outline.js";
import { manualPage } from "../src/cli/manual/page.js";
import { readFixture, version } from "../src/cli/package.js";
import { createProgram } from "../src/cli/program.js";
import type { Terminal } from "../src/cli/terminal.js";
import type { FormatName } from "../src/report/formats.js";
import { rulePage } from "../src/report/rule-page.js";
import type { Family } from "../src/rules/finding.js";
import type { RuleMeta } from "../src/rules/rule.js";
import { keyTables, publishedSchema } from "./configuration-docs.js";

/**
 * The documentation that is made and not written: a page a rule, the manual page, the schema of configurations,
 * and the parts of the README and of docs/configuration.md between `<!-- NAME: made by npm run docs -->` and
 * `<!-- end of NAME -->`. Path relative to the root of the package, and content. Throws where a file has
 * no place for a part.
 */
export async function generatedDocs(
	root: string,
	metas: readonly RuleMeta[],
): Promise<ReadonlyMap<string, string>> {
	const docs = new Map<string, string>();
	for (const meta of metas) {
		docs.set(
			`docs/rules/${meta.id}.md`,
			rulePage(meta, (name) => readFixture(meta.id, name)),
		);
	}
	let readme = readFileSync(join(root, "README.md"), "utf8");
	readme = withPart(readme, "rules", tables(metas));
	readme = withPart(readme, "sample", `\`\`\`\n${await demo(root, "text")}\`\`\`\n`);
	readme = withPart(readme, "jsonl", `\`\`\`\n${shortened(await demo(root, "jsonl"))}\`\`\`\n`);
	docs.set("README.md", readme);
	docs.set("man/lorelint.1", manual(root));
	const configuration = readFileSync(join(root, "docs/configuration.md"), "utf8");
	docs.set("docs/configuration.md", withPart(configuration, "keys", keyTables()));
	docs.set("schema/lorelintrc.schema.json", publishedSchema(metas));
	return docs;
}

function withPart(text: string, name: string, content: string): string {
	const start = `<!-- ${name}: made by npm run docs -->\n`;
	const end = `<!-- end of ${name} -->`;
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`the comments around '${name}' are missing`);
	return `${text.slice(0, from)}${start}\n${content}\n${text.slice(to)}`;
}

const HEADINGS: Readonly<Record<Family, string>> = {
	lock: "Locks",
	atomic: "Where sleeping is not allowed",
	cpuhp: "CPU hotplug",
	errptr: "NULL and error pointers",
	return: "Return values and error codes",
	divide: "Divisions by zero",
	leak: "Leaks",
	lifetime: "Freed objects",
	once: "Data races",
	config: "Other configurations",
};

/** A table for each family that has rules. */
function tables(metas: readonly RuleMeta[]): string {
	return Object.entries(HEADINGS)
		.map(([family, heading]) => ({ family, heading, rules: metas.filter((meta) => meta.family === family) }))
		.filter(({ rules }) => rules.length > 0)
		.map(({ family, heading, rules }) => `### ${heading} (\`${family}\`)\n\n${table(rules)}`)
		.join("\n");
}

function table(metas: readonly RuleMeta[]): string {
	const rows = metas.map((meta) => {
		const state = meta.state === "preview" ? " (preview)" : "";
		const summary = meta.summary.replaceAll("|", "\\|");
		return `| [${meta.id}](docs/rules/${meta.id}.md)${state} | ${meta.severity} | ${summary} |\n`;
	});
	return `| rule | severity | what it reports |\n|---|---|---|\n${rows.join("")}`;
}

/** The first patch and its finding, and the summary; with times that are the same on every run. */
function shortened(jsonl: string): string {
	const lines = jsonl.trimEnd().split("\n");
	return `${[...lines.slice(0, 2), "...", ...lines.slice(-1)].join("\n")}\n`.replace(/"ms":\d+/g, '"ms":18');
}

/** The manual page; its options are those of the command line itself. */
function manual(root: string): string {
	const program = createProgram({ terminal: silent(root, () => {}), print: () => {}, finish: () => {} });
	return manualPage(outlineOf(program), version());
}

/** What `npm run demo` prints, in any format. */
async function demo(root: string, format: FormatName): Promise<string> {
	let output = "";
	const terminal = silent(root, (text) => {
		output += text;
	});
	await main(["lint", "--no-tree", "--format", format, join(root, "fixtures/demo/series.mbox")], terminal);
	return output.replaceAll(root, "");
}

/** A terminal on which nothing may go wrong. */
function silent(root: string, take: (text: string) => void): Terminal {
	return {
		cwd: root,
		typedInput: false,
		color: false,
		liveStderr: false,
		write: async (text) => take(text),
		writeError: (text) => {
			throw new Error(text);
		},
	};
}
