/**
 * The kernel's own locks that sleep, and those that only bind the reader or the task.
 *
 * Source: include/linux of Linux 6.12: mutex.h, ww_mutex.h, rtmutex.h, rwsem.h, semaphore.h,
 * percpu-rwsem.h, rcupdate.h, rcupdate_trace.h, srcu.h, preempt.h, percpu-defs.h, smp.h,
 * irqflags.h, bottom_half.h, cpuhplock.h, cpuset.h, console.h, jump_label.h.
 */
import type { LockRow } from "./row.js";
import { spinLocks } from "./spin.js";

const sleepingLocks: readonly LockRow[] = [
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
		section: "sleeping",
		guards: ["mutex"],
		conditionalGuards: ["mutex_try", "mutex_intr"],
	},
	{
		// ww_mutex_lock() returns 0 whatever comes where it is given no context: see others.ts.
		kind: "ww_mutex",
		object: 0,
		acquire: ["ww_mutex_lock_slow"],
		attempt: {
			nonzeroIfHeld: ["ww_mutex_trylock"],
			zeroIfHeld: ["ww_mutex_lock_interruptible", "ww_mutex_lock_slow_interruptible"],
		},
		release: ["ww_mutex_unlock"],
		section: "sleeping",
	},
	{
		kind: "rt_mutex",
		object: 0,
		acquire: ["rt_mutex_lock", "rt_mutex_lock_nested", "rt_mutex_lock_nest_lock"],
		attempt: {
			nonzeroIfHeld: ["rt_mutex_trylock"],
			zeroIfHeld: ["rt_mutex_lock_interruptible", "rt_mutex_lock_killable"],
		},
		release: ["rt_mutex_unlock"],
		section: "sleeping",
	},
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
		section: "sleeping",
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
		section: "sleeping",
		guards: ["rwsem_write"],
		conditionalGuards: ["rwsem_write_try", "rwsem_write_kill"], // _kill: later
	},
	{
		// down_trylock() returns 1, not an error, where it fails; nothing in the tree tells them apart.
		kind: "semaphore",
		object: 0,
		acquire: ["down"],
		attempt: { zeroIfHeld: ["down_interruptible", "down_killable", "down_timeout", "down_trylock"] },
		release: ["up"],
		section: "sleeping",
		loose: true,
	},
	{
		kind: "percpu_rw_semaphore",
		object: 0,
		acquire: ["percpu_down_read"],
		attempt: { nonzeroIfHeld: ["percpu_down_read_trylock"] },
		release: ["percpu_up_read"],
		shared: true,
		section: "sleeping",
		guards: ["percpu_read"], // later
		conditionalGuards: ["percpu_read_try"], // later
	},
	{
		kind: "percpu_rw_semaphore",
		object: 0,
		acquire: ["percpu_down_write"],
		release: ["percpu_up_write"],
		section: "sleeping",
		guards: ["percpu_write"], // later
	},
	{
		kind: "CPU hotplug lock",
		object: "cpus_read_lock",
		acquire: ["cpus_read_lock"],
		attempt: { nonzeroIfHeld: ["cpus_read_trylock"] },
		release: ["cpus_read_unlock"],
		shared: true,
		section: "sleeping",
		guards: ["cpus_read_lock"],
	},
	{
		kind: "CPU hotplug lock",
		object: "cpus_write_lock",
		acquire: ["cpus_write_lock"],
		release: ["cpus_write_unlock"],
		section: "sleeping",
	},
	{
		kind: "console lock",
		object: "console",
		acquire: ["console_lock"],
		attempt: { nonzeroIfHeld: ["console_trylock"] },
		release: ["console_unlock"],
		section: "sleeping",
		guards: ["console_lock"],
	},
];

const readSections: readonly LockRow[] = [
	{
		kind: "RCU read section",
		object: "rcu",
		acquire: ["rcu_read_lock"],
		release: ["rcu_read_unlock"],
		shared: true,
		section: "atomic",
		guards: ["rcu"],
	},
	{
		kind: "RCU-bh read section",
		object: "rcu_bh",
		acquire: ["rcu_read_lock_bh"],
		release: ["rcu_read_unlock_bh"],
		shared: true,
		section: "atomic",
		bottomHalves: true,
	},
	{
		kind: "RCU-sched read section",
		object: "rcu_sched",
		acquire: ["rcu_read_lock_sched", "rcu_read_lock_sched_notrace"],
		release: ["rcu_read_unlock_sched", "rcu_read_unlock_sched_notrace"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "RCU Tasks Trace read section",
		object: "rcu_tasks_trace",
		acquire: ["rcu_read_lock_trace"],
		release: ["rcu_read_unlock_trace"],
		shared: true,
		section: "passive",
	},
	{
		kind: "RCU read section without migration",
		object: "rcu_dont_migrate",
		acquire: ["rcu_read_lock_dont_migrate"],
		release: ["rcu_read_unlock_migrate"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "SRCU read section",
		object: 0,
		acquire: [
			"srcu_read_lock",
			"srcu_read_lock_nmisafe",
			"srcu_read_lock_notrace",
			"srcu_read_lock_lite", // later
			"srcu_read_lock_fast", // later
		],
		release: [
			"srcu_read_unlock",
			"srcu_read_unlock_nmisafe",
			"srcu_read_unlock_notrace",
			"srcu_read_unlock_lite", // later
			"srcu_read_unlock_fast", // later
		],
		shared: true,
		section: "passive",
		guards: ["srcu", "srcu_fast", "srcu_fast_notrace"], // the fast ones: later
	},
];

const cpuSections: readonly LockRow[] = [
	{
		kind: "preemption",
		object: "preempt",
		acquire: ["preempt_disable", "preempt_disable_notrace", "get_cpu", "get_cpu_ptr", "get_cpu_var"],
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
		section: "atomic",
		guards: ["preempt", "preempt_notrace"],
	},
	{
		kind: "migration",
		object: "migrate",
		acquire: ["migrate_disable"],
		release: ["migrate_enable"],
		shared: true,
		section: "passive",
		guards: ["migrate"],
	},
	{
		kind: "bottom halves",
		object: "bottom halves",
		acquire: ["local_bh_disable", "__local_bh_disable_ip"],
		release: ["local_bh_enable", "__local_bh_enable_ip"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "interrupts",
		object: "interrupts",
		acquire: ["local_irq_disable", "raw_local_irq_disable"],
		release: ["local_irq_enable", "raw_local_irq_enable"],
		shared: true,
		section: "atomic",
		interrupts: "off",
		guards: ["irq"],
	},
	{
		kind: "interrupts",
		object: "interrupts",
		acquire: ["local_irq_save", "raw_local_irq_save"],
		release: ["local_irq_restore", "raw_local_irq_restore"],
		shared: true,
		section: "atomic",
		interrupts: "save",
		guards: ["irqsave"],
	},
];

export const coreLocks: readonly LockRow[] = [
	...sleepingLocks,
	...spinLocks,
	...readSections,
	...cpuSections,
];
