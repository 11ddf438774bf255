import { FileAnalyzer, type FunctionAnalysis } from "../flow/analysis.js";
import type { Assumption } from "../flow/model.js";
import { describeSummary } from "../flow/summary.js";
import type { Header } from "../image/headers.js";
import type { FileImages, SourceImage } from "../image/image.js";
import type { Family, Finding } from "../rules/finding.js";
import type { RuleSet } from "../rules/registry.js";
import type { FileView } from "../rules/rule.js";
import { compareSides, runRules } from "../rules/run.js";
import { bodyText } from "../syntax/called.js";
import { parseSource } from "../syntax/parse.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";
import { callersOf, changedFunctions } from "./affected.js";
import { assumptionsFrom, withoutContradicted } from "./assume.js";
import { compareVerdicts } from "./compare.js";
import { mayHandOver } from "./handover.js";
import { type FunctionLanes, lanesOf } from "./lanes.js";
import { pairFunctions, pairRenamed, partnersOf } from "./pairs.js";
import type { SkippedFunction } from "./result.js";
import type { Scope } from "./scope.js";
import { watchedNames } from "./watched.js";

/** What the check of one file gave. */
export interface FileCheck {
	readonly findings: readonly Finding[];
	/** Functions walked to the end, each counted once however many sides it has. */
	readonly checked: number;
	readonly skipped: readonly SkippedFunction[];
	/** Of both sides of the functions checked; empty where they were not asked for. */
	readonly lanes: readonly FunctionLanes[];
}

/** The check of both sides of a file. */
export interface ImagesCheck extends FileCheck {
	readonly scope: Scope;
}
/** What to make beside the findings. */
export interface CheckOptions {
	/** Which locks are held on each line. */
	readonly lanes: boolean;
}

export const NOTHING_CHECKED: FileCheck = { findings: [], checked: 0, skipped: [], lanes: [] };

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

type Sides = Pick<FileImages, "pre" | "post">;

/** Checks both sides of a file and tells what the patch introduced from what was there before. */
export function checkImages(
	images: FileImages,
	headers: SideHeaders,
	rules: RuleSet,
	options: CheckOptions = { lanes: false },
): ImagesCheck {
	const { inChanged, inCallers, checks, scope } = compareImages(images, headers, rules, options, null);
	// What a caller suffers from a callee that the patch broke is said there.
	const explained = new Set(inChanged.filter(isIntroduced).map(subjectOf));
	const suffered = inCallers.filter(
		(finding) => !(isIntroduced(finding) && explained.has(subjectOf(finding))),
	);
	const findings = [...inChanged, ...onePerPlace(suffered)];
	const lanes = checks.flatMap(({ pre, post }) => allLanes([pre, post]));
	return { findings, lanes, ...countAnalyses(analysesOf(checks), images.path), scope };
}

/** What a file has of an earlier patch when a later one has changed it again. */
export interface Recheck {
	readonly introduced: readonly Finding[];
	/** Functions of the side after that were checked to the end. */
	readonly checked: readonly FunctionUnit[];
	/** Names of those that are, as far as they are shown, what they were before. */
	readonly restored: ReadonlySet<string>;
}

/** Does the check of an earlier patch again, its side before against a later side after. */
export function recheckImages(images: Sides, headers: SideHeaders, rules: RuleSet, scope: Scope): Recheck {
	const { inChanged, inCallers, checks } = compareImages(images, headers, rules, { lanes: false }, scope);
	return {
		introduced: [...inChanged, ...inCallers].filter(isIntroduced),
		checked: analysesOf(checks)
			.filter(({ givenUp }) => givenUp === null)
			.map(({ unit }) => unit),
		restored: new Set(
			checks.flatMap(({ pre, post }) =>
				pre && post && bodyText(pre.unit) === bodyText(post.unit) ? [post.unit.name] : [],
			),
		),
	};
}

interface Comparison {
	readonly inChanged: readonly Finding[];
	/** As far as a changed function is to blame, they are placed in it. */
	readonly inCallers: readonly Finding[];
	readonly checks: readonly PairCheck[];
	readonly scope: Scope;
}

/** @param given what to look at; null: what the images say has changed */
function compareImages(
	images: Sides,
	headers: SideHeaders,
	rules: RuleSet,
	options: CheckOptions,
	given: Scope | null,
): Comparison {
	const [before, after] = [images.pre && parseSource(images.pre), images.post && parseSource(images.post)];
	const sides = [before, after].flatMap((file) => (file ? [file] : []));
	const changed = given?.changed ?? changedFunctions(sides);
	const watched = watchedNames(sides, changed);
	const known = given?.renamed ?? new Map<string, string>();
	const pairsOf = (names: ReadonlySet<string>) => pairFunctions(before, after, names, known);
	const inChanged = given ? pairsOf(changed) : pairRenamed(pairsOf(changed));
	const partners = partnersOf(inChanged);
	const renamed = new Map([...known, ...partners.renamed]);
	const shared = { rules, watched, ...options };
	const pre =
		before && openSide(before, headers.pre, shared, ({ name }) => !has(after, renamed.get(name) ?? name));
	const post = after && openSide(after, headers.post, shared, ({ name }) => !has(before, name, renamed));
	// What a callee does to a lock is its callers' business, where the patch changed what it does.
	const different = new Set(
		[...changed].filter((name) => summaryText(pre, name) !== summaryText(post, name)),
	);
	const callers = concernedCallers(different, changed, pre, post);
	const [ofChanged, ofCallers] = [inChanged, pairsOf(callers)].map((found) =>
		found.map(([before, after]) =>
			checkPair(before && pre && { ...pre, unit: before }, after && post && { ...post, unit: after }, rules),
		),
	);
	return {
		inChanged: ofChanged!.flatMap((check) => check.findings),
		inCallers: ofCallers!
			.flatMap((check) => check.findings)
			.map((finding) => whereItComesFrom(finding, changed)),
		checks: [...ofChanged!, ...ofCallers!],
		scope: { changed, callers, ...partners },
	};
}

function has(
	file: ParsedFile | null,
	name: string,
	renamed: ReadonlyMap<string, string> = new Map(),
): boolean {
	return file?.functions.some((unit) => (renamed.get(unit.name) ?? unit.name) === name) ?? false;
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
export function checkWholeFile(
	image: SourceImage,
	headers: readonly Header[],
	rules: RuleSet,
	options: CheckOptions = { lanes: false },
): FileCheck {
	const parsed = parseSource(image);
	const watched = watchedNames([parsed], new Set());
	const { file, analyzer, view } = openSide(parsed, headers, { rules, watched, ...options }, () => false);
	const analyses = file.functions.map((unit) => analyzer.analyse(unit));
	const findings = analyses
		.flatMap((analysis) => runRules(rules, analysis, view).findings)
		.map((finding) => ({ ...finding, status: "preexisting" as const }));
	return { findings, lanes: allLanes(analyses), ...countAnalyses(analyses, image.path) };
}

/** One of each function: that after the patch, where there is one. */
function analysesOf(checks: readonly PairCheck[]): readonly FunctionAnalysis[] {
	return checks.flatMap(({ pre, post }) => {
		const analysis = post ?? pre;
		return analysis ? [analysis] : [];
	});
}

function allLanes(analyses: readonly (FunctionAnalysis | null)[]): readonly FunctionLanes[] {
	return analyses.flatMap((analysis) => (analysis && lanesOf(analysis)) ?? []);
}

function countAnalyses(
	analyses: readonly FunctionAnalysis[],
	path: string,
): Pick<FileCheck, "checked" | "skipped"> {
	const skipped = analyses.flatMap(({ unit, givenUp }) =>
		givenUp === null ? [] : [{ function: unit.name, path, reason: givenUp }],
	);
	return { checked: analyses.length - skipped.length, skipped };
}

interface SharedBySides extends CheckOptions {
	readonly rules: RuleSet;
	readonly watched: ReadonlySet<string>;
}

function openSide(
	file: ParsedFile,
	headers: readonly Header[],
	{ rules, watched, lanes }: SharedBySides,
	isNew: FileView["isNew"],
): Side {
	const { image } = file;
	const analyzer = new FileAnalyzer(file, rules.knowledge, headers, watched, lanes);
	const { functions } = file;
	const view: FileView = {
		...{ image, functions },
		analysisOf: (name) => analyzer.analysisOf(name),
		isMacro: (name) => analyzer.isMacro(name),
		isNew,
	};
	return { file, analyzer, view };
}

type SideUnit = Side & { readonly unit: FunctionUnit };

/** The check of one function, and its analyses as far as the sides have it. */
interface PairCheck {
	readonly findings: readonly Finding[];
	readonly pre: FunctionAnalysis | null;
	readonly post: FunctionAnalysis | null;
}

function checkPair(before: SideUnit | null, after: SideUnit | null, rules: RuleSet): PairCheck {
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
	return { findings: [...findings, ...besideFindings()], pre, post };

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
