import { row, type SleepingRow } from "./row.js";

/**
 * What sleeps in the core of the kernel.
 *
 * Source: kernel, mm and lib of Linux 6.12.
 */
export const coreSleepers: readonly SleepingRow[] = [
	row("sleeps", "msleep msleep_interruptible ssleep usleep_range usleep_range_state usleep_idle_range"),
	row(
		"sleeps",
		`schedule_timeout schedule_timeout_interruptible schedule_timeout_killable
		 schedule_timeout_uninterruptible schedule_timeout_idle
		 schedule_hrtimeout schedule_hrtimeout_range io_schedule io_schedule_timeout`,
	),
	row("gives up the CPU", "schedule yield"),
	row("may give up the CPU", "cond_resched cond_resched_tasks_rcu_qs"),
	row(
		"waits for a completion",
		`wait_for_completion wait_for_completion_timeout wait_for_completion_interruptible
		 wait_for_completion_interruptible_timeout wait_for_completion_killable
		 wait_for_completion_killable_timeout wait_for_completion_state wait_for_completion_io
		 wait_for_completion_io_timeout`,
	),
	row(
		"waits for an event",
		`wait_event wait_event_timeout wait_event_interruptible wait_event_interruptible_timeout
		 wait_event_killable wait_event_killable_timeout wait_event_freezable
		 wait_event_freezable_timeout wait_event_idle wait_event_idle_timeout wait_event_idle_exclusive
		 wait_event_hrtimeout wait_event_interruptible_hrtimeout wait_event_interruptible_exclusive
		 wait_event_killable_exclusive wait_event_state io_wait_event wait_var_event
		 wait_var_event_timeout wait_var_event_killable wait_var_event_interruptible
		 wait_on_bit wait_on_bit_io wait_on_bit_timeout wait_on_bit_action`,
	),
	row("waits for the work to end", "flush_work flush_delayed_work flush_rcu_work cancel_work_sync"),
	row("waits for the work to end", "cancel_delayed_work_sync disable_work_sync disable_delayed_work_sync"),
	row("waits for works to end", "flush_workqueue drain_workqueue destroy_workqueue"),
	row("allocates memory that it may wait for", "alloc_workqueue alloc_ordered_workqueue"),
	row("waits for the thread", "kthread_stop kthread_stop_put kthread_park"),
	row("waits for the thread to be created", "kthread_create kthread_create_on_node kthread_run"),
	row("waits for the work to end", "kthread_flush_work kthread_cancel_work_sync kthread_flush_worker"),
	row("waits for the tasklet to end", "tasklet_kill tasklet_disable"),
	row(
		"allocates memory that it may wait for",
		"request_irq request_threaded_irq devm_request_irq devm_request_threaded_irq",
	),
	row("waits for the interrupt handlers to end", "free_irq devm_free_irq disable_irq synchronize_irq"),
	row(
		"waits for a grace period",
		`synchronize_rcu synchronize_rcu_expedited synchronize_rcu_mult synchronize_rcu_tasks
		 synchronize_srcu synchronize_srcu_expedited synchronize_net`,
	),
	row("waits for RCU callbacks", "rcu_barrier srcu_barrier"),
	row("allocates memory that it may wait for", "vmalloc vzalloc vmalloc_user vmalloc_node vzalloc_node vmap"),
	row("may sleep", "vunmap mmput handle_nested_irq"),
	row("waits for the thread to be created", "kthread_create_worker kthread_create_worker_on_cpu"),
	row("waits for the thread", "kthread_destroy_worker"),
	row("waits for the work to end", "kthread_cancel_delayed_work_sync work_on_cpu schedule_on_each_cpu"),
	row("allocates memory that it may wait for", "create_workqueue create_singlethread_workqueue"),
	row("allocates memory that it may wait for", "create_freezable_workqueue devm_request_any_context_irq"),
	row("waits for asynchronous calls", "async_synchronize_full async_synchronize_cookie"),
	row("waits for an event", "swait_event_exclusive swait_event_timeout_exclusive"),
	row("waits for an event", "swait_event_interruptible_exclusive"),
];
