import { type ResultRow, row } from "./row.js";

/**
 * Of functions in lib, lib/crypto, lib/fonts, lib/kunit, lib/reed_solomon, lib/xz, lib/zstd, mm
 * and others. Derived from Linux 6.12 by `npm run derive:contracts`.
 */
export const rows: readonly ResultRow[] = [
	row(
		"error",
		`
		__filemap_get_folio __mpol_dup _install_special_mapping alloc_string_stream asn1_encode_boolean
		assoc_array_insert codetag_register_type devm_gen_pool_create devm_kasprintf_strarray
		filemap_get_incore_folio idr_get_free iovec_from_user mapping_read_folio_gfp memdup_user
		memdup_user_nul memremap_pages mmu_notifier_get_locked notifier_err_inject_init objagg_create
		objagg_hints_get objagg_hints_stats_get objagg_obj_get objagg_stats_get read_cache_folio
		read_cache_page_gfp shmem_file_setup shmem_kernel_file_setup shmem_read_mapping_page_gfp
		strndup_user textsearch_prepare userfaultfd_clear_vma vma_modify_flags vma_modify_flags_name
		vma_modify_flags_uffd vma_modify_policy vmemdup_user
		`,
	),
	row(
		"error",
		`
		asn1_encode_integer kunit_alloc_string_stream kunit_device_register
		kunit_device_register_with_driver kunit_driver_create shmem_file_setup_with_mnt
		`,
		{ loose: true },
	),
	row(
		"null",
		`
		__alloc_pages_noprof __folio_alloc_noprof __genradix_iter_peek __genradix_iter_peek_prev
		__genradix_ptr __genradix_ptr_alloc __get_vm_area_caller __kmalloc_cache_node_noprof
		__kmalloc_cache_noprof __kmalloc_large_node_noprof __kmalloc_large_noprof __kmalloc_node_noprof
		__kmalloc_node_track_caller_noprof __kmalloc_noprof __kmem_cache_create_args __kvmalloc_node_noprof
		__memcat_p __pud_trans_huge_lock __read_swap_cache_async __rht_bucket_nested
		__stack_depot_get_stack_record __vmalloc_node_noprof __vmalloc_node_range_noprof __vmalloc_noprof
		__xa_erase addr_to_metadata alloc_cpu_rmap alloc_pages_exact_nid_noprof alloc_pages_exact_noprof
		argv_split assoc_array_find balloon_page_alloc balloon_page_dequeue bch_init bdi_alloc bdi_get_by_id
		bitmap_alloc bitmap_alloc_node bitmap_zalloc bitmap_zalloc_node bsearch btree_alloc cma_alloc
		copy_vma damon_get_folio damon_new_ctx damon_new_region damon_new_scheme damon_new_target
		damon_sysfs_schemes_alloc damon_sysfs_ul_range_alloc damos_new_filter damos_new_quota_goal
		devm_bitmap_alloc devm_bitmap_zalloc devm_ioremap devm_ioremap_uc devm_ioremap_wc dup_iter
		early_memremap execmem_alloc expand_stack filemap_get_entry find_buddy_page_pfn
		find_extend_vma_locked find_font find_io_range_by_fwnode find_lock_task_mm find_vm_area find_vma
		find_vma_intersection find_vma_prev find_vmap_area folio_anon_vma folio_get_anon_vma
		folio_lock_anon_vma_read folio_mapping folio_walk_start gen_pool_create gen_pool_dma_alloc
		gen_pool_dma_alloc_align gen_pool_get generic_ioremap_prot get_default_font get_dump_page
		get_shadow_from_swap_cache get_vm_area get_vm_area_caller gf128mul_init_4k_bbe gf128mul_init_4k_lle
		gf128mul_init_64k_bbe group_cpus_evenly hugepage_new_subpool idr_find idr_get_next idr_get_next_ul
		idr_remove init_rs_gfp init_rs_non_canonical kasan_get_alloc_meta kasprintf kasprintf_strarray
		klist_next kmem_cache_alloc_lru_noprof kmem_cache_alloc_node_noprof kmem_cache_alloc_noprof
		kmemdup_array kmemdup_nul kmsan_get_metadata kobj_ns_ops kobject_create_and_add krealloc_noprof
		kset_create_and_add kset_find_obj kstrdup kstrdup_and_replace kstrdup_const kstrdup_quotable
		kstrndup kvasprintf kvmemdup kvrealloc_noprof lc_create lc_find llist_del_first lock_mm_and_find_vma
		mas_store mas_walk match_strdup memblock_alloc_try_nid memblock_alloc_try_nid_raw
		mempool_alloc_pages mempool_alloc_slab mempool_create_node_noprof mempool_kmalloc mempool_kvmalloc
		mm_find_pmd mm_slot_alloc mpi_get_buffer mtree_load nla_find nla_reserve nla_reserve_64bit
		nla_reserve_nohdr nla_strdup objagg_obj_delta_priv p4d_alloc_track pageblock_pfn_to_page
		parman_create pcpu_alloc_alloc_info pcpu_alloc_noprof pfn_to_online_page pmd_alloc_track
		pte_offset_map_nolock pud_alloc_track radix_tree_delete radix_tree_lookup radix_tree_next_chunk
		rb_prev read_swap_cache_async remove_vm_area resv_map_alloc rht_bucket_nested_insert search_extable
		sgl_alloc sgl_alloc_order shrinker_alloc strnchr strnstr strpbrk swap_cache_get_folio
		swapin_readahead timerqueue_iterate_next vcalloc_noprof vm_map_ram vm_normal_folio vm_normal_page
		vm_normal_page_pmd vma_alloc_folio_noprof vma_iter_load vma_merge_extend vma_merge_new_range
		vmalloc_32_noprof vmalloc_32_user_noprof vmalloc_array_noprof vmalloc_huge_noprof
		vmalloc_node_noprof vmalloc_noprof vmalloc_user_noprof vmap vmemmap_alloc_block_buf
		vmemmap_p4d_populate vmemmap_pgd_populate vmemmap_pmd_populate vmemmap_pud_populate
		vzalloc_node_noprof vzalloc_noprof wb_get_create wb_get_lookup xa_find xa_load xas_find
		xas_find_conflict xas_find_marked xbc_node_find_next_leaf xbc_node_find_subkey xbc_node_find_value
		xbc_node_get_child xbc_node_get_next xbc_node_get_parent xbc_root_node xz_dec_bcj_create xz_dec_init
		xz_dec_lzma2_create xz_dec_microlzma_alloc zpool_create_pool zs_create_pool
		zstd_create_cctx_advanced zstd_create_cdict_byreference zstd_create_dctx_advanced
		zstd_create_ddict_byreference zstd_init_cctx zstd_init_cstream zstd_init_dctx zstd_init_dstream
		`,
	),
	row(
		"null",
		`
		gen_pool_dma_zalloc_align kmem_buckets_create kobject_get_path kstrdup_quotable_cmdline
		kstrdup_quotable_file kunit_kmalloc_array llist_reverse_order mas_find mas_find_rev mas_next
		mas_prev mempool_alloc_preallocated mt_find next_online_pgdat radix_tree_delete_item
		radix_tree_tag_clear rb_first rb_first_postorder rb_last rb_next rb_next_postorder sg_next
		string_stream_get_string strsep swap_cluster_readahead virt_to_slab vmalloc_to_page writeback_iter
		xa_find_after xas_load xbc_node_get_data
		`,
		{ loose: true },
	),
	row(
		"both",
		`
		assoc_array_clear assoc_array_delete rhashtable_walk_next rhashtable_walk_peek
		`,
	),
	row(
		"never",
		`
		__msan_memcpy __msan_memmove __msan_memset __nla_reserve __nla_reserve_64bit __nla_reserve_nohdr
		first_online_pgdat mem_cgroup_css_from_folio memcg_to_vmpressure next_arg rht_bucket_nested
		strchrnul uf_find vmpressure_to_memcg zone_for_pfn_range
		`,
	),
];
