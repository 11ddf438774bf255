import type { FunctionUnit, NodeId, SyntaxTree } from "./syntax.js";

/**
 * Types of the plain variables that the function declares, its parameters among them, as written; pointers,
 * arrays and names declared twice are left out.
 */
export function declaredTypes(unit: FunctionUnit): ReadonlyMap<string, string> {
	const tree = unit.tree();
	const types = new Map<string, string | null>();
	for (let node = 0; node < tree.size; node++) {
		const kind = tree.kind(node);
		if (kind !== "declaration" && kind !== "parameter_declaration") continue;
		const type = tree.childByField(node, "type");
		if (type < 0) continue;
		for (const name of declared(tree, node)) types.set(name, types.has(name) ? null : tree.textOf(type));
	}
	return new Map([...types].flatMap(([name, type]) => (type === null ? [] : [[name, type]])));
}

function* declared(tree: SyntaxTree, declaration: NodeId): Iterable<string> {
	for (let child = tree.firstChild(declaration); child >= 0; child = tree.nextSibling(child)) {
		if (tree.field(child) !== "declarator") continue;
		const name = tree.kind(child) === "init_declarator" ? tree.childByField(child, "declarator") : child;
		if (name >= 0 && tree.kind(name) === "identifier") yield tree.textOf(name);
	}
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
