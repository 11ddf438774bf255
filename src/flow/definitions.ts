import type { Header } from "../image/headers.js";
import type { SourceImage } from "../image/image.js";
import { macroAsFunction, macroOffsets } from "../syntax/macro.js";
import { parseSource } from "../syntax/parse.js";
import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";

/** What a name that is called stands for. */
export interface Definition {
	readonly unit: FunctionUnit;
	/** The file that the unit belongs to. */
	readonly file: ParsedFile;
	/** Its parameters are the caller's expressions, and may be assigned to. */
	readonly isMacro: boolean;
}

/**
 * Finds functions and function-like macros by name: in the file, in its own headers, and in others
 * that it includes where the name is worth it. A name that stands for two definitions (in two arms of
 * an `#ifdef`) tells nothing.
 */
export class Definitions {
	private readonly found = new Map<string, Definition | null>();
	private readonly units: ReadonlyMap<string, FunctionUnit | null>;

	constructor(
		private readonly file: ParsedFile,
		private readonly headers: readonly Header[],
		/** Whether a name is worth looking for in headers that do not belong to the file. */
		private readonly isWorthIt: (name: string) => boolean,
	) {
		this.units = unambiguous(file.functions);
	}

	/** Whether the file itself defines a function of that name, once or more. */
	isDefined(name: string): boolean {
		return this.units.has(name);
	}

	/** Whether the file itself defines a function or macro of that name. */
	isOwn(name: string): boolean {
		return this.units.has(name) || this.isMacro(name);
	}

	/** Whether the file itself defines a function-like macro of that name. */
	isMacro(name: string): boolean {
		return macrosOf(this.file.image).has(name);
	}

	/** The file's own function of that name; null where there is none, or more than one. */
	unit(name: string): FunctionUnit | null {
		return this.units.get(name) ?? null;
	}

	find(name: string): Definition | null {
		const known = this.found.get(name);
		if (known !== undefined) return known;
		const definition = this.search(name);
		this.found.set(name, definition);
		return definition;
	}

	private search(name: string): Definition | null {
		const { file } = this;
		const unit = this.units.get(name);
		// A function in one arm of an `#ifdef` and a macro in the other tell nothing either.
		if (unit === null || (unit && macrosOf(file.image).has(name))) return null;
		if (unit) return { unit, file, isMacro: false };
		const macro = macroIn(file.image, name);
		if (macro) return macro;
		for (const { image, isOwn } of this.headers) {
			if ((!isOwn && !this.isWorthIt(name)) || !image.text.includes(name)) continue;
			const definition = functionIn(image, name) ?? macroIn(image, name);
			if (definition) return definition;
		}
		return null;
	}
}

const macros = new WeakMap<SourceImage, ReadonlyMap<string, number | null>>();
const parsed = new WeakMap<SourceImage, ParsedFile>();

function macroIn(image: SourceImage, name: string): Definition | null {
	const offset = macrosOf(image).get(name);
	const file = offset === undefined || offset === null ? null : macroAsFunction(image, offset);
	return file && { unit: file.functions[0]!, file, isMacro: true };
}

function macrosOf(image: SourceImage): ReadonlyMap<string, number | null> {
	const offsets = macros.get(image) ?? macroOffsets(image);
	macros.set(image, offsets);
	return offsets;
}

function functionIn(image: SourceImage, name: string): Definition | null {
	const file = parsed.get(image) ?? parseSource(image);
	parsed.set(image, file);
	const [unit, another] = file.functions.filter((item) => item.name === name);
	return unit && !another && !declares(image.text, name) ? { unit, file, isMacro: false } : null;
}

function unambiguous(functions: readonly FunctionUnit[]): Map<string, FunctionUnit | null> {
	const units = new Map<string, FunctionUnit | null>();
	for (const unit of functions) units.set(unit.name, units.has(unit.name) ? null : unit);
	return units;
}

/**
 * Whether the text declares the function besides defining it: then the function itself is elsewhere, and
 * the definition a stub for kernels without it.
 */
function declares(text: string, name: string): boolean {
	for (const { index } of text.matchAll(new RegExp(`\\b${name}\\s*\\(`, "g"))) {
		const line = text.lastIndexOf("\n", index) + 1;
		if (!/[a-z]/.test(text[line]!)) continue;
		const [body, end] = [text.indexOf("{", index), text.indexOf(";", index)];
		if (end >= 0 && (body < 0 || end < body)) return true;
	}
	return false;
}
