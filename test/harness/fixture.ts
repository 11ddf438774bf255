import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { ContextSource } from "../../src/input/context.js";
import { readInputs } from "../../src/input/inputs.js";
import { parsePatch } from "../../src/patch/parse.js";
import type { Patch } from "../../src/patch/patch.js";
import { type Expectation, expectationsOf, expectationsOfFile } from "./expectation.js";

/** The folder `fixtures/` of the package; this module is `dist/test/harness/fixture.js` in it. */
export const FIXTURES = fileURLToPath(new URL("../../../fixtures/", import.meta.url));

/** A fixture, ready to be linted. */
export interface Fixture {
	readonly patches: readonly Patch[];
	readonly expectations: readonly Expectation[];
	/** The files of `<name>.pre/`; null where the hunks have to do. */
	readonly context: ContextSource | null;
}

/** Folders with fixtures: one a rule, and `engine/` with its subfolders; `demo` is no fixture. */
export async function fixtureFolders(): Promise<readonly string[]> {
	const entries = await readdir(FIXTURES, { withFileTypes: true, recursive: true });
	const folders = entries
		.filter((entry) => entry.isFile() && /^(?:bad|ok)-.*\.(?:patch|mbox)$/.test(entry.name))
		.map((entry) => relative(FIXTURES, entry.parentPath));
	return [...new Set(folders)].sort();
}

/** Names of the fixtures of one folder: `bad-early-return.patch`. */
export async function fixtureNames(folder: string): Promise<readonly string[]> {
	const names = await readdir(join(FIXTURES, folder));
	return names.filter((name) => /\.(?:patch|mbox)$/.test(name)).sort();
}

/** Reads a fixture and takes its markers out. Throws where it is not well-formed. */
export async function readFixture(folder: string, name: string): Promise<Fixture> {
	const file = join(FIXTURES, folder, name);
	const parts = (await readPatches(file)).map(expectationsOf);
	const patches = parts.map((part) => part.patch);
	const expectations = parts.flatMap((part) => part.expectations);
	const before = file.replace(/\.\w+$/, ".pre");
	if (!existsSync(before)) return { patches, expectations, context: null };
	const tree = await readTree(before, patches[0]!);
	return { patches, expectations: [...expectations, ...tree.expectations], context: tree.context };
}

async function readPatches(file: string): Promise<readonly Patch[]> {
	const patches: Patch[] = [];
	for await (const item of readInputs([file])) {
		if (item.type === "problem") throw new Error(`${file}: ${item.problem.message}`);
		const patch = parsePatch(item.message, { quoted: false, repair: false });
		for (const problem of patch.problems) throw new Error(`${file}: ${problem.path}: ${problem.message}`);
		if (patch.kind === "patch") patches.push(patch);
	}
	if (patches.length === 0) throw new Error(`${file}: no patch in it`);
	return patches;
}

async function readTree(
	root: string,
	first: Patch,
): Promise<{ readonly context: ContextSource; readonly expectations: readonly Expectation[] }> {
	const contents = new Map<string, string>();
	const expectations: Expectation[] = [];
	for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
		if (!entry.isFile()) continue;
		const file = join(entry.parentPath, entry.name);
		const path = relative(root, file);
		const diff = first.files.find((candidate) => candidate.prePath === path);
		const part = expectationsOfFile(path, await readFile(file, "latin1"), diff);
		contents.set(path, part.content);
		expectations.push(...part.expectations);
	}
	return {
		context: {
			readBlob: async () => null,
			readFile: async (path) => contents.get(path) ?? null,
			sourcesWith: async (folder, texts) =>
				[...contents]
					.filter(
						([path, text]) =>
							path.startsWith(folder) && path.endsWith(".c") && texts.some((each) => text.includes(each)),
					)
					.map(([path]) => path),
		},
		expectations,
	};
}
