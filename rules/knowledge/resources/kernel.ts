import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * What parts of the core kernel hand out: notifiers, programs, keys, monitors of performance, scopes of power.
 *
 * Source: include/linux of Linux 6.12: notifier.h, srcu.h, pm_qos.h, pm_clock.h, pm_opp.h, perf_event.h,
 * bpf.h, key.h, shrinker.h, cpufreq.h, irq.h, chrdev in fs.h, configfs.h, tracing and kprobes headers.
 */
export const kernelRows: readonly ResourceRow[] = [
	...held("SRCU structure", "code", "init_srcu_struct | cleanup_srcu_struct"),
	...returned("shrinker", "null", "shrinker_alloc | shrinker_free"),
	...held(
		"notifier",
		"code",
		`
		register_reboot_notifier | unregister_reboot_notifier;
		register_restart_handler | unregister_restart_handler;
		register_pm_notifier | unregister_pm_notifier;
		register_memory_notifier | unregister_memory_notifier;
		blocking_notifier_chain_register:1 | blocking_notifier_chain_unregister:1;
		atomic_notifier_chain_register:1 | atomic_notifier_chain_unregister:1;
		raw_notifier_chain_register:1 | raw_notifier_chain_unregister:1;
		bus_register_notifier:1 | bus_unregister_notifier:1;
		clk_notifier_register:1 | clk_notifier_unregister:1;
		cpufreq_register_notifier | cpufreq_unregister_notifier;
		cpu_pm_register_notifier | cpu_pm_unregister_notifier;
		of_reconfig_notifier_register | of_reconfig_notifier_unregister
	`,
	),
	...held("request", "never", "cpu_latency_qos_add_request | cpu_latency_qos_remove_request"),
	...held(
		"request",
		"error",
		`
		dev_pm_qos_add_request:1 | dev_pm_qos_remove_request;
		freq_qos_add_request:1 | freq_qos_remove_request
	`,
	),
	...held("clocks", "code", "pm_clk_create | pm_clk_destroy"),
	...held("table", "code", "dev_pm_opp_of_add_table | dev_pm_opp_of_remove_table dev_pm_opp_remove_table"),
	...returned(
		"reference",
		"error",
		`
		dev_pm_opp_find_freq_exact dev_pm_opp_find_freq_ceil dev_pm_opp_find_freq_floor
			dev_pm_opp_find_level_exact dev_pm_opp_find_level_ceil dev_pm_opp_find_level_floor
			dev_pm_opp_find_bw_ceil dev_pm_opp_find_bw_floor devfreq_recommended_opp | dev_pm_opp_put;
		dev_pm_opp_get_opp_table | dev_pm_opp_put_opp_table
	`,
	),
	...stored("table", "code", "dev_pm_opp_init_cpufreq_table:1 | dev_pm_opp_free_cpufreq_table:1"),
	...returned("reference", "null", "cpufreq_cpu_get | cpufreq_cpu_put"),
	...held("power domain", "code", "dev_pm_domain_attach | dev_pm_domain_detach"),
	...held("power domain", "code", "pm_genpd_init | pm_genpd_remove"),
	...held("power monitor", "code", "perf_pmu_register | perf_pmu_unregister"),
	...returned("event", "error", "perf_event_create_kernel_counter | perf_event_release_kernel"),
	...returned("program", "error", "bpf_prog_get bpf_prog_get_type bpf_prog_get_type_dev | bpf_prog_put"),
	...held("reference", "never", "bpf_prog_inc | bpf_prog_put"),
	...stored("program", "code", "bpf_prog_create bpf_prog_create_from_user | bpf_prog_destroy"),
	...returned("map", "error", "bpf_map_get bpf_map_get_with_uref | bpf_map_put bpf_map_put_with_uref"),
	...returned("memory", "null", "bpf_map_area_alloc | bpf_map_area_free"),
	...returned("key", "error", "request_key key_alloc request_key_tag | key_put"),
	...returned("key", "never", "key_get | key_put"),
	...held("type", "code", "register_key_type | unregister_key_type"),
	...held("device numbers", "code", "register_chrdev_region | unregister_chrdev_region"),
	...held("subsystem", "code", "configfs_register_subsystem | configfs_unregister_subsystem"),
	...held(
		"probe",
		"code",
		`
		register_kprobe | unregister_kprobe;
		register_kretprobe | unregister_kretprobe;
		register_ftrace_function | unregister_ftrace_function
	`,
	),
	...returned("work pool", "null", "padata_alloc | padata_free"),
	...returned("map", "null", "alloc_irq_cpu_rmap | free_irq_cpu_rmap"),
	...returned(
		"nodes",
		"null",
		"irq_domain_alloc_fwnode irq_domain_alloc_named_fwnode | irq_domain_free_fwnode",
	),
	...returned("descriptors", "error", "irq_alloc_descs irq_alloc_desc | irq_free_descs irq_free_desc"),
	...held("interrupts", "code", "irq_domain_alloc_irqs_parent:1 | irq_domain_free_irqs_parent:1"),
	...held("interrupt", "code", "request_percpu_irq | free_percpu_irq"),
	...held("DMA channel", "code", "request_dma | free_dma"),
	...held("wake-up", "code", "enable_irq_wake | disable_irq_wake"),
	...returned("link", "null", "device_link_add | device_link_del"),
	...held("node", "code", "device_add_software_node | device_remove_software_node"),
	...returned("node", "error", "fwnode_create_software_node | fwnode_remove_software_node"),
	...held("nodes", "code", "software_node_register_node_group | software_node_unregister_node_group"),
	...held("resource", "code", "request_resource:1 insert_resource:1 | release_resource remove_resource"),
	...returned("wake-up source", "null", "wakeup_source_register | wakeup_source_unregister"),
	...returned("monitor", "null", "edac_mc_alloc | edac_mc_free"),
	...returned("monitor", "null", "edac_device_alloc_ctl_info | edac_device_free_ctl_info"),
	...held("reference", "never", "kvm_get_kvm | kvm_put_kvm"),
	...returned("namespace", "never", "get_pid_ns | put_pid_ns; get_ipc_ns | put_ipc_ns"),
	...returned("trace array", "null", "trace_array_get_by_name | trace_array_put"),
	...returned("credentials", "never", "get_task_cred | put_cred"),
	...returned("area", "null", "vm_area_alloc | vm_area_free"),
	...returned("reference", "null", "get_mem_cgroup_from_mm | mem_cgroup_put css_put.css"),
	...returned("file", "error", "eventfd_fget | fput"),
	...held(
		"reference",
		"never",
		`
		css_get | css_put;
		percpu_ref_get | percpu_ref_put;
		cgroup_get | cgroup_put;
		obj_cgroup_get | obj_cgroup_put
	`,
	),
	...held(
		"reference",
		"null",
		`
		css_tryget css_tryget_online | css_put;
		percpu_ref_tryget percpu_ref_tryget_live | percpu_ref_put;
		folio_try_get | folio_put
	`,
	),
	...returned(
		"allocation scope",
		"never",
		`
		memalloc_nofs_save | memalloc_nofs_restore;
		memalloc_noio_save | memalloc_noio_restore;
		memalloc_noreclaim_save | memalloc_noreclaim_restore
	`,
	),
	...held(
		"walk",
		"never",
		`
		sg_miter_start | sg_miter_stop;
		class_dev_iter_init | class_dev_iter_exit;
		rhashtable_walk_enter:1 | rhashtable_walk_exit
	`,
	),
	...held("plug", "never", "blk_start_plug | blk_finish_plug"),
	...held("semaphore", "code", "percpu_init_rwsem | percpu_free_rwsem"),
	...returned(
		"reference",
		"error",
		`
		bpf_link_get_from_fd | bpf_link_put;
		btf_get_by_fd | btf_put;
		keyring_alloc | key_put;
		lookup_user_key | key_ref_put
	`,
	),
	...returned("number", "null", "mpi_alloc mpi_read_raw_data | mpi_free"),
	...returned("search", "error", "textsearch_prepare | textsearch_destroy"),
	...returned("code", "null", "init_rs init_rs_gfp | free_rs; bch_init | bch_free"),
	...returned("user", "null", "find_user alloc_uid | free_uid"),
	...returned("group list", "null", "groups_alloc | groups_free put_group_info"),
	...held(
		"wait entry",
		"never",
		`
		add_wait_queue:1 add_wait_queue_exclusive:1 | remove_wait_queue:1;
		prepare_to_wait:1 prepare_to_wait_exclusive:1 | finish_wait:1
	`,
	),
	...held("invalidation", "never", "mmu_notifier_invalidate_range_start | mmu_notifier_invalidate_range_end"),
];
