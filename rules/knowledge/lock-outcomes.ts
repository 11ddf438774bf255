import type { Effect, Outcome, RegisterEffect } from "../../src/flow/model.js";
import { ANYTHING, ERROR, NONZERO, ZERO } from "../../src/flow/values.js";
import { lockModel, numberOf } from "../models/lock.js";
import { BOTTOM_HALVES, INTERRUPTS, LockOperation } from "../models/lock-status.js";
import { countdownLocks, dropsAndRetakes, lockForgetters, lockRows } from "./locks/index.js";
import type { LockRow } from "./locks/row.js";

/** A guard class's constructor and destructor. */
export interface ScopeClass {
	readonly enter: string | null;
	readonly exit: string | null;
}

type Add = (name: string, ways: readonly Outcome[]) => void;

let made: ReadonlyMap<string, readonly Outcome[]> | null = null;

/** The lock rows as outcomes of calls, made once. Throws where one name stands in two roles. */
export function lockOutcomes(): ReadonlyMap<string, readonly Outcome[]> {
	made ??= makeOutcomes();
	return made;
}

function makeOutcomes(): ReadonlyMap<string, readonly Outcome[]> {
	const outcomes = new Map<string, readonly Outcome[]>();
	const add: Add = (name, ways) => {
		if (outcomes.has(name)) throw new Error(`${name} stands in the lock table twice`);
		outcomes.set(name, ways);
	};
	for (const [index, row] of lockRows.entries()) addRow(row, index, add);
	for (const { name, section, saves } of countdownLocks) {
		const spinning = name.includes("_raw_") ? "raw_spin_lock" : "spin_lock";
		const like =
			section === "sleeping" ? "mutex_lock" : saves === undefined ? spinning : `${spinning}_irqsave`;
		const [taken] = outcomes.get(like)![0]!.effects;
		const registers = taken!.registers.map((change) =>
			change.action === "save" ? { ...change, variable: saves! } : change,
		);
		add(name, [
			{ result: NONZERO, effects: [{ ...taken!, object: 1, registers }] },
			{ result: ZERO, effects: [] },
		]);
	}
	for (const { name, object, member } of lockForgetters) {
		const effect = { model: lockModel, operation: LockOperation.Forget, object, path: pathOf(member) };
		add(name, [{ result: ANYTHING, effects: [{ ...effect, detail: -1, registers: [] }] }]);
	}
	// The lock is held behind them as before; all other calls say so by being none of the above.
	for (const { name } of dropsAndRetakes) add(name, [{ result: ANYTHING, effects: [] }]);
	return outcomes;
}

/** The outcomes of rows that the table lacks. */
export function outcomesOfRows(rows: readonly LockRow[]): ReadonlyMap<string, readonly Outcome[]> {
	const outcomes = new Map<string, readonly Outcome[]>();
	for (const row of rows) addRow(row, numberOf(row), (name, ways) => outcomes.set(name, ways));
	return outcomes;
}

function addRow(row: LockRow, detail: number, add: Add): void {
	const { object } = row;
	const effect = (operation: LockOperation, registers: readonly RegisterEffect[]): Effect => ({
		...{ model: lockModel, operation, object, detail, registers },
		path: pathOf(row.member),
	});
	const taken = effect(
		row.shared ? LockOperation.AcquireShared : LockOperation.Acquire,
		registersAt(row, true),
	);
	const released = effect(
		row.shared ? LockOperation.ReleaseShared : LockOperation.Release,
		registersAt(row, false),
	);
	const beside = (operation: LockOperation): readonly Effect[] =>
		row.bottomHalves ? [{ ...effect(operation, []), object: BOTTOM_HALVES, path: [] }] : [];
	const takes = [taken, ...beside(LockOperation.AcquireShared)];
	const releases = [released, ...beside(LockOperation.ReleaseShared)];
	const result = row.returnsZero ? ZERO : ANYTHING;
	for (const name of row.acquire) add(name, [{ result, effects: takes }]);
	for (const name of row.release) add(name, [{ result: ANYTHING, effects: releases }]);
	for (const name of row.attempt?.nonzeroIfHeld ?? []) {
		add(name, [
			{ result: NONZERO, effects: takes },
			{ result: ZERO, effects: [] },
		]);
	}
	for (const name of row.attempt?.zeroIfHeld ?? []) {
		add(name, [
			{ result: ZERO, effects: takes },
			{ result: ERROR, effects: [] },
		]);
	}
	for (const guard of row.conditionalGuards ?? []) {
		const exit = effect(LockOperation.ReleaseIfHeld, []);
		add(`${guard} guard exit`, [{ result: ANYTHING, effects: [exit] }]);
	}
}

/** `a->b.c` as the steps that lead there. */
function pathOf(member: string | undefined): readonly (string | null)[] {
	if (member === undefined) return [];
	return member.split("->").flatMap((part, i) => [...(i > 0 ? [null] : []), ...part.split(".")]);
}

/** What taking (or releasing) a lock of the row does to the interrupts of this CPU. */
function registersAt(row: LockRow, takes: boolean): readonly RegisterEffect[] {
	if (row.interrupts === undefined) return [];
	const register = INTERRUPTS;
	if (row.interrupts === "off") return [{ action: "set", register, value: takes ? 1 : 0 }];
	const variable = typeof row.object === "number" ? row.object + 1 : 0;
	if (!takes) return [{ action: "restore", register, variable }];
	return [
		{ action: "save", register, variable },
		{ action: "set", register, value: 1 },
	];
}

/** What a name of one half of a row belongs to: the names of the other half. */
export function lockPartners(rows: readonly LockRow[] = lockRows): Map<string, readonly string[]> {
	const partners = new Map<string, readonly string[]>();
	for (const { acquire, attempt, release } of rows) {
		const taking = [...acquire, ...(attempt?.nonzeroIfHeld ?? []), ...(attempt?.zeroIfHeld ?? [])];
		for (const name of taking) partners.set(name, release);
		for (const name of release) partners.set(name, taking);
	}
	return partners;
}

/** Guard classes that take a lock for their scope. */
export function lockScopeClasses(rows: readonly LockRow[] = lockRows): Map<string, ScopeClass> {
	const classes = new Map<string, ScopeClass>();
	for (const row of rows) {
		for (const guard of row.guards ?? [])
			classes.set(guard, { enter: row.acquire[0]!, exit: row.release[0]! });
		const attempt = row.attempt?.nonzeroIfHeld?.[0];
		for (const guard of row.conditionalGuards ?? []) {
			classes.set(guard, { enter: attempt ?? row.acquire[0]!, exit: `${guard} guard exit` });
		}
	}
	return classes;
}
