import type { Knowledge } from "../../src/flow/model.js";
import type { SleepingRow } from "./atomic/index.js";
import { sleepReasons } from "./atomic-calls.js";
import { promiseOf } from "./contracts.js";
import { lockPartners, lockScopeClasses, outcomesOfRows } from "./lock-outcomes.js";
import type { LockRow } from "./locks/index.js";
import { resourceKnowledge } from "./resource-calls.js";
import { type ResourceRow, resourceRows } from "./resources/index.js";
import type { Contract, Fails } from "./results/index.js";

/** Rows about functions that the shipped tables lack, or know otherwise: those of somebody's own tree. */
export interface OwnRows {
	readonly locks?: readonly LockRow[];
	readonly results?: readonly OwnResult[];
	readonly resources?: readonly ResourceRow[];
	readonly sleeping?: readonly SleepingRow[];
	readonly divisors?: readonly OwnDivisor[];
}

/** How functions that return a pointer tell that they failed; see `results/row.ts`. */
export interface OwnResult {
	readonly names: readonly string[];
	readonly fails: Fails;
	readonly stub?: NonNullable<Contract["stub"]>;
	readonly loose?: boolean;
}

/** Functions that divide by an argument. */
export interface OwnDivisor {
	readonly names: readonly string[];
	/** Its index. */
	readonly argument: number;
}

/**
 * Knowledge with rows of somebody's own in it. Where one names a function that the tables have, it
 * counts and theirs does not. The rows must have passed {@link import("./own-schema.js").faultsInRows}.
 */
export function knowledgeWith(base: Knowledge, own: OwnRows): Knowledge {
	return {
		...base,
		...withLocks(base, own.locks ?? []),
		...withResults(base, [...promised(own.resources ?? []), ...(own.results ?? [])]),
		...withResources(own.resources ?? []),
		...withSleepers(base, own),
		...withDivisors(base, own.divisors ?? []),
	};
}

function withLocks(base: Knowledge, rows: readonly LockRow[]): Partial<Knowledge> {
	if (rows.length === 0) return {};
	const outcomes = outcomesOfRows(rows);
	const partners = lockPartners(rows);
	const classes = lockScopeClasses(rows);
	return {
		outcomes: (name) => outcomes.get(name) ?? base.outcomes(name),
		partners: (name) => partners.get(name) ?? base.partners(name),
		scopeClass: (name) => classes.get(name) ?? base.scopeClass(name),
	};
}

function withResults(base: Knowledge, rows: readonly OwnResult[]): Partial<Knowledge> {
	if (rows.length === 0) return {};
	const known = new Map<string, Contract>(
		rows.flatMap(({ names, fails, stub = null, loose = false }) =>
			names.map((name) => [name, { fails, stub, loose }] as const),
		),
	);
	return {
		contract: (name) => {
			const row = known.get(name);
			return row === undefined ? base.contract(name) : promiseOf(name, row);
		},
	};
}

/** What rows about resources say of the results that give them. */
function promised(rows: readonly ResourceRow[]): readonly OwnResult[] {
	return rows.flatMap(({ acquire, gives, fails }) => {
		const contract = gives === "result" ? PROMISES[fails] : null;
		return contract ? [{ names: [acquire], fails: contract }] : [];
	});
}

const PROMISES: Readonly<Record<ResourceRow["fails"], Fails | null>> = {
	null: "null",
	error: "error",
	either: "both",
	code: null,
	never: null,
};

function withResources(rows: readonly ResourceRow[]): Partial<Knowledge> {
	if (rows.length === 0) return {};
	const own = new Set(rows.map(({ acquire }) => acquire));
	return {
		resources: resourceKnowledge([...resourceRows.filter(({ acquire }) => !own.has(acquire)), ...rows]),
	};
}

function withSleepers(base: Knowledge, { sleeping = [], locks = [] }: OwnRows): Partial<Knowledge> {
	const reasons = sleepReasons(sleeping, locks);
	if (reasons.size === 0) return {};
	return {
		sleeps: (name) => reasons.get(name) ?? base.sleeps(name),
		observes: (name) => reasons.has(name) || base.observes(name),
	};
}

function withDivisors(base: Knowledge, rows: readonly OwnDivisor[]): Partial<Knowledge> {
	if (rows.length === 0) return {};
	const known = new Map(
		rows.flatMap(({ names, argument }) => names.map((name) => [name, argument] as const)),
	);
	return { divisor: (name) => known.get(name) ?? base.divisor(name) };
}
