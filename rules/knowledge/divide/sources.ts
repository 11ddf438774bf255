/** Functions whose result is 0 in cases that callers easily forget. */
export interface ZeroSource {
	readonly names: readonly string[];
	/** When they return 0, as the end of a sentence. */
	readonly when: string;
	/**
	 * Whether it happens to machines in use: what a division by it needs no more evidence than that nothing
	 * tests it. Others are doubted only where a patch drops a test.
	 */
	readonly isPlain: boolean;
	/** What names of variables and fields contain that such a result is kept in; empty where any may be. */
	readonly keptAs: readonly string[];
}

function source(when: string, isPlain: boolean, names: string, keptAs: readonly string[] = []): ZeroSource {
	return { names: names.trim().split(/\s+/), when, isPlain, keptAs };
}

/**
 * Source: include/linux/cpumask.h, nodemask.h, bitmap.h, bitops.h, usb.h, usb/ch9.h, clk.h, of.h, property.h
 * and drivers/clk/clk.c of Linux 6.12.
 */
const zeroSources: readonly ZeroSource[] = [
	source(
		"where the mask is empty",
		true,
		`cpumask_weight cpumask_weight_and cpumask_weight_andnot __cpumask_weight nodes_weight __nodes_weight
		 bitmap_weight bitmap_weight_and __bitmap_weight`,
	),
	source("where no bit is set", true, "hweight8 hweight16 hweight32 hweight64 hweight_long"),
	source("where a device's descriptor says so", false, "usb_endpoint_maxp usb_maxpacket", [
		"maxp",
		"max_p",
		"packet",
		"pkt",
		"psize",
	]),
	source("where the rate of the clock is not known", false, "clk_get_rate clk_hw_get_rate", [
		"rate",
		"freq",
		"clk",
		"clock",
		"hz",
	]),
];

const byName = new Map(zeroSources.flatMap((row) => row.names.map((name) => [name, row] as const)));

/** What is known of results of 0 of the function; null where nothing is. */
export function zeroSource(name: string): ZeroSource | null {
	return byName.get(name) ?? null;
}

/** Masks that always hold a bit, by their name or the function that gives them. Source: include/linux/cpumask.h, topology.h. */
export const fullMasks: ReadonlySet<string> = new Set([
	"cpu_online_mask",
	"cpu_possible_mask",
	"cpu_present_mask",
	"topology_core_cpumask",
	"topology_sibling_cpumask",
	"topology_die_cpumask",
	"topology_cluster_cpumask",
	"cpu_smt_mask",
	"cpu_coregroup_mask",
	"cpu_cpu_mask",
	"node_online_map",
	"node_possible_map",
]);

/** Names of functions that ask whether a mask is empty, or find an element of it. */
export const emptinessQuestions: ReadonlySet<string> = new Set(
	`cpumask_empty cpumask_first cpumask_any cpumask_any_and cpumask_intersects cpumask_and cpumask_first_and
	 nodes_empty first_node nodes_intersects bitmap_empty bitmap_full bitmap_intersects find_first_bit
	 cpumask_andnot cpumask_subset`
		.trim()
		.split(/\s+/),
);
