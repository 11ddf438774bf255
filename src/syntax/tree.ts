import type { SourceImage } from "../image/image.js";
import type { NodeId, SyntaxTree } from "./syntax.js";
import type { ParseCursor } from "./treesitter.js";

/** Names of kinds and fields by their number; the grammar has a few hundred, so the table stays small. */
const names: string[] = [];
const numbers = new Map<string, number>();

const NAMED = 1;
const BROKEN = 2;
const NO_FIELD = 0xffff;

/** A {@link SyntaxTree} in typed arrays, 23 bytes a node. */
export class CompactTree implements SyntaxTree {
	readonly image: SourceImage;
	readonly size: number;
	readonly #columns: Columns;

	constructor(image: SourceImage, columns: Columns) {
		this.image = image;
		this.size = columns.count;
		this.#columns = columns;
	}

	kind(node: NodeId): string {
		return names[this.#columns.kind[node]!]!;
	}

	isNamed(node: NodeId): boolean {
		return (this.#columns.flags[node]! & NAMED) !== 0;
	}

	isBroken(node: NodeId): boolean {
		return (this.#columns.flags[node]! & BROKEN) !== 0;
	}

	start(node: NodeId): number {
		return this.#columns.start[node]!;
	}

	end(node: NodeId): number {
		return this.#columns.end[node]!;
	}

	parent(node: NodeId): NodeId {
		return this.#columns.parent[node]!;
	}

	firstChild(node: NodeId): NodeId {
		const next = node + 1;
		return next < this.size && this.#columns.parent[next] === node ? next : -1;
	}

	nextSibling(node: NodeId): NodeId {
		return this.#columns.next[node]!;
	}

	field(node: NodeId): string | null {
		const field = this.#columns.field[node]!;
		return field === NO_FIELD ? null : names[field]!;
	}

	childByField(node: NodeId, field: string): NodeId {
		const wanted = numbers.get(field);
		if (wanted === undefined) return -1;
		let child = this.firstChild(node);
		while (child !== -1 && this.#columns.field[child] !== wanted) child = this.nextSibling(child);
		return child;
	}

	textOf(node: NodeId): string {
		return this.image.text.slice(this.start(node), this.end(node));
	}
}

/** The columns of a tree, one row a node in preorder. */
export interface Columns {
	count: number;
	kind: Uint16Array;
	field: Uint16Array;
	flags: Uint8Array;
	start: Int32Array;
	end: Int32Array;
	parent: Int32Array;
	next: Int32Array;
}

/** What the pass over the parser's tree found besides the nodes. */
export interface BuiltTree {
	readonly columns: Columns;
	/** Number of ERROR and MISSING nodes. */
	readonly broken: number;
	/** Length of all ERROR nodes together, in bytes. */
	readonly lost: number;
}

/**
 * Copies the subtree under the cursor; `shift` is added to all offsets. Null where nodes nest deeper
 * than `maxDepth`.
 *
 * Two MISSING nodes are not counted as broken, since the code is right and the grammar is not: the
 * `;` behind a label at the end of a block (`out: }`) and the name of a bit-field without one.
 */
export function buildTree(
	cursor: ParseCursor,
	shift: number,
	sizeHint: number,
	maxDepth: number,
): BuiltTree | null {
	const columns = allocate(sizeHint);
	const path: number[] = [];
	/** Last child seen of each node on the path, to be linked to its next sibling. */
	const previous: number[] = [-1];
	const errorKind = numberOf("ERROR");
	const memberKind = numberOf("field_identifier");
	const labelKind = numberOf("labeled_statement");
	let broken = 0;
	let lost = 0;
	for (;;) {
		const node = append(columns, cursor, shift, path.at(-1) ?? -1);
		const before = previous[path.length]!;
		if (before !== -1) columns.next[before] = node;
		previous[path.length] = node;
		if (columns.kind[node] === errorKind) {
			columns.flags[node]! |= BROKEN;
			broken++;
			lost += columns.end[node]! - columns.start[node]!;
		} else if (
			cursor.nodeIsMissing &&
			columns.kind[node] !== memberKind &&
			!isLabelEnd(columns, path, labelKind)
		) {
			columns.flags[node]! |= BROKEN;
			broken++;
		}
		if (cursor.gotoFirstChild()) {
			path.push(node);
			previous[path.length] = -1;
			if (path.length > maxDepth) return null;
			continue;
		}
		while (path.length > 0 && !cursor.gotoNextSibling()) {
			cursor.gotoParent();
			path.pop();
		}
		if (path.length === 0) return { columns, broken, lost };
	}
}

/** A tree of one broken node, for a function that could not be parsed within bounds. */
export function brokenTree(start: number, end: number): Columns {
	const columns = allocate(1);
	columns.count = 1;
	columns.kind[0] = numberOf("function_definition");
	columns.field[0] = NO_FIELD;
	columns.flags[0] = NAMED | BROKEN;
	columns.start[0] = start;
	columns.end[0] = end;
	columns.parent[0] = -1;
	columns.next[0] = -1;
	return columns;
}

function isLabelEnd(columns: Columns, path: readonly number[], labelKind: number): boolean {
	const parent = path.at(-1);
	if (parent === undefined) return false;
	if (columns.kind[parent] === labelKind) return true;
	const grandparent = path.at(-2);
	return grandparent !== undefined && columns.kind[grandparent] === labelKind;
}

function append(columns: Columns, cursor: ParseCursor, shift: number, parent: number): number {
	const node = columns.count++;
	if (node >= columns.kind.length) grow(columns);
	columns.kind[node] = numberOf(cursor.nodeType);
	const field = cursor.currentFieldName;
	columns.field[node] = field ? numberOf(field) : NO_FIELD;
	columns.flags[node] = cursor.nodeIsNamed ? NAMED : 0;
	columns.start[node] = cursor.startIndex + shift;
	columns.end[node] = cursor.endIndex + shift;
	columns.parent[node] = parent;
	columns.next[node] = -1;
	return node;
}

function numberOf(name: string): number {
	let number = numbers.get(name);
	if (number === undefined) {
		number = names.push(name) - 1;
		numbers.set(name, number);
	}
	return number;
}

function allocate(size: number): Columns {
	return {
		count: 0,
		kind: new Uint16Array(size),
		field: new Uint16Array(size),
		flags: new Uint8Array(size),
		start: new Int32Array(size),
		end: new Int32Array(size),
		parent: new Int32Array(size),
		next: new Int32Array(size),
	};
}

function grow(columns: Columns): void {
	const bigger = allocate(columns.kind.length * 2 + 16);
	bigger.kind.set(columns.kind);
	bigger.field.set(columns.field);
	bigger.flags.set(columns.flags);
	bigger.start.set(columns.start);
	bigger.end.set(columns.end);
	bigger.parent.set(columns.parent);
	bigger.next.set(columns.next);
	Object.assign(columns, { ...bigger, count: columns.count });
}
