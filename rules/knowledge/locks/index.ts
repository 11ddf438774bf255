import { coreLocks } from "./core.js";
import { deviceLocks } from "./devices.js";
import { driverLocks } from "./drivers.js";
import { filesystemLocks } from "./filesystems.js";
import { kernelLocks } from "./kernel.js";
import { mediaLocks } from "./media-and-graphics.js";
import { memoryAndFileLocks } from "./memory-and-files.js";
import { netLocks } from "./net.js";
import { netDriverLocks } from "./net-drivers.js";
import type { LockRow } from "./row.js";
import { structureLocks } from "./structures.js";

export { countdownLocks, dropsAndRetakes, type LockCall, lockForgetters, sinceLater } from "./others.js";
export type { LockRow } from "./row.js";

/** All kinds of locks. No name stands in two of them. */
export const lockRows: readonly LockRow[] = [
	...coreLocks,
	...memoryAndFileLocks,
	...structureLocks,
	...filesystemLocks,
	...kernelLocks,
	...netLocks,
	...netDriverLocks,
	...deviceLocks,
	...mediaLocks,
	...driverLocks,
];
