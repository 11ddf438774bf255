import type { FunctionUnit } from "../syntax/syntax.js";

/** What was looked at in both sides of a file. */
export interface Scope {
	/** Names, on either side, of the functions that the patch changes. */
	readonly changed: ReadonlySet<string>;
	/** Names of others that were checked because they call those. */
	readonly callers: ReadonlySet<string>;
	/** New names of functions by their old ones. */
	readonly renamed: ReadonlyMap<string, string>;
	/** Functions that only the side before has, and those that only the side after has, by their names. */
	readonly gone: ReadonlyMap<string, FunctionUnit>;
	readonly fresh: ReadonlyMap<string, FunctionUnit>;
	/** Names of functions whose body the patch has changed in nothing but layout and names of parameters. */
	readonly kept: ReadonlySet<string>;
}
