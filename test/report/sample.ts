import type { Frame, PatchResult } from "../../src/compare/result.js";
import type { Patch } from "../../src/patch/patch.js";
import type { ReporterOptions } from "../../src/report/reporter.js";
import type { Finding } from "../../src/rules/finding.js";

export function sampleOptions(over: Partial<ReporterOptions> = {}): ReporterOptions {
	return { color: false, width: 100, unit: "patch", version: "1.2.3", rules: [], ...over };
}

export function samplePatch(over: Partial<Patch> = {}): Patch {
	return {
		input: "a.mbox",
		line: 1,
		subject: "[PATCH 2/3] pool: reject negative limits",
		author: "Robin Example <robin@example.org>",
		messageId: "<2@example.org>",
		inReplyTo: null,
		references: [],
		series: { index: 2, total: 3, version: 1 },
		kind: "patch",
		files: [],
		problems: [],
		...over,
	};
}

export function sampleFinding(over: Partial<Finding> = {}): Finding {
	return {
		rule: "unbalanced-lock",
		family: "lock",
		severity: "error",
		confidence: "certain",
		status: "introduced",
		path: "mm/pool.c",
		side: "post",
		line: 15,
		column: 3,
		endLine: 15,
		endColumn: 18,
		function: "store_limit",
		message: "p->lock is still held on this return",
		witness: [
			{ path: "mm/pool.c", line: 12, message: "p->lock is taken here" },
			{ path: "mm/pool.c", line: 14, message: "limit < 0 is true" },
		],
		subject: "p->lock",
		fingerprint: "unbalanced-lock/store_limit/p->lock/return -EINVAL",
		origin: null,
		...over,
	};
}

export function sampleResult(over: Partial<PatchResult> = {}): PatchResult {
	return {
		patch: samplePatch(),
		context: new Map([["mm/pool.c", "hunks"]]),
		functions: { checked: 1, skipped: [] },
		findings: [sampleFinding()],
		frame: () => sampleFrame(14, ["\tif (limit < 0)", "\t\treturn -EINVAL;", "\tret = apply(p);"]),
		lines: () => null,
		hunks: (diff) => diff.hunks,
		lanes: [],
		problems: [],
		ms: 17.6,
		timing: { images: 5.2, files: new Map([["mm/pool.c", 12.4]]) },
		...over,
	};
}

/** Consecutive lines of code. */
export function sampleFrame(firstLine: number, lines: readonly string[]): Frame {
	return { lines: lines.map((text, index) => ({ number: firstLine + index, text })) };
}
