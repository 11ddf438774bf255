import type { FunctionUnit, ParsedFile } from "../syntax/syntax.js";
import { GraphBuilder } from "./builder.js";
import type { ControlFlowGraph } from "./graph.js";
import { StatementLowerer } from "./lower-statement.js";

/** Builds the control-flow graph of one function; never fails: what it can't read becomes a gap. */
export function buildGraph(unit: FunctionUnit, file: ParsedFile): ControlFlowGraph {
	const builder = new GraphBuilder();
	const lowerer = new StatementLowerer(unit, file, builder);
	lowerer.body();
	return {
		unit,
		blocks: builder.finish(),
		entry: 0,
		locals: lowerer.locals,
		hasGaps: builder.hasGaps,
	};
}
