/**
 * What sets up states of CPU hotplug, adds instances to them, and takes both away again.
 *
 * Source: include/linux/cpuhotplug.h, kernel/cpu.c and Documentation/core-api/cpu_hotplug.rst of Linux
 * 6.12. Each function there is a row, also those that only differ in what they run at once and in
 * whether their caller holds the lock.
 */
export interface HotplugCall {
	readonly name: string;
	/** Whether it sets a state up (or adds an instance), or takes it away. */
	readonly action: "add" | "remove";
	readonly what: "state" | "instance";
	/** The state is one that instances are added to. */
	readonly multi: boolean;
	/** It runs the callbacks for the CPUs that are online. */
	readonly invokes: boolean;
	/** Its caller holds `cpus_read_lock()`; all others take it themselves. */
	readonly locked: boolean;
}

/** The arguments: the state comes first everywhere; `node` is an instance's, the callbacks a set-up's. */
export const STATE = 0;
export const NODE = 1;
export const STARTUP = 2;
export const TEARDOWN = 3;

type Kind = Pick<HotplugCall, "action" | "what" | "multi">;

function variants(kind: Kind, names: readonly string[]): HotplugCall[] {
	return names.map((name) => ({
		...kind,
		name,
		invokes: (kind.what === "instance" || !kind.multi) && !name.includes("_nocalls"),
		locked: name.endsWith("_cpuslocked"),
	}));
}

export const hotplugCalls: readonly HotplugCall[] = [
	...variants({ action: "add", what: "state", multi: false }, [
		"cpuhp_setup_state",
		"cpuhp_setup_state_cpuslocked",
		"cpuhp_setup_state_nocalls",
		"cpuhp_setup_state_nocalls_cpuslocked",
	]),
	...variants({ action: "add", what: "state", multi: true }, ["cpuhp_setup_state_multi"]),
	...variants({ action: "remove", what: "state", multi: false }, [
		"cpuhp_remove_state",
		"cpuhp_remove_state_nocalls",
		"cpuhp_remove_state_nocalls_cpuslocked",
	]),
	...variants({ action: "remove", what: "state", multi: true }, ["cpuhp_remove_multi_state"]),
	...variants({ action: "add", what: "instance", multi: true }, [
		"cpuhp_state_add_instance",
		"cpuhp_state_add_instance_nocalls",
		"cpuhp_state_add_instance_nocalls_cpuslocked",
	]),
	...variants({ action: "remove", what: "instance", multi: true }, [
		"cpuhp_state_remove_instance",
		"cpuhp_state_remove_instance_nocalls",
	]),
];

/** Ask for any free state of the range; its number is what the set-up returns. */
export const dynamicStates: ReadonlySet<string> = new Set(["CPUHP_AP_ONLINE_DYN", "CPUHP_BP_PREPARE_DYN"]);

/** Whether a node is in a list: code that asks does not rely on it. Source: include/linux/list.h. */
export const nodeQuestions: readonly string[] = ["hlist_unhashed", "hlist_unhashed_lockless"];

/** Loops over CPUs. Source: include/linux/cpumask.h, kernel/trace/ring_buffer.c. */
export const cpuLoops: readonly string[] = [
	"for_each_possible_cpu",
	"for_each_present_cpu",
	"for_each_online_cpu",
	"for_each_cpu",
	"for_each_cpu_wrap",
	"for_each_cpu_and",
	"for_each_cpu_andnot",
	"for_each_buffer_cpu",
	"for_each_online_buffer_cpu",
];

/** What a module calls when nobody shall get at its instances any more. */
export const driverUnregister = /^(\w+_)?(driver_unregister|unregister_(\w+_)?driver)$/;
