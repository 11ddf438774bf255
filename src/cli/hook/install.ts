import { access, constants, lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hooksFolder } from "../../input/git/hooks.js";
import { findRepository, gitFault, type Repository } from "../../input/git/repository.js";
import { UsageError } from "../status.js";
import type { HookName } from "./names.js";
import { BEFORE, hookScript, ownerOf, type Program } from "./script.js";
import { forgetMails } from "./sendemail.js";

/**
 * Puts the hook into the repository around `dir`, and says what was done. A hook that is there already is
 * moved aside, and runs before ours; one of ours is written anew.
 * @throws UsageError where that cannot be done without losing something.
 */
export async function installHook(dir: string, hook: HookName, program: Program): Promise<string> {
	const path = join(await folderOf(await repositoryAround(dir)), hook);
	const owner = await ownerAt(path);
	if (owner === "changed") {
		throw new UsageError(`${path} was made by lorelint and has been changed since; move it away first`);
	}
	const before = path + BEFORE;
	if (owner === "other" && (await exists(before))) {
		throw new UsageError(`${before} is there already; a second hook cannot be put in front of it`);
	}
	const fresh = `${path}.new-lorelint`;
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(fresh, hookScript(hook, program), { mode: 0o755 });
		if (owner === "other") await rename(path, before);
		await rename(fresh, path);
	} catch (error) {
		await rm(fresh, { force: true }).catch(() => {});
		throw new UsageError(`the hook cannot be written: ${(error as Error).message}`);
	}
	const done = `${owner === "ours" ? "renewed" : "installed"} ${path}`;
	if (!(await exists(before))) return `${done}\n`;
	return `${done}; ${before} ${(await runs(before)) ? "runs before it" : "is kept, and not run: it is not executable"}\n`;
}

/**
 * Takes our hook away, puts the one that was there before in its place, and says what was done.
 * @throws UsageError where the hook is not ours.
 */
export async function uninstallHook(dir: string, hook: HookName): Promise<string> {
	const repository = await repositoryAround(dir);
	const path = join(await folderOf(repository), hook);
	const owner = await ownerAt(path);
	if (owner === "other") throw new UsageError(`${path} was not made by lorelint; it stays`);
	if (owner === "changed") {
		throw new UsageError(`${path} was made by lorelint and has been changed since; it stays`);
	}
	const before = path + BEFORE;
	const isChained = await exists(before);
	if (owner === null && !isChained) return `${path} is not there: nothing to take away\n`;
	try {
		// One step where there is a hook to go back to: at no moment is there none.
		if (isChained) await rename(before, path);
		else await rm(path);
		if (hook === "sendemail-validate") await forgetMails(repository);
	} catch (error) {
		throw new UsageError(`the hook cannot be taken away: ${(error as Error).message}`);
	}
	return isChained
		? `removed lorelint from ${path}; the hook that was there before is back\n`
		: `removed ${path}\n`;
}

async function repositoryAround(dir: string): Promise<Repository> {
	const repository = await findRepository(dir);
	if (repository !== null) return repository;
	throw new UsageError((await gitFault(dir)) ?? `${dir} is not in a git repository`);
}

async function folderOf(repository: Repository): Promise<string> {
	if (repository.root === null) {
		throw new UsageError(`${repository.gitDir} has no work tree, so nobody commits or sends from there`);
	}
	const folder = await hooksFolder(repository);
	const info = await lstat(folder).catch(() => null);
	if (folder === "/dev/null" || (info !== null && !info.isDirectory() && !info.isSymbolicLink())) {
		throw new UsageError(`core.hooksPath is ${folder}, which is no folder: this repository runs no hooks`);
	}
	return folder;
}

/** Null where there is no hook. What cannot be read as text is somebody else's. */
async function ownerAt(path: string): Promise<ReturnType<typeof ownerOf> | null> {
	const info = await lstat(path).catch(() => null);
	if (info === null) return null;
	if (!info.isFile()) return "other";
	return ownerOf(await readFile(path, "utf8").catch(() => ""));
}

/** As git has it, which passes over hooks that are not executable. */
async function runs(path: string): Promise<boolean> {
	return access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}

async function exists(path: string): Promise<boolean> {
	return (await lstat(path).catch(() => null)) !== null;
}
