import { coreLocks } from "./core.js";
import { deviceLocks } from "./devices.js";
import { filesystemLocks } from "./filesystems.js";
import { kernelLocks } from "./kernel.js";
import { mediaLocks } from "./media-and-graphics.js";
import { memoryAndFileLocks } from "./memory-and-files.js";
import { netLocks } from "./net.js";
import type { LockRow } from "./row.js";

export { countdownLocks, dropsAndRetakes, type LockCall, lockForgetters, sinceLater } from "./others.js";
export type { LockRow } from "./row.js";

/** All kinds of locks. No name stands in two of them. */
export const lockRows: readonly LockRow[] = [
	...coreLocks,
	...memoryAndFileLocks,
	...filesystemLocks,
	...kernelLocks,
	...netLocks,
	...deviceLocks,
	...mediaLocks,
];
