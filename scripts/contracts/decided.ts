import { type ResultRow, row } from "../../rules/knowledge/results/row.js";

/**
 * Contracts that were read in the functions of Linux 6.12, since what is derived of them, their
 * kernel-doc and their callers do not agree, or since the code cannot be walked.
 */
export const decided: readonly ResultRow[] = [
	row(
		"error",
		`
		debugfs_create_file debugfs_create_dir clk_register devm_ioremap_resource
		`,
	),
	row("never", "container_of list_first_entry list_last_entry list_next_entry list_prev_entry list_entry"),
];

/** Functions that no contract is given: what they return depends on arguments, or is not agreed on. */
export const leftOut: readonly string[] = [];
