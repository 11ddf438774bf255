import type { SourceImage, Span } from "../image/image.js";
import { type DialectResult, type FunctionOutline, readDialect } from "./dialect/dialect.js";
import { type ParsedTree, parseFunction } from "./function.js";
import type { DialectMark, FunctionUnit, ParsedFile, SyntaxTree } from "./syntax.js";

/**
 * Longest text that is looked at, in bytes. The longest source file of the kernel has 1.8 MB; what is
 * beyond is generated (register headers of 10 MB and more, with no function in them) or hostile.
 */
export const MAX_SOURCE = 4 << 20;

/**
 * Finds the functions of an image and makes their trees available.
 *
 * Functions are found by the kernel-dialect pass alone, which sees the whole text; tree-sitter
 * parses a function only when its tree (or `clean`) is asked for, and then nothing but that
 * function. So an error in one place can never cost the functions around it, and the time goes
 * where the patch does.
 *
 * The tree answered is our own; the native one behind it is free to go at once, but Node's binding
 * frees it only when the event loop turns. A caller that asks for many trees in a row should
 * `await setImmediate()` every few hundred of them.
 */
export function parseSource(image: SourceImage): ParsedFile {
	if (image.text.length > MAX_SOURCE) return new DialectFile(image, EMPTY, "too-long");
	return new DialectFile(image, readDialect(image), null);
}

const EMPTY: DialectResult = { functions: [], marks: [], edits: [] };

class DialectFile implements ParsedFile {
	readonly image: SourceImage;
	readonly functions: readonly FunctionUnit[];
	readonly marks: readonly DialectMark[];
	readonly unread: ParsedFile["unread"];

	constructor(image: SourceImage, dialect: DialectResult, unread: ParsedFile["unread"]) {
		this.image = image;
		this.functions = dialect.functions.map((outline) => new DialectFunction(image, outline));
		this.marks = dialect.marks;
		this.unread = unread;
	}

	markAt(start: number, kind: DialectMark["kind"]): DialectMark | null {
		let low = 0;
		let high = this.marks.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.marks[middle]!.start < start) low = middle + 1;
			else high = middle;
		}
		for (let i = low; i < this.marks.length && this.marks[i]!.start === start; i++) {
			if (this.marks[i]!.kind === kind) return this.marks[i]!;
		}
		return null;
	}
}

class DialectFunction implements FunctionUnit {
	readonly image: SourceImage;
	readonly name: string;
	readonly span: Span;
	readonly nameSpan: Span;
	readonly bodySpan: Span;
	readonly returnType: string;
	readonly returnsValue: boolean | null;
	readonly parameters: readonly string[];
	readonly isStatic: boolean;
	readonly #outline: FunctionOutline;
	#parsed: ParsedTree | null = null;

	constructor(image: SourceImage, outline: FunctionOutline) {
		const { signature } = outline;
		this.image = image;
		this.name = signature.name;
		this.span = outline.span;
		this.nameSpan = outline.nameSpan;
		this.bodySpan = outline.bodySpan;
		this.returnType = signature.returnType;
		this.returnsValue = signature.returnsValue;
		this.parameters = signature.parameters;
		this.isStatic = signature.isStatic;
		this.#outline = outline;
	}

	get clean(): boolean {
		return this.#parse().clean;
	}

	tree(): SyntaxTree {
		return this.#parse().tree;
	}

	#parse(): ParsedTree {
		this.#parsed ??= parseFunction(this.image, this.#outline);
		return this.#parsed;
	}
}
