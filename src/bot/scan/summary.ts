import type { Severity } from "../../rules/finding.js";
import { LEFT_REASONS, type LeftReason } from "../sorting/reasons.js";
import { parseShard, type Shard } from "./shard.js";

/**
 * What a scan came to: `mails` is the sum of `linted`, `covers`, `discussion`, `problems` and all that is
 * `left`. Names and order are a contract with the programs that read it.
 */
export interface ScanSummary {
	/** As it was asked for, `2/16`; `1/1` is all of them. */
	readonly shard: string;
	/** Mails of the archives, of this shard or not. */
	read: number;
	/** Those of this shard. */
	mails: number;
	linted: number;
	covers: number;
	discussion: number;
	readonly left: Record<LeftReason, number>;
	problems: number;
	readonly findings: Record<Severity, number>;
}

export function emptySummary({ index, total }: Shard): ScanSummary {
	return {
		shard: `${index}/${total}`,
		read: 0,
		mails: 0,
		linted: 0,
		covers: 0,
		discussion: 0,
		left: Object.fromEntries(LEFT_REASONS.map((reason) => [reason, 0])) as Record<LeftReason, number>,
		problems: 0,
		findings: { error: 0, warning: 0, note: 0 },
	};
}

/**
 * The summary of the whole from those of its shards.
 * @throws with one sentence where a shard is missing or comes twice, or they have not read the same.
 */
export function addUp(parts: readonly ScanSummary[]): ScanSummary {
	const shards = parts.map(({ shard }) => parseShard(shard));
	const total = shards[0]?.total ?? 0;
	const indexes = new Set(shards.map((shard) => shard?.index));
	if (shards.some((shard) => shard?.total !== total)) throw new Error("these are not the shards of one scan");
	if (indexes.size < parts.length) throw new Error("a shard comes twice");
	const missing = Array.from({ length: total }, (_, at) => at + 1).filter((index) => !indexes.has(index));
	if (missing.length > 0)
		throw new Error(`shards are missing: ${missing.slice(0, 20).join(", ")} of ${total}`);
	const read = parts[0]?.read ?? 0;
	if (parts.some((part) => part.read !== read)) {
		throw new Error("the archives have changed while they were scanned: the shards have not read the same");
	}
	const sum = emptySummary({ index: 1, total: 1 });
	sum.read = read;
	for (const part of parts) {
		for (const name of ["mails", "linted", "covers", "discussion", "problems"] as const)
			sum[name] += part[name];
		for (const reason of LEFT_REASONS) sum.left[reason] += part.left[reason];
		for (const severity of ["error", "warning", "note"] as const)
			sum.findings[severity] += part.findings[severity];
	}
	return sum;
}
