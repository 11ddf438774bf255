import type { ByteText } from "../input/message.js";
import { ARCHITECTURES } from "./architectures.js";
import { both, type KconfigExpression, YES_EXPRESSION } from "./kconfig-expression.js";
import { type KconfigEntry, type KconfigFile, parseKconfig } from "./kconfig-parse.js";

/** The symbols of a tree: the entries of each. */
export type Kconfig = ReadonlyMap<string, readonly KconfigEntry[]>;

type ReadFile = (path: string) => Promise<ByteText | null>;

/** Files that a broken or hostile tree may make us read. */
const MAX_FILES = 5000;

const parsed = new Map<ByteText, KconfigFile>();

/** Reads the Kconfig files of a tree, from its root, for all architectures. Empty where there is none. */
export async function readKconfig(read: ReadFile): Promise<Kconfig> {
	const symbols = new Map<string, KconfigEntry[]>();
	let files = 0;
	let level = [{ path: "Kconfig", depends: YES_EXPRESSION as KconfigExpression }];
	while (level.length > 0 && files < MAX_FILES) {
		files += level.length;
		const here = await Promise.all(
			level.map(async ({ path, depends }) => ({ depends, file: fileOf(await read(path)) })),
		);
		level = here.flatMap(({ file, depends }) => {
			for (const entry of file.entries) {
				const entries = symbols.get(entry.name) ?? [];
				entries.push({ ...entry, depends: both(depends, entry.depends) });
				symbols.set(entry.name, entries);
			}
			return file.sources.flatMap((source) => sourced(source.path, both(depends, source.depends)));
		});
	}
	return symbols;
}

const NOTHING: KconfigFile = { entries: [], sources: [] };

function fileOf(text: ByteText | null): KconfigFile {
	if (text === null) return NOTHING;
	const file = parsed.get(text) ?? parseKconfig(text);
	parsed.set(text, file);
	return file;
}

/** `arch/$(SRCARCH)/Kconfig` is one of many. */
function sourced(path: string, depends: KconfigExpression): { path: string; depends: KconfigExpression }[] {
	if (!path.includes("$(SRCARCH)")) return [{ path, depends }];
	return ARCHITECTURES.map(({ folder, symbol }) => ({
		path: path.replace("$(SRCARCH)", folder),
		depends: both(depends, { kind: "symbol", name: symbol }),
	}));
}
