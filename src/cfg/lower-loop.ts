import type { NodeId } from "../syntax/syntax.js";
import type { Expr } from "./expression.js";
import type { BlockId } from "./graph.js";
import { number } from "./lower-expression.js";
import { substatement } from "./lower-scope.js";
import type { Lowering, OpenSwitch } from "./lowering.js";

export function lowerWhile(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
	builder.continueAt(head);
	const iterator = source.file.markAt(source.tree.start(node), "iterator");
	loopTest(low, node, iterator?.name ?? null, body, after);
	builder.continueAt(body);
	loopBody(low, node, after, head);
	builder.jump(head);
	builder.continueAt(after);
}

export function lowerDo(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const [body, test, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
	builder.continueAt(body);
	loopBody(low, node, after, test);
	builder.continueAt(test);
	const tail = source.childOfKind(node, "while");
	const iterator = tail < 0 ? null : source.file.markAt(source.tree.start(tail), "iterator");
	loopTest(low, node, iterator?.name ?? null, body, after);
	builder.continueAt(after);
}

/** Whether there is another round: a condition, or known to the iterator macro alone. */
function loopTest(low: Lowering, loop: NodeId, iterator: string | null, body: BlockId, after: BlockId): void {
	const { builder, source } = low;
	const condition = source.tree.childByField(loop, "condition");
	if (iterator === null) {
		low.condition(condition, body, after);
		return;
	}
	const span = source.span(condition);
	const args = source.commaItems(condition).map((arg) => low.value(arg));
	builder.emit({ kind: "iterate", macro: iterator, args, span });
	builder.choose([body, after], span);
}

export function lowerFor(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const { tree } = source;
	const [head, body] = [builder.newBlock(), builder.newBlock()];
	const [step, after] = [builder.newBlock(), builder.newBlock()];
	builder.enterScope(source.span(node));
	low.statement(tree.childByField(node, "initializer"));
	builder.continueAt(head);
	const condition = tree.childByField(node, "condition");
	if (condition >= 0) low.condition(condition, body, after);
	else builder.jump(body);
	builder.continueAt(body);
	loopBody(low, node, after, step);
	builder.continueAt(step);
	low.effects(tree.childByField(node, "update"));
	builder.jump(head);
	builder.continueAt(after);
	builder.leaveScope(source.endOf(node));
}

function loopBody(low: Lowering, loop: NodeId, breakTo: BlockId, continueTo: BlockId | null): void {
	low.targets.push({ breakTo, continueTo, depth: low.builder.scopeDepth });
	substatement(low, low.source.tree.childByField(loop, "body"));
	low.targets.pop();
}

export function lowerSwitch(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const value = low.value(source.tree.childByField(node, "condition"));
	const [dispatch, after] = [builder.newBlock(), builder.newBlock()];
	const open: OpenSwitch = { cases: [], defaults: [] };
	// The dispatch needs the cases, which only the body tells: end it when they are known.
	builder.continueAt(dispatch);
	const finish = builder.endLater();
	low.switches.push(open);
	loopBody(low, node, after, null);
	low.switches.pop();
	builder.continueAt(after);
	const span = source.span(node);
	finish({ kind: "switch", value, cases: open.cases, otherwise: defaultOf(low, open, after, node), span });
}

function defaultOf(low: Lowering, open: OpenSwitch, after: BlockId, node: NodeId): BlockId {
	const [only, ...others] = open.defaults;
	if (only === undefined) return after;
	if (others.length === 0) return only;
	return low.builder.closedBlock({ kind: "choice", to: open.defaults, span: low.source.span(node) });
}

/** A label of the innermost switch; the statements behind it are its children as far as they go. */
export function lowerCase(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const open = low.switches.at(-1);
	const block = builder.newBlock();
	builder.continueAt(block);
	const value = source.tree.childByField(node, "value");
	if (value < 0) open?.defaults.push(block);
	else open?.cases.push({ values: caseValues(low, node, value), to: block });
	low.sequence(node);
}

/** The dialect pass blanks the upper end of `case 1 ... 5:`, but it stands in the source. */
function caseValues(low: Lowering, label: NodeId, value: NodeId): readonly Expr[] {
	const { source } = low;
	const { tree } = source;
	const lower = constantValue(low, value);
	const colon = source.childOfKind(label, ":");
	const start = source.skipBlanks(tree.end(value));
	if (colon < 0 || start + 3 >= tree.start(colon) || !tree.image.text.startsWith("...", start))
		return [lower];
	const span = { start: source.skipBlanks(start + 3), end: tree.start(colon) };
	return [lower, number(tree.image.text.slice(span.start, span.end).trim(), span)];
}

/** What a case label names is computed by the compiler: it must not leave steps or blocks behind. */
function constantValue(low: Lowering, node: NodeId): Expr {
	const { tree } = low.source;
	const end = tree.end(node);
	for (let inner = node; inner < tree.size && tree.start(inner) < end; inner++) {
		const kind = tree.kind(inner);
		if (kind !== "conditional_expression" && kind !== "compound_statement" && kind !== "&&" && kind !== "||")
			continue;
		return { kind: "opaque", operands: [], span: low.source.span(node) };
	}
	return low.value(node);
}
