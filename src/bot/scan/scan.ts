import type { PatchResult } from "../../compare/result.js";
import type { Patch } from "../../patch/patch.js";
import { originOf } from "../../patch/series.js";
import { identityOf, readHead } from "../mail/head.js";
import { type RawMail, readMail } from "../mail/mail.js";
import { SeriesGatherer, type SortedPatch } from "../series/gather.js";
import type { AlsoReason, LeftReason } from "../sorting/reasons.js";
import { sortMail } from "../sorting/sort.js";
import type { SourceItem } from "../sources/source.js";
import { SeenIds } from "./seen.js";
import { type Shard, shardOf } from "./shard.js";

export interface ScanOptions {
	readonly shard: Shard;
	/** What is linted although it would be left alone. */
	readonly also: ReadonlySet<AlsoReason>;
	/** Mails that came earlier are passed over, and not counted; milliseconds since 1970. */
	readonly since: number | null;
	/** Lints the patches of one series, in their order. */
	readonly lint: (series: readonly Patch[]) => AsyncIterable<PatchResult>;
}

/** What a scan comes upon. */
export type ScanItem =
	/** A mail of any shard was read; those of this one follow. */
	| { readonly type: "read"; readonly isOwn: boolean }
	| { readonly type: "result"; readonly result: PatchResult }
	/** A mail that needs nothing. */
	| { readonly type: "cover" | "discussion" }
	| ({ readonly type: "left"; readonly reason: LeftReason; readonly detail?: string } & MailName)
	/** A mail that could not be read or linted. */
	| { readonly type: "problem"; readonly place: string; readonly message: string }
	/** An archive that could not be read to its end. */
	| { readonly type: "fault"; readonly place: string; readonly message: string };

/** How output names a mail. */
export interface MailName {
	readonly place: string;
	readonly subject: string;
	readonly messageId: string;
}

/**
 * Reads archives from end to end and lints the series in them, those of one shard. Each mail of the shard comes
 * out once: as a result, a cover letter, discussion, left alone, or a problem.
 *
 * What a mail's header says decides its shard, so that a series lies in one; all that one shard must know of
 * the mails of others is that they were there. So the shards of the same archives give, together, what one run
 * over all of them gives.
 */
export async function* scan(
	items: AsyncIterable<SourceItem>,
	options: ScanOptions,
): AsyncGenerator<ScanItem> {
	const seen = new SeenIds();
	const gatherer = new SeriesGatherer();
	const read = { mails: 0, bytes: 0 };
	for await (const item of items) {
		if (item.type === "fault") {
			yield item;
			continue;
		}
		if (item.type === "mail" && isEarlier(item.time, options.since)) continue;
		read.mails++;
		if (item.type === "mail") read.bytes += item.text.length;
		for (const series of gatherer.passed(read)) yield* lintSeries(series, options);
		if (item.type === "problem") yield* problemOf(item, options.shard);
		else {
			const patch: SortedPatch | null = yield* sorted(item, seen, options);
			const series = patch && gatherer.add(patch, { ...read });
			if (series) yield* lintSeries(series, options);
		}
	}
	for (const series of gatherer.rest()) yield* lintSeries(series, options);
}

function isEarlier(time: number | null, since: number | null): boolean {
	return since !== null && time !== null && time < since;
}

function* problemOf({ place, line, message }: RawProblem, { index, total }: Shard): Generator<ScanItem> {
	const where = line > 1 ? `${place}:${line}` : place;
	const isOwn = shardOf(where, total) === index;
	yield { type: "read", isOwn };
	if (isOwn) yield { type: "problem", place: where, message };
}

type RawProblem = Extract<SourceItem, { readonly type: "problem" }>;

/** Sorts one mail, and gives it where it has a diff that its series must know. */
async function* sorted(
	raw: RawMail & { readonly isDeleted: boolean },
	seen: SeenIds,
	{ shard, also }: ScanOptions,
): AsyncGenerator<ScanItem, SortedPatch | null> {
	const head = readHead(raw.text);
	const identity = identityOf(head, raw.text);
	const isKnown = seen.has(identity.messageId);
	const isOwn = shardOf(originOf({ input: raw.place, ...identity }), shard.total) === shard.index;
	yield { type: "read", isOwn };
	if (!isOwn) return null;
	try {
		const mail = await readMail(raw, head, identity);
		const { subject, messageId } = mail.patch;
		const name = { place: raw.place, subject, messageId };
		if (isKnown || raw.isDeleted) {
			yield { type: "left", reason: raw.isDeleted ? "deleted" : "duplicate", ...name };
			return null;
		}
		const disposition = sortMail(mail, also);
		if (disposition.is === "cover" || disposition.is === "discussion") yield { type: disposition.is };
		if (disposition.is === "left") {
			const { reason, detail } = disposition;
			yield { type: "left", reason, ...(detail ? { detail } : {}), ...name };
		}
		return mail.patch.files.length > 0 && disposition.is !== "discussion" ? { mail, disposition } : null;
	} catch (error) {
		yield { type: "problem", place: raw.place, message: `the mail cannot be decoded: ${reasonOf(error)}` };
		return null;
	}
}

/**
 * Lints a series. Patches that are left alone are a part of it too: those behind them build on what they do.
 * Only the others are reported.
 */
async function* lintSeries(series: readonly SortedPatch[], options: ScanOptions): AsyncGenerator<ScanItem> {
	const wanted = new Set(
		series.filter(({ disposition }) => disposition.is === "patch").map(({ mail }) => mail.patch),
	);
	if (wanted.size === 0) return;
	const missing = new Set<Patch>(wanted);
	try {
		for await (const result of options.lint(series.map(({ mail }) => mail.patch))) {
			if (missing.delete(result.patch)) yield { type: "result", result };
		}
	} catch (error) {
		// It costs this series, not those behind it.
		const message = `not checked, lorelint failed: ${reasonOf(error)}`;
		for (const { input } of missing) yield { type: "problem", place: input, message };
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
