/**
 * How a function that returns a pointer tells that it failed.
 *
 * - `null`: by NULL, also where it merely found nothing; never by an error pointer.
 * - `error`: by an error pointer; never by NULL.
 * - `both`: by an error pointer or by NULL, and NULL is nothing that its callers can work with.
 * - `optional`: by an error pointer; NULL means that there is none, which is no failure, and what the
 *   pointer is then given to takes NULL.
 * - `never`: what it returns is valid whatever happens.
 */
export type Fails = "null" | "error" | "both" | "optional" | "never";

/** What a pointer-returning function can return beside a valid pointer. */
export interface Contract {
	readonly fails: Fails;
	/**
	 * What the stub returns that stands for the function in a kernel built without it, where that is not
	 * how the function itself fails. Code that tests for `fails` alone is right all the same: stubs are
	 * made so that it does nothing.
	 */
	readonly stub: "null" | "error" | null;
}

/** Functions of one contract. */
export interface ResultRow extends Contract {
	readonly names: readonly string[];
}

/** One row; the names stand between blanks. */
export function row(fails: Fails, names: string, stub: Contract["stub"] = null): ResultRow {
	return { fails, stub, names: names.trim().split(/\s+/) };
}
