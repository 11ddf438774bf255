/** A call that does something to a lock besides taking or releasing it. */
export interface LockCall {
	readonly name: string;
	/** As in a row: the argument that points to the lock or what it lies in, or the only one of its name. */
	readonly object: number | string;
	readonly member?: string;
}

/**
 * Functions that count down and take the lock (argument 1) where the count reaches 0, as their
 * non-zero result tells. Source: include/linux/spinlock.h, refcount.h, mutex.h of Linux 6.12.
 */
export const countdownLocks: readonly {
	readonly name: string;
	readonly section: "sleeping" | "atomic";
	/** The argument that keeps the state of the interrupts. */
	readonly saves?: number;
}[] = [
	{ name: "atomic_dec_and_lock", section: "atomic" },
	{ name: "atomic_dec_and_lock_irqsave", section: "atomic", saves: 2 },
	{ name: "atomic_dec_and_raw_lock", section: "atomic" },
	{ name: "atomic_dec_and_raw_lock_irqsave", section: "atomic", saves: 2 },
	{ name: "atomic_dec_and_mutex_lock", section: "sleeping" },
	{ name: "refcount_dec_and_lock", section: "atomic" },
	{ name: "refcount_dec_and_lock_irqsave", section: "atomic", saves: 2 },
	{ name: "refcount_dec_and_mutex_lock", section: "sleeping" },
];

/**
 * Functions behind which nothing is known of a lock: they turn it into another one, take it only where
 * an argument says so, or release it only then.
 */
export const lockForgetters: readonly LockCall[] = [
	// include/linux/rwsem.h, mmap_lock.h: from now on held for reading
	{ name: "downgrade_write", object: 0 },
	{ name: "mmap_write_downgrade", object: 0, member: "mmap_lock" },
	// Return 0 and nothing else where argument 1, the context, is NULL.
	{ name: "ww_mutex_lock", object: 0 },
	{ name: "dma_resv_lock", object: 0, member: "lock" },
	{ name: "drm_modeset_lock", object: 0, member: "mutex" },
	{ name: "i915_gem_object_lock", object: 0, member: "base.resv->lock" },
	{ name: "xe_bo_lock", object: 0, member: "ttm.base.resv->lock" },
	// include/linux/kref.h: what is called at 0 has the lock, and releases it
	{ name: "kref_put_mutex", object: 2 },
	{ name: "kref_put_lock", object: 2 },
];

/** Names that Linux 6.12 does not have. */
export const sinceLater: { readonly functions: readonly string[]; readonly guards: readonly string[] } = {
	functions: [
		"srcu_read_lock_lite",
		"srcu_read_unlock_lite",
		"srcu_read_lock_fast",
		"srcu_read_unlock_fast",
		"rtnl_net_lock_killable",
		"netdev_lock",
		"netdev_unlock",
		"iio_device_claim_direct",
		"iio_device_release_direct",
	],
	guards: [
		"rwsem_write_kill",
		"percpu_read",
		"percpu_read_try",
		"percpu_write",
		"srcu_fast",
		"srcu_fast_notrace",
		"mmap_read_lock",
		"namespace_excl",
		"mount_writer",
		"cgroup_mutex",
		"msi_descs_lock",
		"device_intr",
		"uart_port_lock",
		"uart_port_lock_try",
		"uart_port_lock_irq",
		"uart_port_lock_irqsave",
		"uart_port_lock_irqsave_try",
		"uart_port_lock_check_sysrq_irqsave",
	],
};

/**
 * Functions that may release a lock and take it again: behind them it is held as before, but what was
 * known of the memory it protects is not.
 */
export const dropsAndRetakes: readonly LockCall[] = [
	// include/linux/sched.h
	{ name: "cond_resched_lock", object: 0 },
];
