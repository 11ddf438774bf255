/**
 * Of the functions that fail by NULL, those that wait for memory of a reserve instead where their flags
 * let them sleep (`__GFP_DIRECT_RECLAIM`, as GFP_KERNEL and GFP_NOIO have it): kernel-doc of
 * `mempool_alloc()` and `bio_alloc_bioset()` in mm/mempool.c and block/bio.c of Linux 6.12.
 */
export const neverWhenBlocking: readonly string[] = ["mempool_alloc", "bio_alloc", "bio_alloc_bioset"];
