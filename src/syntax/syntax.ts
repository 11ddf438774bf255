import type { SourceImage, Span } from "../image/image.js";

/** Index of a node in its {@link SyntaxTree}; -1 means none. */
export type NodeId = number;

/**
 * A syntax tree of our own, in preorder, so that the parser behind it can be exchanged.
 *
 * Kinds and fields are those of tree-sitter-c's grammar. Anonymous nodes (`{`, `;`, `else`) are
 * kept, since some of kernel C can only be told apart by them. Offsets are into the image's text.
 */
export interface SyntaxTree {
	readonly image: SourceImage;
	readonly size: number;
	/** Root of the tree: the node the tree was made for, always 0. */
	kind(node: NodeId): string;
	isNamed(node: NodeId): boolean;
	/** True for an ERROR node and for one the parser supplied (MISSING). */
	isBroken(node: NodeId): boolean;
	start(node: NodeId): number;
	end(node: NodeId): number;
	parent(node: NodeId): NodeId;
	firstChild(node: NodeId): NodeId;
	nextSibling(node: NodeId): NodeId;
	/** Name of the field under which the parent holds the node, or null. */
	field(node: NodeId): string | null;
	/** First child held under that field, or -1. */
	childByField(node: NodeId, field: string): NodeId;
	/** The source as it was written (not as rewritten for the parser). */
	textOf(node: NodeId): string;
}

/**
 * What the kernel-dialect pass blanked or overwrote and a later layer must still know.
 * `start` is an offset into the image's text.
 */
export type DialectMark =
	/** An iterator macro, now `while`: `name` is the macro, `start` the offset of the `while`. */
	| { readonly kind: "iterator"; readonly start: number; readonly name: string }
	/** `scoped_guard`, `scoped_cond_guard` and kin, now `if`: `start` is the offset of the `if`. */
	| { readonly kind: "scoped-guard"; readonly start: number; readonly name: string }
	/** `__free(kfree)` behind a declarator that ends before `start`; `name` is `kfree`. */
	| { readonly kind: "cleanup"; readonly start: number; readonly name: string }
	/** `__acquires(x)`, `__releases(x)`, `__must_hold(x)`: `name` the macro, `argument` its text. */
	| { readonly kind: "annotation"; readonly start: number; readonly name: string; readonly argument: string };

/** One function definition of an image. */
export interface FunctionUnit {
	readonly name: string;
	readonly image: SourceImage;
	/** Definition, from the first token of its declaration to its closing brace. */
	readonly span: Span;
	readonly nameSpan: Span;
	readonly bodySpan: Span;
	/** Type in front of the name as written, qualifiers and attributes left out: `int`, `struct page *`. */
	readonly returnType: string;
	/** Whether that type is another than `void`; null where the header does not say so beyond doubt. */
	readonly returnsValue: boolean | null;
	/** Declared names of the parameters in order; an unnamed one is the empty string. */
	readonly parameters: readonly string[];
	readonly isStatic: boolean;
	/** False where an ERROR or MISSING node stands inside: those parts are gaps. */
	readonly clean: boolean;
	/** The tree of this definition, made on first use. Root kind is `function_definition`. */
	tree(): SyntaxTree;
}

/** What the parser found in one image. */
export interface ParsedFile {
	readonly image: SourceImage;
	/** Why nothing was looked for in the image: its text is longer than any source file. Null otherwise. */
	readonly unread: "too-long" | null;
	/** In order of their place. */
	readonly functions: readonly FunctionUnit[];
	/** Sorted by `start`. */
	readonly marks: readonly DialectMark[];
	/** Mark of that kind at that offset, if any. */
	markAt(start: number, kind: DialectMark["kind"]): DialectMark | null;
}
