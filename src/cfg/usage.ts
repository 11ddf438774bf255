import type { CallExpr, Expr } from "./expression.js";
import type { ControlFlowGraph } from "./graph.js";
import { returnStatements } from "./returns.js";
import { assignedNames, callTargets, keptCalls, statementCalls } from "./walk.js";

/** What a function does with its variables and with the values of its calls, worked out when first asked for. */
export class Usage {
	/** Variables that something else than a loop gives a value. */
	readonly assigned = once(() => assignedNames(this.graph));
	/** Variables of the function that a statement returns as they are. */
	readonly returned = once(() => returnedNames(this.graph));
	/** Calls that are a statement of their own. */
	readonly statements = once(() => statementCalls(this.graph));
	/** Calls whose value is returned or stored. */
	readonly kept = once(() => keptCalls(this.graph, this.passes));
	private readonly targets = once(() => callTargets(this.graph));

	constructor(
		private readonly graph: ControlFlowGraph,
		/** The argument that is the value of a call of that name; -1 for any other call. */
		private readonly passes: (name: string) => number,
	) {}

	/** Where the value of the call is stored at once: an expression, or the name of a variable declared there. */
	targetOf(call: CallExpr): Expr | string | null {
		return this.targets().get(call) ?? null;
	}
}

function once<T extends object>(make: () => T): () => T {
	let made: T | null = null;
	return () => {
		made ??= make();
		return made;
	};
}

function returnedNames(graph: ControlFlowGraph): ReadonlySet<string> {
	return new Set(
		returnStatements(graph)
			.flatMap(({ values }) => values)
			.flatMap((value) => (value.kind === "name" && graph.locals.has(value.name) ? [value.name] : [])),
	);
}
