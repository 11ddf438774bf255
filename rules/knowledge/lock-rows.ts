/**
 * Locks of the kernel, both halves of a pair in one row.
 *
 * Source: the declarations under include/linux of Linux 6.12 (mutex.h, spinlock.h, rwlock.h,
 * rwsem.h, semaphore.h, rcupdate.h, srcu.h, preempt.h, bottom_half.h, cpuhplock.h, rtnetlink.h,
 * net/sock.h, device.h).
 */
export interface LockRow {
	/** What the object is, for messages. */
	readonly kind: string;
	/** Index of the argument that points to the lock, or the name of the lock there is only one of. */
	readonly object: number | string;
	readonly acquire: readonly string[];
	/** Those that may fail, and what they return when they have got the lock. */
	readonly attempt?: {
		/** Return non-zero when they got it. */
		readonly nonzeroIfHeld?: readonly string[];
		/** Return 0 when they got it, a negative error otherwise. */
		readonly zeroIfHeld?: readonly string[];
	};
	readonly release: readonly string[];
	/** May be held several times at once, by readers or by nesting. */
	readonly shared?: boolean;
	/** Guard classes (linux/cleanup.h) that take and release it. */
	readonly guards?: readonly string[];
	/** Guard classes that may fail to take it. */
	readonly conditionalGuards?: readonly string[];
}

/** The variants of one spinning lock: `spin_lock`, `spin_lock_irq` ... */
function spinning(prefix: string, kind: string): LockRow[] {
	const row = (suffix: string, unlock: string): LockRow => ({
		kind,
		object: 0,
		acquire: [`${prefix}_lock${suffix}`, `${prefix}_lock${suffix}_nested`],
		attempt: { nonzeroIfHeld: [`${prefix}_trylock${suffix}`] },
		release: [`${prefix}_unlock${unlock}`],
	});
	return [
		{ ...row("", ""), acquire: [`${prefix}_lock`, `${prefix}_lock_nested`, `${prefix}_lock_nest_lock`] },
		row("_irq", "_irq"),
		row("_bh", "_bh"),
		row("_irqsave", "_irqrestore"),
	];
}

function readerWriter(prefix: "read" | "write"): LockRow[] {
	const shared = prefix === "read";
	const suffixes = [
		["", ""],
		["_irq", "_irq"],
		["_bh", "_bh"],
		["_irqsave", "_irqrestore"],
	] as const;
	return suffixes.map(([lock, unlock]) => ({
		kind: "rwlock",
		object: 0,
		acquire: [`${prefix}_lock${lock}`],
		...(lock === "" || lock === "_irqsave"
			? { attempt: { nonzeroIfHeld: [`${prefix}_trylock${lock}`] } }
			: {}),
		release: [`${prefix}_unlock${unlock}`],
		shared,
	}));
}

export const lockRows: readonly LockRow[] = [
	{
		kind: "mutex",
		object: 0,
		acquire: [
			"mutex_lock",
			"mutex_lock_nested",
			"mutex_lock_io",
			"mutex_lock_io_nested",
			"mutex_lock_nest_lock",
		],
		attempt: {
			nonzeroIfHeld: ["mutex_trylock"],
			zeroIfHeld: [
				"mutex_lock_interruptible",
				"mutex_lock_killable",
				"mutex_lock_interruptible_nested",
				"mutex_lock_killable_nested",
			],
		},
		release: ["mutex_unlock"],
		guards: ["mutex"],
		conditionalGuards: ["mutex_try", "mutex_intr", "mutex_kill"],
	},
	{
		kind: "rt_mutex",
		object: 0,
		acquire: ["rt_mutex_lock", "rt_mutex_lock_nested"],
		attempt: {
			nonzeroIfHeld: ["rt_mutex_trylock"],
			zeroIfHeld: ["rt_mutex_lock_interruptible", "rt_mutex_lock_killable"],
		},
		release: ["rt_mutex_unlock"],
	},
	...spinning("spin", "spinlock"),
	...spinning("raw_spin", "raw spinlock"),
	...readerWriter("read"),
	...readerWriter("write"),
	{
		kind: "rw_semaphore",
		object: 0,
		acquire: ["down_read", "down_read_nested", "down_read_non_owner"],
		attempt: {
			nonzeroIfHeld: ["down_read_trylock"],
			zeroIfHeld: ["down_read_interruptible", "down_read_killable", "down_read_killable_nested"],
		},
		release: ["up_read", "up_read_non_owner"],
		shared: true,
		guards: ["rwsem_read"],
		conditionalGuards: ["rwsem_read_try", "rwsem_read_intr"],
	},
	{
		kind: "rw_semaphore",
		object: 0,
		acquire: ["down_write", "down_write_nested", "down_write_nest_lock"],
		attempt: {
			nonzeroIfHeld: ["down_write_trylock"],
			zeroIfHeld: ["down_write_killable", "down_write_killable_nested"],
		},
		release: ["up_write"],
		guards: ["rwsem_write"],
		conditionalGuards: ["rwsem_write_try"],
	},
	{
		kind: "semaphore",
		object: 0,
		acquire: ["down"],
		attempt: { zeroIfHeld: ["down_interruptible", "down_killable", "down_timeout"] },
		release: ["up"],
	},
	{
		kind: "percpu_rw_semaphore",
		object: 0,
		acquire: ["percpu_down_read"],
		attempt: { nonzeroIfHeld: ["percpu_down_read_trylock"] },
		release: ["percpu_up_read"],
		shared: true,
	},
	{ kind: "percpu_rw_semaphore", object: 0, acquire: ["percpu_down_write"], release: ["percpu_up_write"] },
	{
		kind: "RCU read section",
		object: "rcu",
		acquire: ["rcu_read_lock"],
		release: ["rcu_read_unlock"],
		shared: true,
		guards: ["rcu"],
	},
	{
		kind: "RCU-bh read section",
		object: "rcu_bh",
		acquire: ["rcu_read_lock_bh"],
		release: ["rcu_read_unlock_bh"],
		shared: true,
	},
	{
		kind: "RCU-sched read section",
		object: "rcu_sched",
		acquire: ["rcu_read_lock_sched", "rcu_read_lock_sched_notrace"],
		release: ["rcu_read_unlock_sched", "rcu_read_unlock_sched_notrace"],
		shared: true,
	},
	{
		kind: "SRCU read section",
		object: 0,
		acquire: ["srcu_read_lock", "srcu_read_lock_nmisafe"],
		release: ["srcu_read_unlock", "srcu_read_unlock_nmisafe"],
		shared: true,
		guards: ["srcu"],
	},
	{
		kind: "preemption",
		object: "preempt",
		acquire: [
			"preempt_disable",
			"preempt_disable_notrace",
			"get_cpu",
			"get_cpu_ptr",
			"get_cpu_var",
			"get_cpu_light",
		],
		release: [
			"preempt_enable",
			"preempt_enable_notrace",
			"preempt_enable_no_resched",
			"preempt_enable_no_resched_notrace",
			"put_cpu",
			"put_cpu_ptr",
			"put_cpu_var",
		],
		shared: true,
		guards: ["preempt", "preempt_notrace"],
	},
	{
		kind: "bottom halves",
		object: "bottom halves",
		acquire: ["local_bh_disable"],
		release: ["local_bh_enable"],
		shared: true,
	},
	{
		kind: "CPU hotplug lock",
		object: "cpus_read_lock",
		acquire: ["cpus_read_lock"],
		attempt: { nonzeroIfHeld: ["cpus_read_trylock"] },
		release: ["cpus_read_unlock"],
		shared: true,
		guards: ["cpus_read_lock"],
	},
	{
		kind: "CPU hotplug lock",
		object: "cpus_write_lock",
		acquire: ["cpus_write_lock"],
		release: ["cpus_write_unlock"],
	},
	{
		kind: "RTNL",
		object: "rtnl",
		acquire: ["rtnl_lock"],
		attempt: { nonzeroIfHeld: ["rtnl_trylock"], zeroIfHeld: ["rtnl_lock_killable"] },
		release: ["rtnl_unlock", "__rtnl_unlock"],
	},
	{ kind: "socket lock", object: 0, acquire: ["lock_sock", "lock_sock_nested"], release: ["release_sock"] },
	{
		kind: "device lock",
		object: 0,
		acquire: ["device_lock"],
		attempt: { nonzeroIfHeld: ["device_trylock"], zeroIfHeld: ["device_lock_interruptible"] },
		release: ["device_unlock"],
		guards: ["device"],
	},
	{
		kind: "console lock",
		object: "console",
		acquire: ["console_lock"],
		attempt: { nonzeroIfHeld: ["console_trylock"] },
		release: ["console_unlock"],
	},
];

/**
 * Functions that count down and take the lock (argument 1) where the count reaches 0, as their
 * non-zero result tells. Source: include/linux/spinlock.h, refcount.h, mutex.h of Linux 6.12.
 */
export const countdownLocks: readonly string[] = [
	"atomic_dec_and_lock",
	"atomic_dec_and_lock_irqsave",
	"atomic_dec_and_raw_lock",
	"atomic_dec_and_mutex_lock",
	"refcount_dec_and_lock",
	"refcount_dec_and_lock_irqsave",
	"refcount_dec_and_mutex_lock",
];

/** Guard classes of spinning locks: class to the functions it runs. */
export const spinningGuards: Readonly<Record<string, readonly [string, string]>> = {
	spinlock: ["spin_lock", "spin_unlock"],
	spinlock_irq: ["spin_lock_irq", "spin_unlock_irq"],
	spinlock_bh: ["spin_lock_bh", "spin_unlock_bh"],
	spinlock_irqsave: ["spin_lock_irqsave", "spin_unlock_irqrestore"],
	raw_spinlock: ["raw_spin_lock", "raw_spin_unlock"],
	raw_spinlock_irq: ["raw_spin_lock_irq", "raw_spin_unlock_irq"],
	raw_spinlock_irqsave: ["raw_spin_lock_irqsave", "raw_spin_unlock_irqrestore"],
	raw_spinlock_nested: ["raw_spin_lock_nested", "raw_spin_unlock"],
	read_lock: ["read_lock", "read_unlock"],
	read_lock_irq: ["read_lock_irq", "read_unlock_irq"],
	read_lock_irqsave: ["read_lock_irqsave", "read_unlock_irqrestore"],
	write_lock: ["write_lock", "write_unlock"],
	write_lock_irq: ["write_lock_irq", "write_unlock_irq"],
	write_lock_irqsave: ["write_lock_irqsave", "write_unlock_irqrestore"],
};

/**
 * Functions that release and retake the lock of their argument, or that pair with more than one
 * of the rows: behind them the lock is not known. Source: include/linux of Linux 6.12.
 */
export const lockForgetters: readonly { readonly name: string; readonly object: number | string }[] = [
	{ name: "downgrade_write", object: 0 },
	{ name: "mutex_lock_double", object: 0 },
];
