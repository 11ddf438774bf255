import type { CallExpr } from "../cfg/expression.js";
import type { Span } from "../image/image.js";
import type { Model, Tracked } from "./model.js";
import type { Question } from "./question.js";
import type { Place, Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import type { ValueSet } from "./values.js";

/**
 * `null`, `error`, `either`: the pointer is asked whether it is NULL, an error pointer, or one of the
 * two. `code`: its error code is taken, with `PTR_ERR()` or the like. `code-or-zero`: the same with
 * `PTR_ERR_OR_ZERO()`, which asks first. `made`: it is made of an error code with `ERR_PTR()`.
 * `memory`: what it points to is read or written.
 */
export type UseKind = "null" | "error" | "either" | "code" | "code-or-zero" | "made" | "memory";

/** Something a path does with a pointer that need not be valid. */
export interface PointerUse {
	readonly kind: UseKind;
	/** By its name, whenever it was read. */
	readonly pointer: Term;
	/** What the path knows of it before. */
	readonly values: ValueSet;
	/** The question or call, or the access to memory. */
	readonly span: Span;
	/** The pointer as the source spells it. */
	readonly at: Span;
	/** The pointer that this path found to be an error last. */
	readonly lastError: Term | null;
	/** Whether the value of the expression is returned or stored. */
	readonly isKept: boolean;
	/** The call whose value the statement just before stored, if it did. */
	readonly behind: CallExpr | null;
	readonly trace: TraceNode | null;
}

/** A pointer is asked whether it is valid after it has been used on this path. */
export interface LateCheck {
	readonly pointer: Term;
	/** The condition. */
	readonly span: Span;
	readonly trace: TraceNode | null;
	/** True where the answer ends the path: an assertion. */
	readonly isFatal: boolean;
	tracked(model: Model): ReadonlyMap<Place, Tracked>;
}

/** A condition asks about the number by which an object of a model goes. */
export interface ValueTest extends Question {
	/** What the path knows of it before. */
	readonly values: ValueSet;
	/** The condition. */
	readonly span: Span;
	readonly trace: TraceNode | null;
	/** The object that goes by the number, as the model has it. */
	readonly object: Tracked;
	readonly model: Model;
	readonly place: Place;
}

/** Something a path does with an object that a model watches; see {@link Model.touched}. */
export interface Touch {
	/**
	 * `access`: memory of it is read or written. `passed`: a call is given a pointer to it. `next`: a loop
	 * asks it for the one behind it.
	 */
	readonly kind: "access" | "passed" | "next";
	readonly model: Model;
	readonly object: Tracked;
	readonly place: Place;
	/** As it was read. */
	readonly pointer: Term;
	/** Whether it was read again behind a call that may have changed it. */
	readonly isReread: boolean;
	/** The function or iterator macro that is given the pointer. */
	readonly name: string | null;
	/** The access, or the call. */
	readonly span: Span;
	/** The pointer as the source spells it. */
	readonly at: Span;
	readonly trace: TraceNode | null;
}
