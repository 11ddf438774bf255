import type { SleepingRow } from "./row.js";
import { coreSleepers } from "./sleeping-core.js";
import { deviceSleepers } from "./sleeping-device.js";
import { systemSleepers } from "./sleeping-system.js";

/**
 * Source: include/linux/delay.h, iopoll.h, regmap.h, phy.h, uaccess.h and mm/vmalloc.c of
 * Linux 6.12; for `sleepingCalls` see the files it is put together from.
 */

/** Functions that may sleep on every call, whatever they are given. Locks are in the lock tables. */
export const sleepingCalls: readonly SleepingRow[] = [...coreSleepers, ...deviceSleepers, ...systemSleepers];

/** Sleep between two reads where an argument is not 0. */
export interface Poller {
	readonly name: string;
	/** Index of the argument with the microseconds to sleep. */
	readonly sleepArgument: number;
}

export const pollers: readonly Poller[] = [
	{ name: "read_poll_timeout", sleepArgument: 3 },
	{ name: "readx_poll_timeout", sleepArgument: 4 },
	{ name: "readb_poll_timeout", sleepArgument: 3 },
	{ name: "readw_poll_timeout", sleepArgument: 3 },
	{ name: "readl_poll_timeout", sleepArgument: 3 },
	{ name: "readq_poll_timeout", sleepArgument: 3 },
	{ name: "readb_relaxed_poll_timeout", sleepArgument: 3 },
	{ name: "readw_relaxed_poll_timeout", sleepArgument: 3 },
	{ name: "readl_relaxed_poll_timeout", sleepArgument: 3 },
	{ name: "readq_relaxed_poll_timeout", sleepArgument: 3 },
	{ name: "regmap_read_poll_timeout", sleepArgument: 4 },
	{ name: "regmap_field_read_poll_timeout", sleepArgument: 3 },
	{ name: "phy_read_poll_timeout", sleepArgument: 4 },
	{ name: "phy_read_mmd_poll_timeout", sleepArgument: 5 },
];

/** Sleep where an argument is greater than a bound, and spin otherwise. */
export const sleepsAbove: readonly {
	readonly name: string;
	readonly argument: number;
	readonly above: number;
}[] = [{ name: "fsleep", argument: 0, above: 10 }];

/** Sleep, except in interrupts and with bottom halves disabled, where they put it off. */
export const sleepingOutsideInterrupts: readonly string[] = ["vfree"];

/** May fault and then sleep, unless page faults are disabled. */
export const userAccess: readonly string[] = [
	"copy_from_user",
	"copy_to_user",
	"get_user",
	"put_user",
	"__get_user",
	"__put_user",
	"clear_user",
	"strncpy_from_user",
	"strnlen_user",
];
