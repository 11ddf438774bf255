import type { Expr } from "../cfg/expression.js";
import type { Model, Tracked } from "./model.js";
import type { State } from "./state.js";
import type { Place } from "./term.js";
import type { TraceNode } from "./trace.js";

/** `update`: read and written by one expression. `address`: only its address is taken. */
export type AccessKind = "read" | "write" | "update" | "address";

/** An access to a member or variable that the file marks somewhere, on one path; see `syntax/marks.ts`. */
export interface MemoryAccess {
	readonly kind: AccessKind;
	/** The lvalue. */
	readonly expr: Expr;
	readonly place: Place;
	readonly trace: TraceNode | null;
	/** What the model says of all places at that moment. */
	readonly tracked: (model: Model) => ReadonlyMap<Place, Tracked>;
}

/** The name by which an lvalue is known to the whole file: its last member, or the variable; null for other ones. */
export function accessedName(expr: Expr): string | null {
	if (expr.kind === "member") return expr.field;
	if (expr.kind === "index") return accessedName(expr.base);
	return expr.kind === "name" ? expr.name : null;
}

const NOTHING: ReadonlyMap<Place, Tracked> = new Map();

/** The access as it stands in the state. */
export function access(
	kind: AccessKind,
	expr: Expr,
	place: Place,
	state: State,
	models: readonly Model[],
): MemoryAccess {
	// Mostly there is nothing to copy.
	const tracked = models.map((model, i) => (state.trackedOf(i).size > 0 ? state.trackedBy(model) : NOTHING));
	return {
		kind,
		expr,
		place,
		trace: state.trace,
		tracked: (model) => tracked[models.indexOf(model)] ?? NOTHING,
	};
}
