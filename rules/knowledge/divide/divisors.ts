/**
 * Functions and macros that divide, by the index of the argument they divide by.
 *
 * Source: include/linux/math.h, math64.h, bitmap.h, nodemask.h, cpumask.h, sector_div in blkdev.h,
 * lib/math, mm/mempolicy.c and include/asm-generic/div64.h of Linux 6.12. `round_up()` and
 * `round_down()` mask with a power of two and divide by nothing.
 */
const rows: readonly (readonly [index: number, names: string])[] = [
	[1, "/ %"],
	[1, "do_div div_u64 div64_u64 div64_ul div64_long div_s64 div64_s64 sector_div"],
	[1, "div_u64_rem div_s64_rem div64_u64_rem iter_div_u64_rem __div64_32"],
	[2, "mul_u64_u64_div_u64 mul_u64_u32_div mult_frac"],
	[1, "DIV_ROUND_UP DIV_ROUND_UP_ULL DIV_ROUND_DOWN_ULL DIV_ROUND_CLOSEST DIV_ROUND_CLOSEST_ULL"],
	[1, "DIV64_U64_ROUND_UP DIV64_U64_ROUND_CLOSEST DIV_S64_ROUND_CLOSEST DIV_U64_ROUND_CLOSEST"],
	[1, "DIV_U64_ROUND_UP DIV_ROUND_UP_SECTOR_T __KERNEL_DIV_ROUND_UP"],
	[1, "roundup rounddown"],
	[2, "nodes_fold bitmap_fold"],
	[0, "reciprocal_value reciprocal_value_adv"],
];

const divisors: ReadonlyMap<string, number> = new Map(
	rows.flatMap(([index, names]) => names.split(" ").map((name) => [name, index] as const)),
);

/** Index of the argument that the function, macro or operator divides by; null where it divides by none. */
export function divisorIndex(name: string): number | null {
	return divisors.get(name) ?? null;
}
