/** Functions beside those of `lending.ts` that prepare what they are given, or look at it, and keep no pointer to it. */
const NAMES: ReadonlySet<string> = new Set(
	`
	memzero_explicit strchr strrchr strstr strsep strim strstrip strreplace strspn strcspn strncat strlcat
	hex2bin bin2hex sysfs_streq match_string sysfs_match_string simple_read_from_buffer simple_write_to_buffer
	copy_from_user_nofault clear_user jhash crc_itu_t __raw_readl __raw_writel
	spin_lock_init raw_spin_lock_init rwlock_init init_rwsem init_waitqueue_head sema_init seqlock_init seqcount_init
	INIT_LIST_HEAD INIT_HLIST_HEAD INIT_HLIST_NODE INIT_LIST_HEAD_RCU INIT_WORK INIT_DELAYED_WORK kref_init
	atomic64_set skb_queue_head_init timer_setup hrtimer_init hrtimer_setup tasklet_setup tasklet_init
	xa_init idr_init ida_init __set_bit __clear_bit
	list_empty hlist_unhashed list_is_singular
	media_device_init media_device_cleanup media_entity_pads_init media_entity_cleanup v4l2_async_nf_init
	v4l2_async_subdev_nf_init v4l2_async_nf_cleanup v4l2_fh_init v4l2_fh_exit dma_resv_init dma_resv_fini
	tty_port_init tty_port_destroy
	dev_driver_string kobject_name netdev_name i2c_get_clientdata pci_get_drvdata
	`
		.trim()
		.split(/\s+/),
);

/**
 * Functions of drivers/of and drivers/base/property.c only read the nodes that they are given, but for
 * those that register or build something.
 */
const READS_NODES = /^(of|fwnode|device_property|is_of|is_acpi|irq_of)_/;
const KEEPS_NODES = /add|register|attach|overlay|populate|create|init|connect|probe|xlate/;

/** Operations on bits, which copy what they are given. Source: include/linux/cpumask.h, bitmap.h, nodemask.h. */
const ON_BITS = /^(cpumask|bitmap|nodes)_/;

/** Whether the function only looks at what it is given, a resource of that kind. */
export function looksAt(name: string, noun: string): boolean {
	return (
		NAMES.has(name) ||
		ON_BITS.test(name) ||
		(noun === "reference" && READS_NODES.test(name) && !KEEPS_NODES.test(name))
	);
}

/** What drops references that functions take for themselves where they want to keep them: no call takes over its caller's. */
export const neverTakenOver: ReadonlySet<string> = new Set(["of_node_put", "fwnode_handle_put"]);

/** Getters that return what they are given. */
export const passOn: ReadonlySet<string> = new Set(
	`
	of_node_get fwnode_handle_get get_device pci_dev_get usb_get_dev usb_get_intf usb_get_hcd usb_get_urb
	spi_controller_get spi_dev_get scsi_host_get kobject_get kobject_get_unless_zero kset_get get_pid
	get_task_struct get_cred get_file dma_fence_get dma_fence_get_rcu get_net maybe_get_net mntget posix_acl_dup
	get_user_ns igrab
	`
		.trim()
		.split(/\s+/),
);

/** Functions that may drop the last reference to what they are given, whose release callback frees what lies around it. */
export const mayRelease: ReadonlySet<string> = new Set(
	`
	put_device device_unregister kobject_put kref_put drm_dev_put platform_device_put
	platform_device_unregister video_unregister_device vb2_video_unregister_device v4l2_device_put
	`
		.trim()
		.split(/\s+/),
);

/** Functions that tell by a result other than 0 that what they are given there was not acquired. */
export const failureTests: ReadonlyMap<string, number> = new Map([
	["dma_mapping_error", 1],
	["pci_dma_mapping_error", 1],
	["ib_dma_mapping_error", 1],
]);

/** Words in the name of a function that may switch off, give back or take over what its caller has acquired. */
const END_WORDS =
	/(^|_)(put|disable|unprepare|release|cleanup|clean|exit|remove|teardown|fini|free|destroy|unregister|shutdown|stop|off|suspend|uninit|deinit|undo|unwind|rollback|detach|close|drop|abort|fail|error|err|power|disconnect|unbind|del|delete|halt|down|finish|unmap|unlock|action)(_|$|\d)/i;

export function mayEnd(name: string): boolean {
	return END_WORDS.test(name);
}
