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
	{ name: "xe_vm_lock", object: 0 },
	// include/linux/seqlock.h: take and release it where the sequence says so
	{ name: "read_seqbegin_or_lock", object: 0, member: "lock" },
	{ name: "done_seqretry", object: 0, member: "lock" },
	// mm/memory.c, gup.c, mmap.c: come back without it where the result or an argument says so
	{ name: "handle_mm_fault", object: 0, member: "vm_mm->mmap_lock" },
	{ name: "get_user_pages_remote", object: 0, member: "mmap_lock" },
	{ name: "pin_user_pages_remote", object: 0, member: "mmap_lock" },
	{ name: "expand_stack", object: 0, member: "mmap_lock" },
	{ name: "folio_lock_or_retry", object: 0 },
	// include/linux/memcontrol.h: keep the lock, or change over to that of another list
	{ name: "folio_lruvec_relock_irq", object: "lru_lock" },
	{ name: "folio_lruvec_relock_irqsave", object: "lru_lock" },
	// kernel/events/core.c: takes that of argument 1, too
	{ name: "mutex_lock_double", object: 0 },
	// fs/f2fs/gc.c, fs/cachefiles/namei.c, drivers/gpu/drm/drm_gem.c: release what their caller holds
	{ name: "f2fs_gc", object: 0, member: "gc_lock.internal_rwsem" },
	{ name: "cachefiles_bury_object", object: 2, member: "d_inode->i_rwsem" },
	{ name: "drm_gem_handle_create_tail", object: 1, member: "dev->object_name_lock" },
	// drivers/infiniband/ulp/ipoib/ipoib_main.c
	{ name: "ipoib_set_mode", object: "rtnl" },
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
	// include/linux/sched.h, rcupdate_wait.h; kernel/sched/core.c, sched.h, wait.c
	{ name: "cond_resched_lock", object: 0 },
	{ name: "cond_resched_rwlock_read", object: 0 },
	{ name: "cond_resched_rwlock_write", object: 0 },
	{ name: "cond_resched_rcu", object: "rcu" },
	{ name: "schedule_preempt_disabled", object: "preempt" },
	{ name: "double_lock_balance", object: 0 },
	{ name: "do_wait_intr", object: 0, member: "lock" },
	{ name: "do_wait_intr_irq", object: 0, member: "lock" },
	// include/linux/wait.h
	{ name: "wait_event_lock_irq", object: 2 },
	{ name: "wait_event_lock_irq_cmd", object: 2 },
	{ name: "wait_event_lock_irq_timeout", object: 2 },
	{ name: "wait_event_interruptible_lock_irq", object: 2 },
	{ name: "wait_event_interruptible_lock_irq_cmd", object: 2 },
	{ name: "wait_event_interruptible_lock_irq_timeout", object: 2 },
	// include/net/sock.h; net/core/sock.c, stream.c; net/bluetooth/af_bluetooth.c
	{ name: "sk_wait_event", object: 0, member: "sk_lock" },
	{ name: "sk_wait_data", object: 0, member: "sk_lock" },
	{ name: "sk_stream_wait_connect", object: 0, member: "sk_lock" },
	{ name: "sk_stream_wait_memory", object: 0, member: "sk_lock" },
	{ name: "sk_stream_wait_close", object: 0, member: "sk_lock" },
	{ name: "bt_sock_wait_state", object: 0, member: "sk_lock" },
	{ name: "bt_sock_wait_ready", object: 0, member: "sk_lock" },
	// fs/pipe.c
	{ name: "pipe_wait_readable", object: 0, member: "mutex" },
	{ name: "pipe_wait_writable", object: 0, member: "mutex" },
	// mm/gup.c
	{ name: "fixup_user_fault", object: 0, member: "mmap_lock" },
	// drivers/tty/tty_port.c
	{ name: "tty_port_block_til_ready", object: 1, member: "legacy_mutex" },
	// lib/xarray.c, maple_tree.c: to allocate memory that may sleep
	{ name: "__xa_store", object: 0, member: "xa_lock" },
	{ name: "__xa_cmpxchg", object: 0, member: "xa_lock" },
	{ name: "__xa_insert", object: 0, member: "xa_lock" },
	{ name: "__xa_alloc", object: 0, member: "xa_lock" },
	{ name: "__xa_alloc_cyclic", object: 0, member: "xa_lock" },
	{ name: "mas_nomem", object: 0, member: "tree->ma_lock" },
	{ name: "mas_store_gfp", object: 0, member: "tree->ma_lock" },
];
