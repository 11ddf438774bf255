import type { Knowledge } from "../../src/flow/model.js";
import { ANYTHING } from "../../src/flow/values.js";
import { lockModel } from "../models/lock.js";
import { lockOutcomes, lockScopeClasses } from "./locks.js";

/** All that is known of kernel functions by name. */
export function shippedKnowledge(): Knowledge {
	const outcomes = lockOutcomes();
	const classes = lockScopeClasses();
	return {
		models: [lockModel],
		outcomes: (name) => outcomes.get(name) ?? null,
		result: () => ANYTHING,
		scopeClass: (name) => classes.get(name) ?? null,
	};
}
