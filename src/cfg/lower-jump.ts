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
	const inner = source.isDamaged(node) ? node : source.firstNamed(node);
	if (isVoidCast(low, inner)) {
		low.effects(source.tree.childByField(inner, "value"));
		returnValue(low, -1, span);
	} else returnValue(low, inner, span);
}

/** `(void)f(x)`, which has no value. */
function isVoidCast({ source: { tree } }: Lowering, node: NodeId): boolean {
	if (node < 0 || tree.kind(node) !== "cast_expression") return false;
	const type = tree.childByField(node, "type");
	return type >= 0 && tree.textOf(type).trim() === "void";
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
