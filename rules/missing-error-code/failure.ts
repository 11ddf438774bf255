import type { Expr } from "../../src/cfg/expression.js";
import type { Block, ControlFlowGraph, Terminator } from "../../src/cfg/graph.js";
import { everyExpression, isSameExpression } from "../../src/cfg/walk.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { TraceNode } from "../../src/flow/trace.js";
import type { Span } from "../../src/image/image.js";

/** Give NULL where they fail, and nothing else. Source: include/linux: slab.h, device.h, string.h, vmalloc.h, skbuff.h, gfp.h. */
const ALLOCATORS: ReadonlySet<string> = new Set(
	[
		"kmalloc kzalloc kcalloc kmalloc_array kmemdup kstrdup kstrndup kasprintf kvmalloc kvzalloc kvcalloc",
		"kvmalloc_array kmem_cache_alloc kmem_cache_zalloc kmem_cache_create vmalloc vzalloc bitmap_zalloc",
		"devm_kmalloc devm_kzalloc devm_kcalloc devm_kmalloc_array devm_kmemdup devm_kstrdup devm_kasprintf",
		"dma_alloc_coherent dmam_alloc_coherent dma_pool_create dma_pool_alloc alloc_page alloc_pages",
		"alloc_skb dev_alloc_skb netdev_alloc_skb usb_alloc_urb usb_alloc_coherent alloc_percpu alloc_workqueue",
		"alloc_etherdev platform_device_alloc devm_ioremap ioremap of_iomap",
	].flatMap((line) => line.split(" ")),
);

/** A test that came out so that something has failed. */
export interface Failure {
	/** The condition, by which the same failure is known on the other side of the patch. */
	readonly text: string;
	/** Offset behind the condition. */
	readonly end: number;
	/** True where nobody could take it for anything but a failure. */
	readonly isCertain: boolean;
}

/** What the last decision of the path tells, if it is a failure; with `leaves`, only just in front of that return. */
export function failureOf(
	trace: TraceNode | null,
	{ graph, unit }: FunctionAnalysis,
	leaves?: Span,
): Failure | null {
	let node = trace;
	while (node && node.step.kind !== "branch") node = node.before;
	if (node?.step.kind !== "branch") return null;
	const { span, truth } = node.step;
	const text = unit.image.text.slice(span.start, span.end);
	for (const block of graph.blocks) {
		const { end } = block;
		if (end.kind !== "branch" || end.span.start !== span.start || end.span.end !== span.end) continue;
		const behind = graph.blocks[truth ? end.then : end.else]!.end;
		if (leaves && !(behind.kind === "return" && behind.span.start === leaves.start)) continue;
		const isCertain = tellsFailure(end, truth, block, graph);
		if (isCertain !== null) return { text, end: span.end, isCertain };
	}
	return null;
}

/** Whether it is certain; null where the outcome tells of no failure. */
function tellsFailure(
	{ condition }: Extract<Terminator, { kind: "branch" }>,
	truth: boolean,
	{ steps }: Block,
	graph: ControlFlowGraph,
): boolean | null {
	if (condition.kind === "call") {
		const [pointer] = condition.args;
		// What was found out elsewhere may well be optional here.
		return condition.name === "IS_ERR" && truth && pointer ? isGotHere(pointer, graph) : null;
	}
	if (truth) return null;
	for (const step of steps) {
		if (step.kind !== "expr" || step.expr.kind !== "assign") continue;
		const { target, value } = step.expr;
		if (value.kind === "call" && isSameExpression(target, condition)) return ALLOCATORS.has(value.name ?? "");
	}
	return null;
}

function isGotHere(pointer: Expr, graph: ControlFlowGraph): boolean {
	const { locals, unit } = graph;
	if (pointer.kind === "name" && locals.has(pointer.name) && !unit.parameters.includes(pointer.name))
		return true;
	return [...everyExpression(graph)].some(
		(expr) => expr.kind === "assign" && isSameExpression(expr.target, pointer),
	);
}
