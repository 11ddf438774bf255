import type { ResultContract } from "../../src/flow/model.js";
import { ERROR, POSITIVE, ZERO } from "../../src/flow/values.js";
import { flagsIndex } from "./atomic-calls.js";
import { type Contract, type Fails, neverWhenBlocking, resultContract } from "./results/index.js";

const BY_KIND: Readonly<Record<Fails, Omit<ResultContract, "isLoose">>> = {
	null: { values: ZERO | POSITIVE, failures: ZERO },
	error: { values: ERROR | POSITIVE, failures: ERROR },
	both: { values: ERROR | ZERO | POSITIVE, failures: ERROR | ZERO },
	optional: { values: ERROR | ZERO | POSITIVE, failures: ERROR },
	never: { values: POSITIVE, failures: 0 },
};

/** By convention NULL says that there is none: `devm_reset_control_get_optional_shared()`. */
const OPTIONAL = /(get_optional|optional_get)(_|$)/;
/** Those that get many at once return a number. */
const OF_MANY = /_bulk_|_array_/;

/** What the function of that name promises, stubs left aside; null where it is not known. */
export function contractOf(name: string): ResultContract | null {
	return promiseOf(name, resultContract(name));
}

/** What a row says that the function of that name promises. */
export function promiseOf(name: string, known: Contract | null): ResultContract | null {
	const isLoose = (known?.loose ?? false) || neverWhenBlocking.includes(name);
	const isOptional = OPTIONAL.test(name) && (known ? known.fails === "both" : !OF_MANY.test(name));
	if (isOptional) return { ...BY_KIND.optional, isLoose };
	return known && { ...BY_KIND[known.fails], isLoose };
}

/** Macros that give an entry even where the list has none. Source: include/linux/list.h. */
export const entriesOfEmptyLists: ReadonlySet<string> = new Set([
	"list_first_entry",
	"list_last_entry",
	"list_next_entry",
	"list_prev_entry",
]);

/** Whether the function gives memory, and NULL where there is none. */
export function isAllocation(name: string): boolean {
	return flagsIndex(name) !== null && contractOf(name)?.failures === ZERO;
}
