import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import type { ControlFlowGraph } from "../../src/cfg/graph.js";
import { add, type Classes, ERR, NULL, narrowed, one, type Source, type Sources, VALID } from "./classes.js";

/** What variables hold, by name; members of them as they are written. */
export type Variables = Map<string, Sources>;

/** Functions and macros that return their first argument. */
const VALUES_OF_ARGUMENT: ReadonlySet<string> = new Set([
	...["ERR_CAST", "no_free_ptr", "retain_and_null_ptr", "return_ptr", "PTR_ALIGN", "get_device"],
	...["of_node_get", "kasan_reset_tag", "PTR_ERR", "alloc_hooks", "fwnode_handle_get", "get_task_struct"],
	...["get_net", "dget", "pci_dev_get", "usb_get_dev", "usb_get_intf", "skb_get", "dma_fence_get", "mntget"],
	...["strim", "skip_spaces", "get_file", "kobject_get", "get_cred"],
	...[
		"get_pid",
		"tty_kref_get",
		"dget_dlock",
		"alloc_hooks_tag",
		"aa_get_label",
		"aa_get_ns",
		"iommu_group_ref_get",
	],
]);
const MAKES_ERROR: ReadonlySet<string> = new Set([
	...["ERR_PTR", "IOMEM_ERR_PTR", "ERR_PTR_PCPU", "ERR_PTR_USR", "dev_err_ptr_probe", "dev_err_cast_probe"],
]);
const ENTRY_OF =
	/^(to_[a-z0-9_]+|container_of|container_of_const|(h?list|rb|llist|hlist_bl|hlist_nulls)_entry(_rcu|_srcu)?|list_(first|last|next|prev)_entry)$/;

/** Whether it is a variable of the function, or a value that control flow left. */
export function isOwn(name: string, graph: ControlFlowGraph): boolean {
	return name.startsWith("#") || graph.locals.has(name);
}

/** How an lvalue is called here: `p`, `p->q.r`; null for what has no such name. */
export function nameOf(expr: Expr): string | null {
	if (expr.kind === "name") return expr.name;
	if (expr.kind === "temp") return `#${expr.temp}`;
	if (expr.kind === "assign") return expr.op === "=" ? nameOf(expr.target) : null;
	if (expr.kind !== "member") return null;
	const base = nameOf(expr.base);
	return base === null ? null : `${base}${expr.arrow ? "->" : "."}${expr.field}`;
}

export function sourcesOf(expr: Expr, variables: Variables, graph: ControlFlowGraph): Sources {
	switch (expr.kind) {
		case "number":
			return expr.value === 0
				? nullIn(variables, graph)
				: expr.value < 0
					? one("error", ERR)
					: one("valid", VALID);
		case "string":
			return one("valid", VALID);
		case "name":
			if (expr.name === "NULL" || expr.name === "false") return nullIn(variables, graph);
			if (graph.locals.has(expr.name)) return variables.get(expr.name) ?? one("other");
			return variables.get(expr.name) ?? one("memory");
		case "temp":
			return variables.get(`#${expr.temp}`) ?? one("other");
		case "assign":
			return expr.op === "=" ? sourcesOf(expr.value, variables, graph) : one("other");
		case "member": {
			const name = nameOf(expr);
			return (name !== null && variables.get(name)) || one("memory");
		}
		case "index":
			return one("memory");
		case "unary":
			if (expr.op === "&") return addressOf(expr, variables, graph);
			if (expr.op === "-") return one("error", ERR);
			return one(expr.op === "*" ? "memory" : "other");
		case "binary":
			// What is added to a valid pointer stays one.
			if (expr.op !== "+" && expr.op !== "-") return one("other");
			return offset(sourcesOf(expr.left, variables, graph));
		case "call":
			return result(expr, variables, graph);
		default:
			return one("other");
	}
}

/** NULL, also where an argument is known to be NULL. */
function nullIn(variables: Variables, graph: ControlFlowGraph): Sources {
	const isGiven = graph.unit.parameters.some((name) => variables.get(name)?.get(`argument ${name}`) === NULL);
	return one(isGiven ? "given" : "null", NULL);
}

/** `&p->first` of a pointer that is none is none either; `smp_load_acquire(&p)` has become its argument. */
function addressOf(
	expr: Extract<Expr, { kind: "unary" }>,
	variables: Variables,
	graph: ControlFlowGraph,
): Sources {
	const { text } = graph.unit.image;
	if (text.slice(0, expr.span.start).endsWith("smp_load_acquire(")) return one("memory");
	const { operand } = expr;
	if (operand.kind !== "member" || !operand.arrow) return one("valid", VALID);
	return memberOf(sourcesOf(operand.base, variables, graph));
}

/** What a pointer to a member, or back from one, is: the offset may well be 0. */
function memberOf(base: Sources): Sources {
	const sources = new Map<Source, Classes>();
	for (const [source, classes] of base) {
		const isKept = source.startsWith("call ") || ["null", "given", "error", "made"].includes(source);
		add(sources, isKept ? one(source, classes) : one("valid", VALID));
	}
	return sources;
}

/** A pointer or count that something is added to. */
export function offset(base: Sources): Sources {
	const sources = new Map<Source, Classes>();
	for (const [source, classes] of base)
		add(sources, source === "null" || source === "given" ? one("other") : one(source, classes));
	return sources;
}

function result(call: CallExpr, variables: Variables, graph: ControlFlowGraph): Sources {
	const { name, args } = call;
	if (name === null) return one("callback");
	if (MAKES_ERROR.has(name)) return isErrno(args[0]) ? one("error", ERR) : one("made", ERR | NULL);
	if (ENTRY_OF.test(name))
		return args[0] ? memberOf(sourcesOf(args[0], variables, graph)) : one("valid", VALID);
	if (VALUES_OF_ARGUMENT.has(name) && args[0]) {
		const given = sourcesOf(args[0], variables, graph);
		return name === "ERR_CAST" ? narrowed(given, ERR) : given;
	}
	if (graph.locals.has(name)) return one("callback");
	return one(`call ${name}`);
}

/** `-ENOMEM`; of a variable it may be 0 that the pointer is made of. */
function isErrno(expr: Expr | undefined): boolean {
	return expr?.kind === "unary" ? expr.op === "-" : expr?.kind === "number" && expr.value < 0;
}
