/**
 * How a function that returns a pointer tells that it failed.
 *
 * - `null`: by NULL, also where it merely found nothing; never by an error pointer.
 * - `error`: by an error pointer; never by NULL.
 * - `both`: by an error pointer or by NULL, and its callers must look at either. NULL may be a failure,
 *   or say that nothing was found.
 * - `optional`: by an error pointer. NULL may come, too, and means that there is none: what the pointer
 *   is then given to takes it, and callers need not look.
 * - `never`: what it returns is valid, whatever happens.
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
	/**
	 * Most callers in the tree do not test the result: it fails only for arguments that they do not give, or
	 * failing is harmless, as it is for debugfs. That it is not tested says nothing then.
	 */
	readonly loose: boolean;
}

/** Functions of one contract. */
export interface ResultRow extends Contract {
	readonly names: readonly string[];
}

/** One row; the names stand between blanks. */
export function row(
	fails: Fails,
	names: string,
	{ stub = null, loose = false }: Partial<Pick<Contract, "stub" | "loose">> = {},
): ResultRow {
	return { fails, stub, loose, names: names.trim().split(/\s+/) };
}
