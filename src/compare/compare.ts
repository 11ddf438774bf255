import type { Finding, RawFinding, Status } from "../rules/finding.js";
import type { FunctionVerdict } from "../rules/run.js";

/** The verdicts on one function, of the sides that have it. */
export interface VerdictPair {
	readonly pre: FunctionVerdict | null;
	readonly post: FunctionVerdict | null;
	/** Whether the patch may have moved a duty of the function elsewhere; see `handover.ts`. */
	readonly isHandedOver: boolean;
}

/**
 * What became of the findings of one function: those only the side after the patch has are
 * introduced, those only the side before has are fixed, the others were there before.
 *
 * Fingerprints are matched as counted multisets: a patch that copies a faulty statement introduces
 * one finding, though its fingerprint stood in the file already.
 */
export function compareVerdicts({ pre, post, isHandedOver }: VerdictPair): Finding[] {
	const before = findingsOf(pre, post, isHandedOver);
	const after = findingsOf(post, pre, isHandedOver);
	const unmatched = new Map<string, number>();
	for (const { fingerprint } of before) unmatched.set(fingerprint, (unmatched.get(fingerprint) ?? 0) + 1);
	const findings = after.map((finding) =>
		withStatus(finding, take(unmatched, finding) ? "preexisting" : "introduced"),
	);
	for (const finding of before) {
		if (take(unmatched, finding)) findings.push(withStatus(finding, "fixed"));
	}
	return findings;
}

/** The findings of a side, with the tentative ones that the other side bears out. */
function findingsOf(
	side: FunctionVerdict | null,
	other: FunctionVerdict | null,
	isHandedOver: boolean,
): RawFinding[] {
	if (!side) return [];
	if (!other || side.tentative.length === 0) return [...side.findings];
	const evidence = other.evidence();
	const borneOut = side.tentative.filter(
		({ onlyIf, unless, staysHere }) =>
			(staysHere || !isHandedOver) &&
			(onlyIf === null || onlyIf.some((key) => evidence.has(key))) &&
			!unless.some((key) => evidence.has(key)),
	);
	return [...side.findings, ...borneOut.map((item) => item.finding)];
}

function take(counts: Map<string, number>, { fingerprint }: RawFinding): boolean {
	const count = counts.get(fingerprint) ?? 0;
	if (count > 0) counts.set(fingerprint, count - 1);
	return count > 0;
}

function withStatus(finding: RawFinding, status: Status): Finding {
	return { ...finding, status };
}
