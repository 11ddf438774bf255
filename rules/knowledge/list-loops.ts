/**
 * Loops over lists that read the entry they are at to get at the one behind it, so that their body must
 * not free it. Loops by other names may keep what they need. Source: include/linux/list.h, rculist.h,
 * llist.h, list_bl.h, list_nulls.h, hashtable.h and plist.h of Linux 6.12.
 */
export const readsEntry: ReadonlySet<string> = new Set(
	`
	list_for_each list_for_each_continue list_for_each_prev list_for_each_rcu list_for_each_reverse
	list_for_each_entry list_for_each_entry_continue list_for_each_entry_continue_rcu
	list_for_each_entry_continue_reverse list_for_each_entry_from list_for_each_entry_from_rcu
	list_for_each_entry_from_reverse list_for_each_entry_lockless list_for_each_entry_rcu
	list_for_each_entry_reverse list_for_each_entry_srcu
	hlist_for_each hlist_for_each_entry hlist_for_each_entry_continue hlist_for_each_entry_continue_rcu
	hlist_for_each_entry_continue_rcu_bh hlist_for_each_entry_from hlist_for_each_entry_from_rcu
	hlist_for_each_entry_rcu hlist_for_each_entry_rcu_bh hlist_for_each_entry_rcu_notrace
	hlist_for_each_entry_srcu hlist_bl_for_each_entry hlist_bl_for_each_entry_rcu
	hlist_nulls_for_each_entry hlist_nulls_for_each_entry_from hlist_nulls_for_each_entry_rcu
	hash_for_each hash_for_each_possible hash_for_each_possible_rcu hash_for_each_possible_rcu_notrace
	hash_for_each_rcu llist_for_each llist_for_each_entry
	plist_for_each plist_for_each_continue plist_for_each_entry plist_for_each_entry_continue
	`
		.trim()
		.split(/\s+/),
);
