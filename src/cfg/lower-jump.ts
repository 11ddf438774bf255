import type { Span } from "../image/image.js";
import type { NodeId } from "../syntax/syntax.js";
import type { Lowering } from "./lowering.js";

export function lowerGoto(low: Lowering, node: NodeId): void {
	const { source, builder } = low;
	const { tree } = source;
	const label = tree.childByField(node, "label");
	const isKnown = label >= 0 && !source.isDamaged(node);
	// Of `goto *table[i];` the dialect pass makes a goto to a name, which no label has.
	const isComputed = isKnown && tree.image.text[source.skipBlanks(tree.start(node) + "goto".length)] === "*";
	if (!isKnown || isComputed) {
		builder.end({ kind: "unreachable" });
		return;
	}
	builder.jumpToLabel(tree.textOf(label), source.span(node));
}

export function lowerReturn(low: Lowering, node: NodeId): void {
	const { source } = low;
	const span = source.span(node);
	// With a part of it unread, what is left may be half of the value: the whole is a gap.
	returnValue(low, source.isDamaged(node) ? node : source.firstNamed(node), span);
}

/** Leaves the function; the value is computed before the scopes end. */
export function returnValue(low: Lowering, inner: NodeId, span: Span): void {
	const { source, builder } = low;
	if (inner < 0) {
		builder.releaseDownTo(0, span);
		builder.end({ kind: "return", value: null, span });
		return;
	}
	const temp = builder.newTemp();
	builder.emit({ kind: "set-temp", temp, value: low.value(inner), span });
	builder.releaseDownTo(0, span);
	builder.end({ kind: "return", value: { kind: "temp", temp, span: source.span(inner) }, span });
}

/** Leaves or goes on with the innermost statement that allows it. */
export function lowerJump(low: Lowering, jump: "break" | "continue", span: Span): void {
	const { builder, targets } = low;
	for (let i = targets.length - 1; i >= 0; i--) {
		const target = targets[i]!;
		const to = jump === "break" ? target.breakTo : target.continueTo;
		if (to === null) continue;
		builder.releaseDownTo(target.depth, span);
		builder.jump(to);
		return;
	}
	builder.end({ kind: "unreachable" });
}
