import type { FileImages, Side, SourceImage, Span } from "../image/image.js";
import type { SeriesOverlay } from "../image/series.js";
import { wholeImage } from "../image/whole.js";
import type { ContextSource } from "../input/context.js";
import type { ByteText } from "../input/message.js";
import { parseSource } from "../syntax/parse.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import { configurationFor } from "./configuration.js";
import { conditionallyDeclared, type Declared, fullyDeclared, outlineFor } from "./declared.js";
import { all, type Formula, type Level, textOf } from "./formula.js";
import type { Implications } from "./implication.js";
import type { ReadFile } from "./inclusions.js";
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

/** Finds such calls on one side of a patch, among those that the patch may have to do with. */
export async function undeclaredCalls(
	files: readonly FileImages[],
	side: Side,
	source: ContextSource,
	overlay: SeriesOverlay,
): Promise<readonly UndeclaredCall[]> {
	if (!isKnown(files)) return [];
	const tree = treeAt(files, side, source, overlay);
	const redeclared = redeclaredNames(files);
	const found: UndeclaredCall[] = [];
	for (const images of files) {
		const image = images[side];
		if (!image || !isWholeSource(images)) continue;
		found.push(...(await undeclaredIn(image, suspectCalls(images, side, redeclared.all), tree)));
	}
	const settled = new Set(found.map(({ name }) => name));
	const open = redeclared.narrower[side].filter(({ name }) => !settled.has(name));
	const inPatch = new Set(files.map(({ path }) => path));
	return [...found, ...(await undeclaredElsewhere(open, side, inPatch, source, tree))];
}

/** Files looked into for callers of one function, and functions whose callers are looked for. */
const MAX_CALLERS = 40;
const MAX_SEARCHED = 16;

/** The first call of each function in a file that the patch does not touch. */
async function undeclaredElsewhere(
	names: readonly Redeclared[],
	side: Side,
	inPatch: ReadonlySet<string>,
	source: ContextSource,
	tree: TreeAt,
): Promise<readonly UndeclaredCall[]> {
	const found: UndeclaredCall[] = [];
	const open = new Map(names.slice(0, MAX_SEARCHED).map((item) => [item.name, item]));
	if (!source.sourcesWith || open.size === 0) return found;
	const paths = await source.sourcesWith(searchFolder([...open.values()]), [...open.keys()]);
	let tries = 0;
	for (const path of paths.filter((each) => !inPatch.has(each))) {
		const text = open.size > 0 && tries < MAX_CALLERS * names.length ? await tree.read(path) : null;
		if (text === null) continue;
		const calls = new Map([...callsByName(text)].filter(([name]) => open.has(name)));
		if (calls.size === 0) continue;
		tries++;
		for (const call of await undeclaredIn(wholeImage(path, side, text, []), calls, tree)) {
			if (open.delete(call.name)) found.push(call);
		}
	}
	return found;
}

/** A header outside of `include/` serves those beside and below it. */
function searchFolder(names: readonly Redeclared[]): string {
	const [first, ...others] = names.map(({ path }) => path);
	const folder = first!.slice(0, Math.max(0, first!.lastIndexOf("/")));
	const isShared = /(?:^|\/)include(?:\/|$)/.test(folder) || others.some((path) => !path.startsWith(folder));
	return isShared ? "" : folder;
}

async function undeclaredIn(
	image: SourceImage,
	calls: Calls,
	tree: TreeAt,
): Promise<readonly UndeclaredCall[]> {
	const suspects = await suspectsOf(calls, image, tree.read);
	if (suspects === null) return [];
	const implications = await tree.implications();
	return [...suspects].flatMap(([name, { declared, built }]) => [
		...callsWithout(name, calls.get(name)!, declared, built, image, implications),
	]);
}

type Calls = ReadonlyMap<string, readonly Mention[]>;

interface Suspect {
	readonly declared: Declared;
	readonly built: Formula;
}

/** Of the names those that are not always declared in the file; null where there is none. */
async function suspectsOf(
	calls: Calls,
	{ path, text }: SourceImage,
	read: ReadFile,
): Promise<ReadonlyMap<string, Suspect> | null> {
	if (calls.size === 0) return null;
	const file = { path, text };
	const candidates = await conditionallyDeclared(calls.keys(), file, read);
	if (candidates.size === 0) return null;
	const built = await buildCondition(path, read);
	if (built === null) return null;
	const declared = await fullyDeclared(candidates.keys(), file, read);
	if (declared === null || declared.size === 0) return null;
	return new Map([...declared].map(([name, each]) => [name, { declared: each, built }]));
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

/** Calls that differ between the sides, or whose names headers of the patch declare otherwise. */
function suspectCalls(images: FileImages, side: Side, redeclared: ReadonlySet<string>): Calls {
	const [mine, other] = [images[side], images[side === "pre" ? "post" : "pre"]].map((image) =>
		image ? callsByName(image.text) : new Map<string, Mention[]>(),
	);
	const differs = (name: string) => conditionsOf(mine!.get(name)) !== conditionsOf(other!.get(name));
	return new Map([...mine!].filter(([name]) => redeclared.has(name) || differs(name)));
}

function callsByName(text: ByteText): Map<string, Mention[]> {
	const calls = new Map<string, Mention[]>();
	for (const call of outlineFor(text).calls) {
		if (KEYWORDS.has(call.name)) continue;
		const list = calls.get(call.name);
		if (list) list.push(call);
		else calls.set(call.name, [call]);
	}
	return calls;
}

const KEYWORDS: ReadonlySet<string> = new Set(
	"if for while do switch return sizeof typeof __typeof__ case else goto void int char long unsigned".split(
		" ",
	),
);

function conditionsOf(mentions: readonly Mention[] = []): string {
	return [...new Set(mentions.map(({ condition }) => textOf(condition)))].sort().join("\n");
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
