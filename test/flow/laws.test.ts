import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lockModel } from "../../rules/models/lock.js";
import { LockOperation, LockStatus } from "../../rules/models/lock-status.js";
import { State, type World } from "../../src/flow/state.js";
import { type Place, type Term, TermTable } from "../../src/flow/term.js";
import * as V from "../../src/flow/values.js";

/** Every class has members here, next to each of its edges too. */
const NUMBERS = [-100_000, -4097, -4096, -4095, -4094, -2, -1, 0, 1, 2, 4094, 4095, 4096, 100_000];
const SETS = Array.from({ length: V.ANYTHING + 1 }, (_, set) => set);

/** The smallest set that holds all the numbers. */
function setOf(numbers: readonly number[]): V.ValueSet {
	return numbers.reduce((set, number) => set | V.classOf(number), V.NOTHING);
}

function numbersOf(set: V.ValueSet): number[] {
	return NUMBERS.filter((number) => (V.classOf(number) & set) !== 0);
}

describe("value sets", () => {
	test("the classes share no number and leave none out", () => {
		const classes = [V.ZERO, V.ERROR, V.NEGATIVE, V.POSITIVE];
		assert.equal(
			classes.reduce((sum, set) => sum + set),
			V.ANYTHING,
		);
		for (const number of NUMBERS) assert.ok(classes.includes(V.classOf(number)), `${number}`);
		assert.deepEqual(numbersOf(V.ERROR), [-4095, -4094, -2, -1]);
		assert.deepEqual(numbersOf(V.NONZERO), NUMBERS.filter(Boolean));
	});

	test("below() and atLeast() hold the classes of the numbers on their side, and no others", () => {
		for (const bound of NUMBERS) {
			// Each class reaches as far as it goes: one number more on each side of every edge.
			const near = NUMBERS.flatMap((number) => [number - 1, number, number + 1]);
			assert.equal(V.below(bound), setOf(near.filter((number) => number < bound)), `below ${bound}`);
			assert.equal(V.atLeast(bound), setOf(near.filter((number) => number >= bound)), `at least ${bound}`);
		}
	});

	test("negated() holds the negatives of all numbers of the set", () => {
		for (const set of SETS) {
			assert.equal(V.negated(set), setOf(numbersOf(set).map((number) => -number)), `of ${set}`);
		}
	});
});

const STATUSES = Object.values(LockStatus).filter((status) => typeof status === "number");
const OPERATIONS = Object.values(LockOperation).filter((operation) => typeof operation === "number");

/** Pairs that the engine may join: those of one merge key. */
const MERGEABLE = STATUSES.flatMap((a) =>
	STATUSES.filter((b) => lockModel.mergeKey(a) === lockModel.mergeKey(b)).map((b) => [a, b] as const),
);

describe("the model of locks", () => {
	test("an operation takes every status to one of the model's", () => {
		for (const status of STATUSES) {
			for (const operation of OPERATIONS) {
				const next = lockModel.apply(status, operation);
				const what = `${LockOperation[operation]} of ${LockStatus[status]}`;
				assert.ok(STATUSES.includes(next?.status), what);
				assert.ok(next.event === null || next.says !== "", `${what} has an event and nothing to say`);
			}
		}
	});

	test("what is not known never becomes a lock held or released by this function", () => {
		const owned = [LockStatus.Held, LockStatus.Shared, LockStatus.Released, LockStatus.ReleasedShared];
		for (const operation of OPERATIONS) {
			const { status, event } = lockModel.apply(LockStatus.Unknown, operation);
			assert.ok(!owned.includes(status), LockOperation[operation]);
			assert.equal(event, null, LockOperation[operation]);
		}
	});

	test("an untouched lock has merge key 0", () => {
		assert.equal(lockModel.mergeKey(LockStatus.Untouched), 0);
	});

	test("joins stay within the merge key", () => {
		for (const [a, b] of MERGEABLE)
			assert.equal(lockModel.mergeKey(lockModel.join(a, b)), lockModel.mergeKey(a));
	});

	test("joins are idempotent, commutative and associative", () => {
		for (const status of STATUSES) assert.equal(lockModel.join(status, status), status);
		for (const [a, b] of MERGEABLE) {
			assert.equal(lockModel.join(a, b), lockModel.join(b, a), `${LockStatus[a]}, ${LockStatus[b]}`);
			for (const c of STATUSES.filter((status) => lockModel.mergeKey(status) === lockModel.mergeKey(a))) {
				const left = lockModel.join(lockModel.join(a, b), c);
				const right = lockModel.join(a, lockModel.join(b, c));
				assert.equal(left, right, [a, b, c].map((status) => LockStatus[status]).join(", "));
			}
		}
	});

	test("a caller that replays a callee's operations comes to the callee's status", () => {
		let replayed = 0;
		for (const status of STATUSES) {
			const operations = lockModel.asOperations(status);
			if (operations.length === 0) continue;
			const end = operations.reduce(
				(at, operation) => lockModel.apply(at, operation).status,
				LockStatus.Untouched,
			);
			assert.equal(LockStatus[end], LockStatus[status]);
			replayed++;
		}
		assert.ok(replayed >= 5);
	});

	test("a status that leaves the lock otherwise than it was has operations to replay", () => {
		const leaves = [LockStatus.Held, LockStatus.Shared, LockStatus.SharedTwice, LockStatus.SharedThrice];
		for (const status of [...leaves, LockStatus.Dropped]) {
			assert.notEqual(lockModel.asOperations(status).length, 0, LockStatus[status]);
		}
	});
});

const SITE = 77;

/** A function with two locals, a condition and a lock, as far as states know of functions. */
function scene() {
	const terms = new TermTable();
	const world: World = {
		terms,
		models: [lockModel],
		locals: new Set(["a", "b"]),
		canBypass: () => false,
		contractOf: () => V.ANYTHING,
	};
	const variables: readonly Place[] = ["a", "b"].map((name) => terms.variable(name));
	const flag = terms.fresh(1, "flag");
	const lock = terms.variable("lock");
	return { terms, world, variables, flag, lock };
}

/** States that differ in all that a merge has to reconcile. */
function statesOf({ terms, world, variables, flag, lock }: ReturnType<typeof scene>): State[] {
	const [a, b] = variables as [Place, Place];
	const contents = (state: State, term: Term, other: Term) => {
		state.assign(a, term);
		state.assign(b, other);
	};
	const plans: ((state: State) => void)[] = [
		() => {},
		(state) => contents(state, terms.constant(0), terms.constant(5)),
		(state) => contents(state, terms.constant(-12), terms.constant(5)),
		(state) => contents(state, flag, terms.fresh(2, "other")),
		(state) => {
			contents(state, flag, flag);
			state.narrow(flag, V.NONZERO);
		},
		(state) => state.narrow(flag, V.ZERO),
		(state) => state.clobber(9),
		(state) => hold(state, lock, LockStatus.Released),
		(state) => hold(state, lock, LockStatus.Settled),
	];
	return plans.map((plan) => {
		const state = new State(world);
		plan(state);
		return state;
	});
}

function hold(state: State, place: Place, status: LockStatus): void {
	const span = { start: 0, end: 0 };
	state.setTracked(0, place, {
		status,
		spelled: "lock",
		span,
		trace: null,
		order: 0,
		assumed: false,
		detail: -1,
	});
}

/** What may be in each variable, and whether the flag is set. */
function knowledgeOf(state: State, { variables, flag }: ReturnType<typeof scene>): V.ValueSet[] {
	const copy = state.clone();
	return [...variables.map((place) => copy.valueOf(copy.load(place))), copy.valueOf(flag)];
}

describe("merging states", () => {
	test("with its own like changes nothing", () => {
		const set = scene();
		for (const [i, state] of statesOf(set).entries()) {
			assert.equal(state.merge(state.clone(), SITE), false, `state ${i}`);
		}
	});

	test("what either path may hold, the merged one may", () => {
		const set = scene();
		for (const [i, left] of statesOf(set).entries()) {
			for (const [k, right] of statesOf(set).entries()) {
				const merged = left.clone();
				merged.merge(right, SITE);
				const after = knowledgeOf(merged, set);
				for (const before of [knowledgeOf(left, set), knowledgeOf(right, set)]) {
					const lost = before.filter((value, at) => (value & ~after[at]!) !== 0);
					assert.deepEqual(lost, [], `states ${i} and ${k}`);
				}
			}
		}
	});

	test("a second time is no news", () => {
		const set = scene();
		for (const [i, left] of statesOf(set).entries()) {
			for (const [k, right] of statesOf(set).entries()) {
				const merged = left.clone();
				merged.merge(right, SITE);
				const before = knowledgeOf(merged, set);
				const status = merged.statusOf(0, set.lock);
				assert.equal(merged.merge(right, SITE), false, `states ${i} and ${k}`);
				assert.deepEqual(knowledgeOf(merged, set), before);
				assert.equal(merged.statusOf(0, set.lock), status);
			}
		}
	});

	test("of typestates gives their join", () => {
		for (const [a, b] of MERGEABLE) {
			const { world, lock } = scene();
			const [left, right] = [new State(world), new State(world)];
			hold(left, lock, a);
			hold(right, lock, b);
			left.merge(right, SITE);
			assert.equal(left.statusOf(0, lock), lockModel.join(a, b), `${LockStatus[a]}, ${LockStatus[b]}`);
		}
	});

	test("comes to an end, whatever order states come in", () => {
		const set = scene();
		const merged = new State(set.world);
		let news = 0;
		for (let round = 0; round < 20; round++) {
			for (const state of statesOf(set)) if (merged.merge(state, SITE)) news = round;
		}
		assert.ok(news < 4, `round ${news} still brought news`);
	});
});
