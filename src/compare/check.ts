import { FileAnalyzer } from "../flow/analysis.js";
import type { FileImages, SourceImage } from "../image/image.js";
import type { Finding, RawFinding } from "../rules/finding.js";
import type { RuleSet } from "../rules/registry.js";
import { runRules } from "../rules/run.js";
import { parseSource } from "../syntax/parse.js";
import type { ParsedFile } from "../syntax/syntax.js";
import { affectedFunctions } from "./affected.js";
import { compareFindings } from "./compare.js";
import type { SkippedFunction } from "./result.js";

/** What the check of one file gave. */
export interface FileCheck {
	readonly findings: readonly Finding[];
	/** Functions walked to the end, each counted once however many sides it has. */
	readonly checked: number;
	readonly skipped: readonly SkippedFunction[];
}

/** Checks both sides of a file and tells what the patch introduced from what was there before. */
export function checkImages(images: FileImages, rules: RuleSet): FileCheck {
	const [pre, post] = [images.pre, images.post].map((image) => image && parseSource(image));
	const sides = [pre, post].filter((side) => side != null);
	const names = affectedFunctions(sides);
	const before = pre ? checkFunctions(pre, rules, names) : null;
	const after = post ? checkFunctions(post, rules, names) : null;
	return {
		findings: compareFindings(before?.findings ?? [], after?.findings ?? []),
		checked: (after ?? before)?.checked ?? 0,
		skipped: (after ?? before)?.skipped ?? [],
	};
}

/** Checks every function of one whole file. */
export function checkWholeFile(image: SourceImage, rules: RuleSet): FileCheck {
	const result = checkFunctions(parseSource(image), rules, null);
	return { ...result, findings: result.findings.map((finding) => ({ ...finding, status: "preexisting" })) };
}

interface SideCheck {
	readonly findings: readonly RawFinding[];
	readonly checked: number;
	readonly skipped: readonly SkippedFunction[];
}

/** `names` null: all. */
function checkFunctions(file: ParsedFile, rules: RuleSet, names: ReadonlySet<string> | null): SideCheck {
	const analyzer = new FileAnalyzer(file, rules.knowledge);
	const findings: RawFinding[] = [];
	const skipped: SkippedFunction[] = [];
	let checked = 0;
	for (const unit of file.functions) {
		if (names && !names.has(unit.name)) continue;
		const analysis = analyzer.analyse(unit);
		if (analysis.givenUp === null) checked++;
		else skipped.push({ function: unit.name, path: file.image.path, reason: analysis.givenUp });
		findings.push(...runRules(rules, analysis));
	}
	return { findings, checked, skipped };
}
