import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { inboxSource } from "./inbox.js";
import { mailboxSource } from "./mailbox.js";
import type { MailSource } from "./source.js";

/**
 * The archive that a path names: a public-inbox v2 archive (a folder with `git/0.git`, `git/1.git` and so on,
 * or the folder of these), one epoch of it, a maildir, a folder of mboxes, an mbox, or `-` for an mbox on
 * standard input.
 * @throws with one sentence where it is not there, or is none of these.
 */
export async function openArchive(path: string): Promise<MailSource> {
	if (path === "-" || !(await stat(path)).isDirectory()) return mailboxSource(path);
	const names = new Set(await readdir(path));
	for (const [folder, entries] of [
		[join(path, "git"), await readdir(join(path, "git")).catch(() => [])],
		[path, [...names]],
	] as const) {
		const epochs = entries.filter((name) => EPOCH.test(name));
		if (epochs.length > 0) return inboxSource(epochs.sort(byNumber).map((name) => join(folder, name)));
	}
	if (["HEAD", "objects", "refs"].every((name) => names.has(name))) return inboxSource([path]);
	return mailboxSource(path);
}

const EPOCH = /^\d+\.git$/;

function byNumber(a: string, b: string): number {
	return Number.parseInt(a, 10) - Number.parseInt(b, 10);
}
