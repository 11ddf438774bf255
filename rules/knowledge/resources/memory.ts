import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

const SLAB =
	"kfree kfree_sensitive kvfree krealloc krealloc_array kfree_rcu kfree_rcu_mightsleep kfree_const";
const EITHER =
	"kvfree kvfree_sensitive kvfree_rcu kvfree_rcu_mightsleep kvrealloc kfree_rcu kfree_rcu_mightsleep";

/**
 * Memory: slabs, pages, areas, pools, and numbers that are handed out.
 *
 * Source: include/linux of Linux 6.12: slab.h, string.h, vmalloc.h, gfp.h, percpu.h, mempool.h,
 * dmapool.h, bitmap.h, cpumask.h, scatterlist.h, idr.h.
 */
export const memoryRows: readonly ResourceRow[] = [
	...returned(
		"memory",
		"null",
		SLAB,
		`kmalloc kzalloc kcalloc kmalloc_array kmalloc_node kzalloc_node kcalloc_node kmalloc_array_node
		 krealloc krealloc_array kmemdup kmemdup_nul kmemdup_array kstrdup kstrndup kasprintf kvasprintf
		 kstrdup_quotable kstrdup_quotable_cmdline kstrdup_and_replace`,
	),
	...returned("memory", "error", SLAB, "memdup_user memdup_user_nul memdup_array_user strndup_user"),
	...returned("memory", "error", EITHER, "vmemdup_user vmemdup_array_user"),
	...returned("memory", "null", "kfree_const", "kstrdup_const kvasprintf_const"),
	...returned(
		"memory",
		"null",
		EITHER,
		"kvmalloc kvzalloc kvcalloc kvmalloc_array kvmalloc_node kvzalloc_node kvmemdup kvrealloc",
	),
	...returned(
		"memory",
		"null",
		"vfree kvfree vfree_atomic",
		"vmalloc vzalloc vmalloc_user vmalloc_node vzalloc_node vmalloc_32 vmalloc_32_user vmalloc_huge __vmalloc",
	),
	...returned("mapping", "null", "vunmap vfree", "vmap"),
	...returned("mapping", "null", "vm_unmap_ram", "vm_map_ram"),
	...held("mapping", "never", "kunmap", "kmap"),
	...returned(
		"mapping",
		"never",
		"kunmap_local kunmap_atomic",
		"kmap_local_page kmap_local_folio kmap_local_pfn kmap_atomic",
	),
	...returned(
		"memory",
		"null",
		"free_percpu",
		"alloc_percpu alloc_percpu_gfp __alloc_percpu __alloc_percpu_gfp",
	),
	...returned(
		"memory",
		"null",
		"kmem_cache_free:1 kfree kfree_rcu",
		"kmem_cache_alloc kmem_cache_zalloc kmem_cache_alloc_node kmem_cache_alloc_lru",
	),
	...returned(
		"cache",
		"null",
		"kmem_cache_destroy",
		"kmem_cache_create KMEM_CACHE kmem_cache_create_usercopy",
	),
	...returned("memory", "null", "mempool_free", "mempool_alloc"),
	...returned(
		"pool",
		"null",
		"mempool_destroy",
		"mempool_create mempool_create_slab_pool mempool_create_kmalloc_pool mempool_create_page_pool",
	),
	...held(
		"pool",
		"code",
		"mempool_exit",
		"mempool_init mempool_init_slab_pool mempool_init_kmalloc_pool mempool_init_page_pool",
	),
	...returned("pool", "null", "dma_pool_destroy", "dma_pool_create"),
	...returned("memory", "null", "dma_pool_free:1", "dma_pool_alloc dma_pool_zalloc"),
	...returned("pool", "null", "gen_pool_destroy", "gen_pool_create"),
	...returned("memory", "null", "gen_pool_free:1", "gen_pool_alloc gen_pool_dma_alloc gen_pool_dma_zalloc"),
	...returned(
		"memory",
		"null",
		"free_page free_pages",
		"__get_free_page __get_free_pages get_zeroed_page __get_dma_pages",
	),
	...returned("memory", "null", "free_pages_exact", "alloc_pages_exact alloc_pages_exact_nid"),
	...returned(
		"page",
		"null",
		"__free_page __free_pages put_page",
		"alloc_page alloc_pages alloc_pages_node dev_alloc_page dev_alloc_pages",
	),
	...returned("folio", "null", "folio_put", "folio_alloc filemap_alloc_folio vma_alloc_folio"),
	...returned(
		"bitmap",
		"null",
		"bitmap_free kfree",
		"bitmap_alloc bitmap_zalloc bitmap_alloc_node bitmap_zalloc_node",
	),
	...stored(
		"CPU mask",
		"null",
		"free_cpumask_var",
		"alloc_cpumask_var zalloc_cpumask_var alloc_cpumask_var_node zalloc_cpumask_var_node",
	),
	...held(
		"scatterlist",
		"code",
		"sg_free_table",
		"sg_alloc_table sg_alloc_table_from_pages sg_alloc_table_from_pages_segment",
	),
	...returned("scatterlist", "null", "sgl_free sgl_free_order", "sgl_alloc sgl_alloc_order"),
	...returned(
		"id",
		"error",
		"ida_free:1",
		"ida_alloc ida_alloc_min ida_alloc_max ida_alloc_range ida_simple_get",
	),
	...returned("id", "error", "idr_remove:1", "idr_alloc idr_alloc_cyclic"),
	...held("FIFO", "code", "kfifo_free", "kfifo_alloc"),
	...held("counter", "code", "percpu_counter_destroy", "percpu_counter_init"),
	...held("reference counter", "code", "percpu_ref_exit", "percpu_ref_init"),
	...held("table", "code", "rhashtable_destroy rhashtable_free_and_destroy", "rhashtable_init"),
	...held("table", "code", "rhltable_destroy rhltable_free_and_destroy", "rhltable_init"),
	...returned("argument list", "null", "argv_free", "argv_split"),
];
