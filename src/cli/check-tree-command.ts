import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type FormatName, isQuiet, needsLanes } from "../report/formats.js";
import type { Selection } from "../rules/registry.js";
import { selectedRules } from "./lint-command.js";
import { type Output, withOutput } from "./output.js";
import { type ExitStatus, type Threshold, UsageError } from "./status.js";
import { PipeClosed, type Terminal, withoutErrors } from "./terminal.js";
import { TreesAround } from "./tree-around.js";

export interface CheckTreeFlags extends Selection {
	readonly format: FormatName;
	/** A file or folder to write to. */
	readonly output?: string;
	readonly failOn: Threshold;
	readonly statistics: boolean;
	readonly timing: boolean;
}

/** Checks every function of whole files; what is found was there before any patch. */
export async function checkTreeCommand(
	paths: readonly string[],
	flags: CheckTreeFlags,
	given: Terminal,
): Promise<ExitStatus> {
	const terminal = isQuiet(flags.format) ? withoutErrors(given) : given;
	const [{ lintFile }, rules] = await Promise.all([import("../lint.js"), selectedRules(flags)]);
	const trees = new TreesAround(terminal.cwd);
	const lanes = needsLanes(flags.format);
	const show = new Set(["preexisting"] as const);
	const report = {
		format: flags.format,
		show,
		failOn: flags.failOn,
		statistics: flags.statistics,
		timing: flags.timing,
		unit: "file",
		rules: rules.rules.map(({ meta }) => meta),
		path: flags.output,
	} as const;
	try {
		return await withOutput(terminal, report, async (output) => {
			let files = 0;
			for (const path of paths) {
				const before = files;
				for await (const file of sourceFiles(path)) {
					output.progress(`${files++} files checked; now ${file}`);
					const lint = async (text: string) => {
						const { context, path: inTree } = await trees.around(file);
						return await lintFile(file, text, { rules, context, inTree, lanes });
					};
					await checkFile(file, lint, output);
				}
				if (files === before) output.problem(`${path}: no .c file in it`);
			}
		});
	} finally {
		await trees.close();
	}
}

async function checkFile(
	file: string,
	lint: (text: string) => ReturnType<typeof import("../lint.js").lintFile>,
	output: Output,
): Promise<void> {
	try {
		// Byte text: see ByteText.
		const text = await readFile(file, "latin1");
		if (text.includes("\0")) output.problem(`${file}: not checked: this is binary data, not C source`);
		else await output.result(await lint(text));
	} catch (error) {
		if (error instanceof PipeClosed || error instanceof UsageError) throw error;
		output.problem(`${file}: not checked: ${(error as Error).message}`);
	}
}

/** A file itself; of a directory all .c files, by name, without following symbolic links. */
async function* sourceFiles(path: string): AsyncIterable<string> {
	const info = await stat(path).catch(() => null);
	if (info === null) throw new UsageError(`${path}: no such file or directory`);
	if (info.isDirectory()) yield* below(path);
	else yield path;
}

async function* below(directory: string): AsyncIterable<string> {
	const entries = await readdir(directory, { withFileTypes: true });
	entries.sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const entry of entries) {
		const path = join(directory, entry.name);
		if (entry.isDirectory() && entry.name !== ".git") yield* below(path);
		else if (entry.isFile() && entry.name.endsWith(".c")) yield path;
	}
}
