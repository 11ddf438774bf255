/**
 * Locks that lie in data structures.
 *
 * Source: include/linux/xarray.h, maple_tree.h, list_bl.h, rhashtable.h of Linux 6.12.
 */
import type { LockRow } from "./row.js";

/** Of `xa_lock(array)` there are variants that `xas_lock(state)` does not have. */
function xarray(kind: string, prefix: "xa" | "xas", member: string): LockRow[] {
	const own = (...names: string[]) => (prefix === "xa" ? names : []);
	const row = { kind, object: 0, member, section: "atomic" } as const;
	return [
		{
			...row,
			acquire: [`${prefix}_lock`, ...own("xa_lock_nested")],
			attempt: { nonzeroIfHeld: own("xa_trylock") },
			release: [`${prefix}_unlock`],
		},
		{
			...row,
			acquire: [`${prefix}_lock_irq`, ...own("xa_lock_irq_nested")],
			release: [`${prefix}_unlock_irq`],
			interrupts: "off",
		},
		{
			...row,
			acquire: [`${prefix}_lock_bh`, ...own("xa_lock_bh_nested")],
			release: [`${prefix}_unlock_bh`],
			bottomHalves: true,
		},
		{
			...row,
			acquire: [`${prefix}_lock_irqsave`, ...own("xa_lock_irqsave_nested")],
			release: [`${prefix}_unlock_irqrestore`],
			interrupts: "save",
		},
	];
}

export const structureLocks: readonly LockRow[] = [
	...xarray("lock of an xarray", "xa", "xa_lock"),
	...xarray("lock of an xarray", "xas", "xa->xa_lock"),
	{
		kind: "lock of a maple tree",
		object: 0,
		member: "ma_lock",
		acquire: ["mtree_lock", "mtree_lock_nested"],
		release: ["mtree_unlock"],
		section: "atomic",
	},
	{
		kind: "lock of a maple tree",
		object: 0,
		member: "tree->ma_lock",
		acquire: ["mas_lock", "mas_lock_nested"],
		release: ["mas_unlock"],
		section: "atomic",
	},
	{
		kind: "walk of a hash table", // an RCU section, whatever _check() returns
		object: 0,
		acquire: ["rhashtable_walk_start", "rhashtable_walk_start_check"],
		release: ["rhashtable_walk_stop"],
		section: "atomic",
	},
	{
		kind: "lock of a hash list",
		object: 0,
		acquire: ["hlist_bl_lock"],
		release: ["hlist_bl_unlock"],
		section: "atomic",
	},
];
