import type { FunctionUnit, NodeId, ParsedFile } from "../syntax/syntax.js";
import { GraphBuilder } from "./builder.js";
import type { Expr } from "./expression.js";
import type { BlockId, ControlFlowGraph } from "./graph.js";
import { lowerEffects } from "./lower-call.js";
import { lowerCondition } from "./lower-condition.js";
import { lowerValue } from "./lower-expression.js";
import { lowerFunction, lowerSequence, lowerStatement } from "./lower-statement.js";
import type { JumpTarget, Lowering, OpenSwitch } from "./lowering.js";
import { FunctionSource } from "./source.js";

/** Builds the control-flow graph of one function; never fails: what it can't read becomes a gap. */
export function buildGraph(unit: FunctionUnit, file: ParsedFile): ControlFlowGraph {
	const lowering = new FunctionLowering(new FunctionSource(unit, file));
	lowerFunction(lowering);
	const { builder, locals } = lowering;
	return { unit, blocks: builder.finish(), entry: 0, locals, hasGaps: builder.hasGaps };
}

/** Statements nested deeper than this (only hostile input is) become a gap. */
const MAX_STATEMENT_DEPTH = 150;
/** Expressions nested deeper than this are opaque. */
const MAX_EXPRESSION_DEPTH = 200;

/** The state of one lowering. A node that holds a syntax error is a gap, whoever asks for it. */
class FunctionLowering implements Lowering {
	readonly builder = new GraphBuilder();
	readonly locals: Set<string>;
	readonly targets: JumpTarget[] = [];
	readonly switches: OpenSwitch[] = [];
	private statementDepth = 0;
	private expressionDepth = 0;

	constructor(readonly source: FunctionSource) {
		this.locals = new Set(source.unit.parameters.filter((name) => name !== ""));
	}

	statement(node: NodeId): void {
		if (node < 0) return;
		if (this.statementDepth >= MAX_STATEMENT_DEPTH) {
			this.builder.gap(this.source.span(node));
			return;
		}
		this.statementDepth++;
		lowerStatement(this, node);
		this.statementDepth--;
	}

	sequence(node: NodeId): void {
		lowerSequence(this, node);
	}

	value(node: NodeId): Expr {
		const span = this.source.span(Math.max(node, 0));
		const opaque: Expr = { kind: "opaque", operands: [], span };
		if (node < 0 || this.expressionDepth >= MAX_EXPRESSION_DEPTH) return opaque;
		if (this.source.isDamaged(node)) {
			this.builder.gap(span);
			return opaque;
		}
		this.expressionDepth++;
		const value = lowerValue(this, node);
		this.expressionDepth--;
		return value;
	}

	effects(node: NodeId): void {
		if (node < 0) return;
		if (this.source.isDamaged(node)) {
			this.builder.gap(this.source.span(node));
			return;
		}
		lowerEffects(this, node);
	}

	condition(node: NodeId, ifTrue: BlockId, ifFalse: BlockId): void {
		const span = this.source.span(Math.max(node, 0));
		const isDamaged = node < 0 || this.source.isDamaged(node);
		if (isDamaged) this.builder.gap(span);
		if (isDamaged || this.expressionDepth >= MAX_EXPRESSION_DEPTH) {
			this.builder.choose([ifTrue, ifFalse], span);
			return;
		}
		this.expressionDepth++;
		lowerCondition(this, node, ifTrue, ifFalse);
		this.expressionDepth--;
	}
}
