import { mkdir, readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "../../input/git/repository.js";
import { replaceFile } from "../replace-file.js";
import { callerOf, isAlive } from "./caller.js";

/** The mails of a run of `git send-email` that its hook has seen so far. */
interface Run {
	/** The process that sends, as {@link callerOf} names it. */
	readonly caller: string | null;
	readonly total: number;
	/** Absolute paths, in order. */
	readonly mails: readonly string[];
}

/**
 * The mails to lint now, of which `mail` is the one that git asks about.
 *
 * Since version 2.41 git says how many mails there are and which one this is. Then they are collected and
 * linted as the series they are, when the last one comes. Older versions say nothing, and each mail is
 * linted as it comes, by itself.
 */
export async function collectMails(
	repository: Repository | null,
	mail: string,
	environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
	const counter = positive(environment.GIT_SENDEMAIL_FILE_COUNTER);
	const total = positive(environment.GIT_SENDEMAIL_FILE_TOTAL);
	if (repository === null || counter === null || total === null || counter > total || total === 1) {
		return [mail];
	}
	try {
		return await collectIn(folderOf(repository), mail, counter, total);
	} catch {
		// Nothing can be kept here: then each by itself, rather than some not at all.
		return [mail];
	}
}

/** Forgets all mails that are collected. */
export async function forgetMails(repository: Repository): Promise<void> {
	await rm(folderOf(repository), { recursive: true, force: true });
}

function folderOf({ gitDir }: Repository): string {
	return join(gitDir, "lorelint");
}

async function collectIn(
	folder: string,
	mail: string,
	counter: number,
	total: number,
): Promise<readonly string[]> {
	const caller = await callerOf("sendemail-validate");
	if (counter === 1) await forgetAborted(folder, caller);
	const before = counter === 1 ? [] : await takeRun(folder, caller, counter, total);
	if (before === null) return [mail];
	const mails = [...before, mail];
	if (counter === total) {
		await rmdir(folder).catch(() => {});
		return mails;
	}
	await keepRun(folder, { caller, total, mails });
	return [];
}

function positive(text: string | undefined): number | null {
	return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

const RUN_FILE = /^send-\d+-[\w.]+\.json$/;

/** One file a sender, so that two that send at the same time do not get into each other's way. */
async function keepRun(folder: string, run: Run): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const name = `send-${run.total}-${(run.caller ?? "unknown").replace(/[^\w.]/g, "_")}.json`;
	await replaceFile(join(folder, name), JSON.stringify(run), 0o600);
}

/**
 * The mails in front of the one that is counted, and forgets them: those of the same sender, or else of one
 * that has ended and left off just there. A sender that is still at work keeps its own.
 */
async function takeRun(
	folder: string,
	caller: string | null,
	counter: number,
	total: number,
): Promise<readonly string[] | null> {
	const fitting: { readonly file: string; readonly run: Run; readonly changed: number }[] = [];
	for (const { file, run } of await keptRuns(folder)) {
		if (run.total !== total || run.mails.length !== counter - 1) continue;
		if (run.caller !== caller && run.caller !== null && (await isAlive(run.caller))) continue;
		fitting.push({ file, run, changed: (await stat(file)).mtimeMs });
	}
	const newest = fitting.sort((a, b) => b.changed - a.changed);
	const found = newest.find(({ run }) => run.caller === caller) ?? newest[0];
	if (found === undefined) return null;
	await rm(found.file, { force: true });
	return found.run.mails;
}

/** Forgets what runs have left that were given up, and an earlier run of the same caller. */
async function forgetAborted(folder: string, caller: string | null): Promise<void> {
	for (const { file, run } of await keptRuns(folder)) {
		if (run.caller === null || run.caller === caller || !(await isAlive(run.caller))) {
			await rm(file, { force: true });
		}
	}
}

async function keptRuns(folder: string): Promise<readonly { readonly file: string; readonly run: Run }[]> {
	const runs: { file: string; run: Run }[] = [];
	for (const name of await readdir(folder).catch(() => [])) {
		if (!RUN_FILE.test(name)) continue;
		const file = join(folder, name);
		const run = await readRun(file);
		if (run === null) await rm(file, { force: true });
		else runs.push({ file, run });
	}
	return runs;
}

async function readRun(file: string): Promise<Run | null> {
	try {
		const { caller, total, mails } = JSON.parse(await readFile(file, "utf8")) as Partial<Run>;
		const isRun =
			(caller === null || typeof caller === "string") &&
			typeof total === "number" &&
			Array.isArray(mails) &&
			mails.every((mail) => typeof mail === "string");
		return isRun ? { caller, total, mails } : null;
	} catch {
		return null;
	}
}
