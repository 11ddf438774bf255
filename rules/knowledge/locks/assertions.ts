/**
 * Macros and functions that complain where a lock is not in the state that their caller needs.
 *
 * Source: Linux 6.12: include/linux/lockdep.h, spinlock.h, rwsem.h, rtnetlink.h, mmap_lock.h, mm.h, fs.h,
 * cpu.h, device.h, dma-resv.h, page-flags.h; include/net/sock.h, cfg80211.h, devlink.h; kernel/sched/sched.h.
 */

/** `held` in any way, `written`: held exclusively, `free`: not held by whoever runs here. */
export type AssertedState = "held" | "written" | "free";

/** What is asserted of which lock. */
export interface AssertionRow {
	readonly names: readonly string[];
	readonly says: AssertedState;
	/** As in {@link LockRow}. */
	readonly object: number | string;
	/** The lock as a member of what the argument points to; of several any will do. */
	readonly members?: readonly string[];
	/**
	 * Only asks: a macro such as `BUG_ON(!mutex_is_locked(l))` around it makes an assertion of it. What is
	 * locked may then be locked by anybody.
	 */
	readonly isQuestion?: boolean;
	/** {@link LockRow.kind} of the locks that count, where each object has a lock that goes by no name. */
	readonly kinds?: readonly string[];
}

const PAGES = ["page lock", "folio lock"];

export const assertionRows: readonly AssertionRow[] = [
	{
		names: [
			"lockdep_assert_held",
			"lockdep_assert_held_once",
			"lockdep_assert_held_read",
			"assert_spin_locked",
			"assert_raw_spin_locked",
			"rwsem_assert_held",
			"rwsem_assert_held_nolockdep",
			"percpu_rwsem_assert_held",
		],
		...{ says: "held", object: 0 },
	},
	{
		names: ["lockdep_assert_held_write", "rwsem_assert_held_write", "rwsem_assert_held_write_nolockdep"],
		...{ says: "written", object: 0 },
	},
	{ names: ["lockdep_assert_not_held"], says: "free", object: 0 },
	{ names: ["ASSERT_RTNL", "ASSERT_RTNL_NET"], says: "held", object: "rtnl" },
	{ names: ["lockdep_assert_wiphy"], says: "held", object: 0, members: ["mtx"] },
	{ names: ["lockdep_assert_rq_held"], says: "held", object: 0 },
	{ names: ["devl_assert_locked"], says: "held", object: 0, members: ["lock"] },
	{ names: ["device_lock_assert"], says: "held", object: 0, members: ["mutex"] },
	{ names: ["dma_resv_assert_held"], says: "held", object: 0, members: ["lock"] },
	{ names: ["ipc_assert_locked_object"], says: "held", object: 0, members: ["lock"] },
	{ names: ["mmap_assert_locked"], says: "held", object: 0, members: ["mmap_lock"] },
	{ names: ["mmap_assert_write_locked"], says: "written", object: 0, members: ["mmap_lock"] },
	{ names: ["i_mmap_assert_locked"], says: "held", object: 0, members: ["i_mmap_rwsem"] },
	{ names: ["i_mmap_assert_write_locked"], says: "written", object: 0, members: ["i_mmap_rwsem"] },
	{ names: ["sock_owned_by_me"], says: "held", object: 0, members: ["sk_lock", "sk_lock.slock"] },
	{ names: ["sock_not_owned_by_me"], says: "free", object: 0, members: ["sk_lock"] },
	{
		names: [
			"lockdep_is_held",
			"mutex_is_locked",
			"spin_is_locked",
			"raw_spin_is_locked",
			"rwsem_is_locked",
			"ww_mutex_is_locked",
		],
		...{ says: "held", object: 0, isQuestion: true },
	},
	{ names: ["inode_is_locked"], says: "held", object: 0, members: ["i_rwsem"], isQuestion: true },
	{
		names: ["lockdep_sock_is_held"],
		...{ says: "held", object: 0, members: ["sk_lock", "sk_lock.slock"], isQuestion: true },
	},
	{ names: ["rtnl_is_locked", "lockdep_rtnl_is_held"], says: "held", object: "rtnl", isQuestion: true },
	{ names: ["PageLocked", "folio_test_locked"], says: "held", object: 0, isQuestion: true, kinds: PAGES },
];

const byName = new Map(assertionRows.flatMap((row) => row.names.map((name) => [name, row] as const)));

/** What a call of that name asserts, or asks, of a lock; null where it is no such call. */
export function assertionRow(name: string): AssertionRow | null {
	return byName.get(name) ?? null;
}

/** Macros that complain unless their argument is true. */
const REQUIRES: ReadonlySet<string> = new Set(["lockdep_assert", "lockdep_assert_once", "ASSERT", "assert"]);

/** The words in the names of those that complain where it is true: `VM_BUG_ON_PAGE`, `WARN_ON_ONCE`. */
const FORBIDS = /^(?:[A-Za-z0-9]+_)*(?:BUG|WARN)(?:_ON)?(?:_[A-Z]+)*$/;

/** What value of their argument macros of that name complain of; null for any other name. */
export function complainsOf(name: string): boolean | null {
	if (REQUIRES.has(name)) return false;
	return FORBIDS.test(name) ? true : null;
}
