import { FileAnalyzer, type FunctionAnalysis } from "../flow/analysis.js";
import type { Assumption } from "../flow/model.js";
import { describeSummary } from "../flow/summary.js";
import type { Header } from "../image/headers.js";
import type { FileImages, SourceImage } from "../image/image.js";
import type { Family, Finding } from "../rules/finding.js";
import type { RuleSet } from "../rules/registry.js";
import type { FileView } from "../rules/rule.js";
import { compareSides, runRules } from "../rules/run.js";
import { parseSource } from "../syntax/parse.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";
import { callersOf, changedFunctions } from "./affected.js";
import { assumptionsFrom, withoutContradicted } from "./assume.js";
import { compareVerdicts } from "./compare.js";
import { mayHandOver } from "./handover.js";
import type { SkippedFunction } from "./result.js";
import { watchedNames } from "./watched.js";

/** What the check of one file gave. */
export interface FileCheck {
	readonly findings: readonly Finding[];
	/** Functions walked to the end, each counted once however many sides it has. */
	readonly checked: number;
	readonly skipped: readonly SkippedFunction[];
}

/** The headers that a file includes, on either side of the patch. */
export interface SideHeaders {
	readonly pre: readonly Header[];
	readonly post: readonly Header[];
}

interface Side {
	readonly file: ParsedFile;
	readonly analyzer: FileAnalyzer;
	readonly view: FileView;
}

/** Checks both sides of a file and tells what the patch introduced from what was there before. */
export function checkImages(images: FileImages, headers: SideHeaders, rules: RuleSet): FileCheck {
	const [before, after] = [images.pre && parseSource(images.pre), images.post && parseSource(images.post)];
	const sides = [before, after].flatMap((file) => (file ? [file] : []));
	const changed = changedFunctions(sides);
	const watched = watchedNames(sides, changed);
	const pre = before && openSide(before, headers.pre, rules, watched, (unit) => !has(after, unit));
	const post = after && openSide(after, headers.post, rules, watched, (unit) => !has(before, unit));
	// What a callee does to a lock is its callers' business, where the patch changed what it does.
	const different = new Set(
		[...changed].filter((name) => summaryText(pre, name) !== summaryText(post, name)),
	);
	const callers = concernedCallers(different, changed, pre, post);
	const results = [changed, callers].map((names) =>
		pairs(pre, post, names).map(([before, after]) =>
			checkPair(before && pre && { ...pre, unit: before }, after && post && { ...post, unit: after }, rules),
		),
	);
	const [inChanged, inCallers] = results.map((result) => result.flatMap((check) => check.findings));
	// What a caller suffers from a callee that the patch broke is said there.
	const explained = new Set(inChanged!.filter(isIntroduced).map(subjectOf));
	const suffered = inCallers!
		.filter((finding) => !(isIntroduced(finding) && explained.has(subjectOf(finding))))
		.map((finding) => whereItComesFrom(finding, changed));
	const findings = [...inChanged!, ...onePerPlace(suffered)];
	const analyses = results.flat().flatMap((check) => (check.analysis ? [check.analysis] : []));
	return { findings, ...countAnalyses(analyses, images.path) };
}

function has(file: ParsedFile | null, { name }: FunctionUnit): boolean {
	return file?.functions.some((unit) => unit.name === name) ?? false;
}

/** Calls further up than that are not followed. */
const MAX_LEVELS = 4;

/** Callers of functions that have changed for them, their callers if they change in turn, and so on. */
function concernedCallers(
	different: ReadonlySet<string>,
	changed: ReadonlySet<string>,
	pre: Side | null,
	post: Side | null,
): ReadonlySet<string> {
	const sides = [pre, post].flatMap((side) => (side ? [side.file] : []));
	const concerned = new Set<string>();
	let level = different;
	for (let i = 0; i < MAX_LEVELS && level.size > 0; i++) {
		const callers = [...callersOf(level, sides)].filter((name) => !changed.has(name) && !concerned.has(name));
		for (const name of callers) concerned.add(name);
		level = new Set(callers.filter((name) => summaryText(pre, name) !== summaryText(post, name)));
	}
	return concerned;
}

/** A comment belongs where the patch is: in the callee that it changed, not in the caller that suffers. */
function whereItComesFrom(finding: Finding, changed: ReadonlySet<string>): Finding {
	const { origin } = finding;
	if (finding.status !== "introduced" || origin === null || !changed.has(origin.function)) return finding;
	return { ...finding, ...origin };
}

/** Of several callers that suffer from one place, the first is enough. */
function onePerPlace(findings: readonly Finding[]): readonly Finding[] {
	const places = new Set<string>();
	return findings.filter(({ rule, line, column, status }) => {
		const place = [rule, line, column, status].join(" ");
		return !places.has(place) && places.add(place);
	});
}

/** What callers in the file see of the function. */
function summaryText(side: Side | null, name: string): string {
	const summary = side?.analyzer.summaryOf(name);
	return summary ? describeSummary(summary) : "";
}

/** What a finding is about: who forgets to unlock makes others sleep under a lock, too. */
function subjectOf({ family }: Finding): Family {
	return family === "atomic" ? "lock" : family;
}

function isIntroduced(finding: Finding): boolean {
	return finding.status === "introduced";
}

/** Checks every function of one whole file. */
export function checkWholeFile(image: SourceImage, headers: readonly Header[], rules: RuleSet): FileCheck {
	const parsed = parseSource(image);
	const watched = watchedNames([parsed], new Set());
	const { file, analyzer, view } = openSide(parsed, headers, rules, watched, () => false);
	const analyses = file.functions.map((unit) => analyzer.analyse(unit));
	const findings = analyses
		.flatMap((analysis) => runRules(rules, analysis, view).findings)
		.map((finding) => ({ ...finding, status: "preexisting" as const }));
	return { findings, ...countAnalyses(analyses, image.path) };
}

function countAnalyses(analyses: readonly FunctionAnalysis[], path: string): Omit<FileCheck, "findings"> {
	const skipped = analyses.flatMap(({ unit, givenUp }) =>
		givenUp === null ? [] : [{ function: unit.name, path, reason: givenUp }],
	);
	return { checked: analyses.length - skipped.length, skipped };
}

function openSide(
	file: ParsedFile,
	headers: readonly Header[],
	rules: RuleSet,
	watched: ReadonlySet<string>,
	isNew: FileView["isNew"],
): Side {
	const { image } = file;
	const analyzer = new FileAnalyzer(file, rules.knowledge, headers, watched);
	const { functions } = file;
	const view: FileView = {
		...{ image, functions },
		analysisOf: (name) => analyzer.analysisOf(name),
		isMacro: (name) => analyzer.isMacro(name),
		isNew,
	};
	return { file, analyzer, view };
}

type Pair = readonly [FunctionUnit | null, FunctionUnit | null];

/**
 * The functions of the names given, side by side; of several with one name (in the arms of an
 * `#ifdef`) the first with the first, the second with the second.
 */
function pairs(pre: Side | null, post: Side | null, names: ReadonlySet<string>): Pair[] {
	const waiting = new Map<string, FunctionUnit[]>();
	for (const unit of pre?.file.functions ?? []) {
		if (names.has(unit.name)) waiting.set(unit.name, [...(waiting.get(unit.name) ?? []), unit]);
	}
	const found: Pair[] = [];
	for (const unit of post?.file.functions ?? []) {
		if (names.has(unit.name)) found.push([waiting.get(unit.name)?.shift() ?? null, unit]);
	}
	const gone = [...waiting.values()].flat();
	return pairRenamed(found, gone);
}

/** A patch that ends one function and begins another has most likely renamed it. */
function pairRenamed(found: readonly Pair[], gone: readonly FunctionUnit[]): Pair[] {
	const fresh = found.filter(([before]) => before === null);
	const [renamed] = gone;
	if (fresh.length !== 1 || gone.length !== 1 || !renamed)
		return [...found, ...gone.map((unit) => [unit, null] as const)];
	return found.map((pair) => (pair === fresh[0] ? [renamed, pair[1]] : pair));
}

type SideUnit = Side & { readonly unit: FunctionUnit };

function checkPair(
	before: SideUnit | null,
	after: SideUnit | null,
	rules: RuleSet,
): { findings: Finding[]; analysis: FunctionAnalysis | null } {
	const { pre, post } = analysePair(before, after, rules);
	const name = (post ?? pre)?.unit.name;
	const verdicts = {
		pre: pre && before && runRules(rules, pre, before.view, name),
		post: post && after && runRules(rules, post, after.view),
	};
	// Reads the whole file, and most functions leave nothing open that the other side could bear out.
	const isOpen = [verdicts.pre, verdicts.post].some((verdict) => verdict && verdict.tentative.length > 0);
	const isHandedOver =
		isOpen && before !== null && after !== null && mayHandOver(before, after, rules.knowledge);
	const findings = compareVerdicts({ ...verdicts, isHandedOver });
	return { findings: [...findings, ...besideFindings()], analysis: post ?? pre };

	function besideFindings(): Finding[] {
		if (!before || !after || !pre || !post) return [];
		const [a, b] = [
			{ analysis: pre, file: before.view },
			{ analysis: post, file: after.view },
		];
		return [
			...compareSides(rules, a, b, pre.unit.name).map((item) => ({ ...item, status: "introduced" as const })),
			...compareSides(rules, b, a, pre.unit.name).map((item) => ({ ...item, status: "fixed" as const })),
		];
	}
}

/** Both sides under the same assumptions about the code that is not shown. */
function analysePair(
	before: SideUnit | null,
	after: SideUnit | null,
	rules: RuleSet,
): { pre: FunctionAnalysis | null; post: FunctionAnalysis | null } {
	const analyse = (side: SideUnit | null, assumptions: readonly Assumption[] = []) =>
		side === null ? null : side.analyzer.analyse(side.unit, assumptions);
	const [pre, post] = [analyse(before), analyse(after)];
	if (!pre || !post) return { pre, post };
	const assumptions = assumptionsFrom(pre, post, rules.knowledge);
	if (assumptions.length === 0) return { pre, post };
	// The side before the patch must make sense under them, or they are wrong.
	const consistent = withoutContradicted(assumptions, analyse(before, assumptions)!);
	return { pre: analyse(before, consistent), post: analyse(after, consistent) };
}
