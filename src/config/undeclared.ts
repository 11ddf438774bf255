import type { FileImages, Side, SourceImage, Span } from "../image/image.js";
import type { SeriesOverlay } from "../image/series.js";
import { wholeImage } from "../image/whole.js";
import type { ContextSource } from "../input/context.js";
import { parseSource } from "../syntax/parse.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import { type Calls, callsIn, differingCalls, isBroken } from "./calls.js";
import { configurationFor } from "./configuration.js";
import { conditionallyDeclared, type Declared, fullyDeclared } from "./declared.js";
import { all, type Formula, type Level } from "./formula.js";
import type { Implications } from "./implication.js";
import { buildCondition } from "./kbuild.js";
import type { Mention } from "./outline.js";
import { type Redeclared, redeclaredNames } from "./redeclared.js";
import { type TreeAt, treeAt } from "./tree-at.js";

/** A call that some configuration compiles without a declaration of what it calls. */
export interface UndeclaredCall {
	readonly name: string;
	readonly image: SourceImage;
	readonly unit: FunctionUnit;
	readonly at: Span;
	/** Where it is declared, and when. */
	readonly declared: { readonly path: string; readonly line: number; readonly condition: Formula };
	/** When the file is built. */
	readonly built: Formula;
	/** The configuration, as far as it matters. */
	readonly values: ReadonlyMap<string, Level>;
}

/** A patch and the tree around it. */
export interface PatchInTree {
	readonly files: readonly FileImages[];
	readonly source: ContextSource;
	/** What stands in front of the source, on each side. */
	readonly overlays: Readonly<Record<Side, SeriesOverlay>>;
}

/** Finds such calls on one side of a patch, among those that the patch may have to do with. */
export async function undeclaredCalls(patch: PatchInTree, side: Side): Promise<readonly UndeclaredCall[]> {
	const { files, source, overlays } = patch;
	if (!isKnown(files)) return [];
	const opposite = side === "pre" ? "post" : "pre";
	const trees = {
		here: treeAt(files, side, source, overlays[side]),
		there: treeAt(files, opposite, source, overlays[opposite]),
	};
	const redeclared = redeclaredNames(files);
	const found: UndeclaredCall[] = [];
	for (const images of files) {
		const [image, other] = [images[side], images[opposite]];
		if (!image || !isWholeSource(images)) continue;
		const calls = differingCalls(callsIn(image.text), callsIn(other?.text ?? ""), redeclared.all);
		found.push(...(await undeclaredIn(image, other, calls, trees)));
	}
	const settled = new Set(found.map(({ name }) => name));
	const open = redeclared.narrower[side].filter(({ name }) => !settled.has(name));
	return [...found, ...(await undeclaredElsewhere(open, side, patch, trees))];
}

/** The tree on the side in question and on the other. */
interface Trees {
	readonly here: TreeAt;
	readonly there: TreeAt;
}

/** Files looked into for callers of one function, and functions whose callers are looked for. */
const MAX_CALLERS = 40;
const MAX_SEARCHED = 16;

/** The first call of each function in a file that the patch does not touch. */
async function undeclaredElsewhere(
	names: readonly Redeclared[],
	side: Side,
	{ files, source }: PatchInTree,
	trees: Trees,
): Promise<readonly UndeclaredCall[]> {
	const found: UndeclaredCall[] = [];
	const open = new Set(names.slice(0, MAX_SEARCHED).map(({ name }) => name));
	if (!source.sourcesWith || open.size === 0) return found;
	const inPatch = new Set(files.map(({ path }) => path));
	const paths = await source.sourcesWith(searchFolder(names), [...open]);
	let tries = MAX_CALLERS * open.size;
	for (const path of paths.filter((each) => !inPatch.has(each))) {
		const text = open.size > 0 && tries > 0 ? await trees.here.read(path) : null;
		const calls = new Map([...callsIn(text ?? "")].filter(([name]) => open.has(name)));
		if (text === null || calls.size === 0) continue;
		tries--;
		const image = wholeImage(path, side, text, []);
		for (const call of await undeclaredIn(image, image, calls, trees)) {
			if (open.delete(call.name)) found.push(call);
		}
	}
	return found;
}

/** A header outside of `include/` serves those beside and below it. */
function searchFolder(names: readonly Redeclared[]): string {
	const [first = "", ...others] = names.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/"))));
	const isShared = /(?:^|\/)include(?:\/|$)/.test(first) || others.some((folder) => folder !== first);
	return isShared ? "" : first;
}

/** Of the calls those that nothing declares, in configurations in which the other side of the file compiles. */
async function undeclaredIn(
	image: SourceImage,
	other: SourceImage | null,
	calls: Calls,
	{ here, there }: Trees,
): Promise<readonly UndeclaredCall[]> {
	if (calls.size === 0) return [];
	const { read } = here;
	const candidates = await conditionallyDeclared(calls.keys(), image, read);
	const built = candidates.size > 0 ? await buildCondition(image.path, read) : null;
	const declared = built && (await fullyDeclared(candidates.keys(), image, read));
	const found: UndeclaredCall[] = [];
	if (!declared || declared.size === 0) return found;
	const implications = await here.implications();
	for (const [name, each] of declared) {
		for (const call of callsWithout(name, calls.get(name)!, each, built, image, implications)) {
			if (!other || !(await isBroken(other, call.values, there.read))) found.push(call);
		}
	}
	return found;
}

function* callsWithout(
	name: string,
	calls: readonly Mention[],
	declared: Declared,
	built: Formula,
	image: SourceImage,
	implications: Implications,
): Iterable<UndeclaredCall> {
	const { functions } = parseSource(image);
	const seen = new Set<FunctionUnit>();
	for (const { start, end, condition } of calls) {
		const unit = functions.find(({ bodySpan }) => bodySpan.start <= start && end <= bodySpan.end);
		if (!unit || seen.has(unit) || unit.parameters.includes(name)) continue;
		const values = configurationFor(all([built, condition]), declared.condition, implications);
		if (values === null) continue;
		seen.add(unit);
		const { file, mention } = declared;
		const line = file.text.slice(0, mention.start).split("\n").length;
		yield {
			...{ name, image, unit, at: { start, end }, built, values },
			declared: { path: file.path, line, condition: declared.condition },
		};
	}
}

/** Where a header or a file of the build does not fit the tree, nothing is known of its declarations. */
function isKnown(files: readonly FileImages[]): boolean {
	return files.every((images) => images.path.endsWith(".c") || isWhole(images));
}

function isWhole({ pre, post }: FileImages): boolean {
	return [pre, post].every((image) => image === null || image.coverage === "whole");
}

function isWholeSource(images: FileImages): boolean {
	return images.path.endsWith(".c") && isWhole(images);
}
