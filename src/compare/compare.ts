import type { Finding, RawFinding, Status } from "../rules/finding.js";

/**
 * What became of the findings of one file: those only the side after the patch has are introduced,
 * those only the side before has are fixed, the others were there before.
 *
 * Fingerprints are matched as counted multisets: a patch that copies a faulty statement introduces
 * one finding, though its fingerprint stood in the file already.
 */
export function compareFindings(pre: readonly RawFinding[], post: readonly RawFinding[]): Finding[] {
	const unmatched = new Map<string, number>();
	for (const { fingerprint } of pre) unmatched.set(fingerprint, (unmatched.get(fingerprint) ?? 0) + 1);
	const findings = post.map((finding) => withStatus(finding, take(unmatched, finding) ? "preexisting" : "introduced"));
	for (const finding of pre) {
		if (take(unmatched, finding)) findings.push(withStatus(finding, "fixed"));
	}
	return findings;
}

function take(counts: Map<string, number>, { fingerprint }: RawFinding): boolean {
	const count = counts.get(fingerprint) ?? 0;
	if (count > 0) counts.set(fingerprint, count - 1);
	return count > 0;
}

function withStatus(finding: RawFinding, status: Status): Finding {
	return { ...finding, status };
}
