import type { Span } from "../image/image.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import type { Expr } from "./expression.js";

export type BlockId = number;

/**
 * The control flow of one function.
 *
 * For `if (mutex_lock_interruptible(&p->lock)) return -EINTR; work(p); mutex_unlock(&p->lock);`
 *
 *     B0: branch mutex_lock_interruptible(&p->lock) ? B1 : B2
 *     B1: return -EINTR
 *     B2: work(p); mutex_unlock(&p->lock); return
 *
 * Every way out is a block that ends in `return`; leaving the closing brace is a return without a
 * value. Scope ends are explicit: a `return` inside a `guard()` is preceded by its `scope-exit`.
 */
export interface ControlFlowGraph {
	readonly unit: FunctionUnit;
	readonly blocks: readonly Block[];
	readonly entry: BlockId;
	/** Names declared inside the function, parameters included: all other names are global. */
	readonly locals: ReadonlySet<string>;
	/** True where some code could not be seen: a gap of the image or a syntax error. */
	readonly hasGaps: boolean;
}

export interface Block {
	readonly id: BlockId;
	readonly steps: readonly Step[];
	readonly end: Terminator;
	/** Blocks that a back edge leads to: where a fixpoint is needed. */
	readonly isLoopHead: boolean;
}

export type Step =
	| { readonly kind: "expr"; readonly expr: Expr; readonly span: Span }
	| {
			readonly kind: "declare";
			readonly name: string;
			readonly init: Expr | null;
			/** An array: its name is an address. */
			readonly isArray: boolean;
			readonly span: Span;
	  }
	| { readonly kind: "set-temp"; readonly temp: number; readonly value: Expr; readonly span: Span }
	/** The iterator macro has moved on: the variables it drives have new values. */
	| { readonly kind: "iterate"; readonly macro: string; readonly args: readonly Expr[]; readonly span: Span }
	| { readonly kind: "scope-enter"; readonly scope: ScopedObject; readonly span: Span }
	| { readonly kind: "scope-exit"; readonly scope: ScopedObject; readonly span: Span }
	/** Unknown code: anything may have happened but a jump out of the function. */
	| { readonly kind: "gap"; readonly span: Span };

/** What `guard()`, `scoped_guard()`, `CLASS()`, `ACQUIRE()` or `__free()` binds to a scope. */
export interface ScopedObject {
	readonly via: "guard" | "class" | "free";
	/** Name of the guard class or of the `DEFINE_FREE` function: `mutex`, `kfree`. */
	readonly class: string;
	/** What the constructor is given; empty for `__free`. */
	readonly args: readonly Expr[];
	/** The variable that holds it; null for `guard()`. */
	readonly variable: string | null;
	/** Offset of the declaration, which identifies the object. */
	readonly at: number;
	/** Name of the hidden variable in which the constructor keeps what the destructor needs. */
	readonly memory: string;
}

export type Terminator =
	| { readonly kind: "jump"; readonly to: BlockId; readonly goto?: Goto }
	/** `condition` is atomic: no `!`, `&&`, `||`, `?:` around it. */
	| {
			readonly kind: "branch";
			readonly condition: Expr;
			readonly then: BlockId;
			readonly else: BlockId;
			readonly span: Span;
	  }
	/** No fact decides: iterator loops, blocks that a macro may skip, gaps used as conditions, `asm goto`. */
	| { readonly kind: "choice"; readonly to: readonly BlockId[]; readonly span: Span }
	| {
			readonly kind: "switch";
			readonly value: Expr;
			readonly cases: readonly SwitchCase[];
			readonly otherwise: BlockId;
			readonly span: Span;
	  }
	/** `span` is the return statement, or the closing brace. */
	| { readonly kind: "return"; readonly value: Expr | null; readonly span: Span }
	/** BUG(), an endless loop's end, a computed goto. */
	| { readonly kind: "unreachable" }
	/** A jump to a label in code that is not known. */
	| { readonly kind: "lost"; readonly label: string; readonly span: Span };

/** What makes a jump a `goto`. */
export interface Goto {
	readonly label: string;
	readonly span: Span;
	/** Offset of the statement with that label. */
	readonly target: number;
}

export interface SwitchCase {
	/** A single value, or both ends of a GNU range; the upper end is opaque where it is no number. */
	readonly values: readonly Expr[];
	readonly to: BlockId;
}

/** Where the end of a block stands in the source; null where nothing is written for it. */
export function spanOf(end: Terminator): Span | null {
	if (end.kind === "jump") return end.goto?.span ?? null;
	return end.kind === "unreachable" ? null : end.span;
}

/** Blocks that can follow, each once. */
export function successors(end: Terminator): readonly BlockId[] {
	switch (end.kind) {
		case "jump":
			return [end.to];
		case "branch":
			return end.then === end.else ? [end.then] : [end.then, end.else];
		case "choice":
			return [...new Set(end.to)];
		case "switch":
			return [...new Set([...end.cases.map((item) => item.to), end.otherwise])];
		case "return":
		case "unreachable":
		case "lost":
			return [];
	}
}
