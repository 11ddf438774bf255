import { lstat, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { OwnRows } from "../../../rules/knowledge/own.js";
import type { Config } from "../../policy/config.js";
import type { Fault } from "../../policy/validate.js";
import { UsageError } from "../status.js";
import { type Terminal, warn } from "../terminal.js";

const CONFIG_NAME = ".lorelintrc.json";

/** Which configuration is asked for. */
export interface ConfigFlags {
	/** A file; false for --no-config; undefined: the nearest one upwards from the working directory. */
	readonly config?: string | false;
	/** As for `lorelint lint`. */
	readonly tree?: string | false;
}

/** Where the patches come from, as far as it decides whether the tree that they change may configure anything. */
export interface Provenance {
	/** Whether there is a mail among them, which may come from anybody. Asked only where it makes a difference. */
	holdsMail(): Promise<boolean>;
	/**
	 * For patches out of a repository that change a file: its text before the first of them, null where it was
	 * not there. Undefined where they leave it alone.
	 */
	before(path: string): Promise<string | null | undefined>;
}

/** A configuration that has passed all checks. */
export interface LoadedConfig {
	/** Absolute. */
	readonly path: string;
	readonly config: Config;
	/** {@link Config.knowledge}, checked. */
	readonly own: OwnRows | null;
}

export interface Configuration {
	readonly loaded: LoadedConfig | null;
	/** What a reader of the report should know of files that were passed over: whole sentences. */
	readonly remarks: readonly string[];
}

/**
 * Finds and reads the configuration of a run. Throws a UsageError where there is one that cannot be read
 * or says what cannot be.
 */
export async function loadConfiguration(
	flags: ConfigFlags,
	terminal: Terminal,
	provenance: Provenance,
): Promise<Configuration> {
	if (flags.config === false) return NONE;
	if (flags.config !== undefined) {
		const path = resolve(terminal.cwd, flags.config);
		return { loaded: await load(path, await textOf(path), terminal), remarks: [] };
	}
	const remarks: string[] = [];
	const folders = foldersUpwards(terminal.cwd);
	for (const folder of folders) {
		const path = join(folder, CONFIG_NAME);
		if (!(await exists(path))) continue;
		const shown = relative(terminal.cwd, path);
		if ((await isInPatchedTree(folder, folders, flags.tree, terminal)) && (await provenance.holdsMail())) {
			remarks.push(`${shown} was not read: a mail must not be judged by a file of the tree it patches.`);
			continue;
		}
		const before = await provenance.before(path);
		if (before === undefined) return { loaded: await load(path, await textOf(path), terminal), remarks };
		if (before !== null) {
			remarks.push(`${shown} counts as it was before the changes that are checked: they change it.`);
			return { loaded: await load(path, before, terminal), remarks };
		}
		remarks.push(`${shown} was not read: the changes that are checked add it.`);
	}
	return { loaded: null, remarks };
}

const NONE: Configuration = { loaded: null, remarks: [] };

/** Larger files are no configuration. In bytes. */
const SIZE_LIMIT = 4 * 1024 * 1024;

function foldersUpwards(from: string): readonly string[] {
	const folders = [from];
	for (let at = from; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
	return folders;
}

async function exists(path: string): Promise<boolean> {
	// A link that leads nowhere is there, and has to be told of.
	return lstat(path).then(
		() => true,
		(error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR",
	);
}

/**
 * Whether a folder belongs to what patches are for: the tree that was named, the work tree around the
 * working directory, or the kernel tree around it. Looked for in the files themselves, not by way of
 * git, which may refuse to speak of a repository of somebody else.
 */
async function isInPatchedTree(
	folder: string,
	upwards: readonly string[],
	tree: string | false | undefined,
	terminal: Terminal,
): Promise<boolean> {
	const roots = typeof tree === "string" ? [resolve(terminal.cwd, tree)] : [];
	const [works, kernels] = await Promise.all(
		[".git", "include/linux"].map((mark) => foldersWith(mark, upwards)),
	);
	roots.push(...works!.slice(0, 1), ...kernels!.slice(-1));
	const real = await realOf(folder);
	for (const root of roots) {
		const top = await realOf(root);
		if (real === top || real.startsWith(top.endsWith(sep) ? top : top + sep)) return true;
	}
	return false;
}

async function foldersWith(mark: string, folders: readonly string[]): Promise<readonly string[]> {
	const found = await Promise.all(folders.map((folder) => exists(join(folder, mark))));
	return folders.filter((_, at) => found[at]);
}

function realOf(path: string): Promise<string> {
	return realpath(path).catch(() => path);
}

async function textOf(path: string): Promise<string> {
	try {
		const info = await stat(path);
		if (!info.isFile()) throw new UsageError(`${path}: this is no file`);
		if (info.size > SIZE_LIMIT) throw new UsageError(`${path}: this is too large to be a configuration`);
		return (await readFile(path, "utf8")).replace(/^\ufeff/, "");
	} catch (error) {
		if (error instanceof UsageError) throw error;
		const { code, message } = error as NodeJS.ErrnoException;
		throw new UsageError(`${path}: ${code === "ENOENT" ? "no such configuration file" : message}`);
	}
}

/** Checks the text of a file; all that is wrong with it is told at once. */
async function load(path: string, text: string, terminal: Terminal): Promise<LoadedConfig> {
	const [{ configSchema }, { faultsOf }, { ownRowsSchema, faultsInRows }, { shippedRules }] =
		await Promise.all([
			import("../../policy/schema.js"),
			import("../../policy/validate.js"),
			import("../../../rules/knowledge/own-schema.js"),
			import("../../../rules/index.js"),
		]);
	const value = await parsed(path, text);
	const metas = shippedRules.rules.map(({ meta }) => meta);
	const faults = [...faultsOf(value, configSchema(metas, ownRowsSchema))];
	const config = value as Config;
	const own = faults.length === 0 ? ((config.knowledge ?? null) as OwnRows | null) : null;
	if (own !== null) {
		for (const { path: way, message } of faultsInRows(own))
			faults.push({ path: ["knowledge", ...way], message });
	}
	if (faults.length > 0) await refuse(path, text, faults, terminal);
	return { path, config, own };
}

async function parsed(path: string, text: string): Promise<unknown> {
	try {
		return JSON.parse(text);
	} catch (error) {
		const { syntaxFault } = await import("./config-place.js");
		const { line, message } = syntaxFault(text) ?? { line: 1, message: (error as Error).message };
		throw new UsageError(`${path}:${line}: this is no JSON: ${message}`);
	}
}

/** Faults that are told; whoever makes more has misunderstood something from the start. */
const MAX_FAULTS = 10;

async function refuse(
	path: string,
	text: string,
	faults: readonly Fault[],
	terminal: Terminal,
): Promise<never> {
	const [{ lineOf }, { pathText }] = await Promise.all([
		import("./config-place.js"),
		import("../../policy/validate.js"),
	]);
	const lines = faults.slice(0, MAX_FAULTS).map((fault) => {
		const key = pathText(fault.path);
		return `${path}:${lineOf(text, fault.path)}: ${key ? `${key}: ` : ""}${fault.message}`;
	});
	if (faults.length > MAX_FAULTS) lines.push(`${path}: and ${faults.length - MAX_FAULTS} more`);
	for (const line of lines.slice(0, -1)) warn(terminal, line);
	throw new UsageError(lines.at(-1));
}
