import { isConstantLike } from "./facts.js";
import { REREAD, type Term } from "./term.js";

/** What a condition asks of a value. */
export interface Question {
	readonly value: Term;
	/** Whether it is 0 or NULL, an error pointer, one of the two; or what its sign or size is. */
	readonly asks: "zero" | "error" | "either" | "sign";
}

/** What a condition asks of which value; null where it is no such question. */
export function questionOf(condition: Term): Question | null {
	if (condition.kind !== "op") return { value: condition, asks: "zero" };
	const [left, right] = condition.args;
	switch (condition.op) {
		case "!":
			return questionOf(left!);
		case "IS_ERR":
			return { value: left!, asks: "error" };
		case "IS_ERR_OR_NULL":
			return { value: left!, asks: "either" };
		case "==":
			if (right!.kind === "const" && right!.value === 0) return { value: left!, asks: "zero" };
			return isErrorCode(right!) ? { value: left!, asks: "error" } : null;
		case "<":
			return { value: left!.kind === "const" ? right! : left!, asks: "sign" };
		default:
			return { value: condition, asks: "zero" };
	}
}

/** `-ENOENT`, as `ERR_PTR(-ENOENT)` is, too. */
function isErrorCode(term: Term): boolean {
	return term.kind === "op" && term.op === "-" && term.args.length === 1 && isConstantLike(term);
}

/** Whether the value is one that was read or returned, as pointers are, and not worked out. */
export function isRead(value: Term): boolean {
	return value.kind !== "op" || value.op === REREAD;
}
