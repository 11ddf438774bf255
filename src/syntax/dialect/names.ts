/**
 * Macro names with a meaning for control flow, told by their spelling. The shape of the code decides
 * first; a name only settles what the shape leaves open.
 */

/** Spelt like an iterator: `for_each_cpu`, `list_for_each_entry`, `xa_for_each`, `bio_for_each_bvec`. */
export function isIteratorName(name: string): boolean {
	return /for_?each|foreach|_each(?:_|$)|^each_|^for_|_for_each|FOR_?EACH|_loop$|^repeat_/.test(name);
}

/** Begins a block that runs at most once: `scoped_guard`, `scoped_user_read_access`, `with_intel_runtime_pm`. */
export function isScopeName(name: string): boolean {
	return /^scoped_|_scoped$|^scope_|^if_|^IF_|^with_|_guard$|_if$|^ASSERT_|^EXPECT_/.test(name);
}
