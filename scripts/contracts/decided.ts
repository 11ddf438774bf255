import { type ResultRow, row } from "../../rules/knowledge/results/row.js";

/**
 * Contracts that were read in the functions of Linux 6.12: their kernel-doc or their callers do not
 * agree with what is derived, what they return depends on an argument that their names stand for, or
 * the code cannot be walked.
 */
export const decided: readonly ResultRow[] = [
	// Callers still test for NULL, or kernel-doc speaks of a NULL that is an argument.
	row(
		"error",
		`
		debugfs_create_dir debugfs_create_file debugfs_rename clk_register kthread_create_worker
		kunit_device_register generic_device_group mt76_register_debugfs_fops
		d_obtain_root sock_alloc_file powercap_register_control_type qcom_add_sysmon_subdev ceph_get_inode
		filemap_get_incore_folio devm_iio_hw_consumer_alloc iwl_drv_start nfs_delegation_find_inode
		`,
	),
	// What is taken for a possible NULL cannot come about: an errno variable tells.
	row(
		"error",
		`
		dma_request_chan btrfs_get_extent ip6_dst_lookup_flow btrfs_read_node_slot read_tree_block
		of_get_mtd_device_by_node memremap_pages devm_memremap_pages i915_gem_object_pin_map
		i915_gem_object_pin_map_unlocked devm_ioremap_resource clk_register_fixed_rate
		`,
	),
	// Flags say whether there need be one: drivers/reset/core.c.
	row(
		"error",
		`
		devm_reset_control_array_get_exclusive devm_reset_control_array_get_shared devm_reset_control_get
		devm_reset_control_get_by_index devm_reset_control_get_exclusive devm_reset_control_get_exclusive_by_index
		devm_reset_control_get_exclusive_deasserted devm_reset_control_get_exclusive_released
		devm_reset_control_get_shared devm_reset_control_get_shared_by_index devm_reset_control_get_shared_deasserted
		of_reset_control_array_get_exclusive of_reset_control_array_get_exclusive_released
		of_reset_control_array_get_shared of_reset_control_get of_reset_control_get_by_index
		of_reset_control_get_exclusive of_reset_control_get_exclusive_by_index of_reset_control_get_shared
		of_reset_control_get_shared_by_index reset_control_get_exclusive reset_control_get_exclusive_released
		reset_control_get_shared
		`,
	),
	row(
		"optional",
		`
		devm_reset_control_array_get_optional_exclusive devm_reset_control_array_get_optional_shared
		devm_reset_control_get_optional devm_reset_control_get_optional_exclusive
		devm_reset_control_get_optional_exclusive_deasserted devm_reset_control_get_optional_exclusive_released
		devm_reset_control_get_optional_shared devm_reset_control_get_optional_shared_deasserted
		of_reset_control_array_get_optional_exclusive of_reset_control_array_get_optional_shared
		of_reset_control_get_optional_exclusive reset_control_get_optional_exclusive
		reset_control_get_optional_shared
		clk_get_optional devm_clk_get_optional devm_clk_get_optional_enabled devm_clk_get_optional_prepared
		devm_gpiod_get_optional devm_gpiod_get_index_optional devm_gpiod_get_array_optional
		gpiod_get_optional gpiod_get_index_optional gpiod_get_array_optional
		devm_phy_optional_get devm_of_phy_optional_get of_icc_get devm_of_icc_get devm_of_find_backlight
		soc_device_register lock_rename coresight_get_enable_apb_pclk h4_recv_buf sfp_bus_find_fwnode
		syscon_regmap_lookup_by_phandle_optional typec_mux_get fwnode_typec_mux_get typec_switch_get
		fwnode_typec_switch_get typec_retimer_get fwnode_typec_retimer_get ubifs_hash_get_desc
		bpf_mmap_unlock_guard_get
		`,
	),
	row(
		"both",
		`
		usb_role_switch_get fwnode_usb_role_switch_get dev_pm_domain_attach_by_id dev_pm_domain_attach_by_name
		genpd_dev_pm_attach_by_name d_hash_and_lookup rpc_d_lookup_sb edac_debugfs_create_dir
		dm_bufio_read dm_bufio_get rhashtable_walk_next
		`,
	),
	row(
		"null",
		`
		kmem_cache_create kmem_cache_create_usercopy __kmem_cache_create_args acpi_match_device
		usb_ep_alloc_request fwnode_get_named_child_node device_get_named_child_node of_get_flat_dt_prop
		sockfd_lookup drm_gem_object_lookup
		`,
	),
	// They compute an address from one that they take for valid.
	row(
		"never",
		`
		container_of container_of_const list_entry list_first_entry list_last_entry list_next_entry
		list_prev_entry hlist_entry rb_entry
		`,
	),
];

/** Functions that no contract is given: their versions differ, or the stored value may be anything. */
export const leftOut: readonly string[] = [
	"bio_split",
	"idr_replace",
	"xa_store",
	"xa_erase",
	"bpf_get_btf_vmlinux",
];
