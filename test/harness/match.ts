import type { PatchResult } from "../../src/compare/result.js";
import type { Side } from "../../src/image/image.js";
import type { Finding, Status } from "../../src/rules/finding.js";
import type { Expectation } from "./expectation.js";

/** The status of the findings that a marker speaks of; `trace` speaks of steps. */
const STATUS: Record<Exclude<Expectation["marker"]["kind"], "trace">, Status> = {
	expect: "introduced",
	healed: "introduced",
	fixed: "fixed",
	preexisting: "preexisting",
	"todo-missing": "introduced",
	"todo-false": "introduced",
};

/**
 * Compares results with expectations: one sentence for every expectation without a finding, every
 * finding without an expectation, and every known wrong result that has come right.
 */
export function mismatches(
	results: readonly PatchResult[],
	expectations: readonly Expectation[],
): readonly string[] {
	const faults: string[] = [];
	const open = new Set(
		results.flatMap((result, patch) => result.findings.map((finding) => ({ patch, finding }))),
	);
	const steps = results.flatMap((result, patch) =>
		result.findings.flatMap(({ side, witness }) => witness.map((step) => ({ patch, side, ...step }))),
	);
	for (const expectation of expectations) {
		const { marker, patch } = expectation;
		if (marker.kind === "trace") {
			const step = steps.find(
				(candidate) =>
					candidate.patch === patch &&
					standsAt(candidate, candidate.side, expectation) &&
					candidate.message.includes(marker.message),
			);
			if (!step) faults.push(`no step: ${describe(expectation)}`);
			continue;
		}
		const status = STATUS[marker.kind];
		const hit = [...open].find(
			({ patch: at, finding }) =>
				at === patch &&
				(marker.kind === "healed") === (finding.healedBy !== undefined) &&
				fits(finding, status, expectation),
		);
		if (hit) open.delete(hit);
		if (marker.kind === "todo-missing" && hit) {
			faults.push(`found now, so make it an expect: ${describe(expectation)}`);
		} else if (marker.kind === "todo-false" && !hit) {
			faults.push(`no false alarm any more, so take the marker out: ${describe(expectation)}`);
		} else if (marker.kind !== "todo-missing" && !hit) {
			faults.push(`not found: ${describe(expectation)}`);
		}
	}
	for (const { patch, finding } of open) faults.push(`not expected: ${describeFinding(patch, finding)}`);
	return faults;
}

function fits(finding: Finding, status: Status, expectation: Expectation): boolean {
	return (
		finding.status === status &&
		finding.rule === expectation.marker.rule &&
		standsAt(finding, finding.side, expectation) &&
		finding.message.includes(expectation.marker.message)
	);
}

function standsAt(place: { path: string; line: number }, side: Side, expectation: Expectation): boolean {
	const line = side === "pre" ? expectation.preLine : expectation.postLine;
	return place.path === expectation.path && place.line === line;
}

function describe({ marker, patch, path, preLine, postLine }: Expectation): string {
	const line = postLine ?? `${preLine} (before)`;
	return `patch ${patch + 1}, ${path}:${line}: ${marker.kind} ${marker.rule ?? ""} "${marker.message}"`;
}

function describeFinding(patch: number, finding: Finding): string {
	const place = `${finding.path}:${finding.line} (${finding.side})`;
	const steps = finding.witness.map((step) => `\n    ${step.path}:${step.line}: ${step.message}`);
	return `patch ${patch + 1}, ${place}: ${finding.status} ${finding.rule} "${finding.message}"${steps.join("")}`;
}
