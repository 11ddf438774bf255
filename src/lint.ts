import { checkBuild } from "./compare/build.js";
import { checkImages, checkWholeFile, type FileCheck, NOTHING_CHECKED } from "./compare/check.js";
import { withMoves } from "./compare/moved.js";
import type { Frame, PatchResult } from "./compare/result.js";
import type { CheckedFile } from "./compare/series/base.js";
import type { CheckedPatch } from "./compare/series/judge.js";
import type { SeriesVerdicts } from "./compare/series/verdicts.js";
import { buildPatchImages } from "./image/build.js";
import { readHeaders } from "./image/headers.js";
import type { ContextKind, FileImages, Side, SourceImage } from "./image/image.js";
import { knownLines } from "./image/lines.js";
import { emptySeries, type SeriesOverlay, startSeries } from "./image/series.js";
import { wholeImage } from "./image/whole.js";
import type { ContextSource } from "./input/context.js";
import type { ByteText, Problem } from "./input/message.js";
import type { Patch } from "./patch/patch.js";
import type { Finding } from "./rules/finding.js";
import type { RuleSet } from "./rules/registry.js";

export interface LintOptions {
	/** Rules to run and the knowledge they stand on; see `rules/index.ts` for the shipped set. */
	readonly rules: RuleSet;
	/**
	 * Where whole files come from; null: the hunks alone.
	 *
	 * One source for a whole series is the tree that the series is to be applied to, or is applied to
	 * already; each patch is read on top of those before it. A function gives each patch a source of its
	 * own: the tree in front of that very patch, as a commit has its parent, with the patches before it in it.
	 */
	readonly context: ContextSource | null | ContextOfPatch;
	/** Keep what a later patch of the series heals, as notes that name both patches. Default: leave it out. */
	readonly bisection?: boolean;
	/** Whether to tell which locks are held on each line, in {@link PatchResult.lanes}; default: no. */
	readonly lanes?: boolean;
	/** Called when the turn of a patch comes; its result may come later. */
	readonly begin?: (patch: Patch) => void;
}

/** The tree in front of one patch. Called once for each patch of the series, in order, with that patch itself. */
export type ContextOfPatch = (patch: Patch) => ContextSource | null;

/** Lines shown around a finding. */
const FRAME_LINES = 2;

/**
 * Lints the patches of one series, each on top of the one before; a lone patch is a series of one.
 *
 * Pure but for the reads of `options.context`. Yields one result a patch, in order, also for
 * patches that could not be read (their problems say why). What a later patch of the series heals is no
 * finding, so a patch that introduces something is held back until that is healed or the series ends.
 */
export async function* lint(series: readonly Patch[], options: LintOptions): AsyncIterable<PatchResult> {
	const { rules, context, bisection = false } = options;
	const common = typeof context === "function" ? null : context;
	const verdicts = series.length > 1 ? await verdictsOf(rules, bisection) : null;
	try {
		let overlay = await startSeries(
			series.map((patch) => patch.files),
			common,
		);
		for (const patch of series) {
			options.begin?.(patch);
			const own = typeof context === "function" ? { context: context(patch), overlay: emptySeries } : null;
			const checked = await checkPatch(patch, options, own ?? { context: common, overlay });
			overlay = checked.after.overlay;
			if (verdicts) yield* await verdicts.add(checked);
			else yield checked.result;
		}
	} catch (error) {
		// It costs the patches behind it, not those before.
		yield* verdicts?.end() ?? [];
		throw error;
	}
	yield* verdicts?.end() ?? [];
}

/** Loaded for a series alone: most runs are about one patch, which nothing behind it can heal. */
async function verdictsOf(rules: RuleSet, bisection: boolean): Promise<SeriesVerdicts> {
	const { SeriesVerdicts } = await import("./compare/series/verdicts.js");
	return new SeriesVerdicts(rules, bisection);
}

/** What a patch stands on. */
interface Ground {
	readonly context: ContextSource | null;
	readonly overlay: SeriesOverlay;
}

async function checkPatch(
	patch: Patch,
	{ rules, lanes = false }: Pick<LintOptions, "rules" | "lanes">,
	{ context, overlay }: Ground,
): Promise<CheckedPatch> {
	const started = performance.now();
	const built = await buildPatchImages(patch.files, context, overlay);
	const timing = { images: performance.now() - started, files: new Map<string, number>() };
	const problems: Problem[] = [...patch.problems, ...built.problems];
	const sources = built.files.filter((images) => isC(images.path));
	const checked: CheckedFile[] = [];
	for (const images of sources) {
		const [pre, post] = await Promise.all([
			images.pre ? readHeaders(images.pre, context, overlay) : [],
			images.post ? readHeaders(images.post, context, built.after) : [],
		]);
		const start = performance.now();
		const check = guarded(images.path, problems, () => checkImages(images, { pre, post }, rules, { lanes }));
		timing.files.set(images.path, performance.now() - start);
		if (check) checked.push({ images, check });
	}
	const files = withMoves(checked);
	const build = context
		? await guardedBuild(problems, () =>
				checkBuild(
					{ files: built.files, source: context, overlays: { pre: overlay, post: built.after } },
					rules,
				),
			)
		: NOTHING_CHECKED;
	const served = new Map<string, ContextKind>(sources.map((images) => [images.path, images.context]));
	const checks = [...files.map(({ check }) => check), build];
	const result = resultOf(patch, served, checks, problems, sources);
	return {
		result: { ...result, ms: Math.round(performance.now() - started), timing },
		images: built.files,
		files,
		build: build.findings,
		before: { source: context, overlay },
		after: { source: context, overlay: built.after },
	};
}

export interface LintFileOptions {
	readonly rules: RuleSet;
	readonly context: ContextSource | null;
	/** See {@link LintOptions.lanes}. */
	readonly lanes?: boolean;
	/** Path in the context, where that is another than the one to report. */
	readonly inTree?: string;
}

/** Checks every function of one file as it stands; what is found was there before any patch. */
export async function lintFile(
	path: string,
	text: ByteText,
	{ rules, context, lanes = false, inTree = path }: LintFileOptions,
): Promise<PatchResult> {
	const started = performance.now();
	const problems: Problem[] = [];
	const image = wholeImage(path, "post", text, []);
	const headers = await readHeaders({ ...image, path: inTree }, context, emptySeries);
	const check =
		guarded(path, problems, () => checkWholeFile(image, headers, rules, { lanes })) ?? NOTHING_CHECKED;
	// Native syntax trees are freed only when the event loop turns.
	await new Promise((resolve) => setImmediate(resolve));
	const result = resultOf(standing(path), new Map([[path, "tree"]]), [check], problems, [{ post: image }]);
	const ms = Math.round(performance.now() - started);
	return { ...result, ms, timing: { images: 0, files: new Map([[path, ms]]) } };
}

/** The findings in files as they are built; a defect of ours there must not cost the other findings. */
async function guardedBuild(
	problems: Problem[],
	check: () => Promise<readonly Finding[]>,
): Promise<FileCheck> {
	try {
		return { ...NOTHING_CHECKED, findings: await check() };
	} catch (error) {
		const message = `builds not checked, internal error: ${(error as Error).message}`;
		problems.push({ path: null, line: null, message });
		return NOTHING_CHECKED;
	}
}

/** A defect of ours in one file must not cost the findings of the others. Null where the check failed. */
function guarded<Check extends FileCheck>(
	path: string,
	problems: Problem[],
	check: () => Check,
): Check | null {
	try {
		return check();
	} catch (error) {
		problems.push({ path, line: null, message: `not checked, internal error: ${(error as Error).message}` });
		return null;
	}
}

function resultOf(
	patch: Patch,
	context: ReadonlyMap<string, ContextKind>,
	checks: readonly FileCheck[],
	problems: readonly Problem[],
	images: readonly Partial<FileImages>[],
): Omit<PatchResult, "ms" | "timing"> {
	const findings = checks.flatMap((check) => check.findings);
	const imageOf = imageIndex(images);
	const hunks = new Map(images.map((file) => [file.diff, file.hunks]));
	return {
		patch,
		context,
		functions: {
			checked: checks.reduce((sum, check) => sum + check.checked, 0),
			skipped: checks.flatMap((check) => check.skipped),
		},
		findings: findings.sort((a, b) => compareText(a.path, b.path) || a.line - b.line || a.column - b.column),
		frame: (finding) => {
			const image = imageOf(finding.path, finding.side);
			return image && framed(image, finding);
		},
		lines: (path, side) => {
			const image = imageOf(path, side);
			return image && knownLines(image);
		},
		hunks: (diff) => hunks.get(diff) ?? diff.hunks,
		lanes: checks.flatMap((check) => check.lanes),
		problems,
	};
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Finds the images of a patch by their path; of a file that is changed twice, the first. */
function imageIndex(
	images: readonly Partial<FileImages>[],
): (path: string, side: Side) => SourceImage | null {
	const index = new Map<string, SourceImage>();
	for (const image of images.flatMap(({ pre, post }) => [pre, post])) {
		const key = image ? `${image.side} ${image.path}` : "";
		if (image && !index.has(key)) index.set(key, image);
	}
	return (path, side) => index.get(`${side} ${path}`) ?? null;
}

function framed(image: SourceImage, { line, path, witness }: Finding): Frame | null {
	const known = knownLines(image);
	if (!known.has(line)) return null;
	const wanted = new Set(witness.filter((step) => step.path === path).map((step) => step.line));
	for (let number = line - FRAME_LINES; number <= line + FRAME_LINES; number++) wanted.add(number);
	const lines = [...wanted].flatMap((number) => {
		const text = known.get(number);
		return text === undefined ? [] : [{ number, text }];
	});
	return { lines: lines.sort((a, b) => a.number - b.number) };
}

function isC(path: string): boolean {
	return path.endsWith(".c") || path.endsWith(".h");
}

/** A file of a tree in the place of a patch. */
function standing(path: string): Patch {
	return {
		input: path,
		line: 1,
		subject: "",
		author: "",
		messageId: null,
		inReplyTo: null,
		references: [],
		series: null,
		kind: "other",
		files: [],
		problems: [],
	};
}
