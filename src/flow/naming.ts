import { spellTerm, type Term } from "./term.js";

/** How the source would spell the object that a pointer leads to; null where it has no name there. */
export function nameOf(pointer: Term): string | null {
	if (pointer.kind !== "address" && pointer.kind !== "content") return null;
	const spelled = spellTerm(pointer);
	// Values without a name, and what is worked out: `…`, `+(p, 1)`.
	if (spelled.includes("…") || spelled.includes("(")) return null;
	return spelled.startsWith("&") ? spelled.slice(1) : spelled;
}
