import type { FunctionAnalysis } from "../flow/analysis.js";
import type { RawFinding } from "./finding.js";
import type { RuleSet } from "./registry.js";
import type { Report, Rule } from "./rule.js";
import { witnessOf } from "./witness.js";

/** Runs the rules over one analysed function. */
export function runRules(set: RuleSet, analysis: FunctionAnalysis): RawFinding[] {
	if (analysis.givenUp !== null) return [];
	const findings: RawFinding[] = [];
	for (const rule of set.rules) {
		for (const report of rule.check(analysis)) findings.push(findingOf(rule, report, analysis));
	}
	return findings;
}

function findingOf({ meta }: Rule, report: Report, { unit }: FunctionAnalysis): RawFinding {
	const { image } = unit;
	const statement = report.statement ?? image.text.slice(report.at.start, report.at.end);
	return {
		rule: meta.id,
		family: meta.family,
		severity: meta.severity,
		confidence: report.confidence,
		path: image.path,
		side: image.side,
		line: image.lineAt(report.at.start),
		column: report.at.start - image.text.lastIndexOf("\n", report.at.start - 1),
		function: unit.name,
		message: report.message,
		witness: witnessOf(report, image),
		fingerprint: fingerprint([meta.id, unit.name, report.subject, statement.replace(/\s+/g, " ")]),
	};
}

/** 64-bit FNV-1a of the parts, as 16 hex digits: stable between runs and versions. */
function fingerprint(parts: readonly string[]): string {
	let hash = 0xcbf29ce484222325n;
	for (const char of parts.join("\0")) {
		hash ^= BigInt(char.codePointAt(0)!);
		hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
	}
	return hash.toString(16).padStart(16, "0");
}
