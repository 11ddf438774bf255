import { ruleSet } from "../src/rules/registry.js";
import { doubleLock } from "./double-lock/rule.js";
import { shippedKnowledge } from "./knowledge/index.js";
import { unbalancedLock } from "./unbalanced-lock/rule.js";
import { unlockNotHeld } from "./unlock-not-held/rule.js";

/** All rules that lorelint ships, in the order of the documentation. */
export const shippedRules = ruleSet([unbalancedLock, doubleLock, unlockNotHeld], shippedKnowledge());
