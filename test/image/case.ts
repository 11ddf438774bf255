import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPatchImages } from "../../src/image/build.js";
import type { FileImages, SourceImage } from "../../src/image/image.js";
import { startSeries } from "../../src/image/series.js";
import { readInputs } from "../../src/input/inputs.js";
import { openTree, type Tree } from "../../src/input/tree.js";
import { parsePatch } from "../../src/patch/parse.js";
import type { Patch } from "../../src/patch/patch.js";

/**
 * `fixtures/image/<case>/` holds the patches of a series (`*.patch`, in order of their names), what
 * the images must look like (`expected.txt`) and, where they have a context, the tree's files
 * (`tree/`) and files whose blobs the repository holds though the tree does not (`objects/`).
 */
export const CASES = join(process.cwd(), "fixtures/image");

export function caseNames(): string[] {
	return readdirSync(CASES, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
}

export function expectedOf(name: string): string {
	return readFileSync(join(CASES, name, "expected.txt"), "latin1");
}

export async function patchesOf(name: string): Promise<Patch[]> {
	const files = readdirSync(join(CASES, name)).filter((file) => file.endsWith(".patch"));
	const patches: Patch[] = [];
	for await (const item of readInputs(files.sort().map((file) => join(CASES, name, file)))) {
		if (item.type === "problem") throw new Error(item.problem.message);
		const patch = parsePatch(item.message, { quoted: false, repair: false });
		if (patch.problems.length > 0) throw new Error(patch.problems[0]!.message);
		patches.push(patch);
	}
	return patches;
}

/** All images of a case, with the files of each patch in order. */
export async function imagesOf(name: string): Promise<FileImages[]> {
	const patches = await patchesOf(name);
	const directory = mkdtempSync(join(tmpdir(), "lorelint-image-"));
	const tree = await treeOf(name, directory);
	try {
		const images: FileImages[] = [];
		let series = await startSeries(
			patches.map((patch) => patch.files),
			tree,
		);
		for (const patch of patches) {
			const built = await buildPatchImages(patch.files, tree, series);
			images.push(...built.files);
			series = built.after;
		}
		return images;
	} finally {
		tree?.close();
		rmSync(directory, { recursive: true });
	}
}

async function treeOf(name: string, directory: string): Promise<Tree | null> {
	const files = join(CASES, name, "tree");
	const objects = join(CASES, name, "objects");
	if (!existsSync(files)) return null;
	cpSync(files, directory, { recursive: true });
	if (existsSync(objects)) {
		execFileSync("git", ["init", "--quiet", directory]);
		const paths = readdirSync(objects).map((file) => join(objects, file));
		execFileSync("git", ["-C", directory, "hash-object", "-w", "--no-filters", ...paths]);
	}
	return openTree(directory);
}

/**
 * An image as text: for each line its number in the file, a mark and the line itself. Marks are
 * `+` changed, `.` supplied, `^` nothing here, but lines on the other side.
 */
export function render(images: readonly FileImages[]): string {
	return images
		.map((file) => {
			const head = `== ${file.path} (${file.diff.change}): ${file.context}\n`;
			const sides = [file.pre, file.post].map((image) => (image ? renderImage(image) : "-- none\n"));
			return head + sides.join("");
		})
		.join("\n");
}

function renderImage(image: SourceImage): string {
	let offset = 0;
	let out = `-- ${image.side} ${image.path} ${image.coverage}\n`;
	const lines = image.text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	for (const line of lines) {
		out +=
			`${String(image.lineAt(offset)).padStart(4)} ${markOf(image, offset, line.length)} ${line}`.trimEnd();
		out += "\n";
		offset += line.length + 1;
	}
	return markOf(image, offset, 0) === "^" ? `${out}     ^\n` : out;
}

function markOf({ changed, supplied }: SourceImage, start: number, length: number): string {
	const holds = (span: { start: number; end: number }) => span.start <= start && start < span.end;
	if (changed.some(holds)) return "+";
	if (changed.some((span) => span.start === span.end && span.start === start)) return "^";
	return supplied.some((span) => holds(span) && span.end >= start + length) ? "." : " ";
}
