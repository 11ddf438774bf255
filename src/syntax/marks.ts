import type { SourceImage, Span } from "../image/image.js";
import type { FunctionUnit, NodeId, SyntaxTree } from "./syntax.js";

/**
 * How the source marks an access to memory that others may access at the same time. `once`: the
 * compiler must do it, and once. `atomic`: an atomic operation changes it. `rcu`: it is a pointer
 * that RCU protects. `race`: it is said to race, harmlessly.
 */
export type AccessMark = "once" | "atomic" | "rcu" | "race";

/** Macros that mark the access to their first argument. Source: include/linux, include/asm-generic of Linux 6.12. */
const MARKS: ReadonlyMap<string, AccessMark> = new Map(
	Object.entries({
		once:
			"READ_ONCE WRITE_ONCE READ_ONCE_NOCHECK __READ_ONCE __WRITE_ONCE ACCESS_ONCE smp_load_acquire " +
			"smp_cond_load_acquire smp_cond_load_relaxed",
		atomic:
			"smp_store_release smp_store_mb " +
			"xchg xchg_relaxed xchg_acquire xchg_release cmpxchg cmpxchg_relaxed cmpxchg_acquire " +
			"cmpxchg_release cmpxchg64 try_cmpxchg try_cmpxchg_acquire try_cmpxchg_release " +
			"try_cmpxchg_relaxed try_cmpxchg64 cmpxchg_local xchg_local",
		rcu:
			"rcu_dereference rcu_dereference_check rcu_dereference_protected rcu_dereference_raw " +
			"rcu_dereference_bh rcu_dereference_sched rcu_access_pointer rtnl_dereference srcu_dereference " +
			"rcu_assign_pointer RCU_INIT_POINTER rcu_replace_pointer unrcu_pointer",
	} satisfies Partial<Record<AccessMark, string>>).flatMap(([mark, names]) =>
		names.split(" ").map((name) => [name, mark as AccessMark] as const),
	),
);

/** Macros whose whole argument may race. */
const RACES: ReadonlySet<string> = new Set(["data_race"]);

/** The marked accesses of one function. */
export interface AccessMarks {
	/** The mark of the access that stands in the span; null where it is plain. */
	of(span: Span): AccessMark | null;
}

const known = new WeakMap<FunctionUnit, AccessMarks>();

/** What the function marks; its tree is read once. */
export function accessMarks(unit: FunctionUnit): AccessMarks {
	const marks = known.get(unit) ?? readMarks(unit);
	known.set(unit, marks);
	return marks;
}

function readMarks(unit: FunctionUnit): AccessMarks {
	const tree = unit.tree();
	const marked = new Map<string, AccessMark>();
	const races: Span[] = [];
	for (let node = 0; node < tree.size; node++) {
		if (tree.kind(node) !== "call_expression") continue;
		const name = tree.textOf(tree.childByField(node, "function"));
		const [mark, first] = [MARKS.get(name), firstArgument(tree, node)];
		if (first < 0) continue;
		if (RACES.has(name)) races.push({ start: tree.start(node), end: tree.end(node) });
		if (mark) marked.set(`${tree.start(lvalue(tree, first))} ${tree.end(lvalue(tree, first))}`, mark);
	}
	return {
		of: ({ start, end }) =>
			marked.get(`${start} ${end}`) ??
			(races.some((race) => race.start <= start && end <= race.end) ? "race" : null),
	};
}

function firstArgument(tree: SyntaxTree, call: NodeId): NodeId {
	const list = tree.childByField(call, "arguments");
	return list < 0 ? -1 : firstNamed(tree, list);
}

function firstNamed(tree: SyntaxTree, node: NodeId): NodeId {
	let child = tree.firstChild(node);
	while (child >= 0 && (!tree.isNamed(child) || tree.kind(child) === "comment"))
		child = tree.nextSibling(child);
	return child;
}

/** What is accessed, parentheses, casts and the `&` in front of it taken away. */
function lvalue(tree: SyntaxTree, node: NodeId): NodeId {
	switch (tree.kind(node)) {
		case "parenthesized_expression":
			return lvalue(tree, firstNamed(tree, node));
		case "cast_expression":
			return lvalue(tree, tree.childByField(node, "value"));
		case "pointer_expression": {
			const operator = tree.childByField(node, "operator");
			if (operator >= 0 && tree.textOf(operator) !== "&") return node;
			return lvalue(tree, tree.childByField(node, "argument"));
		}
		default:
			return node;
	}
}

/** Calls whose argument shows a name that a file marks somewhere. */
const MARKING = /\b(?:READ_ONCE|WRITE_ONCE|smp_load_acquire|smp_store_release)\s*\(/g;
/** Longest argument that is looked into. */
const MAX_ARGUMENT = 200;

/** Names of the members and variables that the file accesses by `READ_ONCE()`, `WRITE_ONCE()` and their kin. */
export function markedNames({ text }: SourceImage): ReadonlySet<string> {
	const names = new Set<string>();
	for (const { index, 0: call } of text.matchAll(MARKING)) {
		const name = lastName(text.slice(index + call.length, index + call.length + MAX_ARGUMENT));
		if (name !== null) names.add(name);
	}
	return names;
}

/** The last name outside of brackets in an argument: `tails` of `p->tails[i], v)`. */
function lastName(text: string): string | null {
	let depth = 0;
	let name: string | null = null;
	for (const [token] of text.matchAll(/[A-Za-z_]\w*|[()[\],]/g)) {
		if (token === "(" || token === "[") depth++;
		else if (token === ")" || token === "]") depth--;
		else if (token === "," ? depth === 0 : false) return name;
		else if (token !== "," && depth === 0) name = token;
		if (depth < 0) return name;
	}
	return null;
}
