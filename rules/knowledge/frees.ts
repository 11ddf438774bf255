/** Functions that free the memory an argument points to, NULL or not. Source: mm/slab_common.c, mm/util.c, mm/vmalloc.c, mm/percpu.c. */
export const frees: ReadonlyMap<string, number> = new Map([
	["kfree", 0],
	["kfree_sensitive", 0],
	["kvfree", 0],
	["vfree", 0],
	["kmem_cache_free", 1],
	["free_percpu", 0],
]);
