import type { ContextSource } from "../input/context.js";
import type { SourceImage } from "./image.js";
import type { SeriesOverlay } from "./series.js";
import { wholeImage } from "./whole.js";

/** Headers read for one file, and their largest size in bytes. */
const MAX_HEADERS = 120;
const MAX_SIZE = 1 << 20;

/** A header as a file includes it. */
export interface Header {
	readonly image: SourceImage;
	/** Included by `"..."`: it belongs to the file. */
	readonly isOwn: boolean;
}

/**
 * The headers that a file includes, and those its own headers include: those in quotes from where the
 * file lies, the others from `include/` of the tree. What is not there is left out.
 */
export async function readHeaders(
	image: SourceImage,
	source: ContextSource | null,
	overlay: SeriesOverlay,
): Promise<readonly Header[]> {
	if (source === null || image.coverage !== "whole") return [];
	const headers = new Map<string, Header>();
	const read = async (path: string) => overlay.get(path)?.text ?? (await source.readFile(path));
	const open = [{ path: image.path, text: image.text }];
	for (let file = open.shift(); file && headers.size < MAX_HEADERS; file = open.shift()) {
		for (const { paths, isOwn } of inclusions(file)) {
			for (const path of paths) {
				if (headers.has(path)) break;
				const text = await read(path);
				if (text === null || text === undefined || text.length > MAX_SIZE) continue;
				headers.set(path, { image: wholeImage(path, image.side, text, []), isOwn });
				if (isOwn) open.push({ path, text });
				break;
			}
		}
	}
	return [...headers.values()];
}

interface Inclusion {
	/** Where it may lie, most likely first. */
	readonly paths: readonly string[];
	readonly isOwn: boolean;
}

function* inclusions({ path, text }: { readonly path: string; readonly text: string }): Iterable<Inclusion> {
	const folder = path.slice(0, path.lastIndexOf("/") + 1);
	for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(["<])([\w./-]+)[">]/gm)) {
		const [, open, name = ""] = match;
		if (open === '"') {
			const here = resolved(folder + name);
			yield { paths: here === null ? [] : [here, `include/${name}`], isOwn: true };
		} else if (!name.split("/").includes("..")) yield { paths: [`include/${name}`], isOwn: false };
	}
}

/** The path without `..`; null where it leads out of the tree. */
export function resolved(path: string): string | null {
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "." || part === "") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === undefined) return null;
	}
	return parts.join("/");
}
