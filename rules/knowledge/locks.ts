import type { Effect, Outcome } from "../../src/flow/model.js";
import { ANYTHING, ERROR, NONZERO, ZERO } from "../../src/flow/values.js";
import { LockOperation, lockModel } from "../models/lock.js";
import { countdownLocks, type LockRow, lockForgetters, lockRows, spinningGuards } from "./lock-rows.js";

/** A guard class's constructor and destructor. */
export interface ScopeClass {
	readonly enter: string | null;
	readonly exit: string | null;
}

/** The lock rows as outcomes of calls. Throws where one name stands in two roles. */
export function lockOutcomes(): Map<string, readonly Outcome[]> {
	const outcomes = new Map<string, readonly Outcome[]>();
	const add = (name: string, ways: readonly Outcome[]) => {
		if (outcomes.has(name)) throw new Error(`${name} stands in the lock table twice`);
		outcomes.set(name, ways);
	};
	for (const row of lockRows) addRow(row, add);
	for (const name of countdownLocks) {
		const taken: Effect = { model: lockModel, operation: LockOperation.Acquire, object: 1 };
		add(name, [
			{ result: NONZERO, effects: [taken] },
			{ result: ZERO, effects: [] },
		]);
	}
	for (const { name, object } of lockForgetters) {
		add(name, [
			{ result: ANYTHING, effects: [{ model: lockModel, operation: LockOperation.Forget, object }] },
		]);
	}
	return outcomes;
}

function addRow(row: LockRow, add: (name: string, ways: readonly Outcome[]) => void): void {
	const { object } = row;
	const effect = (operation: LockOperation): Effect => ({ model: lockModel, operation, object });
	const acquired = [effect(row.shared ? LockOperation.AcquireShared : LockOperation.Acquire)];
	const released = [effect(row.shared ? LockOperation.ReleaseShared : LockOperation.Release)];
	for (const name of row.acquire) add(name, [{ result: ANYTHING, effects: acquired }]);
	for (const name of row.release) add(name, [{ result: ANYTHING, effects: released }]);
	for (const name of row.attempt?.nonzeroIfHeld ?? []) {
		add(name, [
			{ result: NONZERO, effects: acquired },
			{ result: ZERO, effects: [] },
		]);
	}
	for (const name of row.attempt?.zeroIfHeld ?? []) {
		add(name, [
			{ result: ZERO, effects: acquired },
			{ result: ERROR, effects: [] },
		]);
	}
	for (const guard of row.conditionalGuards ?? []) {
		add(`${guard} guard exit`, [{ result: ANYTHING, effects: [effect(LockOperation.ReleaseIfHeld)] }]);
	}
}

/** Guard classes that take a lock for their scope. */
export function lockScopeClasses(): Map<string, ScopeClass> {
	const classes = new Map<string, ScopeClass>();
	for (const row of lockRows) {
		for (const guard of row.guards ?? [])
			classes.set(guard, { enter: row.acquire[0]!, exit: row.release[0]! });
		const attempt = row.attempt?.nonzeroIfHeld?.[0];
		for (const guard of row.conditionalGuards ?? []) {
			classes.set(guard, { enter: attempt ?? row.acquire[0]!, exit: `${guard} guard exit` });
		}
	}
	for (const [guard, [enter, exit]] of Object.entries(spinningGuards)) classes.set(guard, { enter, exit });
	return classes;
}
