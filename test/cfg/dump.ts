import type { Expr } from "../../src/cfg/expression.js";
import type { Block, ControlFlowGraph, ScopedObject, Step, Terminator } from "../../src/cfg/graph.js";
import { successors } from "../../src/cfg/graph.js";

/**
 * A graph as text: `B0: x = f(); branch x ? B1 : B2`. Blocks are numbered in the order a depth-first
 * walk meets them, those that nothing leads to are left out, and a block that only jumps on is not
 * shown: so the dump says what runs in which order, and not how the graph was put together.
 */
export function dumpGraph(graph: ControlFlowGraph): string {
	const numbers = new Map<Block, number>();
	const shown: Block[] = [];
	const visit = (id: number) => {
		const block = target(graph, id);
		if (numbers.has(block)) return;
		numbers.set(block, shown.push(block) - 1);
		for (const next of successors(block.end)) visit(next);
	};
	visit(graph.entry);
	const name = (id: number) => `B${numbers.get(target(graph, id))}`;
	const lines = shown.map((block, number) => {
		const mark = block.isLoopHead ? " (loop)" : "";
		return `B${number}${mark}: ${[...block.steps.map(step), terminator(block.end, name)].join("; ")}`;
	});
	// Those of guards are named after their offsets.
	const locals = [...graph.locals].filter((name) => !name.includes("@")).join(" ");
	return `${graph.unit.name}${graph.hasGaps ? " (gaps)" : ""} [${locals}]\n${lines.map((line) => `\t${line}\n`).join("")}`;
}

/** The block behind a chain of empty ones; an endless loop without a body is its own target. */
function target(graph: ControlFlowGraph, id: number): Block {
	const seen = new Set<number>();
	let block = graph.blocks[id]!;
	while (block.steps.length === 0 && block.end.kind === "jump" && !block.isLoopHead && !seen.has(block.id)) {
		seen.add(block.id);
		block = graph.blocks[block.end.to]!;
	}
	return block;
}

function step(item: Step): string {
	switch (item.kind) {
		case "expr":
			return item.expr.kind === "assign" ? assignment(item.expr) : spell(item.expr);
		case "declare":
			return `let ${item.name}${item.isArray ? "[]" : ""}${item.init ? ` = ${spell(item.init)}` : ""}`;
		case "set-temp":
			return `$${item.temp} = ${spell(item.value)}`;
		case "iterate":
			return `iterate ${item.macro}(${list(item.args)})`;
		case "scope-enter":
			return `enter ${scoped(item.scope)}`;
		case "scope-exit":
			return `exit ${scoped(item.scope)}`;
		case "gap":
			return "gap";
	}
}

function scoped(scope: ScopedObject): string {
	return `${scope.via} ${scope.class}${scope.variable ? ` ${scope.variable}` : ""}(${list(scope.args)})`;
}

function terminator(end: Terminator, name: (id: number) => string): string {
	switch (end.kind) {
		case "jump":
			return `goto ${name(end.to)}`;
		case "branch":
			return `branch ${spell(end.condition)} ? ${name(end.then)} : ${name(end.else)}`;
		case "choice":
			return `choice ${successors(end).map(name).join(" | ")}`;
		case "switch": {
			const cases = end.cases.map((item) => `${item.values.map(spell).join("...")}: ${name(item.to)}`);
			return `switch ${spell(end.value)} { ${[...cases, `else: ${name(end.otherwise)}`].join(", ")} }`;
		}
		case "return":
			return end.value ? `return ${spell(end.value)}` : "return";
		case "unreachable":
			return "dead end";
		case "lost":
			return `lost ${end.label}`;
	}
}

function list(exprs: readonly Expr[]): string {
	return exprs.map(spell).join(", ");
}

function spell(expr: Expr): string {
	switch (expr.kind) {
		case "name":
			return expr.name;
		case "number":
			return String(expr.value);
		case "string":
			return '""';
		case "member":
			return `${spell(expr.base)}${expr.arrow ? "->" : "."}${expr.field}`;
		case "index":
			return `${spell(expr.base)}[${spell(expr.index)}]`;
		case "unary":
			return `${expr.op}${spell(expr.operand)}`;
		case "binary":
			return `(${spell(expr.left)} ${expr.op} ${spell(expr.right)})`;
		case "assign":
			return `(${assignment(expr)})`;
		case "update": {
			const sign = expr.op.repeat(2);
			return expr.prefix ? `${sign}${spell(expr.target)}` : `${spell(expr.target)}${sign}`;
		}
		case "call":
			return `${spell(expr.callee)}(${list(expr.args)})`;
		case "temp":
			return `$${expr.temp}`;
		case "config":
			return `config(${expr.text})`;
		case "opaque":
			return `?(${list(expr.operands)})`;
	}
}

function assignment(expr: Extract<Expr, { kind: "assign" }>): string {
	return `${spell(expr.target)} ${expr.op === "=" ? "" : expr.op}= ${spell(expr.value)}`;
}
