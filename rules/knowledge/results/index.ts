import type { Contract } from "./row.js";
import { resultRows } from "./rows.js";

export { neverWhenBlocking } from "./blocking.js";
export type { Contract, Fails, ResultRow } from "./row.js";
export { resultRows } from "./rows.js";

let contracts: ReadonlyMap<string, Contract> | null = null;

/** How the function or macro of that name tells that it failed; null where it is not known. */
export function resultContract(name: string): Contract | null {
	contracts ??= new Map(resultRows.flatMap((row) => row.names.map((item) => [item, row] as const)));
	return contracts.get(name) ?? null;
}
