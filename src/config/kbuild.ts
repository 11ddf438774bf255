import type { ByteText } from "../input/message.js";
import { ARCHITECTURES } from "./architectures.js";
import { all, any, type Formula, symbol, YES } from "./formula.js";
import { type BuildLine, parseMakefile } from "./makefile.js";

type ReadFile = (path: string) => Promise<ByteText | null>;

/** Objects that are parts of objects that are parts: deeper nesting is not followed. */
const MAX_NESTING = 4;

/**
 * When a source file is built, as the Makefiles from its folder up to the root say. Null where they do
 * not name it in a way that is understood.
 */
export async function buildCondition(path: string, read: ReadFile): Promise<Formula | null> {
	const object = /^(.*)\.c$/.exec(path)?.[1];
	if (object === undefined) return null;
	const conditions: Formula[] = [];
	let wanted = `${object}.o`;
	while (wanted !== "") {
		const found = await lookUp(wanted, read);
		if (found === null) return null;
		conditions.push(found.condition);
		wanted = found.folder;
	}
	const folder = /^arch\/(\w+)\//.exec(path)?.[1];
	const architecture = ARCHITECTURES.find((item) => item.folder === folder);
	if (architecture) conditions.push(symbol(architecture.symbol, YES));
	return all(conditions);
}

interface Found {
	readonly condition: Formula;
	/** With its slash at the end; empty for the root. */
	readonly folder: string;
}

/** Finds what names an object or folder: the Makefile nearest to it that does. */
async function lookUp(wanted: string, read: ReadFile): Promise<Found | null> {
	const bare = wanted.replace(/\/$/, "");
	for (let end = bare.lastIndexOf("/"); ; end = bare.lastIndexOf("/", end - 1)) {
		const folder = bare.slice(0, end + 1);
		const text = (await read(`${folder}Kbuild`)) ?? (await read(`${folder}Makefile`));
		const condition = text === null ? null : named(wanted.slice(folder.length), parseMakefile(text));
		if (condition !== null) return { condition, folder };
		if (end < 0) return null;
	}
}

/** When the lines build the object or enter the folder; null where none of them does. */
function named(part: string, lines: readonly BuildLine[], nesting = 0): Formula | null {
	const conditions: Formula[] = [];
	for (const line of lines) {
		if (!line.parts.some((item) => isSame(item, part))) continue;
		if (OBJECTS.has(line.target)) conditions.push(line.condition);
		else {
			const whole = nesting < MAX_NESTING ? named(`${line.target}.o`, lines, nesting + 1) : null;
			// A list under a name of its own may be part of anything.
			if (whole === null) return null;
			conditions.push(all([line.condition, whole]));
		}
	}
	return conditions.length === 0 ? null : any(conditions);
}

const OBJECTS: ReadonlySet<string> = new Set(["obj", "lib"]);

function isSame(item: string, part: string): boolean {
	const plain = item.replace(/^\$\((?:src|obj)\)\//, "").replace("$(SRCARCH)", part.split("/")[1] ?? "");
	return plain.replace(/\/$/, "") === part.replace(/\/$/, "");
}
