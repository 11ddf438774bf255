/**
 * The kernel's own spinning locks, and writers of sequence counts.
 *
 * Source: include/linux of Linux 6.12: spinlock.h, rwlock.h, seqlock.h, local_lock.h,
 * bit_spinlock.h, u64_stats_sync.h.
 */
import type { LockRow } from "./row.js";

/** The four ways of one spinning lock; what all of them are is given. */
interface Ways {
	readonly plain: Partial<LockRow>;
	readonly irq: Partial<LockRow>;
	readonly bh: Partial<LockRow>;
	readonly irqsave: Partial<LockRow>;
}

function fourWays(
	common: Pick<LockRow, "kind" | "object"> & Partial<LockRow>,
	lock: string,
	unlock: string,
	ways: Ways,
): LockRow[] {
	const row = (suffix: string, restored: string, way: Partial<LockRow>): LockRow => ({
		section: "atomic",
		acquire: [`${lock}${suffix}`],
		release: [`${unlock}${restored}`],
		...common,
		...way,
	});
	return [
		row("", "", ways.plain),
		{ ...row("_irq", "_irq", ways.irq), interrupts: "off" },
		{ ...row("_bh", "_bh", ways.bh), bottomHalves: true },
		{ ...row("_irqsave", "_irqrestore", ways.irqsave), interrupts: "save" },
	];
}

function spinning(prefix: "spin" | "raw_spin", kind: string): LockRow[] {
	const lock = `${prefix}_lock`;
	const guard = `${prefix}lock`;
	const attempt = (suffix: string) => ({ nonzeroIfHeld: [`${prefix}_trylock${suffix}`] });
	return fourWays({ kind, object: 0 }, lock, `${prefix}_unlock`, {
		plain: {
			acquire: [lock, `${lock}_nested`, `${lock}_nest_lock`],
			attempt: attempt(""),
			guards: prefix === "raw_spin" ? [guard, `${guard}_nested`] : [guard],
			conditionalGuards: [`${guard}_try`],
		},
		irq: { attempt: attempt("_irq"), guards: [`${guard}_irq`], conditionalGuards: [`${guard}_irq_try`] },
		bh: { attempt: attempt("_bh"), guards: [`${guard}_bh`], conditionalGuards: [`${guard}_bh_try`] },
		irqsave: {
			acquire: [`${lock}_irqsave`, `${lock}_irqsave_nested`],
			attempt: attempt("_irqsave"),
			guards: [`${guard}_irqsave`],
			conditionalGuards: [`${guard}_irqsave_try`],
		},
	});
}

export const spinLocks: readonly LockRow[] = [
	...spinning("spin", "spinlock"),
	...spinning("raw_spin", "raw spinlock"),
	...fourWays({ kind: "rwlock", object: 0, shared: true }, "read_lock", "read_unlock", {
		plain: { attempt: { nonzeroIfHeld: ["read_trylock"] }, guards: ["read_lock"] },
		irq: { guards: ["read_lock_irq"] },
		bh: {},
		irqsave: { guards: ["read_lock_irqsave"] },
	}),
	...fourWays({ kind: "rwlock", object: 0 }, "write_lock", "write_unlock", {
		plain: {
			acquire: ["write_lock", "write_lock_nested"],
			attempt: { nonzeroIfHeld: ["write_trylock"] },
			guards: ["write_lock"],
		},
		irq: { guards: ["write_lock_irq"] },
		bh: {},
		irqsave: { attempt: { nonzeroIfHeld: ["write_trylock_irqsave"] }, guards: ["write_lock_irqsave"] },
	}),
	...fourWays({ kind: "seqlock", object: 0, member: "lock" }, "write_seqlock", "write_sequnlock", {
		plain: {},
		irq: {},
		bh: {},
		irqsave: {},
	}),
	...fourWays({ kind: "seqlock", object: 0, member: "lock" }, "read_seqlock_excl", "read_sequnlock_excl", {
		plain: {},
		irq: {},
		bh: {},
		irqsave: {},
	}),
	{
		kind: "sequence count",
		object: 0,
		acquire: ["write_seqcount_begin", "write_seqcount_begin_nested"],
		release: ["write_seqcount_end"],
		section: "atomic",
	},
	{
		kind: "sequence count",
		object: 0,
		acquire: ["raw_write_seqcount_begin"],
		release: ["raw_write_seqcount_end"],
		section: "passive",
	},
	{
		kind: "statistics",
		object: 0,
		acquire: ["u64_stats_update_begin", "u64_stats_update_begin_irqsave"],
		release: ["u64_stats_update_end", "u64_stats_update_end_irqrestore"],
		section: "atomic",
	},
	{
		kind: "bit spinlock",
		object: 1,
		acquire: ["bit_spin_lock"],
		attempt: { nonzeroIfHeld: ["bit_spin_trylock"] },
		release: ["bit_spin_unlock", "__bit_spin_unlock"],
		section: "atomic",
	},
	{
		kind: "local lock",
		object: 0,
		acquire: ["local_lock"],
		release: ["local_unlock"],
		section: "atomic",
		guards: ["local_lock"],
	},
	{
		kind: "local lock",
		object: 0,
		acquire: ["local_lock_nested_bh"],
		release: ["local_unlock_nested_bh"],
		section: "atomic",
		guards: ["local_lock_nested_bh"],
	},
	{
		kind: "local lock",
		object: 0,
		acquire: ["local_lock_irq"],
		release: ["local_unlock_irq"],
		section: "atomic",
		interrupts: "off",
		guards: ["local_lock_irq"],
	},
	{
		kind: "local lock",
		object: 0,
		acquire: ["local_lock_irqsave"],
		release: ["local_unlock_irqrestore"],
		section: "atomic",
		interrupts: "save",
		guards: ["local_lock_irqsave"],
	},
];
