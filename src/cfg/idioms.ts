/**
 * Macros that are control flow, or nothing at all, under a call's clothes.
 * They are few and belong to the language kernel C is written in, not to an API.
 */

/** Macros whose value is that of one argument: name to index of that argument. */
const TRANSPARENT: ReadonlyMap<string, number> = new Map([
	["likely", 0],
	["unlikely", 0],
	["__builtin_expect", 0],
	["WARN_ON", 0],
	["WARN_ON_ONCE", 0],
	["WARN_ON_SMP", 0],
	["WARN", 0],
	["WARN_ONCE", 0],
	["WARN_TAINT", 0],
	["WARN_TAINT_ONCE", 0],
	["WARN_RATELIMIT", 0],
	["WARN_ON_FUNCTION_MISMATCH", 0],
	["VM_WARN_ON", 0],
	["VM_WARN_ON_ONCE", 0],
	["RCU_LOCKDEP_WARN", 0],
	["DEBUG_LOCKS_WARN_ON", 0],
	["SCHED_WARN_ON", 0],
	["DEBUG_NET_WARN_ON_ONCE", 0],
	["dev_WARN_ONCE", 1],
	["drm_WARN_ON", 1],
	["drm_WARN_ON_ONCE", 1],
	["drm_WARN", 1],
	["drm_WARN_ONCE", 1],
	["XE_IOCTL_DBG", 1],
	["READ_ONCE", 0],
	["smp_load_acquire", 0],
	["data_race", 0],
	["rcu_dereference", 0],
	["rcu_dereference_check", 0],
	["rcu_dereference_protected", 0],
	["rcu_dereference_raw", 0],
	["rcu_dereference_bh", 0],
	["rcu_dereference_sched", 0],
	["rcu_access_pointer", 0],
	["rtnl_dereference", 0],
	["srcu_dereference", 0],
	["READ_ONCE_NOCHECK", 0],
	["array_index_nospec", 0],
	["ACPI_FAILURE", 0],
]);

/** Index of the argument whose value the macro has, or -1. */
export function transparentArgument(name: string): number {
	return TRANSPARENT.get(name) ?? (OTHER_WARNING.test(name) ? 0 : -1);
}

/** Macros that are true where their argument is 0. Source: include/acpi/acexcep.h. */
const NEGATIONS: ReadonlySet<string> = new Set(["ACPI_SUCCESS"]);

/** Whether the macro is `!` by another name. */
export function isNegation(name: string): boolean {
	return NEGATIONS.has(name);
}

/** What subsystems make of `WARN_ON()` and `BUG_ON()` to go on behind: `KVM_BUG_ON(x, kvm)` is `x`. */
const OTHER_WARNING = /^[A-Z][A-Z0-9]*_(?:WARN|BUG)_ON(?:_ONCE)?$/;

/** Macros for sparse, whose arguments are never evaluated. Source: include/linux/compiler_types.h. */
const UNEVALUATED: ReadonlySet<string> = new Set([
	"__acquire",
	"__release",
	"__chk_user_ptr",
	"__chk_io_ptr",
]);

export function isUnevaluated(name: string): boolean {
	return UNEVALUATED.has(name);
}

/** Functions and macros from which control does not come back. */
const DIVERGING: ReadonlySet<string> = new Set([
	"BUG",
	"panic",
	"unreachable",
	"__builtin_unreachable",
	"__builtin_trap",
	"do_exit",
	"make_task_dead",
	"do_group_exit",
	"kthread_exit",
	"kthread_complete_and_exit",
	"module_put_and_kthread_exit",
	"nmi_panic",
	"machine_restart",
	"BUILD_BUG",
	"fortify_panic",
	"usercopy_abort",
	"prom_halt",
	"prom_halt_power_off",
	"die",
]);

export function diverges(name: string): boolean {
	return DIVERGING.has(name);
}

/** Macros that end the path where their argument is true. */
const DIVERGING_IF: ReadonlySet<string> = new Set([
	"BUG_ON",
	"VM_BUG_ON",
	"VM_BUG_ON_PAGE",
	"VM_BUG_ON_FOLIO",
	"VM_BUG_ON_VMA",
	"VM_BUG_ON_MM",
	"SNAP_BUG_ON",
	"RWLOCK_BUG_ON",
	"BTRFS_BUG_ON",
	"FORTIFY_BUG_ON",
]);

export function divergesIfTrue(name: string): boolean {
	return DIVERGING_IF.has(name);
}

/** Macros that end the path where their argument is false, or are there to say that it is not. */
const DIVERGING_UNLESS: ReadonlySet<string> = new Set(["ASSERT", "assert"]);

export function divergesUnlessTrue(name: string): boolean {
	return DIVERGING_UNLESS.has(name);
}

/** The question that an assertion of KUnit asks of its second argument, to end the test where it is true. */
const KUNIT_ASSERTIONS: ReadonlyMap<string, string> = new Map([
	["KUNIT_ASSERT_NOT_ERR_OR_NULL", "IS_ERR_OR_NULL"],
	["KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG", "IS_ERR_OR_NULL"],
	["KUNIT_ASSERT_NOT_NULL", "!"],
	["KUNIT_ASSERT_NOT_NULL_MSG", "!"],
]);

/** The question, a call or `!`, that ends the path where it is true of the argument at index 1, or null. */
export function assertedNot(name: string): string | null {
	return KUNIT_ASSERTIONS.get(name) ?? null;
}

const WARNINGS: ReadonlySet<string> = new Set([
	"WARN_ON",
	"WARN_ON_ONCE",
	"WARN_ON_SMP",
	"WARN",
	"WARN_ONCE",
	"VM_WARN_ON",
	"VM_WARN_ON_ONCE",
	"DEBUG_LOCKS_WARN_ON",
	"SCHED_WARN_ON",
	"DEBUG_NET_WARN_ON_ONCE",
]);

/** Macros that complain where their first argument is true. */
export function isWarning(name: string): boolean {
	return WARNINGS.has(name);
}

/** Macros that stand for an assignment: name to [target, value] argument. */
const STORES: ReadonlyMap<string, readonly [number, number]> = new Map([
	["WRITE_ONCE", [0, 1]],
	["RCU_INIT_POINTER", [0, 1]],
	["rcu_assign_pointer", [0, 1]],
]);

/** Positions of target and value of a macro that is an assignment, or null. */
export function storeArguments(name: string): readonly [number, number] | null {
	return STORES.get(name) ?? null;
}

/** What becomes of the block behind a macro that runs it at most once. */
export type ScopeMacroKind =
	/** `scoped_guard(class, args)`: with a guard held. */
	| "guard"
	/** `scoped_cond_guard(class, failure, args)`: with a guard held, else the failure statement runs. */
	| "cond-guard"
	/** A `for` at heart, for which `break` and `continue` leave the block. */
	| "block"
	/** An `if` by another name. */
	| "test";

/** The marks of the dialect pass cover them all; only the spelling tells them apart. */
export function scopeMacroKind(name: string): ScopeMacroKind {
	if (name === "scoped_guard") return "guard";
	if (name === "scoped_cond_guard") return "cond-guard";
	const isBlock = ["scoped_", "scope_", "with_"].some((word) => name.startsWith(word));
	return isBlock || name.endsWith("_scoped") ? "block" : "test";
}

/** Suffixes that `DEFINE_GUARD_COND()` and `DEFINE_LOCK_GUARD_1_COND()` are given. */
const CONDITIONAL_SUFFIXES: readonly string[] = [
	"_try",
	"_intr",
	"_kill",
	"_killable",
	"_interruptible",
	"_timeout",
];

/** Whether the guard's constructor may fail, so that `scoped_guard()` skips its block. */
export function isConditionalGuard(guardClass: string): boolean {
	return CONDITIONAL_SUFFIXES.some((suffix) => guardClass.endsWith(suffix));
}
