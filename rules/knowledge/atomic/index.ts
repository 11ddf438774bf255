/** What is known of atomic context: what sleeps, what waits for handlers, what frees buffers. */
export { type Allocator, allocators, sleepingFlags } from "./allocators.js";
export {
	type Binding,
	bindings,
	type Canceller,
	type Container,
	cancellers,
	containers,
	type DeferredKind,
	irqContexts,
	type MemberBinding,
	memberBindings,
} from "./deferred.js";
export type { SleepingRow } from "./row.js";
export { skbFrees, skbFreesAnywhere, skbQueueFrees } from "./skb.js";
export {
	type Poller,
	pollers,
	sleepingCalls,
	sleepingOutsideInterrupts,
	sleepsAbove,
	userAccess,
} from "./sleeping.js";

/** Names of the tables that came after Linux 6.12. */
export const sinceLater: readonly string[] = [
	"hrtimer_setup",
	"hrtimer_setup_on_stack",
	"timer_container_of",
];
