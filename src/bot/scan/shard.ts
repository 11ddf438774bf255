import { createHash } from "node:crypto";

/** A part of the mails of a scan. */
export interface Shard {
	/** From 1. */
	readonly index: number;
	readonly total: number;
}

/** All of them. */
export const WHOLE: Shard = { index: 1, total: 1 };

/** Reads `2/16`; null where that is no shard. */
export function parseShard(text: string): Shard | null {
	const [, index, total] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
	const shard = { index: Number(index), total: Number(total) };
	return shard.index >= 1 && shard.index <= shard.total ? shard : null;
}

/** The shard a key belongs to, whatever else there is. From 1. */
export function shardOf(key: string, total: number): number {
	return (createHash("sha256").update(key).digest().readUIntBE(0, 6) % total) + 1;
}
