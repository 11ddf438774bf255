import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { shippedRules } from "../rules/index.js";
import { generatedDocs } from "../scripts/generated-docs.js";
import { ROOT } from "./harness/root.js";

const HANDWRITTEN = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const metas = shippedRules.rules.map((rule) => rule.meta);
const docs = await generatedDocs(ROOT, metas);

describe("documentation", () => {
	for (const [path, content] of docs) {
		it(`${path} is up to date`, () => {
			assert.ok(existsSync(join(ROOT, path)), "missing; 'npm run docs' writes it");
			assert.equal(read(path), content, "out of date; 'npm run docs' writes it");
		});
	}

	it("has no page of a rule that is gone", () => {
		const pages = existsSync(join(ROOT, "docs/rules")) ? readdirSync(join(ROOT, "docs/rules")) : [];
		assert.deepEqual(
			pages.filter((name) => !docs.has(`docs/rules/${name}`)),
			[],
		);
	});

	for (const path of HANDWRITTEN) {
		it(`${path} names commands, files and rules that exist`, () => {
			const text = read(path);
			const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
			const commands = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1]!);
			assert.deepEqual(
				commands.filter((name) => !(name in scripts)),
				[],
				"npm scripts",
			);
			const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
			assert.deepEqual(
				links.filter((link) => !existsSync(join(ROOT, link))),
				[],
				"links",
			);
			const explained = [...text.matchAll(/lorelint explain ([a-z][a-z-]+)/g)].map((match) => match[1]!);
			const ids = metas.map((meta) => meta.id);
			assert.deepEqual(
				explained.filter((id) => !ids.includes(id)),
				[],
				"rules",
			);
		});
	}

	it("CI runs the test command of the README", () => {
		const command = /^npm ci && (npm test)$/m.exec(read("README.md"))?.[1];
		assert.ok(command, "the README shows how to run the tests");
		assert.match(read(".ci/run"), new RegExp(`^${command}$`, "m"));
	});
});
