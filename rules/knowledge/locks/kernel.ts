/**
 * Locks of the kernel's inner parts: tasks, runqueues, cgroups, interrupts, modules, power.
 *
 * Source: Linux 6.12: include/linux/sched/task.h, sched/signal.h, cgroup.h, irq.h, irqdesc.h, msi.h,
 * hwspinlock.h, part_stat.h, jump_label.h, cpu.h, cpuidle.h, console.h, suspend.h, moduleparam.h,
 * kvm_host.h; kernel/sched/sched.h, kernel/irq/internals.h, kernel/rcu/rcu.h, ipc/util.h,
 * arch/x86/include/asm/fpu/api.h.
 */
import type { LockRow } from "./row.js";

const sleeping = { object: 0, section: "sleeping" } as const;
const atomic = { object: 0, section: "atomic" } as const;

function single(kind: string, object: string, acquire: string, release: string): LockRow {
	return { kind, object, acquire: [acquire], release: [release], section: "sleeping" };
}

const tasks: readonly LockRow[] = [
	{
		...atomic,
		kind: "task lock",
		member: "alloc_lock",
		acquire: ["task_lock"],
		release: ["task_unlock"],
		guards: ["task_lock"],
	},
	{
		...atomic,
		kind: "signal lock",
		member: "sighand->siglock",
		acquire: [],
		attempt: { nonzeroIfHeld: ["lock_task_sighand"] },
		release: ["unlock_task_sighand"],
		interrupts: "save",
	},
	{
		...atomic,
		kind: "runqueue lock",
		acquire: ["rq_lock", "raw_spin_rq_lock", "raw_spin_rq_lock_nested"],
		attempt: { nonzeroIfHeld: ["raw_spin_rq_trylock"] },
		release: ["rq_unlock", "raw_spin_rq_unlock"],
		handedOn: true,
		guards: ["rq_lock"],
	},
	{
		...atomic,
		kind: "runqueue lock",
		acquire: ["rq_lock_irq", "raw_spin_rq_lock_irq"],
		release: ["rq_unlock_irq", "raw_spin_rq_unlock_irq"],
		interrupts: "off",
		handedOn: true,
		guards: ["rq_lock_irq"],
	},
	{
		...atomic,
		kind: "runqueue lock",
		acquire: ["rq_lock_irqsave", "raw_spin_rq_lock_irqsave"],
		release: ["rq_unlock_irqrestore", "raw_spin_rq_unlock_irqrestore"],
		interrupts: "save",
		handedOn: true,
		guards: ["rq_lock_irqsave"],
	},
	{
		...atomic,
		kind: "IPC object lock",
		member: "lock",
		acquire: ["ipc_lock_object"],
		release: ["ipc_unlock_object"],
	},
	{
		...single("cgroup lock", "cgroup_mutex", "cgroup_lock", "cgroup_unlock"),
		acquire: ["cgroup_lock", "cgroup_lock_and_drain_offline"],
		guards: ["cgroup_mutex"], // later
	},
	{
		kind: "cgroup lock", // and a reference to the cgroup
		object: "cgroup_kn",
		acquire: [],
		attempt: { nonzeroIfHeld: ["cgroup_kn_lock_live"] },
		release: ["cgroup_kn_unlock"],
		section: "sleeping",
	},
	{
		...sleeping,
		kind: "resource group lock",
		acquire: ["rdtgroup_kn_lock_live"],
		release: ["rdtgroup_kn_unlock"],
	},
	{
		...sleeping,
		kind: "perf context lock",
		acquire: ["perf_event_ctx_lock", "perf_event_ctx_lock_nested"],
		release: ["perf_event_ctx_unlock"],
	},
	{
		...sleeping,
		kind: "KVM read section",
		member: "kvm->srcu",
		acquire: ["kvm_vcpu_srcu_read_lock"],
		release: ["kvm_vcpu_srcu_read_unlock"],
		shared: true,
		section: "passive",
	},
];

const rcuNodes: readonly LockRow[] = [
	{
		...atomic,
		kind: "RCU node lock",
		member: "lock",
		acquire: ["raw_spin_lock_rcu_node", "spin_lock_rcu_node"],
		attempt: { nonzeroIfHeld: ["raw_spin_trylock_rcu_node"] },
		release: ["raw_spin_unlock_rcu_node", "spin_unlock_rcu_node"],
	},
	{
		...atomic,
		kind: "RCU node lock",
		member: "lock",
		acquire: ["raw_spin_lock_irq_rcu_node", "spin_lock_irq_rcu_node"],
		release: ["raw_spin_unlock_irq_rcu_node", "spin_unlock_irq_rcu_node"],
		interrupts: "off",
	},
	{
		...atomic,
		kind: "RCU node lock",
		member: "lock",
		acquire: ["raw_spin_lock_irqsave_rcu_node", "spin_lock_irqsave_rcu_node"],
		attempt: { nonzeroIfHeld: ["spin_trylock_irqsave_rcu_node"] },
		release: ["raw_spin_unlock_irqrestore_rcu_node", "spin_unlock_irqrestore_rcu_node"],
		interrupts: "save",
	},
];

const interrupts: readonly LockRow[] = [
	// Taken by the number of the interrupt, released by its descriptor.
	{
		kind: "interrupt descriptor lock",
		object: "irq_desc",
		acquire: [],
		attempt: { nonzeroIfHeld: ["irq_get_desc_buslock"] },
		release: ["irq_put_desc_busunlock"],
		section: "atomic",
	},
	{
		kind: "interrupt descriptor lock",
		object: "irq_desc",
		acquire: [],
		attempt: { nonzeroIfHeld: ["irq_get_desc_lock"] },
		release: ["irq_put_desc_unlock"],
		section: "atomic",
	},
	single("interrupt allocation lock", "sparse_irq_lock", "irq_lock_sparse", "irq_unlock_sparse"),
	{
		...atomic,
		kind: "lock of a generic interrupt chip",
		member: "lock",
		acquire: ["irq_gc_lock"],
		release: ["irq_gc_unlock"],
	},
	{
		...sleeping,
		kind: "MSI descriptor lock",
		member: "msi.data->mutex",
		acquire: ["msi_lock_descs"],
		release: ["msi_unlock_descs"],
		guards: ["msi_descs_lock"], // later
	},
];

const hardware: readonly LockRow[] = [
	{ ...atomic, kind: "architecture spinlock", acquire: ["arch_spin_lock"], release: ["arch_spin_unlock"] },
	{
		...atomic,
		kind: "hardware spinlock",
		acquire: [],
		attempt: { zeroIfHeld: ["hwspin_lock_timeout", "hwspin_trylock"] },
		release: ["hwspin_unlock"],
	},
	{
		...atomic,
		kind: "hardware spinlock",
		acquire: [],
		attempt: { zeroIfHeld: ["hwspin_lock_timeout_irqsave", "hwspin_trylock_irqsave"] },
		release: ["hwspin_unlock_irqrestore"],
	},
	{
		kind: "FPU registers",
		object: "fpregs",
		acquire: ["fpregs_lock"],
		release: ["fpregs_unlock"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "FPU section",
		object: "kernel_fpu",
		acquire: ["kernel_fpu_begin"],
		release: ["kernel_fpu_end"],
		section: "atomic",
	},
	{
		kind: "NEON section",
		object: "kernel_neon",
		acquire: ["kernel_neon_begin"],
		release: ["kernel_neon_end"],
		section: "passive", // preemptible on arm64, not on arm
	},
	{
		kind: "DMA controller lock",
		object: "dma_spin_lock",
		acquire: ["claim_dma_lock"],
		release: ["release_dma_lock"],
		section: "atomic",
	},
];

const singles: readonly LockRow[] = [
	{
		kind: "preemption",
		object: "preempt",
		acquire: ["part_stat_lock"],
		release: ["part_stat_unlock"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "emergency printing",
		object: "nbcon_emergency",
		acquire: ["nbcon_cpu_emergency_enter"],
		release: ["nbcon_cpu_emergency_exit"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "preloaded nodes",
		object: "radix_tree_preloads",
		acquire: ["idr_preload"],
		attempt: { zeroIfHeld: ["radix_tree_preload", "radix_tree_maybe_preload"] },
		release: ["idr_preload_end", "radix_tree_preload_end"],
		section: "atomic",
	},
	{
		kind: "page extension", // an RCU section
		object: "page_ext",
		acquire: [],
		attempt: { nonzeroIfHeld: ["page_ext_get"] },
		release: ["page_ext_put"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "page faults", // its holder may sleep, but not fault
		object: "pagefault",
		acquire: ["pagefault_disable"],
		release: ["pagefault_enable"],
		shared: true,
		section: "passive",
	},
	single("jump label lock", "jump_label_mutex", "jump_label_lock", "jump_label_unlock"),
	single("CPU map lock", "cpu_add_remove_lock", "cpu_maps_update_begin", "cpu_maps_update_done"),
	single("cpuidle lock", "cpuidle_lock", "cpuidle_pause_and_lock", "cpuidle_resume_and_unlock"),
	single("console list lock", "console_mutex", "console_list_lock", "console_list_unlock"),
	{
		kind: "console read section",
		object: "console_srcu",
		acquire: ["console_srcu_read_lock"],
		release: ["console_srcu_read_unlock"],
		shared: true,
		section: "passive",
	},
	single("system sleep lock", "system_transition_mutex", "lock_system_sleep", "unlock_system_sleep"),
	{
		...sleeping,
		kind: "module parameter lock",
		acquire: ["kernel_param_lock"],
		release: ["kernel_param_unlock"],
	},
	single("device hotplug lock", "device_hotplug_lock", "lock_device_hotplug", "unlock_device_hotplug"),
	single("ACPI scan lock", "acpi_scan_lock", "acpi_scan_lock_acquire", "acpi_scan_lock_release"),
	single("ACPI hotplug lock", "acpi_hp_context_lock", "acpi_lock_hp_context", "acpi_unlock_hp_context"),
	single("AML interpreter", "acpi_interpreter", "acpi_ex_enter_interpreter", "acpi_ex_exit_interpreter"),
	{ ...atomic, kind: "ACPI lock", acquire: ["acpi_os_acquire_lock"], release: ["acpi_os_release_lock"] },
	single("device link lock", "device_links_lock", "device_links_write_lock", "device_links_write_unlock"),
	{
		kind: "device link read section",
		object: "device_links_srcu",
		acquire: ["device_links_read_lock"],
		release: ["device_links_read_unlock"],
		shared: true,
		section: "passive",
	},
	single("PM list lock", "dpm_list_mtx", "device_pm_lock", "device_pm_unlock"),
	{
		kind: "clock prepare lock",
		object: "clk_prepare",
		acquire: ["clk_prepare_lock"],
		release: ["clk_prepare_unlock"],
		shared: true,
		section: "sleeping",
	},
	{
		kind: "clock enable lock",
		object: "clk_enable",
		acquire: ["clk_enable_lock"],
		release: ["clk_enable_unlock"],
		shared: true,
		section: "atomic",
	},
	{
		kind: "TOMOYO read section",
		object: "tomoyo",
		acquire: ["tomoyo_read_lock"],
		release: ["tomoyo_read_unlock"],
		shared: true,
		section: "passive",
	},
];

export const kernelLocks: readonly LockRow[] = [
	...tasks,
	...rcuNodes,
	...interrupts,
	...hardware,
	...singles,
];
