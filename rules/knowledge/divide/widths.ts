/**
 * Bits of integer types on a 64-bit machine. Source: include/linux/types.h,
 * include/uapi/asm-generic/int-l64.h and posix_types.h of Linux 6.12.
 */
const widths: ReadonlyMap<string, number> = new Map(
	[
		[8, "u8 s8 __u8 __s8 uint8_t int8_t char"],
		[16, "u16 s16 __u16 __s16 uint16_t int16_t short"],
		[32, "u32 s32 __u32 __s32 uint32_t int32_t int unsigned signed uint"],
		[64, "u64 s64 __u64 __s64 uint64_t int64_t long sector_t loff_t ktime_t size_t ssize_t ulong"],
	].flatMap(([bits, names]) =>
		String(names)
			.split(" ")
			.map((name) => [name, Number(bits)] as const),
	),
);

/** Words of a type that say nothing of its width where another does. */
const SIGNS: ReadonlySet<string> = new Set(["unsigned", "signed", "const", "volatile", "int"]);

/** Types that have 64 bits on every machine. */
const ALWAYS_WIDE: ReadonlySet<string> = new Set(
	"u64 s64 __u64 __s64 uint64_t int64_t sector_t loff_t ktime_t".split(" "),
);

/** Bits of a value of the type; null where it is no known integer type. */
export function widthOf(type: string): number | null {
	const words = type.split(/\s+/);
	const [telling] = words.filter((word) => !SIGNS.has(word));
	const name = telling ?? words.find((word) => widths.has(word));
	return name === undefined ? null : (widths.get(name) ?? null);
}

/** Whether the type has more than 32 bits whatever the machine. */
export function isAlwaysWide(type: string): boolean {
	const words = type.split(/\s+/);
	return ALWAYS_WIDE.has(type) || words.filter((word) => word === "long").length > 1;
}

/**
 * Functions and macros that take a divisor of 32 bits. Source: include/asm-generic/div64.h,
 * include/linux/math.h and math64.h of Linux 6.12.
 */
const narrowDividers: ReadonlySet<string> = new Set(
	`do_div div_u64 div_s64 div_u64_rem div_s64_rem DIV_ROUND_UP_ULL DIV_ROUND_DOWN_ULL
	 DIV_ROUND_CLOSEST_ULL DIV_U64_ROUND_UP DIV_U64_ROUND_CLOSEST DIV_S64_ROUND_CLOSEST mul_u64_u32_div
	 sector_div`
		.trim()
		.split(/\s+/),
);

export function takesNarrowDivisor(name: string): boolean {
	return narrowDividers.has(name);
}
