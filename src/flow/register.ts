import type { RegisterValue } from "./model.js";
import type { Term } from "./term.js";

/** How the tags of values begin that a variable has from its declaration alone. */
export const UNSET = "unset ";

/** Of which kind a value is that a register gets; `initial` is what it held at first. */
export function registerValue(value: Term, initial: Term): RegisterValue {
	if (value === initial) return "initial";
	if (value.kind === "fresh" && value.tag.startsWith(UNSET)) return "unset";
	if (value.kind !== "const") return "unknown";
	return value.value === 0 ? "cleared" : "set";
}
