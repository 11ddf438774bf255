import type { FunctionUnit, NodeId, SyntaxTree } from "./syntax.js";

/**
 * Types of the variables that a function declares, its parameters among them, by name, as far as they are
 * plain: `u32` of `u32 ret = 0;`. Pointers, arrays and names declared twice with different types are left out.
 */
export function declaredTypes(unit: FunctionUnit): ReadonlyMap<string, string> {
	const tree = unit.tree();
	const types = new Map<string, string | null>();
	for (let node = 0; node < tree.size; node++) {
		const kind = tree.kind(node);
		if (kind !== "declaration" && kind !== "parameter_declaration") continue;
		const type = typeText(tree, node);
		for (let child = tree.firstChild(node); child >= 0; child = tree.nextSibling(child)) {
			if (tree.field(child) !== "declarator") continue;
			const { name, isPlain } = declared(tree, child);
			if (name === null) continue;
			const known = types.get(name);
			types.set(name, isPlain && (known === undefined || known === type) ? type : null);
		}
	}
	return new Map([...types].filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The same without the parameters. */
export function variableTypes(unit: FunctionUnit): ReadonlyMap<string, string> {
	return new Map([...declaredTypes(unit)].filter(([name]) => !unit.parameters.includes(name)));
}

/** The words of the type in one line. */
function typeText(tree: SyntaxTree, declaration: NodeId): string {
	const type = tree.childByField(declaration, "type");
	return type < 0 ? "" : tree.textOf(type).replace(/\s+/g, " ");
}

function declared(tree: SyntaxTree, declarator: NodeId): { name: string | null; isPlain: boolean } {
	let at = declarator;
	let isPlain = true;
	while (at >= 0 && tree.kind(at) !== "identifier") {
		if (tree.kind(at) !== "init_declarator") isPlain = false;
		at = tree.childByField(at, "declarator");
	}
	return { name: at < 0 ? null : tree.textOf(at), isPlain };
}

const takers = new WeakMap<FunctionUnit, boolean>();

/** Whether a parameter is a pointer to a pointer, by which the function may leave one to its caller. */
export function takesDoublePointer(unit: FunctionUnit): boolean {
	const known = takers.get(unit) ?? hasDoublePointer(unit.tree());
	takers.set(unit, known);
	return known;
}

function hasDoublePointer(tree: SyntaxTree): boolean {
	for (let node = 0; node < tree.size; node++) {
		if (tree.kind(node) !== "parameter_declaration") continue;
		const pointer = tree.childByField(node, "declarator");
		if (pointer < 0 || tree.kind(pointer) !== "pointer_declarator") continue;
		const inner = tree.childByField(pointer, "declarator");
		if (inner >= 0 && tree.kind(inner) === "pointer_declarator") return true;
	}
	return false;
}

/** Types that values are cast to, by the offset at which the value itself begins. */
export function castTypes(unit: FunctionUnit): ReadonlyMap<number, string> {
	const tree = unit.tree();
	const types = new Map<number, string>();
	for (let node = 0; node < tree.size; node++) {
		if (tree.kind(node) !== "cast_expression") continue;
		const [type, value] = [tree.childByField(node, "type"), tree.childByField(node, "value")];
		if (type >= 0 && value >= 0 && !types.has(tree.start(value)))
			types.set(tree.start(value), tree.textOf(type));
	}
	return types;
}

const records = new WeakMap<FunctionUnit, ReadonlyMap<string, string>>();

/**
 * The structure, union or defined type of which a variable or parameter is, or to which it points, by the
 * variable's name: `pool` of `struct pool *p`. Names declared twice with different types are left out.
 */
export function recordTypes(unit: FunctionUnit): ReadonlyMap<string, string> {
	const types = records.get(unit) ?? readRecords(unit.tree());
	records.set(unit, types);
	return types;
}

function readRecords(tree: SyntaxTree): ReadonlyMap<string, string> {
	const types = new Map<string, string | null>();
	for (let node = 0; node < tree.size; node++) {
		const kind = tree.kind(node);
		if (kind !== "declaration" && kind !== "parameter_declaration") continue;
		const type = recordName(tree, node);
		for (let child = tree.firstChild(node); child >= 0; child = tree.nextSibling(child)) {
			if (tree.field(child) !== "declarator") continue;
			const { name } = declared(tree, child);
			if (name === null) continue;
			const before = types.get(name);
			types.set(name, before === undefined || before === type ? type : null);
		}
	}
	return new Map([...types].filter((entry): entry is [string, string] => entry[1] !== null));
}

/** `pool` of `struct pool`, `spinlock_t`; null where it is a type of the language. */
function recordName(tree: SyntaxTree, declaration: NodeId): string | null {
	const type = tree.childByField(declaration, "type");
	if (type < 0) return null;
	if (tree.kind(type) === "type_identifier") return tree.textOf(type);
	const name = tree.childByField(type, "name");
	return name < 0 ? null : tree.textOf(name);
}
