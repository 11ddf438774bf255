import { createHash } from "node:crypto";
import type { Finding } from "../rules/finding.js";

/**
 * Gives every finding of one report a fingerprint of its own. It stays the same when lines move: findings
 * alike in the same file are told apart by their order alone.
 */
export function uniqueFingerprints(): (finding: Finding) => string {
	const seen = new Map<string, number>();
	return ({ path, fingerprint }) => {
		const hash = createHash("sha256").update(`${path}\0${fingerprint}`).digest("hex").slice(0, 32);
		const ordinal = (seen.get(hash) ?? 0) + 1;
		seen.set(hash, ordinal);
		return `${hash}:${ordinal}`;
	};
}
