import { rows as arch } from "./arch.js";
import { rows as buses } from "./buses.js";
import { rows as devices1 } from "./devices-1.js";
import { rows as devices2 } from "./devices-2.js";
import { rows as filesystems } from "./filesystems.js";
import { rows as gpu } from "./gpu.js";
import { rows as headers } from "./headers.js";
import { rows as kernel } from "./kernel.js";
import { rows as media } from "./media.js";
import { rows as memoryAndLibrary } from "./memory-and-library.js";
import { rows as net1 } from "./net-1.js";
import { rows as net2 } from "./net-2.js";
import { rows as netDrivers } from "./net-drivers.js";
import type { ResultRow } from "./row.js";
import { rows as scsiAndStorage } from "./scsi-and-storage.js";
import { rows as sound } from "./sound.js";

/** Every row, by where the functions are defined. */
export const resultRows: readonly ResultRow[] = [
	...arch,
	...buses,
	...devices1,
	...devices2,
	...filesystems,
	...gpu,
	...headers,
	...kernel,
	...media,
	...memoryAndLibrary,
	...net1,
	...net2,
	...netDrivers,
	...scsiAndStorage,
	...sound,
];
