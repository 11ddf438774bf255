import { type ResultRow, row } from "./row.js";

/**
 * Of functions in lib/argv_split.c, lib/asn1_encoder.c, lib/assoc_array.c, lib/bch.c,
 * lib/bitmap.c, lib/bootconfig.c, lib/bsearch.c, lib/cmdline.c and others. Derived from Linux 6.12
 * by `npm run derive:contracts`.
 */
export const rows: readonly ResultRow[] = [
	row(
		"error",
		`
		__filemap_get_folio _install_special_mapping alloc_string_stream asn1_encode_boolean
		asn1_encode_integer assoc_array_insert codetag_register_type devm_gen_pool_create
		devm_kasprintf_strarray idr_get_free iovec_from_user kunit_alloc_string_stream
		kunit_device_register_with_driver kunit_driver_create mapping_read_folio_gfp memdup_user
		memdup_user_nul mmu_notifier_get_locked notifier_err_inject_init objagg_create objagg_hints_get
		objagg_hints_stats_get objagg_obj_get objagg_stats_get read_cache_folio read_cache_page_gfp
		shmem_file_setup shmem_file_setup_with_mnt shmem_kernel_file_setup shmem_read_mapping_page_gfp
		strndup_user textsearch_prepare userfaultfd_clear_vma vma_modify_flags vma_modify_flags_name
		vma_modify_flags_uffd vma_modify_policy vmemdup_user
		`,
	),
	row(
		"null",
		`
		__alloc_pages_noprof __get_vm_area_caller __kmalloc_cache_noprof __kmalloc_node_noprof
		__read_swap_cache_async __stack_depot_get_stack_record __vmalloc_node_range_noprof __vmalloc_noprof
		__xa_erase addr_to_metadata argv_split assoc_array_find balloon_page_alloc balloon_page_dequeue
		bch_init bdi_alloc bdi_get_by_id bitmap_alloc bitmap_zalloc bitmap_zalloc_node bsearch cma_alloc
		copy_vma damon_get_folio damon_new_ctx damon_new_region damon_new_scheme damon_new_target
		damon_sysfs_schemes_alloc damon_sysfs_ul_range_alloc damos_new_filter damos_new_quota_goal
		devm_bitmap_alloc devm_bitmap_zalloc devm_ioremap devm_ioremap_uc devm_ioremap_wc dup_iter
		early_memremap execmem_alloc expand_stack filemap_get_entry find_buddy_page_pfn
		find_extend_vma_locked find_font find_io_range_by_fwnode find_lock_task_mm find_vm_area find_vma
		find_vma_intersection find_vma_prev find_vmap_area folio_anon_vma folio_get_anon_vma
		folio_lock_anon_vma_read folio_mapping folio_walk_start gen_pool_create gen_pool_dma_alloc
		gen_pool_dma_alloc_align gen_pool_dma_zalloc_align gen_pool_get generic_ioremap_prot
		get_default_font get_dump_page get_shadow_from_swap_cache get_vm_area get_vm_area_caller
		gf128mul_init_4k_lle gf128mul_init_64k_bbe group_cpus_evenly hugepage_new_subpool idr_find
		idr_get_next idr_get_next_ul idr_remove init_rs_gfp init_rs_non_canonical kasan_get_alloc_meta
		kasprintf kasprintf_strarray klist_next klist_prev kmem_buckets_create kmem_cache_alloc_noprof
		kmemdup_array kmemdup_nul kmsan_get_metadata kobj_ns_ops kobject_create_and_add kobject_get_path
		krealloc_noprof kset_create_and_add kset_find_obj kstrdup kstrdup_and_replace kstrdup_const
		kstrdup_quotable_cmdline kstrdup_quotable_file kstrndup kunit_kmalloc_array kvasprintf kvmemdup
		lc_create lc_find llist_del_first llist_reverse_order lock_mm_and_find_vma mas_find mas_find_rev
		mas_next mas_prev mas_store mas_walk match_strdup mem_cgroup_from_task memblock_alloc_try_nid
		memblock_alloc_try_nid_raw mempool_alloc_preallocated mm_find_pmd mm_slot_alloc mpi_get_buffer
		mt_find mtree_load next_online_pgdat nla_find nla_reserve nla_reserve_64bit nla_reserve_nohdr
		nla_strdup objagg_obj_delta_priv p4d_alloc_track pageblock_pfn_to_page parman_create
		pfn_to_online_page pmd_alloc_track pte_offset_map_nolock pud_alloc_track radix_tree_delete
		radix_tree_delete_item radix_tree_iter_resume radix_tree_lookup radix_tree_tag_clear rb_first
		rb_first_postorder rb_last rb_next rb_next_postorder rb_prev read_swap_cache_async remove_vm_area
		resv_map_alloc search_extable sg_next sgl_alloc sgl_alloc_order shrinker_alloc
		string_stream_get_string strnchr strnstr strpbrk strsep swap_address_space swap_cache_get_folio
		swap_cluster_readahead swapin_readahead timerqueue_iterate_next virt_to_slab vm_map_ram
		vm_normal_folio vm_normal_page vm_normal_page_pmd vma_iter_load vma_merge_extend vma_merge_new_range
		vmalloc_huge_noprof vmalloc_noprof vmalloc_to_page vmap vmemmap_alloc_block_buf vmemmap_p4d_populate
		vmemmap_pgd_populate vmemmap_pud_populate wb_get_create wb_get_lookup writeback_iter xa_erase
		xa_find xa_find_after xa_load xas_find xas_find_conflict xas_find_marked xas_load
		xbc_node_find_subkey xbc_node_find_value xbc_node_get_child xbc_node_get_data xz_dec_bcj_create
		xz_dec_init xz_dec_lzma2_create xz_dec_microlzma_alloc zpool_create_pool zs_create_pool
		zstd_create_cctx_advanced zstd_create_cdict_byreference zstd_create_dctx_advanced
		zstd_create_ddict_byreference zstd_init_cctx zstd_init_cstream zstd_init_dctx zstd_init_dstream
		`,
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
		__nla_reserve __nla_reserve_nohdr first_online_pgdat lc_try_get mem_cgroup_css_from_folio
		memcg_to_vmpressure next_arg strchrnul uf_find vmpressure_to_memcg zone_for_pfn_range
		`,
	),
];
