/**
 * What a caller must give back. A row pairs a function that gives its caller something (memory, a
 * reference, a clock that runs, an interrupt) with those that take it back.
 */
export interface ResourceRow {
	readonly acquire: string;
	/**
	 * Where the caller finds what it then owns: `"result"`, the value that the call returns; `argument`,
	 * the object that an argument points to, which is itself held, switched on or registered; `out`, the
	 * variable that an argument points to, where the call puts it.
	 */
	readonly gives: "result" | { readonly argument: number } | { readonly out: number };
	/** Any of these ends it; `argument` is the index of the argument that names it. */
	readonly release: readonly ResourceRelease[];
	/** What it is in messages: "memory", "reference", "clock". */
	readonly noun: string;
	/**
	 * How the call tells that it gave nothing: by a negative or other non-zero result (`code`), by NULL,
	 * by an error pointer, by either; `never` where it always gives. For results that are pointers the
	 * contracts in `results/` say the same.
	 */
	readonly fails: "code" | "null" | "error" | "either" | "never";
	/** Set where only another call, nonzero then, tells that it gave nothing: `dma_mapping_error(dev, address)`. */
	readonly asked?: ResourceRelease;
}

export interface ResourceRelease {
	readonly name: string;
	readonly argument: number;
	/**
	 * Set where the call is not given the object but this member of it, or its address: `dev` in
	 * `put_device(&pdev->dev)`, `np` in `of_node_put(args.np)`.
	 */
	readonly member?: string;
}

/** A macro that loops over objects and holds a reference to the one its variable names, inside the loop only. */
export interface ResourceIterator {
	readonly name: string;
	/** Index of the argument that is the loop variable. */
	readonly variable: number;
	/** What drops the reference where the loop is left early. */
	readonly release: string;
}
