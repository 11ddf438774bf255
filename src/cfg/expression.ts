import type { Span } from "../image/image.js";

/**
 * An expression without control flow, side effects still inside.
 *
 * `&&`, `||`, `?:`, statement expressions and conditions have become blocks and edges of the
 * {@link ControlFlowGraph}; what they computed is read back through a {@link TempExpr}. Casts and
 * parentheses are gone: no rule needs them, and every rule would have to skip them.
 */
export type Expr =
	| NameExpr
	| NumberExpr
	| StringExpr
	| MemberExpr
	| IndexExpr
	| UnaryExpr
	| BinaryExpr
	| AssignExpr
	| UpdateExpr
	| CallExpr
	| TempExpr
	| ConfigExpr
	| OpaqueExpr;

interface At {
	/** Place in the image's text. */
	readonly span: Span;
}

/** A variable, parameter, function, enumerator or object-like macro: C cannot tell them apart without its headers. */
export interface NameExpr extends At {
	readonly kind: "name";
	readonly name: string;
}

export interface NumberExpr extends At {
	readonly kind: "number";
	readonly value: number;
}

export interface StringExpr extends At {
	readonly kind: "string";
}

/** `base.field`, or `base->field` where `arrow`. */
export interface MemberExpr extends At {
	readonly kind: "member";
	readonly base: Expr;
	readonly field: string;
	readonly arrow: boolean;
}

export interface IndexExpr extends At {
	readonly kind: "index";
	readonly base: Expr;
	readonly index: Expr;
}

export interface UnaryExpr extends At {
	readonly kind: "unary";
	readonly op: "*" | "&" | "!" | "-" | "~" | "+";
	readonly operand: Expr;
}

export interface BinaryExpr extends At {
	readonly kind: "binary";
	/** As in C, without `&&` and `||`. */
	readonly op: string;
	readonly left: Expr;
	readonly right: Expr;
}

export interface AssignExpr extends At {
	readonly kind: "assign";
	/** `=` or the operator of a compound assignment without its `=`. */
	readonly op: string;
	readonly target: Expr;
	readonly value: Expr;
}

/** `++` and `--`, before or behind. */
export interface UpdateExpr extends At {
	readonly kind: "update";
	readonly op: "+" | "-";
	readonly prefix: boolean;
	readonly target: Expr;
}

export interface CallExpr extends At {
	readonly kind: "call";
	/** Name of the function or macro; null for a call through a pointer. */
	readonly name: string | null;
	readonly callee: Expr;
	readonly args: readonly Expr[];
}

/** The value that control flow inside an expression computed; see {@link Step} `set-temp`. */
export interface TempExpr extends At {
	readonly kind: "temp";
	readonly temp: number;
}

/** Whether a preprocessor condition holds: the same text, the same answer all through a build. */
export interface ConfigExpr extends At {
	readonly kind: "config";
	readonly text: string;
}

/** Anything else; its operands are evaluated for their effects, its value is unknown. */
export interface OpaqueExpr extends At {
	readonly kind: "opaque";
	readonly operands: readonly Expr[];
}

/** The name of the variable at the root of an lvalue: `p` in `p->q[i].r`; null where it is a call or the like. */
export function rootName(expr: Expr): string | null {
	switch (expr.kind) {
		case "name":
			return expr.name;
		case "member":
		case "index":
			return rootName(expr.base);
		case "unary":
			return rootName(expr.operand);
		default:
			return null;
	}
}

/** Whether the value of a pointer is at hand, as `p` and `&p->q` are; `p->q` is read from memory. */
export function isKept(pointer: Expr): boolean {
	if (isAddress(pointer)) return isKeptPlace(pointer.operand);
	return pointer.kind === "name" || pointer.kind === "call";
}

function isKeptPlace(place: Expr): boolean {
	if (place.kind === "member") return place.arrow ? isKept(place.base) : isKeptPlace(place.base);
	return place.kind === "name";
}

/** Whether the expression is `&` of something. */
export function isAddress(expr: Expr | null): expr is UnaryExpr {
	return expr?.kind === "unary" && expr.op === "&";
}
