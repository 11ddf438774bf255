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
		`
		kmalloc kzalloc kcalloc kmalloc_array kmalloc_node kzalloc_node kcalloc_node kmalloc_array_node
			krealloc krealloc_array kmemdup kmemdup_nul kmemdup_array kstrdup kstrndup kasprintf kvasprintf
			kstrdup_quotable kstrdup_quotable_cmdline kstrdup_and_replace | ${SLAB};
		kstrdup_const kvasprintf_const | kfree_const;
		kvmalloc kvzalloc kvcalloc kvmalloc_array kvmalloc_node kvzalloc_node kvmemdup kvrealloc | ${EITHER};
		vmalloc vzalloc vmalloc_user vmalloc_node vzalloc_node vmalloc_32 vmalloc_32_user vmalloc_huge
			__vmalloc | vfree kvfree vfree_atomic;
		alloc_percpu alloc_percpu_gfp __alloc_percpu __alloc_percpu_gfp | free_percpu;
		kmem_cache_alloc kmem_cache_zalloc kmem_cache_alloc_node kmem_cache_alloc_lru | kmem_cache_free:1
			kfree kfree_rcu;
		mempool_alloc | mempool_free;
		dma_pool_alloc dma_pool_zalloc | dma_pool_free:1;
		gen_pool_alloc gen_pool_dma_alloc gen_pool_dma_zalloc | gen_pool_free:1;
		__get_free_page __get_free_pages get_zeroed_page __get_dma_pages | free_page free_pages;
		alloc_pages_exact alloc_pages_exact_nid | free_pages_exact
	`,
	),
	...returned(
		"memory",
		"error",
		`
		memdup_user memdup_user_nul memdup_array_user strndup_user | ${SLAB};
		vmemdup_user vmemdup_array_user | ${EITHER}
	`,
	),
	...returned(
		"mapping",
		"null",
		`
		vmap | vunmap vfree;
		vm_map_ram | vm_unmap_ram
	`,
	),
	...held("mapping", "never", "kmap | kunmap"),
	...returned(
		"mapping",
		"never",
		`
		kmap_local_page kmap_local_folio kmap_local_pfn kmap_atomic | kunmap_local kunmap_atomic
	`,
	),
	...returned(
		"cache",
		"null",
		"kmem_cache_create KMEM_CACHE kmem_cache_create_usercopy | kmem_cache_destroy",
	),
	...returned(
		"pool",
		"null",
		`
		mempool_create mempool_create_slab_pool mempool_create_kmalloc_pool mempool_create_page_pool |
			mempool_destroy;
		dma_pool_create | dma_pool_destroy;
		gen_pool_create | gen_pool_destroy
	`,
	),
	...held(
		"pool",
		"code",
		`
		mempool_init mempool_init_slab_pool mempool_init_kmalloc_pool mempool_init_page_pool | mempool_exit
	`,
	),
	...returned(
		"page",
		"null",
		`
		alloc_page alloc_pages alloc_pages_node dev_alloc_page dev_alloc_pages | __free_page __free_pages
			put_page
	`,
	),
	...returned("folio", "null", "folio_alloc filemap_alloc_folio vma_alloc_folio | folio_put"),
	...returned(
		"bitmap",
		"null",
		`
		bitmap_alloc bitmap_zalloc bitmap_alloc_node bitmap_zalloc_node | bitmap_free kfree
	`,
	),
	...stored(
		"CPU mask",
		"null",
		`
		alloc_cpumask_var zalloc_cpumask_var alloc_cpumask_var_node zalloc_cpumask_var_node |
			free_cpumask_var
	`,
	),
	...held(
		"scatterlist",
		"code",
		`
		sg_alloc_table sg_alloc_table_from_pages sg_alloc_table_from_pages_segment | sg_free_table
	`,
	),
	...returned("scatterlist", "null", "sgl_alloc sgl_alloc_order | sgl_free sgl_free_order"),
	...returned(
		"id",
		"error",
		`
		ida_alloc ida_alloc_min ida_alloc_max ida_alloc_range ida_simple_get | ida_free:1;
		idr_alloc idr_alloc_cyclic | idr_remove:1
	`,
	),
	...held("FIFO", "code", "kfifo_alloc | kfifo_free"),
	...held("counter", "code", "percpu_counter_init | percpu_counter_destroy"),
	...held("reference counter", "code", "percpu_ref_init | percpu_ref_exit"),
	...held(
		"table",
		"code",
		`
		rhashtable_init | rhashtable_destroy rhashtable_free_and_destroy;
		rhltable_init | rhltable_destroy rhltable_free_and_destroy
	`,
	),
	...returned("argument list", "null", "argv_split | argv_free"),
	...returned("memory", "null", "alloc_sched_domains | free_sched_domains"),
];
