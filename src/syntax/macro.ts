import type { SourceImage } from "../image/image.js";
import { wholeImage } from "../image/whole.js";
import { parseSource } from "./parse.js";
import type { ParsedFile } from "./syntax.js";

const DEFINITION = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)\(/gm;

/** Where the function-like macros of a text are defined: name to offset of the `#`; null where twice. */
export function macroOffsets({ text }: SourceImage): ReadonlyMap<string, number | null> {
	const offsets = new Map<string, number | null>();
	for (const { 1: name, index } of text.matchAll(DEFINITION))
		offsets.set(name!, offsets.has(name!) ? null : index);
	return offsets;
}

/** Longest macro that is looked into, in bytes. */
const MAX_MACRO = 4000;

/**
 * A function-like macro as if it were a function, in a file of its own: what its body does with its
 * parameters can be walked like any other code. Null where it is none, or too long. Lines and offsets
 * mean nothing outside.
 */
export function macroAsFunction(image: SourceImage, offset: number): ParsedFile | null {
	const definition = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)\(([^)]*)\)((?:[^\n\\]|\\\n|\\.)*)/.exec(
		image.text.slice(offset, offset + MAX_MACRO),
	);
	if (!definition) return null;
	const [, name = "", list = "", text = ""] = definition;
	const body = text.replace(/\\\n/g, "\n").trim();
	const parameters = list.split(",").map((parameter) => parameter.trim());
	if (body === "" || !parameters.every((parameter) => /^([A-Za-z_]\w*)?$/.test(parameter))) return null;
	const declared = parameters.filter((parameter) => parameter !== "").map((parameter) => `long ${parameter}`);
	const head = `static long ${name}(${declared.join(", ") || "void"})`;
	const inner = body.startsWith("({") ? "" : body;
	const statement = /^(do|if|while|for|switch)\b|^\{|;\s*\S/.test(inner);
	const source = statement ? `${head}\n{\n${body};\n}\n` : `${head}\n{\nreturn ${body};\n}\n`;
	const file = parseSource(wholeImage(image.path, image.side, source, []));
	return file.functions.length === 1 && file.functions[0]!.clean ? file : null;
}
