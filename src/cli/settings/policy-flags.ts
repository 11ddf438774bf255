import type { ConfigFlags } from "./config-file.js";

/** Options by which people live with findings; all commands that report have them. */
export interface PolicyFlags extends ConfigFlags {
	readonly baseline?: string;
	/** File that is to become a baseline of all that is found. */
	readonly writeBaseline?: string;
	/** Take out of the baseline what is not found any more. */
	readonly pruneBaseline?: boolean;
	readonly notes: boolean;
	/**
	 * Whether somebody else may have sent what is linted, where it does not tell: the index of `git am` was a
	 * mail; what `git send-email` is about to send is the caller's own.
	 */
	readonly fromMail?: boolean;
	/** Names of the options that the caller has given; a configuration counts for the others. */
	readonly given?: ReadonlySet<string>;
}
