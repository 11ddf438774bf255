import type { Expr } from "../../src/cfg/expression.js";
import { rootName } from "../../src/cfg/expression.js";
import { expressionsOf, partsOf } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Span } from "../../src/image/image.js";
import { hotplugCall } from "./hotplug-file.js";

/** A number that is tested and then kept in a variable for the number of a state. */
export interface KeptNumber {
	/** The test in front of it. */
	readonly test: { readonly asks: "sign" | "zero"; readonly span: Span };
	/** Where it is kept, as the source spells it. */
	readonly kept: string;
}

/** How variables are called that keep the number of a dynamic state. */
const STATE_NAME = /cpuhp|hotplug|(^|[_.>])hp_|_hp(state|_|$)|_online(_|$)/i;

/**
 * Numbers of states that come out of code that is not shown: `if (ret < 0) return ret; hp_online = ret;`
 * with the set-up in front of the hunk.
 */
export function keptNumbers({ graph, calls, unit }: FunctionAnalysis): readonly KeptNumber[] {
	if (!graph.hasGaps || calls.some(({ name }) => hotplugCall(name)?.action === "add")) return [];
	const kept: KeptNumber[] = [];
	for (const { name, target, span } of assignments(graph)) {
		const text = unit.image.text.slice(target.span.start, target.span.end);
		const root = rootName(target);
		const isOwn = target.kind === "name" && root !== null && graph.locals.has(root);
		if (isOwn || !STATE_NAME.test(text)) continue;
		const test = testInFront(name, span, graph);
		if (test) kept.push({ test, kept: text });
	}
	return [...kept, ...testsOfKept(graph)];
}

/** The variable may be given the number at once: `hp_online = cpuhp_setup_state(...); if (hp_online < 0)`. */
function* testsOfKept({ blocks }: FunctionAnalysis["graph"]): Iterable<KeptNumber> {
	for (const { end } of blocks) {
		if (end.kind !== "branch") continue;
		const name = testedName(end.condition);
		const asks = name !== null && STATE_NAME.test(name) ? questionAbout(name, end.condition) : null;
		if (asks) yield { test: { asks, span: end.span }, kept: name! };
	}
}

function testedName(condition: Expr): string | null {
	const value = condition.kind === "binary" ? condition.left : condition;
	return value.kind === "name" ? value.name : null;
}

interface Assignment {
	/** The variable that is copied. Its declaration need not be shown. */
	readonly name: string;
	readonly target: Expr;
	readonly span: Span;
}

/** Plain copies of variables. */
function assignments(graph: FunctionAnalysis["graph"]): readonly Assignment[] {
	const found: Assignment[] = [];
	const visit = (expr: Expr): void => {
		if (expr.kind === "assign" && expr.op === "=" && expr.value.kind === "name") {
			found.push({ name: expr.value.name, target: expr.target, span: expr.span });
		}
		for (const part of partsOf(expr)) visit(part);
	};
	for (const expr of expressionsOf(graph)) visit(expr);
	return found;
}

/** The last test of the variable in front of the place. */
function testInFront(
	name: string,
	place: Span,
	{ blocks }: FunctionAnalysis["graph"],
): KeptNumber["test"] | null {
	let last: KeptNumber["test"] | null = null;
	for (const { end } of blocks) {
		if (end.kind !== "branch" || end.span.start > place.start) continue;
		const asks = questionAbout(name, end.condition);
		if (asks && (!last || end.span.start > last.span.start)) last = { asks, span: end.span };
	}
	return last;
}

function questionAbout(name: string, condition: Expr): "sign" | "zero" | null {
	if (condition.kind === "name") return condition.name === name ? "zero" : null;
	if (condition.kind !== "binary" || condition.left.kind !== "name" || condition.left.name !== name)
		return null;
	if (condition.right.kind !== "number" || condition.right.value !== 0) return null;
	if (condition.op === "==" || condition.op === "!=") return "zero";
	return condition.op === "<" || condition.op === ">=" ? "sign" : null;
}
