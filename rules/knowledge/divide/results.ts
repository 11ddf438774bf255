/**
 * Functions and macros that never return 0.
 *
 * Source: include/linux/cpumask.h, nodemask.h, array_size.h, bits.h, log2.h,
 * cache.h, fs.h and blkdev.h of Linux 6.12.
 */
const positive: ReadonlySet<string> = new Set(
	`ARRAY_SIZE BIT BIT_ULL GENMASK GENMASK_ULL num_possible_cpus num_online_cpus num_present_cpus
	 num_possible_nodes num_online_nodes roundup_pow_of_two rounddown_pow_of_two
	 cache_line_size i_blocksize bdev_logical_block_size
	 queue_logical_block_size`
		.trim()
		.split(/\s+/),
);

export function isPositive(name: string): boolean {
	return positive.has(name);
}
