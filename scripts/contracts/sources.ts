import { type CallExpr, type Expr, rootName } from "../../src/cfg/expression.js";
import type { Block, BlockId, ControlFlowGraph, Step, Terminator } from "../../src/cfg/graph.js";
import { partsOf } from "../../src/cfg/walk.js";
import {
	ALL,
	add,
	type Classes,
	ERR,
	NULL,
	narrowed,
	one,
	type Source,
	type Sources,
	VALID,
} from "./classes.js";
import { isOwn, nameOf, offset, sourcesOf, type Variables } from "./values.js";

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
			add(returned, withTests(sourcesOf(block.end.value, variables, graph)));
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

/** A value that is returned where a test has left nothing but a failure: other returns of it must not hide that. */
function withTests(sources: Sources): Sources {
	const tested = [...sources].filter(
		([source, classes]) => isOpen(source) && (classes === NULL || classes === ERR),
	);
	return new Map([...sources, ...tested.map(([source, classes]) => [`tested ${source}`, classes] as const)]);
}

function isOpen(source: Source): boolean {
	return source.startsWith("call ") || ["callback", "memory", "other"].includes(source);
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
		called(expr, variables, graph);
	}
	const used = dereferenced(expr);
	const known = used === null ? undefined : variables.get(used);
	if (known) variables.set(used!, narrowed(known, VALID));
}

/** A call writes what it is given the address of, macros what they are given, and perhaps memory. */
function called({ args }: CallExpr, variables: Variables, graph: ControlFlowGraph): void {
	for (const arg of args) {
		if (arg.kind === "name" && variables.get(arg.name)?.size === 0) variables.set(arg.name, one("other"));
		const root = arg.kind === "unary" && arg.op === "&" ? rootName(arg.operand) : null;
		if (root === null || !graph.locals.has(root)) continue;
		if (arg.kind === "unary" && arg.operand.kind === "name") assign(root, one("other"), variables);
	}
	for (const [name, sources] of variables) {
		if (isOwn(name, graph) || !(sources.has("null") || sources.has("given")) || sources.get("memory") === ALL)
			continue;
		variables.set(name, new Map([...sources, ["memory", ALL]]));
	}
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
