import { calls as calls1 } from "./lending-1.js";
import { calls as calls2 } from "./lending-2.js";
import { calls as calls3 } from "./lending-3.js";

/**
 * Functions that keep no pointer to what they are given, do not drop it and do not return it: all of their
 * arguments, or only that at the index. Derived from Linux 6.12 by `npm run derive:resources`.
 */
export const lendingCalls = `${calls1} ${calls2} ${calls3}`;
