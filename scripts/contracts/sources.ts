import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import type { Block, BlockId, ControlFlowGraph, Step, Terminator } from "../../src/cfg/graph.js";
import { partsOf } from "../../src/cfg/walk.js";

/** What a pointer may be: bits of a set. */
export const NULL = 1;
export const ERR = 2;
export const VALID = 4;
export const ALL = NULL | ERR | VALID;
export type Classes = number;

/**
 * Where a returned pointer comes from. `null`, `error` and `valid` are what they say, `call f` is what
 * `f` returned, `memory` the content of a field or global, `argument` what the function was given,
 * `other` anything else.
 */
export type Source = string;
/** What is known of the pointer, for each place it can come from. */
export type Sources = ReadonlyMap<Source, Classes>;

type Variables = Map<string, Sources>;

const VALUES_OF_ARGUMENT: ReadonlySet<string> = new Set([
	...["ERR_CAST", "no_free_ptr", "retain_and_null_ptr", "return_ptr", "PTR_ALIGN", "get_device"],
	...["of_node_get", "kasan_reset_tag", "PTR_ERR", "alloc_hooks", "fwnode_handle_get", "get_task_struct"],
	...["get_net", "dget", "pci_dev_get", "usb_get_dev", "usb_get_intf", "skb_get", "dma_fence_get", "mntget"],
	...["strim", "skip_spaces", "get_file", "kobject_get", "get_cred"],
]);
const MAKES_ERROR: ReadonlySet<string> = new Set([
	...["ERR_PTR", "IOMEM_ERR_PTR", "ERR_PTR_PCPU", "ERR_PTR_USR", "dev_err_ptr_probe", "dev_err_cast_probe"],
]);
const ENTRY_OF =
	/^(to_[a-z0-9_]+|container_of|container_of_const|(h?list|rb|llist|hlist_bl|hlist_nulls)_entry(_rcu|_srcu)?|list_(first|last|next|prev)_entry)$/;
const MAX_ROUNDS = 4000;

/**
 * The places that the values returned come from, with what the tests on the way say of each: a
 * dataflow over single variables, which keeps apart what the engine's merges put together.
 */
export function returnedSources(graph: ControlFlowGraph): Sources {
	const entries = new Map<BlockId, Variables>();
	const start: Variables = new Map(graph.unit.parameters.map((name) => [name, one(`argument ${name}`)]));
	entries.set(graph.entry, start);
	const returned = new Map<Source, Classes>();
	const open = [graph.entry];
	for (let round = 0; open.length > 0 && round < MAX_ROUNDS; round++) {
		const id = open.pop()!;
		const block = graph.blocks[id]!;
		const variables = new Map(entries.get(id));
		for (const step of block.steps) run(step, variables, graph);
		if (block.end.kind === "return" && block.end.value) {
			evaluate(block.end.value, variables, graph);
			add(returned, sourcesOf(block.end.value, variables, graph));
		}
		for (const [to, after] of leave(block, variables, graph)) {
			const known = entries.get(to);
			if (!known) entries.set(to, after);
			else if (!merge(known, after, graph)) continue;
			open.push(to);
		}
	}
	if (open.length > 0) returned.set("other", ALL);
	return returned;
}

function one(source: Source, classes: Classes = ALL): Sources {
	return new Map([[source, classes]]);
}

/** True where something was new. */
function add(into: Map<Source, Classes>, from: Sources): boolean {
	let changed = false;
	for (const [source, classes] of from) {
		const known = into.get(source) ?? 0;
		if ((known | classes) === known) continue;
		into.set(source, known | classes);
		changed = true;
	}
	return changed;
}

/** A variable that one path knows nothing of was not set on it, or was set to memory. */
function merge(into: Variables, from: Variables, graph: ControlFlowGraph): boolean {
	let changed = false;
	for (const [name, sources] of from) {
		const known = into.get(name);
		if (!known) {
			if (!isOwn(name, graph)) continue;
			into.set(name, sources);
			changed = true;
			continue;
		}
		const both = new Map(known);
		if (!add(both, sources)) continue;
		into.set(name, both);
		changed = true;
	}
	for (const name of into.keys()) {
		if (from.has(name) || isOwn(name, graph)) continue;
		into.delete(name);
		changed = true;
	}
	return changed;
}

/** Whether it is a variable of the function, or a value that control flow left. */
function isOwn(name: string, graph: ControlFlowGraph): boolean {
	return name.startsWith("#") || graph.locals.has(name);
}

/** How an lvalue is called here: `p`, `p->q.r`; null for what has no such name. */
function nameOf(expr: Expr): string | null {
	if (expr.kind === "name") return expr.name;
	if (expr.kind === "temp") return `#${expr.temp}`;
	if (expr.kind === "assign") return expr.op === "=" ? nameOf(expr.target) : null;
	if (expr.kind !== "member") return null;
	const base = nameOf(expr.base);
	return base === null ? null : `${base}${expr.arrow ? "->" : "."}${expr.field}`;
}

function sourcesOf(expr: Expr, variables: Variables, graph: ControlFlowGraph): Sources {
	switch (expr.kind) {
		case "number":
			return expr.value === 0 ? one("null", NULL) : expr.value < 0 ? one("error", ERR) : one("valid", VALID);
		case "string":
			return one("valid", VALID);
		case "name":
			if (expr.name === "NULL" || expr.name === "false") return one("null", NULL);
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
		const isKept = source.startsWith("call ") || source === "null" || source === "error";
		add(sources, isKept ? one(source, classes) : one("valid", VALID));
	}
	return sources;
}

/** A pointer or count that something is added to. */
function offset(base: Sources): Sources {
	const sources = new Map<Source, Classes>();
	for (const [source, classes] of base) add(sources, source === "null" ? one("other") : one(source, classes));
	return sources;
}

function result(call: CallExpr, variables: Variables, graph: ControlFlowGraph): Sources {
	const { name, args } = call;
	if (name === null) return one("callback");
	if (MAKES_ERROR.has(name)) return one("error", ERR);
	if (ENTRY_OF.test(name))
		return args[0] ? memberOf(sourcesOf(args[0], variables, graph)) : one("valid", VALID);
	if (VALUES_OF_ARGUMENT.has(name) && args[0]) {
		const given = sourcesOf(args[0], variables, graph);
		return name === "ERR_CAST" ? narrowed(given, ERR) : given;
	}
	if (graph.locals.has(name)) return one("callback");
	return one(`call ${name}`);
}

function narrowed(sources: Sources, to: Classes): Sources {
	const left = new Map<Source, Classes>();
	for (const [source, classes] of sources) if ((classes & to) !== 0) left.set(source, classes & to);
	return left;
}

function run(step: Step, variables: Variables, graph: ControlFlowGraph): void {
	switch (step.kind) {
		case "expr":
			evaluate(step.expr, variables, graph);
			return;
		case "set-temp":
			evaluate(step.value, variables, graph);
			variables.set(`#${step.temp}`, sourcesOf(step.value, variables, graph));
			return;
		case "declare":
			if (step.init) evaluate(step.init, variables, graph);
			if (step.isArray) variables.set(step.name, one("valid", VALID));
			else if (step.init) assign(step.name, sourcesOf(step.init, variables, graph), variables);
			else variables.set(step.name, new Map());
			return;
		case "iterate":
			for (const arg of step.args) {
				if (arg.kind === "name" && graph.locals.has(arg.name) && !graph.unit.parameters.includes(arg.name))
					assign(arg.name, one("other"), variables);
			}
			return;
		case "gap":
			for (const name of variables.keys()) variables.set(name, one("other"));
			return;
		default:
	}
}

function assign(name: string, sources: Sources, variables: Variables): void {
	for (const other of variables.keys()) {
		if (other.startsWith(`${name}->`) || other.startsWith(`${name}.`)) variables.delete(other);
	}
	variables.set(name, sources);
}

/** What evaluating does to variables: assignments, addresses that are handed over, uses. */
function evaluate(expr: Expr, variables: Variables, graph: ControlFlowGraph): void {
	const isAddress = expr.kind === "unary" && expr.op === "&" && expr.operand.kind === "member";
	// `&p->member` is computed without a look at `*p`.
	for (const part of isAddress ? [expr.operand.base] : partsOf(expr)) evaluate(part, variables, graph);
	if (expr.kind === "assign") {
		const name = nameOf(expr.target);
		if (name === null) return;
		if (expr.op === "=") assign(name, sourcesOf(expr.value, variables, graph), variables);
		else if (expr.op !== "+" && expr.op !== "-") assign(name, one("other"), variables);
		else assign(name, offset(variables.get(name) ?? one("other")), variables);
	} else if (expr.kind === "update") {
		const name = nameOf(expr.target);
		if (name !== null) assign(name, offset(variables.get(name) ?? one("other")), variables);
	} else if (expr.kind === "call") {
		for (const arg of expr.args) {
			if (arg.kind === "unary" && arg.op === "&" && arg.operand.kind === "name")
				assign(arg.operand.name, one("other"), variables);
		}
	}
	const used = dereferenced(expr);
	const known = used === null ? undefined : variables.get(used);
	if (known) variables.set(used!, narrowed(known, VALID));
}

function dereferenced(expr: Expr): string | null {
	if (expr.kind === "member" && expr.arrow) return nameOf(expr.base);
	if (expr.kind === "unary" && expr.op === "*") return nameOf(expr.operand);
	return null;
}

function* leave(
	{ end }: Block,
	variables: Variables,
	graph: ControlFlowGraph,
): Iterable<readonly [BlockId, Variables]> {
	switch (end.kind) {
		case "jump":
			yield [end.to, variables];
			return;
		case "choice":
			for (const to of new Set(end.to)) yield [to, new Map(variables)];
			return;
		case "switch":
			evaluate(end.value, variables, graph);
			for (const to of new Set([...end.cases.map((item) => item.to), end.otherwise]))
				yield [to, new Map(variables)];
			return;
		case "branch":
			yield* branch(end, variables, graph);
			return;
		default:
	}
}

function* branch(
	end: Extract<Terminator, { kind: "branch" }>,
	variables: Variables,
	graph: ControlFlowGraph,
): Iterable<readonly [BlockId, Variables]> {
	evaluate(end.condition, variables, graph);
	const test = testOf(end.condition);
	for (const [to, truth] of [
		[end.then, true],
		[end.else, false],
	] as const) {
		const after = new Map(variables);
		if (test) {
			const known = after.get(test.name);
			const classes = truth ? test.classes : ALL & ~test.classes;
			if (known) {
				const left = narrowed(known, classes);
				if (left.size === 0 && known.size > 0) continue;
				after.set(test.name, left);
			} else if (test.name.includes("->")) after.set(test.name, one("memory", classes));
			else if (!graph.locals.has(test.name)) after.set(test.name, one("memory", classes));
		}
		yield [to, after];
	}
}

/** The variable that a condition asks about, and what it is where the condition holds. */
function testOf(condition: Expr): { readonly name: string; readonly classes: Classes } | null {
	const of = (expr: Expr | undefined, classes: Classes) => {
		const name = expr ? nameOf(expr) : null;
		return name === null ? null : { name, classes };
	};
	if (condition.kind === "call") {
		if (condition.name === "IS_ERR") return of(condition.args[0], ERR);
		if (condition.name === "IS_ERR_OR_NULL") return of(condition.args[0], ERR | NULL);
		return null;
	}
	if (condition.kind === "binary" && (condition.op === "==" || condition.op === "!=")) {
		const isNull = (expr: Expr) =>
			(expr.kind === "name" && expr.name === "NULL") || (expr.kind === "number" && expr.value === 0);
		const isError = (expr: Expr) => expr.kind === "call" && expr.name === "ERR_PTR";
		const subject = condition.left;
		if (isNull(condition.right)) return of(subject, condition.op === "==" ? NULL : ERR | VALID);
		if (isError(condition.right)) return condition.op === "==" ? of(subject, ERR) : null;
		return null;
	}
	return of(condition, ERR | VALID);
}
