import { words } from "./row.js";

/**
 * Handlers that run later: how they are bound to a timer or work, and what waits for them to end.
 *
 * Source: include/linux/timer.h, hrtimer.h, workqueue.h, interrupt.h, kthread.h, container_of.h and the
 * definitions in kernel/time/timer.c, kernel/time/hrtimer.c, kernel/workqueue.c, kernel/softirq.c,
 * kernel/kthread.c, kernel/irq/manage.c, kernel/irq/devres.c of Linux 6.12.
 */
export type DeferredKind = "timer" | "hrtimer" | "work" | "tasklet" | "irq" | "irq-thread" | "kthread-work";

/**
 * Where a handler runs. An hrtimer of a soft mode runs in a soft interrupt, and so does a work on one
 * of the bottom-half workqueues.
 */
export const irqContexts: Readonly<Record<DeferredKind, "hardirq" | "softirq" | "process">> = {
	irq: "hardirq",
	hrtimer: "hardirq",
	timer: "softirq",
	tasklet: "softirq",
	work: "process",
	"irq-thread": "process",
	"kthread-work": "process",
};

/** Does not return before a running handler has ended. */
export interface Canceller {
	readonly name: string;
	/** Index of the argument that names the timer, work or interrupt. */
	readonly object: number;
	readonly kind: DeferredKind;
	/** Waits for the threaded handler of the interrupt too. */
	readonly thread?: boolean;
}

function cancellersOf(kind: DeferredKind, names: string): Canceller[] {
	return words(names).map((name) => ({ name, object: 0, kind }));
}

export const cancellers: readonly Canceller[] = [
	...cancellersOf("timer", "del_timer_sync timer_delete_sync timer_shutdown_sync"),
	...cancellersOf("hrtimer", "hrtimer_cancel"),
	...cancellersOf("work", "cancel_work_sync disable_work_sync flush_work flush_rcu_work"),
	...cancellersOf("work", "cancel_delayed_work_sync disable_delayed_work_sync flush_delayed_work"),
	...cancellersOf("tasklet", "tasklet_kill tasklet_disable tasklet_disable_in_atomic tasklet_unlock_wait"),
	...cancellersOf("kthread-work", "kthread_flush_work kthread_cancel_work_sync"),
	...cancellersOf("kthread-work", "kthread_cancel_delayed_work_sync"),
	...cancellersOf("irq", "disable_hardirq synchronize_hardirq"),
	{ name: "free_irq", object: 0, kind: "irq", thread: true },
	{ name: "disable_irq", object: 0, kind: "irq", thread: true },
	{ name: "synchronize_irq", object: 0, kind: "irq", thread: true },
	{ name: "devm_free_irq", object: 1, kind: "irq", thread: true },
];

/** Says which function handles what. */
export interface Binding {
	readonly name: string;
	/** Index of the argument that names the timer, work or interrupt. */
	readonly object: number;
	readonly handlers: readonly { readonly argument: number; readonly kind: DeferredKind }[];
	/** Declares the object: its name stands without `&`. */
	readonly declares?: boolean;
	/** What the handler gets and as which parameter, if that is not the object as its first. */
	readonly passes?: { readonly argument: number; readonly parameter: number };
	/** The handler gets the address of this member of the object. */
	readonly member?: string;
}

function bindingsOf(kind: DeferredKind, names: string, more: Partial<Binding> = {}): Binding[] {
	return words(names).map((name) => ({ name, object: 0, handlers: [{ argument: 1, kind }], ...more }));
}

export const bindings: readonly Binding[] = [
	...bindingsOf("timer", "timer_setup timer_setup_on_stack"),
	...bindingsOf("timer", "DEFINE_TIMER", { declares: true }),
	...bindingsOf("work", "INIT_WORK INIT_WORK_ONSTACK"),
	...bindingsOf("work", "DECLARE_WORK", { declares: true }),
	...bindingsOf("work", "INIT_DELAYED_WORK INIT_DELAYED_WORK_ONSTACK INIT_DEFERRABLE_WORK", {
		member: "work",
	}),
	...bindingsOf("work", "INIT_DEFERRABLE_WORK_ONSTACK INIT_RCU_WORK INIT_RCU_WORK_ONSTACK", {
		member: "work",
	}),
	...bindingsOf("work", "DECLARE_DELAYED_WORK DECLARE_DEFERRABLE_WORK", { declares: true, member: "work" }),
	...bindingsOf("tasklet", "tasklet_setup"),
	...bindingsOf("tasklet", "tasklet_init", { passes: { argument: 2, parameter: 0 } }),
	...bindingsOf("tasklet", "DECLARE_TASKLET DECLARE_TASKLET_DISABLED", { declares: true }),
	...bindingsOf("kthread-work", "kthread_init_work"),
	...bindingsOf("kthread-work", "kthread_init_delayed_work", { member: "work" }),
	...bindingsOf("kthread-work", "DEFINE_KTHREAD_WORK", { declares: true }),
	...bindingsOf("kthread-work", "DEFINE_KTHREAD_DELAYED_WORK", { declares: true, member: "work" }),
	{
		name: "request_irq",
		object: 0,
		handlers: [{ argument: 1, kind: "irq" }],
		passes: { argument: 4, parameter: 1 },
	},
	{
		name: "request_threaded_irq",
		object: 0,
		handlers: [
			{ argument: 1, kind: "irq" },
			{ argument: 2, kind: "irq-thread" },
		],
		passes: { argument: 5, parameter: 1 },
	},
	{
		name: "devm_request_irq",
		object: 1,
		handlers: [{ argument: 2, kind: "irq" }],
		passes: { argument: 5, parameter: 1 },
	},
	{
		name: "devm_request_threaded_irq",
		object: 1,
		handlers: [
			{ argument: 2, kind: "irq" },
			{ argument: 3, kind: "irq-thread" },
		],
		passes: { argument: 6, parameter: 1 },
	},
	{
		name: "hrtimer_setup",
		object: 0,
		handlers: [{ argument: 1, kind: "hrtimer" }],
	},
	{
		name: "hrtimer_setup_on_stack",
		object: 0,
		handlers: [{ argument: 1, kind: "hrtimer" }],
	},
];

/** Binds by assignment: `x.function = handler`, where `x` has been set up by one of the functions. */
export interface MemberBinding {
	readonly member: string;
	readonly kind: DeferredKind;
	/** They get the object as their first argument. */
	readonly setUpBy: readonly string[];
}

export const memberBindings: readonly MemberBinding[] = [
	{ member: "function", kind: "hrtimer", setUpBy: ["hrtimer_init", "hrtimer_init_on_stack"] },
];

/** Leads from the argument of a handler to the object it is a member of. */
export interface Container {
	readonly name: string;
	/** Index of the argument that points to the member. */
	readonly pointer: number;
	/** Index of the argument that names the member, or its name. */
	readonly member: number | string;
	/** Index of the argument that has the type of the result: a type, or a variable that points to it. */
	readonly type?: { readonly argument: number; readonly of: "type" | "variable" };
}

export const containers: readonly Container[] = [
	{ name: "container_of", pointer: 0, member: 2, type: { argument: 1, of: "type" } },
	{ name: "container_of_const", pointer: 0, member: 2, type: { argument: 1, of: "type" } },
	{ name: "from_timer", pointer: 1, member: 2, type: { argument: 0, of: "variable" } },
	{ name: "timer_container_of", pointer: 1, member: 2, type: { argument: 0, of: "variable" } },
	{ name: "from_tasklet", pointer: 1, member: 2, type: { argument: 0, of: "variable" } },
	{ name: "from_work", pointer: 1, member: 2, type: { argument: 0, of: "variable" } },
	{ name: "to_delayed_work", pointer: 0, member: "work" },
	{ name: "to_rcu_work", pointer: 0, member: "work" },
];
