import { mergeShards } from "../../bot/scan/merge.js";
import { scan } from "../../bot/scan/scan.js";
import { type Shard, WHOLE } from "../../bot/scan/shard.js";
import type { AlsoReason } from "../../bot/sorting/reasons.js";
import { openArchive } from "../../bot/sources/open.js";
import { sideBySide } from "../../bot/sources/side-by-side.js";
import type { MailSource } from "../../bot/sources/source.js";
import type { PatchResult } from "../../compare/result.js";
import { line } from "../../report/jsonl.js";
import { openPolicy } from "../settings/policy-run.js";
import { type CommonFlags, rulesFor, settingsFor } from "../settings/settings.js";
import { openTreeFor } from "../source/open.js";
import { type ExitStatus, NOTHING_FOUND, type Threshold, UsageError } from "../status.js";
import { PipeClosed, type Terminal, warn } from "../terminal.js";
import { ScanReport, statusOf } from "./report.js";

/** The options of `lorelint scan` as commander hands them over. */
export interface ScanFlags extends CommonFlags {
	/** As for `lint`. */
	readonly tree?: string | false;
	readonly shard?: Shard;
	/** Milliseconds since 1970. */
	readonly since?: number;
	readonly also: readonly AlsoReason[];
	readonly merge: boolean;
	readonly failOn: Threshold;
}

/** Bytes of the longest mail that is read. */
const MAX_MAIL = 32 * 1024 * 1024;

/** Lints every series of archives, and writes JSON lines; the README says what stands in them. */
export async function scanCommand(
	paths: readonly string[],
	asked: ScanFlags,
	terminal: Terminal,
): Promise<ExitStatus> {
	if (asked.merge) return mergeCommand(paths, asked, terminal);
	const archives = await Promise.all(paths.map((path) => opened(path)));
	// Mails come from strangers: the configuration of the tree that they patch does not count.
	const provenance = { holdsMail: async () => true, before: async () => undefined };
	const settings = await settingsFor(asked, terminal, provenance);
	const { flags } = settings;
	const [{ lint }, rules, context] = await Promise.all([
		import("../../lint.js"),
		rulesFor(settings),
		openTreeFor(flags.tree, terminal),
	]);
	try {
		const policy = await openPolicy(settings, rules, "patch", context?.root ?? null, terminal);
		const { shard = WHOLE, since = null } = flags;
		const limits = { since, limit: MAX_MAIL, ...(terminal.stdin ? { stdin: terminal.stdin } : {}) };
		const items = scan(sideBySide(archives.map((archive) => archive(limits))), {
			shard,
			since,
			also: new Set(flags.also),
			lint: (series) => lint(series, { rules, context }),
		});
		const judge = async (result: PatchResult) => {
			const { result: judged, remarks } = await policy.judge(result);
			for (const { patch, message } of remarks) warn(terminal, `${patch.input}: ${message}`);
			return judged;
		};
		return await new ScanReport(shard, flags.failOn, judge, terminal).write(items);
	} finally {
		context?.close();
	}
}

async function opened(path: string): Promise<MailSource> {
	try {
		return await openArchive(path);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		throw new UsageError(`${path}: ${code === "ENOENT" ? "no such file or directory" : message}`);
	}
}

async function mergeCommand(
	files: readonly string[],
	{ failOn }: ScanFlags,
	terminal: Terminal,
): Promise<ExitStatus> {
	try {
		// Byte text of JSON is that of UTF-8.
		const write = (text: string) => terminal.write(Buffer.from(text, "latin1").toString("utf8"));
		const summary = await mergeShards(files, write);
		await terminal.write(line({ type: "summary", ...summary }));
		return statusOf(summary, failOn);
	} catch (error) {
		if (error instanceof PipeClosed) return NOTHING_FOUND;
		throw new UsageError((error as Error).message);
	}
}
