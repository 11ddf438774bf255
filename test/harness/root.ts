import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the package; this module is `dist/test/harness/root.js` in it. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The command as users start it. */
export const LORELINT = join(ROOT, "bin/lorelint.js");
