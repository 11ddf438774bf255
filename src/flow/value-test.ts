import type { Span } from "../image/image.js";
import type { Model, Tracked } from "./model.js";
import type { Place, Term } from "./term.js";
import type { TraceNode } from "./trace.js";
import type { ValueSet } from "./values.js";

/** A condition asks about the number by which an object of a model goes. */
export interface ValueTest {
	readonly value: Term;
	/** Whether it asks for the sign, or only whether the number is 0. */
	readonly asks: "sign" | "zero";
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

/** What a condition asks of which value; null where it is no such question. */
export function questionOf(condition: Term): Pick<ValueTest, "value" | "asks"> | null {
	if (condition.kind !== "op") return { value: condition, asks: "zero" };
	const [left, right] = condition.args;
	switch (condition.op) {
		case "!":
			return questionOf(left!);
		case "==":
			return right!.kind === "const" && right!.value === 0 ? { value: left!, asks: "zero" } : null;
		case "<":
			return { value: left!.kind === "const" ? right! : left!, asks: "sign" };
		default:
			return { value: condition, asks: "zero" };
	}
}
