import { type ResultRow, row } from "./row.js";

/**
 * Of functions in crypto, crypto/asymmetric_keys, io_uring, ipc, kernel, kernel/bpf,
 * kernel/cgroup, kernel/debug and others. Derived from Linux 6.12 by `npm run derive:contracts`.
 */
export const rows: readonly ResultRow[] = [
	row(
		"error",
		`
		__aa_find_or_create_ns __cgroup_get_from_id __crypto_alloc_tfm __crypto_alloc_tfmgfp __io_uaddr_map
		aa_dfa_unpack aa_label_parse aa_label_strn_parse aa_loaddata_alloc aa_prepare_ns aead_geniv_alloc
		af_alg_alloc_areq alloc_free_mem_region alloc_pid asymmetric_key_generate_id audit_alloc_mark
		audit_dupe_rule audit_unpack_string bpf_get_inode bpf_jit_blind_constants bpf_link_get_from_fd
		bpf_local_storage_map_alloc bpf_map_get_with_uref bpf_map_meta_alloc bpf_offload_dev_create
		bpf_patch_insn_single btf_find_decl_tag_value btf_get_by_fd btf_resolve_size cgroup_get_from_fd
		cgroup_get_from_id cgroup_get_from_path cgroup_procs_write_start cgroup_v1v2_get_from_fd
		copy_process create_io_thread create_local_trace_kprobe create_local_trace_uprobe
		cryptd_alloc_skcipher crypto_alg_mod_lookup crypto_alloc_acomp crypto_alloc_acomp_node
		crypto_alloc_aead crypto_alloc_ahash crypto_alloc_akcipher crypto_alloc_base crypto_alloc_kpp
		crypto_alloc_lskcipher crypto_alloc_rng crypto_alloc_shash crypto_alloc_sig crypto_alloc_skcipher
		crypto_alloc_sync_skcipher crypto_alloc_tfm crypto_alloc_tfm_node crypto_attr_alg_name
		crypto_clone_shash crypto_clone_tfm crypto_create_tfm crypto_find_alg crypto_get_attr_type
		crypto_get_default_null_skcipher crypto_larval_alloc crypto_spawn_tfm crypto_spawn_tfm2
		css_tryget_online_from_dir devm_irq_domain_instantiate devm_memremap devm_request_free_mem_region
		find_asymmetric_key fork_idle get_watch_queue io_pin_pages io_uring_register_get_file io_wq_create
		ipc_obtain_object_check ipc_obtain_object_idr ipcctl_obtain_check ipe_digest_parse ipe_new_policy
		irq_domain_instantiate key_alloc key_get_instantiation_authkey key_lookup key_type_lookup
		keyring_alloc kthread_create_on_node kthread_create_worker kthread_create_worker_on_cpu
		landlock_create_object landlock_create_ruleset landlock_merge_ruleset load_msg
		lskcipher_alloc_instance_simple mm_access perf_event_create_kernel_counter pidfd_get_pid
		pidfd_get_task pkcs7_parse_message psi_trigger_create register_sys_off_handler
		request_free_mem_region request_key_auth_new rethook_alloc sched_create_group
		simd_skcipher_create_compat skcipher_alloc_instance_simple smk_import_entry smk_import_valid_label
		smk_parse_smack task_get_cgroup1 tracing_map_create vhost_task_create x509_cert_parse
		`,
	),
	row(
		"error",
		`
		btf_parse_vmlinux copy_msg find_keyring_by_name request_trusted_key
		`,
		{ loose: true },
	),
	row(
		"error",
		`
		idle_thread_get
		`,
		{ stub: "null" },
	),
	row(
		"null",
		`
		__aa_find_ns __aa_findn_ns __aa_get_label __aa_new_learning_profile __audit_reusename
		__bpf_dynptr_data_rw __devm_request_region __find_event_file __irq_domain_alloc_fwnode
		__irq_resolve_mapping __pcpu_freelist_pop __policy_strn_find __request_region __ring_buffer_alloc
		__ring_buffer_alloc_range __swiotlb_find_pool aa_alloc_null aa_alloc_pdb aa_alloc_profile
		aa_alloc_proxy aa_find_child aa_get_buffer aa_get_profile_loaddata_not0 aa_get_profile_not0
		aa_lookupn_ns aa_new_learning_profile aa_secid_to_label aa_splitn_fqname acomp_request_alloc
		alloc_sched_domains alloc_ucounts alloc_uid alloc_user_cpus_ptr alloc_workqueue
		alloc_workqueue_attrs alloc_workqueue_lockdep_map allocate_ftrace_func_mapper audit_killed_trees
		audit_make_reply audit_tree_lookup avtab_insert_nonunique bpf_cgroup_from_id bpf_iter_get_info
		bpf_jit_alloc_exec bpf_jit_binary_alloc bpf_jit_binary_pack_alloc bpf_link_get_curr_or_next
		bpf_map_alloc_percpu bpf_map_area_alloc bpf_map_area_mmapable_alloc bpf_map_get_curr_or_next
		bpf_map_kmalloc_node bpf_map_kvcalloc bpf_map_kzalloc bpf_mem_alloc bpf_mem_cache_alloc
		bpf_mem_cache_alloc_flags bpf_prog_alloc bpf_prog_alloc_no_stats bpf_prog_array_alloc
		bpf_prog_get_curr_or_next bpf_prog_realloc bpf_selem_alloc bpf_struct_ops_find_value
		btf_kfunc_is_modify_return btf_record_find btf_str_by_offset btf_try_get_module
		btf_type_resolve_func_ptr btf_type_resolve_ptr call_usermodehelper_setup cgroup_kn_lock_live
		cgroup_storage_lookup cgroup_taskset_first cgroup_taskset_next cred_alloc_blank
		crypto_acomp_scomp_alloc_ctx crypto_dequeue_request crypto_engine_alloc_init
		crypto_engine_alloc_init_and_set css_from_id current_work devm_irq_alloc_generic_chip
		dma_alloc_pages dma_common_contiguous_remap dma_common_find_pages dma_common_pages_remap
		do_kimage_alloc_init ecc_alloc_point ecc_get_curve event_file_file evm_iint_inode
		fgraph_reserve_data fgraph_retrieve_data find_event_file find_ge_pid find_get_task_by_vpid
		find_module find_module_all find_synth_event find_synth_event_call find_task_by_pid_ns
		find_task_by_vpid find_user ftrace_find_event ftrace_find_unique_ops ftrace_func_mapper_find_ip
		ftrace_func_mapper_remove_ip ftrace_graph_get_ret_stack ftrace_ops_trampoline ftrace_rec_iter_next
		ftrace_rec_iter_start futex_top_waiter gcov_info_dup get_mm_exe_file get_perf_callchain get_pid_task
		get_push_task get_task_exe_file get_task_mm get_ucounts gfn_to_memslot groups_alloc
		highest_flag_domain ima_iint_find ima_inode_get inc_ucount insert_resource_conflict
		io_alloc_cache_get io_disarm_linked_timeout io_file_get_normal irq_alloc_matrix
		irq_domain_add_legacy irq_domain_create_hierarchy irq_domain_create_legacy irq_domain_create_simple
		irq_find_matching_fwspec irq_get_desc_buslock irq_get_desc_lock irq_to_desc iter_type_str
		iterators_bpf__open jent_entropy_collector_alloc jent_kvzalloc jent_zalloc kdb_strdup
		key_user_lookup kgdb_mem2hex kimage_alloc_control_pages klp_get_prev_state klp_get_state
		klp_shadow_get kthread_func kvm_device_from_filp landlock_get_applicable_domain lookup_resource
		memremap mm_alloc msi_create_irq_domain padata_alloc_shell pcpu_freelist_pop perf_trace_buf_alloc
		pid_task prepare_creds prepare_kernel_cred rb_alloc relay_open request_resource_conflict
		resource_list_create_entry rethook_try_get ring_buffer_consume ring_buffer_peek rv_create_dir
		rv_create_file search_exception_tables search_kernel_exception_table
		security_get_initial_sid_context sidtab_search sidtab_search_entry sigqueue_alloc smk_find_entry
		symtab_search task_work_cancel_func task_work_cancel_match tomoyo_assign_domain tomoyo_commit_ok
		tomoyo_encode tomoyo_encode2 tomoyo_find_domain tomoyo_get_condition tomoyo_get_exe tomoyo_get_group
		tomoyo_get_name tomoyo_init_log tomoyo_path_matches_group tomoyo_realpath_from_path
		tomoyo_realpath_nofollow top_trace_array trace_array_find_get trace_buffer_iter trace_create_file
		trace_event_buffer_reserve trace_find_event_field trace_find_next_entry trace_find_next_entry_inc
		trace_iter_expand_format trace_pid_list_alloc trace_pid_next trace_pid_start
		trace_probe_get_file_link tracing_cond_snapshot_data tracing_map_insert tracing_map_lookup
		trigger_data_alloc vm_area_alloc vm_area_dup
		`,
	),
	row(
		"null",
		`
		aa_get_label_rcu aa_get_newest_label aa_get_ns aa_get_ns_not0 aa_get_profile_rcu avtab_search_node
		bpf_iter_num_next btf_type_skip_modifiers css_task_iter_next find_get_pid find_named_trigger
		find_pid_ns find_vpid integrity_audit_log_start io_alloc_notif irq_alloc_generic_chip
		irq_domain_get_irq_data irq_get_domain_generic_chip irq_get_irq_data klp_find_ops kthread_probe_data
		landlock_find_rule padata_alloc prepare_exec_creds rcu_cblist_dequeue ring_buffer_iter_peek
		ring_buffer_read_start rt_mutex_top_waiter sidtab_search_entry_force task_active_pid_ns
		tomoyo_assign_namespace tomoyo_get_domainname wq_next_work
		`,
		{ loose: true },
	),
	row(
		"both",
		`
		btf_find_struct_member btf_get_func_param btf_parse_fields parse_args trace_get_event_file
		`,
	),
	row(
		"optional",
		`
		bpf_mmap_unlock_guard_get
		`,
	),
	row(
		"never",
		`
		bpf_prog_select_runtime btf_header cryptd_shash_desc dynptr_type_str ecc_get_curve25519
		fgraph_get_task_var ftrace_rec_iter_record iter_state_str kvm_get_running_vcpus of_peak
		perf_callchain ring_buffer_event_data
		`,
	),
	row(
		"never",
		`
		bpf_get_trace_printk_proto bpf_get_trace_vprintk_proto
		`,
		{ stub: "null" },
	),
];
