import assert from "node:assert/strict";
import { test } from "node:test";
import type { PatchResult } from "../../src/compare/result.js";
import { compareVersions } from "../../src/compare/versions.js";
import type { Finding } from "../../src/rules/finding.js";
import { sampleFinding, samplePatch, sampleResult } from "../report/sample.js";

/** A version of a series; of each patch the findings. */
function version(...patches: readonly (readonly Partial<Finding>[])[]): readonly PatchResult[] {
	return patches.map((findings, index) =>
		sampleResult({
			patch: samplePatch({ series: { index: index + 1, total: patches.length, version: 1 } }),
			findings: findings.map(sampleFinding),
		}),
	);
}

/** `remaining 1 -> 2`: by the number of the patch on each side. */
function compared(old: readonly PatchResult[], now: readonly PatchResult[]): readonly string[] {
	const place = (each: { result: PatchResult; finding: Finding } | null) =>
		each ? `${each.result.patch.series?.index}:${each.finding.line}` : "-";
	return compareVersions(old, now).map(({ change, old, now }) => `${change} ${place(old)} ${place(now)}`);
}

const CASES: readonly [string, ReturnType<typeof version>, ReturnType<typeof version>, readonly string[]][] =
	[
		["a finding that both have", version([{}]), version([{ line: 20 }]), ["remaining 1:15 1:20"]],
		["a finding that only the old one has", version([{}]), version([]), ["healed 1:15 -"]],
		["a finding that only the new one has", version([]), version([{}]), ["new - 1:15"]],
		["patches in another order", version([{}], []), version([], [], [{}]), ["remaining 1:15 3:15"]],
		[
			"a repeated finding counts as often as it is there",
			version([{}, { line: 30 }]),
			version([{}]),
			["healed 1:30 -", "remaining 1:15 1:15"],
		],
		["another statement", version([{}]), version([{ fingerprint: "f2" }]), ["remaining 1:15 1:15"]],
		["another file", version([{}]), version([{ path: "mm/tank.c" }]), ["remaining 1:15 1:15"]],
		[
			"another file and statement",
			version([{}]),
			version([{ path: "mm/tank.c", fingerprint: "f2" }]),
			["remaining 1:15 1:15"],
		],
		[
			"another message about the object",
			version([{}]),
			version([{ fingerprint: "f2", message: "m2" }]),
			["remaining 1:15 1:15"],
		],
		[
			"another name of the function",
			version([{}]),
			version([{ function: "set_limit", fingerprint: "f2" }]),
			["remaining 1:15 1:15"],
		],
		[
			"a function that may be either of two is none",
			version([{}]),
			version([
				{ function: "a", fingerprint: "fa", line: 1 },
				{ function: "b", fingerprint: "fb", line: 2 },
			]),
			["healed 1:15 -", "new - 1:1", "new - 1:2"],
		],
		[
			"another object",
			version([{}]),
			version([{ subject: "q", fingerprint: "f2", message: "q" }]),
			["healed 1:15 -", "new - 1:15"],
		],
		[
			"another rule",
			version([{}]),
			version([{ rule: "double-lock", fingerprint: "f2" }]),
			["healed 1:15 -", "new - 1:15"],
		],
		[
			"the surest match wins",
			version([{ line: 1, fingerprint: "a" }, { line: 2 }]),
			version([{ line: 3 }, { line: 4, fingerprint: "b" }]),
			["remaining 1:2 1:3", "remaining 1:1 1:4"],
		],
		[
			"what is fixed or was there before does not count",
			version([{ status: "fixed" }]),
			version([{ status: "preexisting" }]),
			[],
		],
		["a note about bisection does not count", version([{ healedBy: "2/2" }]), version([]), []],
	];

for (const [name, old, now, expected] of CASES) {
	test(`two versions: ${name}`, () => assert.deepEqual(compared(old, now), expected));
}
