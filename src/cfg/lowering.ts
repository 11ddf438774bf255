import type { NodeId } from "../syntax/syntax.js";
import type { GraphBuilder } from "./builder.js";
import type { Expr } from "./expression.js";
import type { BlockId, SwitchCase } from "./graph.js";
import type { FunctionSource } from "./source.js";

/** Where `break` and `continue` go, and how many scopes stay open there. */
export interface JumpTarget {
	readonly breakTo: BlockId;
	/** Null in a switch: `continue` belongs to the loop around it. */
	readonly continueTo: BlockId | null;
	readonly depth: number;
}

export interface OpenSwitch {
	readonly cases: SwitchCase[];
	/** Several where each branch of an `#ifdef` has its own. */
	readonly defaults: BlockId[];
}

/**
 * What the lowering of one function shares. Each `lower-*.ts` module is a set of functions over it;
 * they reach one another through its methods, which also bound how deep they go.
 */
export interface Lowering {
	readonly source: FunctionSource;
	readonly builder: GraphBuilder;
	/** Filled as declarations come by. */
	readonly locals: Set<string>;
	/** Innermost last. */
	readonly targets: JumpTarget[];
	/** Innermost last. */
	readonly switches: OpenSwitch[];
	/** Lowers a statement, or whatever stands in the place of one. -1 is none. */
	statement(node: NodeId): void;
	/** The statements among the children of `node`; punctuation, conditions and directives pass through. */
	sequence(node: NodeId): void;
	/** Evaluates the expression at `node` for its value. */
	value(node: NodeId): Expr;
	/** Evaluates for the effects alone. -1 is none. */
	effects(node: NodeId): void;
	/** Branches on the expression at `node`: every atomic condition becomes an edge of its own. */
	condition(node: NodeId, ifTrue: BlockId, ifFalse: BlockId): void;
}
