import type { NodeId } from "../syntax/syntax.js";
import type { BlockId, ScopedObject } from "./graph.js";
import { isConditionalGuard, scopeMacroKind } from "./idioms.js";
import { lowerJump, returnValue } from "./lower-jump.js";
import type { Lowering } from "./lowering.js";

/** The body of a loop or branch: a scope also where it has no braces. */
export function substatement(low: Lowering, node: NodeId): void {
	if (node < 0 || low.source.tree.kind(node) === "compound_statement") {
		low.statement(node);
		return;
	}
	low.builder.enterScope(low.source.span(node));
	low.statement(node);
	low.builder.leaveScope(low.source.endOf(node));
}

export function lowerDeclaration(low: Lowering, node: NodeId): void {
	const { source, builder } = low;
	const { tree } = source;
	const storage = source.childOfKind(node, "storage_class_specifier");
	const word = storage < 0 ? "" : tree.textOf(storage);
	// Both live on behind the function's back, and a static is set to its first value but once.
	if (word === "static" || word === "extern") return;
	const isDamaged = source.isDamaged(node);
	if (isDamaged) builder.gap(source.span(node));
	for (const child of source.children(node)) {
		if (tree.field(child) !== "declarator") continue;
		if (tree.kind(child) !== "init_declarator") declare(low, child, -1);
		else
			declare(
				low,
				tree.childByField(child, "declarator"),
				isDamaged ? -1 : tree.childByField(child, "value"),
			);
	}
}

function declare(low: Lowering, declarator: NodeId, value: NodeId): void {
	const { source, builder } = low;
	const declared = declaredName(low, declarator);
	if (!declared) return;
	const { name, isArray } = declared;
	low.locals.add(name);
	const init = value < 0 ? null : low.value(value);
	builder.emit({ kind: "declare", name, init, isArray, span: source.span(declarator) });
	// `__free(f)` stands behind the name, in front of the `=`.
	const at = source.tree.end(declarator);
	const cleanup = source.file.markAt(source.skipBlanks(at), "cleanup");
	if (cleanup) bind(low, { via: "free", class: cleanup.name, args: [], variable: name, at });
}

/** The variable that a declarator is about; null for the prototype of a function. */
function declaredName(low: Lowering, declarator: NodeId): { name: string; isArray: boolean } | null {
	const { source } = low;
	const { tree } = source;
	let isArray = false;
	let at = declarator;
	while (at >= 0 && tree.kind(at) !== "identifier") {
		if (tree.kind(at) === "array_declarator") isArray = true;
		const inner = tree.childByField(at, "declarator");
		if (tree.kind(at) === "function_declarator" && tree.kind(inner) !== "parenthesized_declarator")
			return null;
		at = inner >= 0 ? inner : source.firstNamed(at);
	}
	return at < 0 ? null : { name: tree.textOf(at), isArray };
}

/** `guard(mutex)(&m)`, `CLASS(fd, f)(n)` and `ACQUIRE(mutex_intr, g)(&m)`: a call of a call. */
export function bindGuard(low: Lowering, call: NodeId): boolean {
	const { source } = low;
	const { tree } = source;
	const inner = tree.kind(call) === "call_expression" ? tree.childByField(call, "function") : -1;
	if (inner < 0 || tree.kind(inner) !== "call_expression") return false;
	const name = source.calleeName(inner);
	const [classNode, variableNode] = source.argumentNodes(inner);
	const named = name === "CLASS" || name === "ACQUIRE";
	if (classNode === undefined || (name !== "guard" && !named)) return false;
	const variable = named && variableNode !== undefined ? tree.textOf(variableNode) : null;
	if (variable) low.locals.add(variable);
	const args = source.argumentNodes(call).map((arg) => low.value(arg));
	const via = name === "guard" ? "guard" : "class";
	bind(low, { via, class: tree.textOf(classNode), args, variable, at: tree.start(call) });
	return true;
}

function bind({ builder, locals }: Lowering, declared: Omit<ScopedObject, "memory">): void {
	// No name of a program, so that it hides none.
	const scope: ScopedObject = { ...declared, memory: `guard@${declared.at}` };
	locals.add(scope.memory);
	builder.emit({ kind: "scope-enter", scope, span: { start: scope.at, end: scope.at } });
	builder.bindToScope(scope);
}

/** `scoped_guard(mutex, &m) { ... }` and other macros whose block runs at most once; an `if` in the tree. */
export function lowerScopeMacro(low: Lowering, node: NodeId, macro: string): void {
	const { builder, source } = low;
	const condition = source.tree.childByField(node, "condition");
	const kind = source.isDamaged(condition) ? "block" : scopeMacroKind(macro);
	const after = builder.newBlock();
	// Most are a `for` at heart: what leaves a loop leaves the macro's block.
	if (kind !== "test") low.targets.push({ breakTo: after, continueTo: after, depth: builder.scopeDepth });
	if (kind === "guard" || kind === "cond-guard") guardedBlock(low, node, kind === "cond-guard", after);
	else optionalBlock(low, node, condition, after);
	if (kind !== "test") low.targets.pop();
	builder.continueAt(after);
}

/** What decides whether the block runs is known to the macro alone. */
function optionalBlock(low: Lowering, node: NodeId, condition: NodeId, after: BlockId): void {
	const { builder, source } = low;
	const enter = builder.newBlock();
	if (source.isDamaged(condition)) low.effects(condition);
	else for (const item of source.commaItems(condition)) low.effects(item);
	builder.choose([enter, after], source.span(node));
	builder.continueAt(enter);
	substatement(low, source.tree.childByField(node, "consequence"));
}

function guardedBlock(low: Lowering, node: NodeId, hasFailure: boolean, after: BlockId): void {
	const { builder, source } = low;
	const { tree } = source;
	const [classNode = -1, ...rest] = source.commaItems(tree.childByField(node, "condition"));
	const guardClass = classNode < 0 ? "" : tree.textOf(classNode);
	const enter = builder.newBlock();
	const failed = hasFailure ? builder.newBlock() : after;
	if (hasFailure || isConditionalGuard(guardClass)) {
		builder.choose([enter, failed], source.span(node));
	}
	if (hasFailure) {
		builder.continueAt(failed);
		failure(low, tree.end(classNode), rest.shift() ?? -1);
		builder.jump(after);
	}
	builder.continueAt(enter);
	builder.enterScope(source.span(node));
	const args = rest.map((arg) => low.value(arg));
	bind(low, { via: "guard", class: guardClass, args, variable: null, at: tree.start(node) });
	low.statement(tree.childByField(node, "consequence"));
	builder.leaveScope(source.endOf(node));
}

const JUMPS = ["return", "goto", "break", "continue"] as const;

/**
 * The second argument of `scoped_cond_guard(mutex_intr, return -EINTR, &m)` is a statement. The
 * dialect pass leaves an expression of it, so that the keyword is read from the source.
 */
function failure(low: Lowering, behindClass: number, statement: NodeId): void {
	if (statement < 0) return;
	const { source, builder } = low;
	const { text } = source.tree.image;
	const at = source.skipBlanks(text.indexOf(",", behindClass) + 1);
	const jump = JUMPS.find((word) => text.startsWith(word, at) && !isWordCharacter(text[at + word.length]));
	const span = { start: at, end: Math.max(at, source.tree.end(statement)) };
	switch (jump) {
		case "return":
			returnValue(low, source.tree.start(statement) > at ? statement : -1, span);
			return;
		case "goto":
			builder.jumpToLabel(source.tree.textOf(statement), span);
			return;
		case "break":
		case "continue":
			lowerJump(low, jump, span);
			return;
		case undefined:
			// Nothing between two commas: the block is just skipped.
			if (text[at] !== ",") low.effects(statement);
	}
}

function isWordCharacter(character: string | undefined): boolean {
	return character !== undefined && /\w/.test(character);
}
