import type { FunctionAnalysis } from "../flow/analysis.js";
import type { Origin } from "../flow/observed.js";
import type { SourceImage, Span } from "../image/image.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import { MAX_WITNESS_STEPS, type RawFinding } from "./finding.js";
import type { RuleSet } from "./registry.js";
import type { BuildView, FileView, OneSide, Report, Rule, RuleMeta } from "./rule.js";
import { witnessOf } from "./witness.js";

/** A finding that counts only if the other side gives one of these keys as evidence, or none of those. */
export interface Tentative {
	readonly onlyIf: readonly string[] | null;
	readonly unless: readonly string[];
	/** Whether it counts even where the patch may have moved a duty of the function elsewhere. */
	readonly staysHere: boolean;
	readonly finding: RawFinding;
}

/** What the rules say of one function on one side. */
export interface FunctionVerdict {
	readonly function: string;
	readonly findings: readonly RawFinding[];
	readonly tentative: readonly Tentative[];
	/** What the function does right, worked out when asked for: mostly nobody does. */
	evidence(): ReadonlySet<string>;
}

/**
 * Runs the rules over one analysed function. `name` is what fingerprints call it: where the patch
 * renames the function, both sides must be called alike to be compared.
 */
export function runRules(
	set: RuleSet,
	analysis: FunctionAnalysis,
	file: FileView,
	name = analysis.unit.name,
): FunctionVerdict {
	const findings: RawFinding[] = [];
	const tentative: Tentative[] = [];
	const rules = analysis.givenUp === null ? set.rules : [];
	for (const rule of rules) {
		for (const report of rule.check?.(analysis, file) ?? []) {
			const finding = findingOf(rule, report, analysis, name);
			const keysOf = (keys: readonly string[]) => keys.map((key) => `${rule.meta.id} ${key}`);
			const { onlyIf, unless } = report;
			if (onlyIf === undefined && unless === undefined) findings.push(finding);
			else {
				tentative.push({
					onlyIf: onlyIf ? keysOf(onlyIf) : null,
					unless: keysOf(unless ?? []),
					staysHere: report.staysHere ?? false,
					finding,
				});
			}
		}
	}
	return {
		function: analysis.unit.name,
		findings,
		tentative,
		evidence: () => evidenceOf(rules, analysis, file),
	};
}

function evidenceOf(rules: readonly Rule[], analysis: FunctionAnalysis, file: FileView): ReadonlySet<string> {
	return new Set(
		rules.flatMap((rule) =>
			[...(rule.evidence?.(analysis, file) ?? [])].map((key) => `${rule.meta.id} ${key}`),
		),
	);
}

/** What the rules say of a function beside the same function on the other side of the patch. */
export function compareSides(set: RuleSet, before: OneSide, after: OneSide, name: string): RawFinding[] {
	const { analysis } = after;
	if (analysis.givenUp !== null || before.analysis.givenUp !== null) return [];
	return set.rules.flatMap((rule) =>
		[...(rule.compare?.(before, after) ?? [])].map((report) => findingOf(rule, report, analysis, name)),
	);
}

/** What the rules say of one side of a patch as configurations build it. */
export function runBuildRules(set: RuleSet, build: BuildView): RawFinding[] {
	return set.rules.flatMap(({ meta, checkBuild }) =>
		[...(checkBuild?.(build) ?? [])].map(({ unit, steps, ...report }) => ({
			...placed(meta, report, unit, unit.name, report.subject),
			witness: steps.slice(0, MAX_WITNESS_STEPS),
			origin: null,
		})),
	);
}

function findingOf({ meta }: Rule, report: Report, { unit }: FunctionAnalysis, name: string): RawFinding {
	const { image } = unit;
	const statement = report.statement ?? image.text.slice(report.at.start, report.at.end);
	return {
		...placed(meta, report, unit, name, statement),
		witness: witnessOf(report, image),
		origin: report.origin ? placeOf(report.origin) : null,
	};
}

function placed(
	meta: RuleMeta,
	report: Pick<Report, "at" | "message" | "confidence" | "subject">,
	unit: FunctionUnit,
	name: string,
	statement: string,
): Omit<RawFinding, "witness" | "origin"> {
	const { image } = unit;
	const subject = normalised(report.subject, unit);
	return {
		rule: meta.id,
		family: meta.family,
		severity: meta.severity,
		confidence: report.confidence,
		path: image.path,
		side: image.side,
		...positionOf(image, report.at),
		function: unit.name,
		message: report.message,
		subject,
		fingerprint: fingerprint([meta.id, name, subject, normalised(statement, unit)]),
	};
}

function placeOf({ unit, span }: Origin): NonNullable<RawFinding["origin"]> {
	return { function: unit.name, ...positionOf(unit.image, span) };
}

function positionOf(
	image: SourceImage,
	{ start, end }: Span,
): Pick<RawFinding, "line" | "column" | "endLine" | "endColumn"> {
	return {
		line: image.lineAt(start),
		column: columnAt(image, start),
		endLine: image.lineAt(end),
		endColumn: columnAt(image, end),
	};
}

/** 1-based, in bytes. */
function columnAt(image: SourceImage, offset: number): number {
	return offset - image.text.lastIndexOf("\n", offset - 1);
}

/** Free of layout and of the names of parameters, which a patch may change without a change of meaning. */
export function normalised(text: string, { parameters }: FunctionUnit): string {
	const named = text.replace(/[A-Za-z_]\w*/g, (word) => {
		const index = parameters.indexOf(word);
		return index < 0 ? word : `$${index}`;
	});
	return named.replace(/\s+/g, " ");
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
