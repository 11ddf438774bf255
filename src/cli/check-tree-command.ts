import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { PatchResult } from "../compare/result.js";
import { isQuiet, needsLanes } from "../report/formats.js";
import { type Output, type ReportFlags, withOutput } from "./output/output.js";
import type { Provenance } from "./settings/config-file.js";
import { openPolicy } from "./settings/policy-run.js";
import { type CommonFlags, rulesFor, settingsFor } from "./settings/settings.js";
import { TreesAround, topAbove } from "./source/tree-around.js";
import { type ExitStatus, UsageError, WRONG_INPUT } from "./status.js";
import { PipeClosed, type Terminal, withoutErrors } from "./terminal.js";

/** The options of `lorelint check-tree` as commander hands them over. */
export interface CheckTreeFlags extends CommonFlags, ReportFlags {}

/** Checks every function of whole files; what is found was there before any patch. */
export async function checkTreeCommand(
	paths: readonly string[],
	asked: CheckTreeFlags,
	given: Terminal,
): Promise<ExitStatus> {
	const settings = await settingsFor(asked, given, FILES);
	const { flags, configuration } = settings;
	const terminal = isQuiet(flags.format) ? withoutErrors(given) : given;
	const [{ lintFile }, rules, root] = await Promise.all([
		import("../lint.js"),
		rulesFor(settings),
		topAbove(resolve(terminal.cwd, paths[0] ?? "."), terminal.cwd),
	]);
	const policy = await openPolicy(settings, rules, "file", root, terminal);
	const fromRoot = (path: string) => relative(root, resolve(terminal.cwd, path));
	const trees = new TreesAround(terminal.cwd);
	const lanes = needsLanes(flags.format);
	const lint = async (file: string, text: string) => {
		const { context, path: inTree } = await trees.around(file);
		return await lintFile(file, text, { rules, context, inTree, lanes });
	};
	const report = {
		...flags,
		show: new Set(["preexisting"] as const),
		unit: "file" as const,
		rules: rules.rules.map(({ meta }) => meta),
		policy,
		remarks: configuration.remarks,
	};
	try {
		const status = await withOutput(terminal, report, async (output) => {
			await checkAll(paths, lint, output, fromRoot);
			await policy.write();
		});
		if (status !== WRONG_INPUT) await policy.settle(coveredBy(paths.map(fromRoot)));
		return status;
	} finally {
		await trees.close();
	}
}

/** Files of a tree are no mail, whoever wrote them. */
const FILES: Provenance = { holdsMail: async () => false, before: async () => undefined };

/** Whether a path from the root is one of these, or below one of them. */
function coveredBy(checked: readonly string[]): (path: string) => boolean {
	return (path) => checked.some((top) => top === "" || path === top || path.startsWith(`${top}/`));
}

type LintFile = (file: string, text: string) => Promise<PatchResult>;

async function checkAll(
	paths: readonly string[],
	lint: LintFile,
	output: Output,
	fromRoot: (path: string) => string,
): Promise<void> {
	let files = 0;
	for (const path of paths) {
		const before = files;
		for await (const file of sourceFiles(path)) {
			output.progress(`${files++} files checked; now ${file}`);
			await checkFile(file, lint, output, fromRoot);
		}
		if (files === before) output.problem(`${path}: no .c file in it`);
	}
}

async function checkFile(
	file: string,
	lint: LintFile,
	output: Output,
	fromRoot: (path: string) => string,
): Promise<void> {
	try {
		// Byte text: see ByteText.
		const text = await readFile(file, "latin1");
		if (text.includes("\0")) output.problem(`${file}: not checked: this is binary data, not C source`);
		else await output.result(await lint(file, text), fromRoot);
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
