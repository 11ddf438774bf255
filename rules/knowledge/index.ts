import type { ContainerMacro, Knowledge } from "../../src/flow/model.js";
import { ANYTHING, POSITIVE } from "../../src/flow/values.js";
import { lockDefinitions } from "../lock-on-stack/rule.js";
import { instanceModel, stateModel } from "../models/hotplug.js";
import { lifeModel } from "../models/lifetime.js";
import { lockModel } from "../models/lock.js";
import { cancellers, containers, skbFrees, skbQueueFrees } from "./atomic/index.js";
import { asksContext, flagsIndex, sleepArgument, whySleeps } from "./atomic-calls.js";
import { contractOf } from "./contracts.js";
import { divisorIndex } from "./divide/divisors.js";
import { isPositive } from "./divide/results.js";
import { frees } from "./frees.js";
import { cpuLoops, driverUnregister, hotplugCalls, nodeQuestions } from "./hotplug/calls.js";
import { hotplugOutcomes } from "./hotplug-outcomes.js";
import { learnedOutcomes } from "./learned-locks.js";
import { lifeOutcomes } from "./life-outcomes.js";
import { lockOutcomes, lockPartners, lockScopeClasses } from "./lock-outcomes.js";
import { assertionRow } from "./locks/assertions.js";
import { prints } from "./printing.js";
import { resourceKnowledge } from "./resource-calls.js";

/** Others like `container_of`. Source: include/linux of Linux 6.12: list.h, rbtree.h, llist.h. */
const ENTRIES = ["list_entry", "hlist_entry", "rb_entry", "llist_entry"];

/** All that is known of kernel functions by name. */
export function shippedKnowledge(): Knowledge {
	const outcomes = new Map([...lockOutcomes(), ...hotplugOutcomes()]);
	const consequences = lifeOutcomes();
	const classes = lockScopeClasses();
	const partners = lockPartners();
	const seen = new Set([
		...cancellers.map(({ name }) => name),
		...skbFrees,
		...skbQueueFrees,
		...hotplugCalls.map(({ name }) => name),
	]);
	const seenHere = new Set([...frees.keys(), ...nodeQuestions, ...cpuLoops]);
	const around = new Map<string, ContainerMacro>([
		...containers.map((item) => [item.name, item] as const),
		...ENTRIES.map((name) => [name, { pointer: 0, member: 2 }] as const),
	]);
	return {
		models: [lockModel, stateModel, instanceModel, lifeModel],
		outcomes: (name) => outcomes.get(name) ?? null,
		partners: (name) => partners.get(name) ?? [],
		learned: learnedOutcomes,
		consequences: (name) => consequences.get(name) ?? null,
		result: (name) => (isPositive(name) ? POSITIVE : ANYTHING),
		contract: contractOf,
		prints,
		resources: resourceKnowledge(),
		sleeps: whySleeps,
		divisor: divisorIndex,
		scopeClass: (name) => classes.get(name) ?? null,
		container: (name) => around.get(name) ?? null,
		observes: (name) =>
			seen.has(name) ||
			lockDefinitions.has(name) ||
			whySleeps(name) !== null ||
			flagsIndex(name) !== null ||
			sleepArgument(name) !== null ||
			asksContext(name),
		asserts: (name) => assertionRow(name) !== null,
		observesHere: (name) => seenHere.has(name) || driverUnregister.test(name),
	};
}
