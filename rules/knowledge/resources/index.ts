import { busRows } from "./buses.js";
import { deviceRows } from "./devices.js";
import { fileRows } from "./files.js";
import { kernelRows } from "./kernel.js";
import { mediaRows } from "./media.js";
import { memoryRows } from "./memory.js";
import { netRows } from "./net.js";
import { referenceRows } from "./references.js";
import { registrationRows } from "./registrations.js";
import type { ResourceRow } from "./row.js";
import { storageRows } from "./storage.js";

export { lendersOf, lends, ownersOf, takesOver } from "./arguments.js";
export { askedRows } from "./devices.js";
export { resourceIterators } from "./iterators.js";
export type { ResourceIterator, ResourceRelease, ResourceRow } from "./row.js";

/** Every pair; a function stands in one row. */
export const resourceRows: readonly ResourceRow[] = [
	...memoryRows,
	...referenceRows,
	...deviceRows,
	...netRows,
	...fileRows,
	...busRows,
	...kernelRows,
	...mediaRows,
	...storageRows,
	...registrationRows,
];
