import { resolved } from "../image/headers.js";
import type { ByteText } from "../input/message.js";
import { ARCHITECTURES } from "./architectures.js";

export type ReadFile = (path: string) => Promise<ByteText | null>;

/** A file as the compiler reads it. */
export interface SourceFile {
	readonly path: string;
	readonly text: ByteText;
}

/** How deep inclusions are followed, and how many files are read. */
const MAX_FILES = 4000;

/**
 * A file and what it includes, one level of inclusion after the other. With `deep` headers of the
 * architectures count too. Yields null where an own header is missing or there are too many: what the
 * compiler sees is not known then.
 */
export async function* inclusionLevels(
	file: SourceFile,
	read: ReadFile,
	deep: boolean,
): AsyncGenerator<readonly SourceFile[] | null> {
	const seen = new Set([file.path]);
	for (let level: SourceFile[] = [file]; level.length > 0; ) {
		yield level;
		const next: SourceFile[] = [];
		for (const from of level) {
			for (const { paths, isOwn, every } of inclusions(from, deep)) {
				const found = await firstOf(paths, every, seen, read);
				if (found === null && isOwn && from === file) return yield null;
				next.push(...(found ?? []));
			}
		}
		if (seen.size > MAX_FILES) return yield null;
		level = next;
	}
}

/** The files at the paths that were not seen before: of all of them, or of the first that exists. Null: none does. */
async function firstOf(
	paths: readonly string[],
	every: boolean,
	seen: Set<string>,
	read: ReadFile,
): Promise<readonly SourceFile[] | null> {
	const found: SourceFile[] = [];
	for (const path of paths) {
		if (!every && seen.has(path)) return [];
		if (seen.has(path)) continue;
		const text = await read(path);
		if (text === null) continue;
		seen.add(path);
		found.push({ path, text });
		if (!every) break;
	}
	return found.length > 0 || every ? found : null;
}

interface Inclusion {
	readonly paths: readonly string[];
	/** Included by quotes: it must be there. */
	readonly isOwn: boolean;
	/** Any of the paths may be the one: which, the architecture says. */
	readonly every: boolean;
}

function* inclusions({ path, text }: SourceFile, deep: boolean): Iterable<Inclusion> {
	const folder = path.slice(0, path.lastIndexOf("/") + 1);
	const architecture = /^arch\/(\w+)\//.exec(path)?.[1] ?? null;
	for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(["<])([\w./+-]+)[">]/gm)) {
		const [, open, name = ""] = match;
		if (open === '"') {
			const here = resolved(folder + name);
			yield { paths: here === null ? [] : [here, `include/${name}`], isOwn: true, every: false };
		} else if (name.startsWith("asm/")) {
			if (deep) yield { paths: architectural(name, architecture), isOwn: false, every: true };
		} else if (!name.split("/").includes("..")) {
			yield { paths: [`include/${name}`, `include/uapi/${name}`], isOwn: false, every: false };
		}
	}
}

function architectural(name: string, architecture: string | null): string[] {
	const folders = ARCHITECTURES.map(({ folder }) => folder);
	const generic = name.replace("asm/", "include/asm-generic/");
	return [
		...folders
			.filter((folder) => architecture === null || folder === architecture)
			.map((folder) => `arch/${folder}/include/${name}`),
		generic,
	];
}
