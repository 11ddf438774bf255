import { type Classes, NULL, VALID } from "./classes.js";

/**
 * Functions whose bodies are too deep, or in assembler, for what they return to be derived. Read in
 * mm/slub.c, mm/page_alloc.c, mm/vmalloc.c, mm/percpu.c, kernel/dma/mapping.c, lib/ and arch/ of Linux 6.12.
 */
const NULL_ON_FAILURE = `
	kmalloc_noprof kmalloc_node_noprof __kmalloc_noprof __kmalloc_node_noprof __kmalloc_cache_noprof
	__kmalloc_cache_node_noprof __kmalloc_large_noprof __kmalloc_large_node_noprof
	__kmalloc_node_track_caller_noprof kmalloc_array_noprof kmalloc_array_node_noprof kzalloc_noprof
	kmem_cache_alloc_noprof kmem_cache_alloc_node_noprof kmem_cache_alloc_lru_noprof krealloc_noprof
	__kvmalloc_node_noprof kvmalloc_array_node_noprof kvmalloc_array_noprof kvrealloc_noprof
	vmalloc_noprof vzalloc_noprof vmalloc_user_noprof vmalloc_node_noprof vzalloc_node_noprof vmalloc_32_noprof
	vmalloc_32_user_noprof __vmalloc_noprof vmalloc_huge_noprof __vmalloc_node_noprof __vmalloc_node_range_noprof
	alloc_pages_noprof __alloc_pages_noprof alloc_pages_node_noprof __alloc_pages_node_noprof
	folio_alloc_noprof __folio_alloc_noprof __folio_alloc_node_noprof folio_alloc_mpol_noprof vma_alloc_folio_noprof
	alloc_pages_exact_noprof alloc_pages_exact_nid_noprof filemap_alloc_folio_noprof
	pcpu_alloc_noprof __alloc_percpu __alloc_percpu_gfp alloc_percpu alloc_percpu_gfp alloc_percpu_noprof
	devm_kmalloc devm_krealloc devres_open_group __devres_alloc_node devres_find devres_get devres_remove
	dma_alloc_attrs dma_alloc_pages dmam_alloc_attrs memblock_alloc memblock_alloc_node memblock_alloc_try_nid
	ioremap ioremap_prot ioremap_wc ioremap_uc ioremap_np ioremap_wt ioremap_cache generic_ioremap_prot memremap vmap
	radix_tree_lookup radix_tree_delete idr_find idr_remove idr_get_next xa_load xa_find xa_find_after
	rb_first rb_last rb_next rb_prev rb_find rb_find_first interval_tree_iter_first interval_tree_iter_next
	rhashtable_lookup_fast rhashtable_lookup bsearch __bsearch
	strchr strrchr strstr strnstr strpbrk strnchr strsep memchr memchr_inv memscan kstrdup kstrndup kmemdup_noprof
	__alloc_skb skb_clone skb_copy __skb_dequeue skb_dequeue skb_peek __netdev_alloc_skb
	of_find_node_opts_by_path of_get_next_child of_get_next_available_child of_get_parent of_get_next_parent
	of_find_compatible_node of_find_matching_node_and_match of_find_node_by_name of_find_node_by_type
	of_find_node_by_phandle of_get_property of_find_property of_get_child_by_name of_get_compatible_child
	of_get_cpu_node of_device_get_match_data of_parse_phandle
`;

const NEVER_FAILING = `
	memcpy memset memmove memset32 memset64 memset16 strcpy strcat strncpy strncat __memcpy __memset __memmove
	netdev_priv per_cpu_ptr this_cpu_ptr raw_cpu_ptr skb_put skb_push skb_put_zero skb_put_data __skb_put __skb_push
`;

function rows(names: string, yes: Classes): [string, { yes: Classes; atMost: Classes }][] {
	return names
		.trim()
		.split(/\s+/)
		.map((name) => [name, { yes, atMost: yes | VALID }]);
}

export const seeds: ReadonlyMap<string, { readonly yes: Classes; readonly atMost: Classes }> = new Map([
	...rows(NULL_ON_FAILURE, NULL),
	...rows(NEVER_FAILING, 0).map(([name]) => [name, { yes: VALID, atMost: VALID }] as const),
]);
